//! Calls to any service whose `api` crate is at hand, signed with an access key or, where an operation wants
//! none, not signed.

use std::rc::Rc;

use tegata_base::Region;
use tegata_base::time::iso_basic;
use tegata_sigv4::{Request, Scope, SigningKey, authorize_hmac};
use tegata_wire::{Call, Prepared, ResponseError, Service, ServiceError, encode_request, read_response};

use crate::endpoint::{HostNaming, Variant};
use crate::http::{HttpAnswer, HttpClient, HttpError, HttpOptions, HttpRequest};
use crate::retry::{as_response, borrowed, with_retries};
use crate::{
    ApiCredentials, Edge, Endpoint, EndpointError, Environment, NotUnicode, Retries, RetriesError, Skew,
};

/// A client of one service.
pub struct ApiClient<'a> {
    service: &'static Service,
    region: Region,
    credentials: Option<&'a ApiCredentials>,
    http: HttpClient,
    retries: Retries,
    skew: Rc<Skew>,
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
        Self::at(service, &endpoint, region, Some(credentials), environment)
    }

    /// A client of a service at `endpoint`; without credentials its calls are not signed.
    ///
    /// # Errors
    /// [`CallError`] for a variable, roots or a proxy that cannot be used.
    pub fn at(
        service: &'static Service,
        endpoint: &Endpoint,
        region: &Region,
        credentials: Option<&'a ApiCredentials>,
        environment: &Environment,
    ) -> Result<Self, CallError> {
        let options = HttpOptions::from_environment(environment, endpoint, true)?;
        Ok(Self {
            service,
            region: region.clone(),
            credentials,
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
        let prepared = encode_request(self.service, C::OPERATION, input);
        let first = self.attempt::<C>(&prepared, edge);
        match &first {
            Err(CallError::Service { error, .. }) if self.skew.mends(error) => {
                self.skew.compensate(edge);
                self.attempt::<C>(&prepared, edge)
            }
            _ => first,
        }
    }

    fn attempt<C: Call>(&self, prepared: &Prepared, edge: &mut Edge<'_>) -> Result<C::Output, CallError> {
        let answer = with_retries(self.service, self.retries, edge, |edge, _| {
            let date = iso_basic(self.skew.signing_time((edge.clock)()));
            Ok::<_, CallError>(self.send_signed(prepared, &date))
        })?;
        self.skew.learn(answer.date(), (edge.clock)());
        self.read::<C>(&answer)
    }

    fn send_signed(&self, prepared: &Prepared, date: &str) -> Result<HttpAnswer, HttpError> {
        let endpoint = self.http.endpoint();
        let path = endpoint.path(&prepared.path);
        let mut headers: Vec<(&str, &str)> = vec![("Host", endpoint.host()), ("X-Amz-Date", date)];
        if let Some(token) = self
            .credentials
            .and_then(|credentials| credentials.session_token.as_ref())
        {
            headers.push(("X-Amz-Security-Token", token.expose()));
        }
        headers.extend(
            prepared
                .headers
                .iter()
                .map(|(name, value)| (*name, value.as_str())),
        );
        let authorization = match self.credentials {
            Some(credentials) => Some(self.authorization(credentials, prepared, &path, &headers, date)?),
            None => None,
        };
        if let Some(authorization) = &authorization {
            headers.push(("Authorization", authorization));
        }
        self.http.send(&HttpRequest {
            method: prepared.method,
            path: &path,
            query: &prepared.query,
            headers: &headers,
            body: &prepared.body,
        })
    }

    fn authorization(
        &self,
        credentials: &ApiCredentials,
        prepared: &Prepared,
        path: &str,
        headers: &[(&str, &str)],
        date: &str,
    ) -> Result<String, HttpError> {
        let headers: Vec<(&str, &[u8])> = headers
            .iter()
            .map(|(name, value)| (*name, value.as_bytes()))
            .collect();
        let to_sign = Request {
            method: prepared.method,
            path,
            query: &prepared.query,
            headers: &headers,
            body: &prepared.body,
        };
        let region = if is_global(self.service) {
            self.region.partition().global_region()
        } else {
            self.region.as_str()
        };
        let scope = Scope {
            date: date.get(..8).unwrap_or_default(),
            region,
            service: self.service.signing_name,
        };
        let key = SigningKey::derive(&credentials.secret_access_key, &scope);
        authorize_hmac(&to_sign, &credentials.access_key_id, &scope, &key)
            .map_err(|error| HttpError::Request(error.to_string()))
    }

    fn read<C: Call>(&self, answer: &HttpAnswer) -> Result<C::Output, CallError> {
        read::<C>(self.service, self.http.endpoint(), answer)
    }
}

/// The output in an answer.
pub(crate) fn read<C: Call>(
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
