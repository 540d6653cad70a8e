//! Signing requests: the `Authorization` value, or a presigned query.

use std::convert::Infallible;

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use tegata_base::time::iso_basic;

use crate::canonical::{QueryForm, canonical_request, encode, hex_sha256, string_to_sign};
use crate::{Algorithm, Request, Scope, SigningKey};

/// Headers that change on the way or are set by the transport, and so are not signed.
const NEVER_SIGNED: [&str; 8] = [
    "authorization",
    "connection",
    "content-length",
    "expect",
    "te",
    "transfer-encoding",
    "user-agent",
    "x-amzn-trace-id",
];

/// Why a request cannot be signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignError<E> {
    /// The request lacks a header that every signature covers.
    #[error("the request has no {0} header to sign")]
    MissingHeader(&'static str),
    /// The key did not sign.
    #[error("{0}")]
    Signer(E),
}

/// The `Authorization` value over every header of the request but those that travel changes. The
/// request holds `Host` and `X-Amz-Date`, for a session's key `X-Amz-Security-Token`, for a
/// certificate `X-Amz-X509`. `sign` is given the string to sign and answers the raw signature.
///
/// # Errors
/// [`SignError`].
pub fn authorize<E>(
    request: &Request<'_>,
    algorithm: Algorithm,
    key_id: &str,
    scope: &Scope<'_>,
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<String, SignError<E>> {
    let date = date_of(request).ok_or(SignError::MissingHeader("x-amz-date"))?;
    let signed = signed_names(request);
    if !signed.split(';').any(|name| name == "host") {
        return Err(SignError::MissingHeader("host"));
    }
    let canonical = canonical_request(request, QueryForm::Plain, &signed, &hex_sha256(request.body));
    let to_sign = string_to_sign(algorithm, date, scope, &canonical);
    let signature = HEXLOWER.encode(&sign(&to_sign).map_err(SignError::Signer)?);
    Ok(format!(
        "{} Credential={key_id}/{scope}, SignedHeaders={signed}, Signature={signature}",
        algorithm.name()
    ))
}

/// The `Authorization` value by a key derived for `scope`.
///
/// # Errors
/// [`SignError::MissingHeader`].
pub fn authorize_hmac(
    request: &Request<'_>,
    access_key_id: &str,
    scope: &Scope<'_>,
    key: &SigningKey,
) -> Result<String, SignError<Infallible>> {
    authorize(request, Algorithm::HmacSha256, access_key_id, scope, |to_sign| {
        Ok(key.sign(to_sign).to_vec())
    })
}

/// The query of a presigned request: the request's own parameters and the signature's. Only the
/// headers that the request holds are signed, which must be sent with it; `expires` is in seconds,
/// 1 to 604,800.
///
/// # Errors
/// [`SignError::MissingHeader`].
pub fn presign_hmac(
    request: &Request<'_>,
    access_key_id: &str,
    scope: &Scope<'_>,
    key: &SigningKey,
    at: Timestamp,
    expires: u32,
    session_token: Option<&str>,
) -> Result<String, SignError<Infallible>> {
    let signed = signed_names(request);
    if !signed.split(';').any(|name| name == "host") {
        return Err(SignError::MissingHeader("host"));
    }
    let date = iso_basic(at);
    let credential = format!("{access_key_id}/{scope}");
    let mut query = String::from(request.query);
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(&format!(
        "X-Amz-Algorithm={}&X-Amz-Credential={}&X-Amz-Date={date}&X-Amz-Expires={expires}&X-Amz-SignedHeaders={}",
        Algorithm::HmacSha256.name(),
        encode(&credential),
        encode(&signed),
    ));
    if let Some(token) = session_token {
        query.push_str(&format!("&X-Amz-Security-Token={}", encode(token)));
    }
    let presigned = Request {
        query: &query,
        ..*request
    };
    let canonical = canonical_request(
        &presigned,
        QueryForm::Presigned,
        &signed,
        &hex_sha256(request.body),
    );
    let to_sign = string_to_sign(Algorithm::HmacSha256, &date, scope, &canonical);
    let signature = HEXLOWER.encode(&key.sign(&to_sign));
    Ok(format!("{query}&X-Amz-Signature={signature}"))
}

fn date_of<'a>(request: &Request<'a>) -> Option<&'a str> {
    let value = request.values("x-amz-date").next()?;
    std::str::from_utf8(value).ok().map(str::trim_ascii)
}

fn signed_names(request: &Request<'_>) -> String {
    let mut names: Vec<String> = request
        .headers
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase())
        .filter(|name| !NEVER_SIGNED.contains(&name.as_str()))
        .collect();
    names.sort_unstable();
    names.dedup();
    names.join(";")
}
