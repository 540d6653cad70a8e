//! Trying again, as the AWS SDKs do in their standard mode: three attempts, each signed anew, with a
//! random pause that grows, after failures that may pass.

use std::time::Duration;

use tegata_base::Rng;
use tegata_wire::{Response, Service, decode_error};

use crate::backoff::share;
use crate::http::{HttpAnswer, HttpError};
use crate::{Edge, Environment, NotUnicode};

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

/// How often to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    /// At least 1.
    attempts: u32,
}

/// What is wrong with what the environment says of trying again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RetriesError {
    /// `AWS_RETRY_MODE` is none.
    #[error(
        "AWS_RETRY_MODE is {0:?}, which is not a retry mode; set it to standard or adaptive, or unset it"
    )]
    Mode(String),
    /// `AWS_MAX_ATTEMPTS` is not a number. The AWS CLI refuses it, too.
    #[error("AWS_MAX_ATTEMPTS is {0:?}, which is not a number of attempts; set it to 1 or more, or unset it")]
    Attempts(String),
    /// A variable is no text.
    #[error(transparent)]
    Variable(#[from] NotUnicode),
}

impl Retries {
    /// As `AWS_RETRY_MODE` and `AWS_MAX_ATTEMPTS` say.
    ///
    /// # Errors
    /// [`RetriesError`].
    pub fn of_environment(environment: &Environment) -> Result<Self, RetriesError> {
        let shown = |text: &str| text.chars().take(80).collect();
        if let Some(mode) = environment.text("AWS_RETRY_MODE")?
            && !MODES.iter().any(|known| mode.eq_ignore_ascii_case(known))
        {
            return Err(RetriesError::Mode(shown(mode)));
        }
        let attempts = match environment.text("AWS_MAX_ATTEMPTS")? {
            Some(text) => number(text).ok_or_else(|| RetriesError::Attempts(shown(text)))?,
            None => DEFAULT_ATTEMPTS,
        };
        Ok(Self { attempts })
    }
}

/// A whole number, within what is sensible; more digits than a number has here are many attempts, too.
fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    let digits = text.strip_prefix('+').unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(MAX_ATTEMPTS).clamp(1, MAX_ATTEMPTS))
}

/// Sends until an answer is final or attempts run out. `send` signs anew each time.
pub(crate) fn with_retries<E: From<HttpError>>(
    service: &Service,
    retries: Retries,
    edge: &mut Edge<'_>,
    mut send: impl FnMut(&mut Edge<'_>, Attempt) -> Result<Result<HttpAnswer, HttpError>, E>,
) -> Result<HttpAnswer, E> {
    let of = retries.attempts;
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
