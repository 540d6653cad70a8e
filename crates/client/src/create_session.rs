//! `CreateSession` of IAM Roles Anywhere: a certificate's key signs, temporary credentials come back.
//!
//! The request has the form of AWS's own helper (version 1.8): ARNs in the query, the rest in a JSON
//! body, certificates in headers, and every header signed that is not the transport's.

use data_encoding::BASE64;
use jiff::Timestamp;
use tegata_api_rolesanywhere::operations::CreateSession;
use tegata_api_rolesanywhere::{CreateSessionRequest, CredentialResponse, SERVICE};
use tegata_base::time::iso_basic;
use tegata_base::{Region, uuid_v4};
use tegata_keys::{Identity, SignerError};
use tegata_sigv4::{Algorithm, Request, Scope, SignError, authorize};
use tegata_wire::{Call as _, Prepared, ResponseError, ServiceError, encode_request, read_response};

use crate::http::{HttpAnswer, HttpClient, HttpError, HttpRequest};
use crate::refusal;
use crate::retry::{Attempt, as_response, borrowed, with_retries};
use crate::{Edge, Endpoint, Retries};

/// What to ask for.
pub struct SessionRequest<'a> {
    /// The certificate and its key.
    pub identity: &'a Identity,
    /// The trust anchor that vouches for the certificate.
    pub trust_anchor_arn: &'a str,
    /// The Roles Anywhere profile.
    pub profile_arn: &'a str,
    /// The role.
    pub role_arn: &'a str,
    /// 900–43,200.
    pub duration_seconds: i32,
    /// 2–64 characters, where the profile accepts a name; else the certificate's serial is the name.
    pub role_session_name: Option<&'a str>,
    /// The region of the credential scope.
    pub region: &'a Region,
    /// How often failures that may pass are tried.
    pub retries: Retries,
}

/// Why there are no credentials. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CreateSessionError {
    /// No answer.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The key did not sign.
    #[error(transparent)]
    Signer(#[from] SignerError),
    /// The service refused.
    #[error("{error} (HTTP status {}{}): {advice}", error.status, request_id(error))]
    Refused {
        /// What it said.
        error: Box<ServiceError>,
        /// The cause as far as it can be told from here, and the next step.
        advice: String,
    },
    /// The answer cannot be read.
    #[error("{endpoint} did not answer as Roles Anywhere does: {reason}; check the endpoint")]
    Answer {
        /// The service.
        endpoint: Endpoint,
        /// What is wrong with it.
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

/// Asks for a session. Failures that may pass are tried again, signed anew; a refusal is not.
///
/// # Errors
/// [`CreateSessionError`].
pub fn create_session(
    client: &HttpClient,
    request: &SessionRequest<'_>,
    edge: &mut Edge<'_>,
) -> Result<CredentialResponse, CreateSessionError> {
    let prepared = encode_request(&SERVICE, CreateSession::OPERATION, &input(request));
    let invocation = uuid_v4(edge.rng);
    let answer = with_retries(&SERVICE, request.retries, edge, |edge, attempt| {
        let now = (edge.clock)();
        send_signed(client, request, &prepared, &invocation, attempt, now)
    })?;
    read_answer(client, request, &answer, (edge.clock)())
}

fn input(request: &SessionRequest<'_>) -> CreateSessionRequest {
    let chain: Vec<String> = request
        .identity
        .chain()
        .iter()
        .map(|certificate| BASE64.encode(certificate.der()))
        .collect();
    CreateSessionRequest {
        profile_arn: request.profile_arn.into(),
        role_arn: request.role_arn.into(),
        trust_anchor_arn: request.trust_anchor_arn.into(),
        cert: BASE64.encode(request.identity.certificate().der()),
        cert_chain: Some(chain.join(",")).filter(|chain| !chain.is_empty()),
        duration_seconds: Some(request.duration_seconds),
        instance_properties: None,
        role_session_name: request.role_session_name.map(str::to_owned),
        session_name: None,
    }
}

fn send_signed(
    client: &HttpClient,
    request: &SessionRequest<'_>,
    prepared: &Prepared,
    invocation: &str,
    attempt: Attempt,
    now: Timestamp,
) -> Result<Result<HttpAnswer, HttpError>, CreateSessionError> {
    let endpoint = client.endpoint();
    let date = iso_basic(now);
    let attempt = format!("attempt={}; max={}", attempt.number, attempt.of);
    let path = endpoint.path(&prepared.path);
    let mut headers: Vec<(&str, &str)> = vec![
        ("Host", endpoint.host()),
        ("X-Amz-Date", &date),
        ("Amz-Sdk-Invocation-Id", invocation),
        ("Amz-Sdk-Request", &attempt),
    ];
    headers.extend(
        prepared
            .headers
            .iter()
            .map(|(name, value)| (*name, value.as_str())),
    );
    let authorization = authorization(request, prepared, &path, &headers, &date)?;
    headers.push(("Authorization", &authorization));
    Ok(client.send(&HttpRequest {
        method: prepared.method,
        path: &path,
        query: &prepared.query,
        headers: &headers,
        body: &prepared.body,
    }))
}

fn authorization(
    request: &SessionRequest<'_>,
    prepared: &Prepared,
    path: &str,
    headers: &[(&str, &str)],
    date: &str,
) -> Result<String, CreateSessionError> {
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
    let scope = Scope {
        date: date.get(..8).unwrap_or_default(),
        region: request.region.as_str(),
        service: SERVICE.signing_name,
    };
    let serial = request.identity.certificate().serial().to_decimal();
    let algorithm = Algorithm::of_key(request.identity.key_kind());
    authorize(&to_sign, algorithm, &serial, &scope, |text| {
        request.identity.sign(text)
    })
    .map_err(|error| match error {
        SignError::Signer(error) => error.into(),
        SignError::MissingHeader(name) => HttpError::Request(format!("no {name} header")).into(),
    })
}

fn read_answer(
    client: &HttpClient,
    request: &SessionRequest<'_>,
    answer: &HttpAnswer,
    now: Timestamp,
) -> Result<CredentialResponse, CreateSessionError> {
    let headers = borrowed(answer);
    let unreadable = |reason: String| CreateSessionError::Answer {
        endpoint: client.endpoint().clone(),
        reason,
    };
    match read_response::<CreateSession>(&SERVICE, &as_response(answer, &headers)) {
        Ok(output) => output
            .credential_set
            .into_iter()
            .next()
            .ok_or_else(|| unreadable("it sent no credentials".into())),
        Err(ResponseError::Service(error)) if error.code.is_none() && error.message.is_none() => Err(
            unreadable(format!("HTTP status {}{}", error.status, client.by_way())),
        ),
        Err(ResponseError::Service(error)) => {
            let clock_behind = answer.date().map(|date| date.duration_since(now));
            let advice = refusal::advice(&error, request, clock_behind, answer.date().unwrap_or(now));
            Err(CreateSessionError::Refused {
                error: Box::new(error),
                advice,
            })
        }
        Err(error) => Err(unreadable(error.to_string())),
    }
}
