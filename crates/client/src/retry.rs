//! Trying again, as the AWS SDKs do in their standard mode: three attempts, each signed anew, with a
//! random pause that grows, after failures that may pass.

use std::time::Duration;

use tegata_base::Rng;
use tegata_wire::{Response, Service, decode_error};

use crate::backoff::share;
use crate::http::{HttpAnswer, HttpError};
use crate::{Edge, Environment};

/// Attempts when `AWS_MAX_ATTEMPTS` does not say otherwise.
const DEFAULT_ATTEMPTS: u32 = 3;
const MAX_ATTEMPTS: u32 = 100;
const MAX_PAUSE_SECONDS: f64 = 20.0;

/// Codes that ask for a pause, whatever their status.
const TRANSIENT_CODES: [&str; 14] = [
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "InternalError",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "RequestTimeout",
    "RequestTimeoutException",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
];

/// Which attempt this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attempt {
    /// From 1.
    pub(crate) number: u32,
    /// The last one's number.
    pub(crate) of: u32,
}

/// How the SDKs try again, by `AWS_RETRY_MODE`. All three are the same here: one request at a time leaves nothing
/// for `adaptive` to hold back.
const MODES: [&str; 3] = ["standard", "adaptive", "legacy"];

/// The value of `AWS_RETRY_MODE` when it is no mode.
pub(crate) fn unknown_mode(environment: &Environment) -> Option<&str> {
    environment
        .get("AWS_RETRY_MODE")
        .filter(|mode| !mode.is_empty() && MODES.iter().all(|known| !mode.eq_ignore_ascii_case(known)))
}

/// How often to try, at least once.
pub(crate) fn max_attempts(environment: &Environment) -> u32 {
    environment
        .get("AWS_MAX_ATTEMPTS")
        .and_then(|text| text.parse().ok())
        .map_or(DEFAULT_ATTEMPTS, |attempts: u32| attempts.clamp(1, MAX_ATTEMPTS))
}

/// Sends until an answer is final or attempts run out. `send` signs anew each time.
pub(crate) fn with_retries<E: From<HttpError>>(
    service: &Service,
    edge: &mut Edge<'_>,
    mut send: impl FnMut(&mut Edge<'_>, Attempt) -> Result<Result<HttpAnswer, HttpError>, E>,
) -> Result<HttpAnswer, E> {
    let of = max_attempts(edge.environment);
    let mut number = 1;
    loop {
        let result = send(edge, Attempt { number, of })?;
        let transient = match &result {
            Ok(answer) => is_transient(service, answer),
            Err(error) => error.is_transient(),
        };
        if !transient || number >= of {
            return Ok(result?);
        }
        (edge.sleep)(pause(edge.rng, number));
        number += 1;
    }
}

fn is_transient(service: &Service, answer: &HttpAnswer) -> bool {
    match answer.status {
        429 | 500..=599 => true,
        400..=499 => {
            let headers = borrowed(answer);
            let error = decode_error(service, &as_response(answer, &headers));
            error
                .code
                .is_some_and(|code| TRANSIENT_CODES.contains(&code.as_str()))
        }
        _ => false,
    }
}

/// Anything from nothing to 2^attempt seconds, 20 at most.
fn pause(rng: &mut dyn Rng, attempt: u32) -> Duration {
    let longest = f64::from(2_u32.saturating_pow(attempt)).min(MAX_PAUSE_SECONDS);
    Duration::from_secs_f64(share(rng) * longest)
}

/// Headers as the codecs take them.
pub(crate) fn borrowed(answer: &HttpAnswer) -> Vec<(&str, &str)> {
    answer
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// The answer as the codecs take it.
pub(crate) fn as_response<'a>(answer: &'a HttpAnswer, headers: &'a [(&'a str, &'a str)]) -> Response<'a> {
    Response {
        status: answer.status,
        headers,
        body: &answer.body,
    }
}
