//! Credentials as they are handed out: the bodies of both protocols, written once when they come.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
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
        let text = |value: &str| Zeroizing::new(Value::from(value).to_string());
        let id = text(&credentials.access_key_id);
        let secret = text(credentials.secret_access_key.expose());
        let token = credentials.session_token.as_ref();
        let token = text(token.map_or("", |token| token.expose()));
        let (id, secret, token) = (id.as_str(), secret.as_str(), token.as_str());
        let expires = credentials
            .expires
            .unwrap_or_else(|| now.saturating_add(UNTOLD).unwrap_or(now));
        let (expiration, updated) = (iso_seconds(expires), iso_seconds(now));
        let container = format!(
            "{{\"AccessKeyId\":{id},\"Expiration\":\"{expiration}\",\"SecretAccessKey\":{secret},\"Token\":{token}}}\n"
        );
        let instance = format!(
            "{{\"Code\":\"Success\",\"LastUpdated\":\"{updated}\",\"Type\":\"AWS-HMAC\",\"AccessKeyId\":{id},\"SecretAccessKey\":{secret},\"Token\":{token},\"Expiration\":\"{expiration}\"}}\n"
        );
        Self {
            container: wiped(container),
            instance: wiped(instance),
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

fn wiped(body: String) -> Bytes {
    Bytes::from_owner(Zeroizing::new(body.into_bytes()))
}

#[cfg(test)]
mod tests {
    use tegata_base::Secret;

    use super::*;

    fn handed(seconds: Option<i64>) -> (Handed, Timestamp) {
        let now = Timestamp::from_second(1_767_225_600).unwrap();
        let credentials = ApiCredentials {
            access_key_id: "ASIA1".into(),
            secret_access_key: Secret::new("a\"b".into()),
            session_token: Some(Secret::new("token".into())),
            expires: seconds.map(|seconds| now + SignedDuration::from_secs(seconds)),
        };
        (Handed::new(&credentials, now), now)
    }

    #[test]
    fn the_next_are_asked_for_ten_minutes_before_the_end() {
        for (seconds, age) in [
            (Some(601), Age::Fresh),
            (Some(600), Age::Aging),
            (Some(1), Age::Aging),
            (Some(0), Age::Ended),
            (Some(-1), Age::Ended),
            (None, Age::Fresh),
        ] {
            let (handed, now) = handed(seconds);
            assert_eq!(handed.age(now), age, "{seconds:?}");
        }
    }

    #[test]
    fn one_of_many_asks_and_not_again_at_once() {
        let (handed, start) = (handed(Some(60)).0, Instant::now());
        assert!(handed.may_renew(start));
        assert!(!handed.may_renew(start + PAUSE / 2));
        assert!(handed.may_renew(start + PAUSE));
    }

    #[test]
    fn bodies() {
        let (handed, _) = handed(Some(3600));
        assert_eq!(
            handed.container,
            "{\"AccessKeyId\":\"ASIA1\",\"Expiration\":\"2026-01-01T01:00:00Z\",\"SecretAccessKey\":\"a\\\"b\",\"Token\":\"token\"}\n"
        );
        assert_eq!(
            handed.instance,
            "{\"Code\":\"Success\",\"LastUpdated\":\"2026-01-01T00:00:00Z\",\"Type\":\"AWS-HMAC\",\"AccessKeyId\":\"ASIA1\",\"SecretAccessKey\":\"a\\\"b\",\"Token\":\"token\",\"Expiration\":\"2026-01-01T01:00:00Z\"}\n"
        );
    }
}
