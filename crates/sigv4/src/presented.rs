//! Reading the signature that a request presents, from its header or its query.

mod parts;

use std::borrow::Cow;

use data_encoding::BASE64;
use jiff::Timestamp;
use tegata_base::time::parse_iso_basic;
use tegata_crypto::hash::sha256;

use parts::{Parameters, Parts};

use crate::request::Repeated;
use crate::{Algorithm, Credential, Request, SignatureError};

/// Room for an ML-DSA-87 signature in hexadecimal (9,254 characters) and 100 header names.
const MAX_AUTHORIZATION: usize = 16 * 1024;
/// Bytes of a session token, raw; ours are at most 4,096, foreign ones may be longer.
const MAX_SESSION_TOKEN: usize = 16 * 1024;
const MAX_SIGNED_HEADERS: usize = 100;
/// A week, in seconds.
const MAX_EXPIRES: u32 = 604_800;

/// Where the signature stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// In the `Authorization` header.
    Header,
    /// In `X-Amz-*` parameters of the query: a presigned request.
    Query,
}

/// A signature as presented: well formed, and not yet believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presented<'a> {
    /// Where it stands.
    pub carrier: Carrier,
    /// The algorithm named.
    pub algorithm: Algorithm,
    /// Key id and scope.
    pub credential: Credential<'a>,
    /// Lower-case names in ascending order without repeats, `;` between.
    pub signed_headers: Cow<'a, str>,
    /// The signature as text, which should be lower-case hexadecimal.
    pub signature: Cow<'a, str>,
    /// When the request says it was signed.
    pub at: Timestamp,
    /// The same as text: `YYYYMMDDTHHMMSSZ`.
    pub date: Cow<'a, str>,
    /// How long a presigned request lives, in seconds, 1 to 604,800.
    pub expires: Option<u32>,
    /// The session token sent along.
    pub session_token: Option<Cow<'a, str>>,
    /// The header that gave the date, which must then be signed.
    pub(crate) date_header: Option<&'static str>,
}

impl<'a> Presented<'a> {
    /// Finds the signature. A request without one is [`SignatureError::Missing`], and so is one with
    /// an `Authorization` of another scheme.
    ///
    /// # Errors
    /// [`SignatureError`] of code `MissingAuthenticationToken` or `IncompleteSignature`, and
    /// [`SignatureError::Both`].
    pub fn find(request: &Request<'a>) -> Result<Self, SignatureError> {
        let header = header_text(request, "authorization", "Authorization", MAX_AUTHORIZATION)?
            .filter(|value| value.starts_with("AWS4-"));
        let parameters = Parameters::read(request.query)?;
        match (header, parameters.algorithm.is_some()) {
            (Some(_), true) => Err(SignatureError::Both),
            (Some(value), false) => Self::from_header(request, value),
            (None, true) => Self::from_query(request, parameters),
            (None, false) => Err(SignatureError::Missing),
        }
    }

    fn from_header(request: &Request<'a>, value: &'a str) -> Result<Self, SignatureError> {
        let parts = Parts::read(value)?;
        let dated = match header_text(request, "x-amz-date", "X-Amz-Date", 64)? {
            Some(date) => Some(("x-amz-date", date)),
            None => header_text(request, "date", "Date", 64)?.map(|date| ("date", date)),
        };
        let (Some(credential), Some(signature), Some(signed_headers), Some((date_header, date))) =
            (parts.credential, parts.signature, parts.signed_headers, dated)
        else {
            let missing = [
                ("Credential", parts.credential.is_none()),
                ("Signature", parts.signature.is_none()),
                ("SignedHeaders", parts.signed_headers.is_none()),
                ("X-Amz-Date", dated.is_none()),
            ];
            return Err(SignatureError::Parts {
                carrier: Carrier::Header,
                missing: names_of(&missing),
                hashed: hashed(value),
            });
        };
        let at = parse_date(date)?;
        Ok(Self {
            carrier: Carrier::Header,
            algorithm: parse_algorithm(parts.algorithm)?,
            credential: parse_credential(credential.into())?,
            signed_headers: checked_names(signed_headers.into())?,
            signature: signature.into(),
            at,
            date: date.into(),
            expires: None,
            session_token: session_token(request)?.map(Cow::Borrowed),
            date_header: Some(date_header),
        })
    }

