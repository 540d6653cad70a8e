//! Why a signature is refused: AWS's code, AWS's text for the caller, and a short text for the log.

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};
use tegata_base::time::iso_basic;

use crate::Carrier;

/// The error code of the query protocol. JSON protocols have their own names for each, which the
/// server knows: `InvalidSignatureException`, `IncompleteSignatureException`,
/// `MissingAuthenticationTokenException`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// The request is not signed at all.
    MissingAuthenticationToken,
    /// Parts are missing or cannot be read.
    IncompleteSignature,
    /// The signature is not of this request, not of this time, or leaves out what it must cover.
    SignatureDoesNotMatch,
}

/// Why a signature is refused. `Display` is for the log; [`SignatureError::message`] is AWS's text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// No signature in the header nor in the query.
    #[error("the request is not signed")]
    Missing,
    /// A signature in the header and one in the query.
    #[error("the request is signed in the Authorization header and in the query")]
    Both,
    /// A header or parameter that may stand once stands more often.
    #[error("{0} stands more than once")]
    Repeated(&'static str),
    /// A header or parameter is longer than its limit.
    #[error("{what} is longer than {limit}")]
    TooLong {
        /// The header or parameter.
        what: &'static str,
        /// The limit with its unit.
        limit: &'static str,
    },
    /// A part of the `Authorization` header has no equal sign.
    #[error("a part of the Authorization header has no equal sign")]
    NotKeyValue {
        /// Base64 of the SHA-256 of the whole value, which AWS shows in place of the value.
        hashed: String,
    },
    /// Parts of the signature are missing.
    #[error("parts of the signature are missing: {}", missing.join(", "))]
    Parts {
        /// Where the signature stands.
        carrier: Carrier,
        /// The names of the missing parts, in AWS's order.
        missing: Vec<&'static str>,
        /// Base64 of the SHA-256 of the `Authorization` value.
        hashed: String,
    },
    /// The date cannot be read.
    #[error("the date is not in ISO 8601 basic format")]
    Date(String),
    /// Not one of the algorithms of [`crate::Algorithm`].
    #[error("unknown algorithm {0:?}")]
    Algorithm(String),
    /// The credential does not have five parts.
    #[error("the credential does not have five parts")]
    Credential(String),
    /// `X-Amz-Expires` is not 1 to 604,800 seconds.
    #[error("X-Amz-Expires is not 1 to 604800")]
    Expires,
    /// `SignedHeaders` is not lower case, sorted and without repeats.
    #[error("SignedHeaders is not a sorted list of lower-case names without repeats")]
    SignedHeaders,
    /// The scope does not end in `aws4_request` or is not of the request's day.
    #[error("the credential scope does not fit the request: {0}")]
    Scope(String),
    /// The request is older than the window allows.
    #[error("the signature expired: made {at}, refused before {bound}")]
    Expired {
        /// When the request was signed.
        at: Timestamp,
        /// The earliest instant still accepted, or the end of a presigned request's life.
        bound: Timestamp,
        /// The server's time.
        now: Timestamp,
    },
    /// The request is younger than the window allows.
    #[error("the signature is not yet current: made {at}, accepted until {bound}")]
    NotYetCurrent {
        /// When the request was signed.
        at: Timestamp,
        /// The latest instant accepted.
        bound: Timestamp,
        /// The server's time.
        now: Timestamp,
    },
    /// A header that must be signed is not among the signed headers.
    #[error("the header {0:?} must be signed and is not")]
    NotSigned(String),
    /// `X-Amz-Content-Sha256` does not fit the body or names a form that is not accepted here.
    #[error("x-amz-content-sha256 does not match the body")]
    Payload,
    /// The signature is not of this request by this key.
    #[error("the signature does not match")]
    Mismatch(Box<Mismatch>),
}

/// What the signature should have been made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The canonical request; a session token in it is blotted out.
    pub canonical_request: String,
    /// The string to sign.
    pub string_to_sign: String,
}

