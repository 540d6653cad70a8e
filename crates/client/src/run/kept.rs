//! What is kept of a session: the credentials, and until when this machine gives them out.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tegata_base::Secret;

use crate::secret_json::secret;
use crate::{ApiCredentials, Skew};

/// More than any session has: a token is below 4,096 characters.
const MAX_JSON: usize = 32 << 10;

/// A session that was kept.
pub(super) struct Kept {
    pub(super) credentials: ApiCredentials,
    /// By this machine's clock, when it was kept.
    stored: Timestamp,
    /// By this machine's clock, when it ends.
    ends: Timestamp,
    /// The access key or certificate that it was made from, where the plan begins with one.
    made_from: Option<String>,
    /// The profile on whose behalf it was made; earlier ones do not tell.
    profile: Option<String>,
}

/// As aws-vault writes a session, with four members of our own behind.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Written<'a> {
    access_key_id: &'a str,
    expiration: Timestamp,
    secret_access_key: &'a str,
    session_token: &'a str,
    stored: Timestamp,
    ends: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    made_from: Option<&'a str>,
    profile: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Read {
    access_key_id: String,
    expiration: Timestamp,
    #[serde(deserialize_with = "secret")]
    secret_access_key: Secret<String>,
    #[serde(deserialize_with = "secret")]
    session_token: Secret<String>,
    stored: Timestamp,
    ends: Timestamp,
    made_from: Option<String>,
    profile: Option<String>,
}

/// The session as it is kept at `now`; none when it does not end, or has ended.
pub(super) fn written(
    credentials: &ApiCredentials,
    made_from: Option<&str>,
    profile: &str,
    now: Timestamp,
    skew: &Skew,
) -> Option<(Timestamp, Secret<Vec<u8>>)> {
    let (Some(expiration), Some(token)) = (credentials.expires, &credentials.session_token) else {
        return None;
    };
    let left = expiration.duration_since(skew.service_time(now));
    if !left.is_positive() {
        return None;
    }
    let written = Written {
        access_key_id: &credentials.access_key_id,
        expiration,
        secret_access_key: credentials.secret_access_key.expose(),
        session_token: token.expose(),
        stored: now,
        ends: now.checked_add(left).ok()?,
        made_from,
        profile,
    };
    // Enough for all of it, so that no part of it stays behind where it grew.
    let mut json = Vec::with_capacity(MAX_JSON);
    serde_json::to_writer(&mut json, &written).ok()?;
    Some((expiration, Secret::new(json)))
}

impl Kept {
    /// Reads what [`written`] wrote; what is anything else is as good as not there.
    pub(super) fn read(json: &[u8]) -> Option<Self> {
        let read: Read = serde_json::from_slice(json.get(..json.len().min(MAX_JSON))?).ok()?;
        Some(Self {
            credentials: ApiCredentials {
                access_key_id: read.access_key_id,
                secret_access_key: read.secret_access_key,
                session_token: Some(read.session_token),
                expires: Some(read.expiration),
            },
            stored: read.stored,
            ends: read.ends,
            made_from: read.made_from,
            profile: read.profile,
        })
    }

    /// Whether at least `least` is left of it. A clock that is before the time when it was kept was set
    /// back, and tells nothing.
    pub(super) fn is_good_at(&self, now: Timestamp, least: SignedDuration) -> bool {
        self.stored <= now && self.ends.duration_since(now) >= least
    }

    /// The profile on whose behalf it was made, where that is told.
    pub(super) fn profile(&self) -> Option<&str> {
        self.profile.as_deref()
    }

    /// The access key or certificate that it was made from.
    pub(super) fn made_from(&self) -> Option<&str> {
        self.made_from.as_deref()
    }
}

#[cfg(test)]
mod tests;
