//! Credentials as they are handed out: the bodies of both protocols, written once when they come.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use tegata_base::time::iso_seconds;
use zeroize::Zeroizing;

use crate::ApiCredentials;

/// When less than this is left, others are asked for while these are still given out. SDKs begin to ask again
/// five to fifteen minutes before the end.
pub(super) const RENEWED_BEFORE: SignedDuration = SignedDuration::from_mins(10);
/// The pause between two attempts to renew what is still good.
const PAUSE: Duration = Duration::from_secs(30);
/// How long credentials are given out that do not say when they end.
const UNTOLD: SignedDuration = SignedDuration::from_hours(1);

/// Credentials, ready to be sent.
pub(super) struct Handed {
    /// The JSON of the ECS protocol, in aws-vault's order, with a line end.
    pub(super) container: Bytes,
    /// The JSON of the instance metadata.
    pub(super) instance: Bytes,
    expires: Timestamp,
    /// When it was last asked for others in the place of these.
    asked: Mutex<Option<Instant>>,
}

/// How good credentials are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    /// They last.
    Fresh,
    /// They are still good.
    Aging,
    /// They have ended.
    Ended,
}

impl Handed {
    /// Writes the bodies. Their memory is wiped with the last answer that uses them.
    pub(super) fn new(credentials: &ApiCredentials, now: Timestamp) -> Self {
        let id = quoted(&credentials.access_key_id);
        let secret = quoted(credentials.secret_access_key.expose());
        let token = credentials.session_token.as_ref();
        let token = quoted(token.map_or("", |token| token.expose()));
        let (id, secret, token) = (id.as_str(), secret.as_str(), token.as_str());
        let expires = credentials
            .expires
            .unwrap_or_else(|| now.saturating_add(UNTOLD).unwrap_or(now));
        let (expiration, updated) = (iso_seconds(expires), iso_seconds(now));
        let container = [
            "{\"AccessKeyId\":",
            id,
            ",\"Expiration\":\"",
            &expiration,
            "\",\"SecretAccessKey\":",
            secret,
            ",\"Token\":",
            token,
            "}\n",
        ];
        let instance = [
            "{\"Code\":\"Success\",\"LastUpdated\":\"",
            &updated,
            "\",\"Type\":\"AWS-HMAC\",\"AccessKeyId\":",
            id,
            ",\"SecretAccessKey\":",
            secret,
            ",\"Token\":",
            token,
            ",\"Expiration\":\"",
            &expiration,
            "\"}\n",
        ];
        Self {
            container: wiped(&container),
            instance: wiped(&instance),
            expires,
            asked: Mutex::new(None),
        }
    }

    pub(super) fn age(&self, now: Timestamp) -> Age {
        let left = self.expires.duration_since(now);
        match left {
            left if left > RENEWED_BEFORE => Age::Fresh,
            left if left.is_positive() => Age::Aging,
            _ => Age::Ended,
        }
    }

    /// Whether to ask for others now; whoever is told so does.
    pub(super) fn may_renew(&self, now: Instant) -> bool {
        let mut asked = self
            .asked
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let is_time = asked.is_none_or(|asked| now.saturating_duration_since(asked) >= PAUSE);
        if is_time {
            *asked = Some(now);
        }
        is_time
    }
}

/// A JSON string, in memory that does not grow: nothing is left where it was.
fn quoted(value: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(6 * value.len() + 2));
    let mut escaped = Zeroizing::new(Vec::with_capacity(6 * value.len() + 2));
    let written = serde_json::to_writer(&mut *escaped, value);
    debug_assert!(written.is_ok(), "a string is always JSON");
    text.push_str(&String::from_utf8_lossy(&escaped));
    text
}

/// The whole in one piece of memory, which is wiped.
fn wiped(parts: &[&str]) -> Bytes {
    Bytes::from_owner(Zeroizing::new(parts.concat().into_bytes()))
}

#[cfg(test)]
mod tests;