    fn from_query(request: &Request<'a>, parameters: Parameters<'a>) -> Result<Self, SignatureError> {
        let (Some(algorithm), Some(credential), Some(signature), Some(signed_headers), Some(date)) = (
            &parameters.algorithm,
            &parameters.credential,
            &parameters.signature,
            &parameters.signed_headers,
            &parameters.date,
        ) else {
            let missing = [
                ("X-Amz-Algorithm", parameters.algorithm.is_none()),
                ("X-Amz-Credential", parameters.credential.is_none()),
                ("X-Amz-Signature", parameters.signature.is_none()),
                ("X-Amz-SignedHeaders", parameters.signed_headers.is_none()),
                ("X-Amz-Date", parameters.date.is_none()),
            ];
            return Err(SignatureError::Parts {
                carrier: Carrier::Query,
                missing: names_of(&missing),
                hashed: String::new(),
            });
        };
        let header_token = session_token(request)?.map(Cow::Borrowed);
        if header_token.is_some() && parameters.session_token.is_some() {
            return Err(SignatureError::Repeated("X-Amz-Security-Token"));
        }
        Ok(Self {
            carrier: Carrier::Query,
            algorithm: parse_algorithm(algorithm)?,
            at: parse_date(date)?,
            credential: parse_credential(credential.clone())?,
            signed_headers: checked_names(signed_headers.clone())?,
            signature: signature.clone(),
            date: date.clone(),
            expires: parameters.expires.as_deref().map(parse_expires).transpose()?,
            session_token: parameters.session_token.or(header_token),
            date_header: None,
        })
    }

    /// Whether this header is among the signed ones; `name` in lower case.
    #[must_use]
    pub fn signs(&self, name: &str) -> bool {
        self.signed_headers
            .split(';')
            .any(|signed| signed.eq_ignore_ascii_case(name))
    }
}

/// The one value of a header as text; text that is not ASCII counts as absent.
fn header_text<'a>(
    request: &Request<'a>,
    name: &str,
    shown: &'static str,
    limit: usize,
) -> Result<Option<&'a str>, SignatureError> {
    let value = request
        .single(name)
        .map_err(|Repeated| SignatureError::Repeated(shown))?;
    let Some(value) = value else { return Ok(None) };
    if value.len() > limit {
        return Err(SignatureError::TooLong {
            what: shown,
            limit: if limit == 64 { "64 bytes" } else { "16384 bytes" },
        });
    }
    Ok(std::str::from_utf8(value)
        .ok()
        .map(str::trim_ascii)
        .filter(|text| text.is_ascii() && !text.is_empty()))
}

fn session_token<'a>(request: &Request<'a>) -> Result<Option<&'a str>, SignatureError> {
    header_text(
        request,
        "x-amz-security-token",
        "X-Amz-Security-Token",
        MAX_SESSION_TOKEN,
    )
}

fn parse_algorithm(name: &str) -> Result<Algorithm, SignatureError> {
    Algorithm::from_name(name).ok_or_else(|| SignatureError::Algorithm(shortened(name)))
}

fn parse_credential(text: Cow<'_, str>) -> Result<Credential<'_>, SignatureError> {
    Credential::parse(text.clone()).ok_or_else(|| SignatureError::Credential(shortened(&text)))
}

fn parse_date(text: &str) -> Result<Timestamp, SignatureError> {
    parse_iso_basic(text).ok_or_else(|| SignatureError::Date(shortened(text)))
}

fn parse_expires(text: &str) -> Result<u32, SignatureError> {
    let digits = text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|seconds| digits && (1..=MAX_EXPIRES).contains(seconds))
        .ok_or(SignatureError::Expires)
}

fn checked_names(names: Cow<'_, str>) -> Result<Cow<'_, str>, SignatureError> {
    let mut last = "";
    for (number, name) in names.split(';').enumerate() {
        if number >= MAX_SIGNED_HEADERS {
            return Err(SignatureError::TooLong {
                what: "SignedHeaders",
                limit: "100 names",
            });
        }
        if name <= last || name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(SignatureError::SignedHeaders);
        }
        last = name;
    }
    Ok(names)
}

fn names_of(parts: &[(&'static str, bool)]) -> Vec<&'static str> {
    parts
        .iter()
        .filter(|(_, missing)| *missing)
        .map(|(name, _)| *name)
        .collect()
}

/// What an error shows of a text from outside.
fn shortened(text: &str) -> String {
    text.chars().take(200).collect()
}

fn hashed(value: &str) -> String {
    BASE64.encode(&sha256(value.as_bytes()))
}
