//! Calls to any service whose `api` crate is at hand, signed with an access key or, where a service gives
//! credentials to who has none yet, not signed.

use std::rc::Rc;

use jiff::Timestamp;
use tegata_base::Region;
use tegata_base::time::iso_basic;
use tegata_sigv4::{Request, Scope, SigningKey, authorize_hmac};
use tegata_wire::{Call, ResponseError, Service, ServiceError, encode_request, read_response};
use zeroize::Zeroizing;

use crate::endpoint::{HostNaming, Variant};
use crate::http::{HttpAnswer, HttpClient, HttpError, HttpOptions, HttpRequest};
use crate::retry::{as_response, borrowed, with_retries};
use crate::{
    ApiCredentials, Edge, Endpoint, EndpointError, Environment, NotUnicode, Retries, RetriesError, Skew,
};

/// A client of one service.
pub struct ApiClient<'a> {
    service: &'static Service,
    signer: Option<Signer<'a>>,
    http: HttpClient,
    retries: Retries,
    skew: Rc<Skew>,
}

/// Who signs, and for which region.
struct Signer<'a> {
    region: Region,
    credentials: &'a ApiCredentials,
}

/// Makes a header for an attempt at this URL and time.
pub(crate) type HeaderMaker<'h> =
    dyn Fn(&mut Edge<'_>, &str, Timestamp) -> Result<(&'static str, String), HttpError> + 'h;

/// A request but for what is made anew for each attempt. Tokens and codes may be in it.
struct Outgoing {
    method: &'static str,
    path: String,
    query: String,
    headers: Vec<(&'static str, Zeroizing<String>)>,
    body: Zeroizing<Vec<u8>>,
}

/// Why a call has no output.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CallError {
    /// No answer.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The endpoint is not one.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// What the environment says of trying again makes no sense.
    #[error(transparent)]
    Retries(#[from] RetriesError),
    /// A variable is no text.
    #[error(transparent)]
    Variable(#[from] NotUnicode),
    /// The service refused.
    #[error("{operation}: {error} (HTTP status {}{})", error.status, request_id(error))]
    Service {
        /// The operation that was called.
        operation: &'static str,
        /// What the service said.
        error: Box<ServiceError>,
    },
    /// The answer cannot be read.
    #[error("{operation}: {endpoint} did not answer as {service} does: {reason}; check the endpoint")]
    Answer {
        /// The operation that was called.
        operation: &'static str,
        /// The service that was called.
        service: &'static str,
        /// Where.
        endpoint: Endpoint,
        /// What is wrong with the answer.
        reason: String,
    },
}

fn request_id(error: &ServiceError) -> String {
    error
        .request_id
        .as_ref()
        .map(|id| format!(", request id {id}"))
        .unwrap_or_default()
}

impl CallError {
    /// AWS's error code, when the service refused.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Service { error, .. } => error.code.as_deref(),
            _ => None,
        }
    }

    /// The cause in a word beside the code, when the service refused and gave one.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Service { error, .. } => error.reason.as_deref(),
            _ => None,
        }
    }
}

impl<'a> ApiClient<'a> {
    /// A client of a service at `endpoint`, or where the environment or AWS's naming says it is.
    ///
    /// # Errors
    /// [`CallError`] for an endpoint, a variable, roots or a proxy that cannot be used.
    pub fn new(
        service: &'static Service,
        endpoint: Option<&str>,
        region: &Region,
        credentials: &'a ApiCredentials,
        environment: &Environment,
    ) -> Result<Self, CallError> {
        let naming = HostNaming {
            prefix: service.endpoint_prefix,
            global: is_global(service),
        };
        let variant = Variant::of_environment(environment)?;
        let endpoint = Endpoint::resolve(endpoint, service.id, naming, region, variant, environment)?;
        Self::at(service, &endpoint, region, credentials, environment)
    }

    /// A client of a service at `endpoint`.
    ///
    /// # Errors
    /// [`CallError`] for a variable, roots or a proxy that cannot be used.
    pub fn at(
        service: &'static Service,
        endpoint: &Endpoint,
        region: &Region,
        credentials: &'a ApiCredentials,
        environment: &Environment,
    ) -> Result<Self, CallError> {
        let region = region.clone();
        Self::of(
            service,
            endpoint,
            Some(Signer { region, credentials }),
            environment,
        )
    }

    /// A client of a service at `endpoint` whose calls are not signed. Warns where tokens and credentials could be
    /// read on the way.
    ///
    /// # Errors
    /// [`CallError`] for a variable, roots or a proxy that cannot be used.
    pub(crate) fn unsigned(
        service: &'static Service,
        endpoint: &Endpoint,
        edge: &mut Edge<'_>,
    ) -> Result<Self, CallError> {
        if endpoint.is_exposed() {
            edge.tell(&format!(
                "warning: {endpoint} is not encrypted; whoever is on the way can read tokens and credentials"
            ));
        }
        Self::of(service, endpoint, None, edge.environment)
    }

    fn of(
        service: &'static Service,
        endpoint: &Endpoint,
        signer: Option<Signer<'a>>,
        environment: &Environment,
    ) -> Result<Self, CallError> {
        let options = HttpOptions::from_environment(environment, endpoint, true)?;
        Ok(Self {
            service,
            signer,
            http: HttpClient::new(endpoint, &options)?,
            retries: Retries::of_environment(environment)?,
            skew: Rc::default(),
        })
    }

    /// The same client, which knows how far the clock is off, and tells what it learns of that.
    #[must_use]
    pub fn with_skew(mut self, skew: &Rc<Skew>) -> Self {
        self.skew = Rc::clone(skew);
        self
    }