impl SignatureError {
    /// AWS's error code.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Missing => Code::MissingAuthenticationToken,
            Self::Repeated(_)
            | Self::TooLong { .. }
            | Self::NotKeyValue { .. }
            | Self::Parts { .. }
            | Self::Date(_)
            | Self::Algorithm(_)
            | Self::Credential(_)
            | Self::Expires
            | Self::SignedHeaders => Code::IncompleteSignature,
            Self::Both
            | Self::Scope(_)
            | Self::Expired { .. }
            | Self::NotYetCurrent { .. }
            | Self::NotSigned(_)
            | Self::Payload
            | Self::Mismatch(_) => Code::SignatureDoesNotMatch,
        }
    }

    /// What the caller is told, in AWS's words where AWS has words for it.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Missing => "Request is missing Authentication Token".into(),
            Self::Both => "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP \
                           header."
                .into(),
            Self::Repeated(name) => format!("'{name}' must not be repeated."),
            Self::TooLong { what, limit } => format!("'{what}' must not be longer than {limit}."),
            Self::NotKeyValue { hashed } => format!(
                "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 \
                 and encoded with Base64): '{hashed}'."
            ),
            Self::Parts {
                carrier,
                missing,
                hashed,
            } => missing_parts(*carrier, missing, hashed),
            Self::Date(text) => format!(
                "Date must be in ISO-8601 'basic format'. Got '{text}'. See \
                 http://en.wikipedia.org/wiki/ISO_8601"
            ),
            Self::Algorithm(name) => format!("Unsupported AWS 'algorithm': '{name}'."),
            Self::Credential(text) => format!(
                "Credential must have exactly 5 slash-delimited elements, e.g. \
                 keyid/date/region/service/term, got '{text}'"
            ),
            Self::Expires => "'X-Amz-Expires' must be a number of seconds from 1 to 604800.".into(),
            Self::SignedHeaders => {
                "'SignedHeaders' must be lower-case header names in ascending order, separated by ';'.".into()
            }
            Self::Scope(text) => text.clone(),
            Self::Expired { at, bound, now } => format!(
                "Signature expired: {} is now earlier than {} ({} - {}.)",
                iso_basic(*at),
                iso_basic(*bound),
                iso_basic(*now),
                minutes(now.duration_since(*bound)),
            ),
            Self::NotYetCurrent { at, bound, now } => format!(
                "Signature not yet current: {} is still later than {} ({} + {}.)",
                iso_basic(*at),
                iso_basic(*bound),
                iso_basic(*now),
                minutes(bound.duration_since(*now)),
            ),
            Self::NotSigned(name) if name == "host" => {
                "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.".into()
            }
            Self::NotSigned(name) => {
                format!("'{name}' must be a 'SignedHeader' in the AWS Authorization.")
            }
            Self::Payload => {
                "The provided 'x-amz-content-sha256' header does not match what was computed.".into()
            }
            Self::Mismatch(mismatch) => mismatch.message(),
        }
    }
}

impl Mismatch {
    pub(crate) fn new(canonical_request: &[u8], string_to_sign: &[u8]) -> Self {
        Self {
            canonical_request: without_session_token(&String::from_utf8_lossy(canonical_request)),
            string_to_sign: String::from_utf8_lossy(string_to_sign).into_owned(),
        }
    }

    fn message(&self) -> String {
        format!(
            "The request signature we calculated does not match the signature you provided. Check your AWS \
             Secret Access Key and signing method. Consult the service documentation for details.\n\nThe \
             Canonical String for this request should have been\n'{}'\n\nThe String-to-Sign should have \
             been\n'{}'\n",
            self.canonical_request, self.string_to_sign
        )
    }
}

fn missing_parts(carrier: Carrier, missing: &[&'static str], hashed: &str) -> String {
    let mut text = String::new();
    for name in missing {
        let written = match (carrier, *name) {
            (Carrier::Header, "X-Amz-Date") => write!(
                text,
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
            ),
            (Carrier::Header, name) => write!(text, "Authorization header requires '{name}' parameter. "),
            (Carrier::Query, name) => write!(text, "AWS query-string parameters must include '{name}'. "),
        };
        debug_assert!(written.is_ok(), "writing to a string does not fail");
    }
    match carrier {
        Carrier::Header => {
            text.push_str("(Hashed with SHA-256 and encoded with Base64) Authorization=");
            text.push_str(hashed);
        }
        Carrier::Query => text.push_str("Re-examine the query-string parameters."),
    }
    text
}

/// `5 min` as AWS writes it, or seconds where minutes do not come out even.
fn minutes(span: SignedDuration) -> String {
    let seconds = span.as_secs();
    if seconds % 60 == 0 {
        format!("{} min", seconds / 60)
    } else {
        format!("{seconds} sec")
    }
}

/// Blots a session token out of a canonical request: AWS shows it, but an error text travels into
/// logs, and a token is a credential.
fn without_session_token(canonical: &str) -> String {
    const HEADER: &str = "x-amz-security-token:";
    const PARAMETER: &str = "X-Amz-Security-Token=";
    let mut out = String::with_capacity(canonical.len());
    for (number, line) in canonical.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        if line.starts_with(HEADER) {
            out.push_str(HEADER);
            out.push_str("***");
        } else if number == 2 {
            for (at, pair) in line.split('&').enumerate() {
                if at > 0 {
                    out.push('&');
                }
                if pair.starts_with(PARAMETER) {
                    out.push_str(PARAMETER);
                    out.push_str("***");
                } else {
                    out.push_str(pair);
                }
            }
        } else {
            out.push_str(line);
        }
    }
    out
}
