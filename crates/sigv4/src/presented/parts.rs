//! Taking an `Authorization` value and a presigned query apart.

use std::borrow::Cow;

use super::{MAX_AUTHORIZATION, hashed};
use crate::SignatureError;
use crate::canonical::decode_query;

const MAX_QUERY_PARAMETERS: usize = 1_000;

/// The parts of an `Authorization` value; an empty part counts as absent.
pub(super) struct Parts<'a> {
    pub(super) algorithm: &'a str,
    pub(super) credential: Option<&'a str>,
    pub(super) signature: Option<&'a str>,
    pub(super) signed_headers: Option<&'a str>,
}

impl<'a> Parts<'a> {
    /// Blanks and commas both separate, in any number, as AWS has it.
    pub(super) fn read(value: &'a str) -> Result<Self, SignatureError> {
        let (algorithm, rest) = value.split_once([' ', '\t']).unwrap_or((value, ""));
        let mut parts = Self {
            algorithm,
            credential: None,
            signature: None,
            signed_headers: None,
        };
        for part in rest.split([',', ' ', '\t']).filter(|part| !part.is_empty()) {
            let Some((name, text)) = part.split_once('=') else {
                return Err(SignatureError::NotKeyValue {
                    hashed: hashed(value),
                });
            };
            let (slot, name) = match name {
                "Credential" => (&mut parts.credential, "Credential"),
                "Signature" => (&mut parts.signature, "Signature"),
                "SignedHeaders" => (&mut parts.signed_headers, "SignedHeaders"),
                _ => continue,
            };
            if slot.is_some() {
                return Err(SignatureError::Repeated(name));
            }
            *slot = Some(text).filter(|text| !text.is_empty());
        }
        Ok(parts)
    }
}

/// The parameters of a presigned request; an empty one counts as absent.
#[derive(Default)]
pub(super) struct Parameters<'a> {
    pub(super) algorithm: Option<Cow<'a, str>>,
    pub(super) credential: Option<Cow<'a, str>>,
    pub(super) signature: Option<Cow<'a, str>>,
    pub(super) signed_headers: Option<Cow<'a, str>>,
    pub(super) date: Option<Cow<'a, str>>,
    pub(super) expires: Option<Cow<'a, str>>,
    pub(super) session_token: Option<Cow<'a, str>>,
}

impl<'a> Parameters<'a> {
    pub(super) fn read(query: &'a str) -> Result<Self, SignatureError> {
        let mut found = Self::default();
        for (number, pair) in query.split('&').enumerate() {
            if number >= MAX_QUERY_PARAMETERS {
                return Err(SignatureError::TooLong {
                    what: "query string",
                    limit: "1000 parameters",
                });
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let Some((slot, name)) = found.slot(&decoded(name)) else {
                continue;
            };
            if slot.is_some() {
                return Err(SignatureError::Repeated(name));
            }
            if value.len() > MAX_AUTHORIZATION * 3 {
                return Err(SignatureError::TooLong {
                    what: name,
                    limit: "49152 characters",
                });
            }
            *slot = Some(decoded(value)).filter(|value| !value.is_empty());
        }
        Ok(found)
    }

    fn slot(&mut self, name: &str) -> Option<(&mut Option<Cow<'a, str>>, &'static str)> {
        Some(match name.strip_prefix("X-Amz-")? {
            "Algorithm" => (&mut self.algorithm, "X-Amz-Algorithm"),
            "Credential" => (&mut self.credential, "X-Amz-Credential"),
            "Signature" => (&mut self.signature, "X-Amz-Signature"),
            "SignedHeaders" => (&mut self.signed_headers, "X-Amz-SignedHeaders"),
            "Date" => (&mut self.date, "X-Amz-Date"),
            "Expires" => (&mut self.expires, "X-Amz-Expires"),
            "Security-Token" => (&mut self.session_token, "X-Amz-Security-Token"),
            _ => return None,
        })
    }
}

/// A query name or value as text; what is not UTF-8 cannot be one of ours and is replaced.
fn decoded(raw: &str) -> Cow<'_, str> {
    if !raw.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
        return Cow::Borrowed(raw);
    }
    let bytes: Vec<u8> = decode_query(raw).collect();
    Cow::Owned(match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}