    /// Calls an operation and waits for its output. Failures that may pass are tried again, and a call that
    /// is refused for its time is signed once more by the service's clock.
    ///
    /// # Errors
    /// [`CallError`].
    pub fn call<C: Call>(&self, input: &C::Input, edge: &mut Edge<'_>) -> Result<C::Output, CallError> {
        self.call_with::<C>(input, None, edge)
    }

    /// The same with a header that is made anew for each attempt, by the clock that signs.
    ///
    /// # Errors
    /// [`CallError`].
    pub(crate) fn call_with<C: Call>(
        &self,
        input: &C::Input,
        header: Option<&HeaderMaker<'_>>,
        edge: &mut Edge<'_>,
    ) -> Result<C::Output, CallError> {
        let outgoing = Outgoing::of::<C>(self.service, input);
        let first = self.attempt::<C>(&outgoing, header, edge);
        match &first {
            Err(CallError::Service { error, .. }) if self.signer.is_some() && self.skew.mends(error) => {
                self.skew.compensate(edge);
                self.attempt::<C>(&outgoing, header, edge)
            }
            _ => first,
        }
    }

    fn attempt<C: Call>(
        &self,
        outgoing: &Outgoing,
        header: Option<&HeaderMaker<'_>>,
        edge: &mut Edge<'_>,
    ) -> Result<C::Output, CallError> {
        let endpoint = self.http.endpoint();
        let path = endpoint.path(&outgoing.path);
        let answer = with_retries(self.service, self.retries, edge, |edge, _| {
            let now = self.skew.signing_time((edge.clock)());
            let made = match header {
                Some(make) => Some(make(edge, &endpoint.url(&path, ""), now)?),
                None => None,
            };
            let mut headers: Vec<(&str, &str)> = vec![("Host", endpoint.host())];
            headers.extend(outgoing.headers());
            headers.extend(made.iter().map(|(name, value)| (*name, value.as_str())));
            Ok::<_, CallError>(match &self.signer {
                Some(signer) => self.send_signed(signer, outgoing, &path, &headers, now),
                None => self.send(outgoing, &path, &headers),
            })
        })?;
        self.skew.learn(answer.date(), (edge.clock)());
        read::<C>(self.service, endpoint, &answer)
    }

    fn send(
        &self,
        outgoing: &Outgoing,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Result<HttpAnswer, HttpError> {
        self.http.send(&HttpRequest {
            method: outgoing.method,
            path,
            query: &outgoing.query,
            headers,
            body: &outgoing.body,
        })
    }

    fn send_signed(
        &self,
        signer: &Signer<'_>,
        outgoing: &Outgoing,
        path: &str,
        headers: &[(&str, &str)],
        now: Timestamp,
    ) -> Result<HttpAnswer, HttpError> {
        let date = iso_basic(now);
        let mut headers = headers.to_vec();
        headers.push(("X-Amz-Date", &date));
        if let Some(token) = &signer.credentials.session_token {
            headers.push(("X-Amz-Security-Token", token.expose()));
        }
        let authorization = self.authorization(signer, outgoing, path, &headers, &date)?;
        headers.push(("Authorization", &authorization));
        self.send(outgoing, path, &headers)
    }

    fn authorization(
        &self,
        signer: &Signer<'_>,
        outgoing: &Outgoing,
        path: &str,
        headers: &[(&str, &str)],
        date: &str,
    ) -> Result<String, HttpError> {
        let headers: Vec<(&str, &[u8])> = headers
            .iter()
            .map(|(name, value)| (*name, value.as_bytes()))
            .collect();
        let to_sign = Request {
            method: outgoing.method,
            path,
            query: &outgoing.query,
            headers: &headers,
            body: &outgoing.body,
        };
        let region = if is_global(self.service) {
            signer.region.partition().global_region()
        } else {
            signer.region.as_str()
        };
        let scope = Scope {
            date: date.get(..8).unwrap_or_default(),
            region,
            service: self.service.signing_name,
        };
        let key = SigningKey::derive(&signer.credentials.secret_access_key, &scope);
        authorize_hmac(&to_sign, &signer.credentials.access_key_id, &scope, &key)
            .map_err(|error| HttpError::Request(error.to_string()))
    }
}

impl Outgoing {
    fn of<C: Call>(service: &'static Service, input: &C::Input) -> Self {
        let prepared = encode_request(service, C::OPERATION, input);
        let wiped = |(name, value)| (name, Zeroizing::new(value));
        Self {
            method: prepared.method,
            path: prepared.path,
            query: prepared.query,
            headers: prepared.headers.into_iter().map(wiped).collect(),
            body: Zeroizing::new(prepared.body),
        }
    }

    fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (*name, value.as_str()))
    }
}

/// The output in an answer.
fn read<C: Call>(
    service: &'static Service,
    endpoint: &Endpoint,
    answer: &HttpAnswer,
) -> Result<C::Output, CallError> {
    let operation = C::OPERATION.name;
    let headers = borrowed(answer);
    read_response::<C>(service, &as_response(answer, &headers)).map_err(|error| match error {
        ResponseError::Service(error) => CallError::Service {
            operation,
            error: Box::new(error),
        },
        other => CallError::Answer {
            operation,
            service: service.id,
            endpoint: endpoint.clone(),
            reason: other.to_string(),
        },
    })
}

/// IAM answers for all regions of a partition at one host and signs for one region.
fn is_global(service: &Service) -> bool {
    service.signing_name == "iam"
}
