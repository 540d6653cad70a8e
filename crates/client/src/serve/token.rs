//! IMDSv2 session tokens that need no memory: a token carries when it expires, and a MAC under a key
//! that this process made at its start.
//!
//! ```text
//! expiry (8 bytes, milliseconds since the start) ‖ nonce (8) ‖ HMAC-SHA-256 of both (24 of 32), in base64: 56 characters
//! ```
//!
//! Nothing is kept, so asking for tokens costs no memory, and a table that overflows cannot throw out
//! tokens of others. The age is told by the monotonic clock: a step of the wall clock ends no token.

use std::time::{Duration, Instant};

use bytes::Bytes;
use data_encoding::BASE64URL;
use http::header::HeaderName;
use http::{HeaderMap, Response, StatusCode};
use http_body_util::Full;
use tegata_base::Rng;
use tegata_crypto::OsRng;
use tegata_crypto::mac::{HmacKey, constant_time_eq};
use zeroize::Zeroizing;

use super::answer::text;

/// The header that a token is sent in.
pub(crate) const TOKEN: HeaderName = HeaderName::from_static("x-aws-ec2-metadata-token");
/// The header that says how long it is good for, in seconds.
pub(crate) const TTL: HeaderName = HeaderName::from_static("x-aws-ec2-metadata-token-ttl-seconds");
const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Characters of a token, as many as EC2's have.
const LENGTH: usize = 56;
const CLAIM: usize = 16;
const BYTES: usize = 40;

/// How long a token may be asked for: 1 second to 6 hours.
pub(super) const SECONDS: std::ops::RangeInclusive<u32> = 1..=21_600;

/// Makes and checks tokens.
pub(crate) struct Tokens {
    key: HmacKey,
    start: Instant,
}

impl Tokens {
    /// With a key of its own.
    pub(crate) fn new(rng: &mut dyn Rng, now: Instant) -> Self {
        let mut key = Zeroizing::new([0; 32]);
        rng.fill(key.as_mut());
        Self {
            key: HmacKey::new(key.as_ref()),
            start: now,
        }
    }

    /// The answer to who asks for a token.
    pub(crate) fn answer(&self, headers: &HeaderMap, now: Instant) -> Response<Full<Bytes>> {
        if headers.contains_key(FORWARDED) {
            let message = "unable to process requests with X-Forwarded-For header";
            return text(StatusCode::FORBIDDEN, message);
        }
        let asked = headers.get(TTL).and_then(|value| value.to_str().ok());
        let seconds = asked.and_then(|text| text.trim().parse::<u32>().ok());
        let Some(seconds) = seconds.filter(|seconds| SECONDS.contains(seconds)) else {
            return text(StatusCode::BAD_REQUEST, "invalid token TTL");
        };
        let ttl = Duration::from_secs(seconds.into());
        let mut response = text(StatusCode::OK, self.issue(ttl, now, &mut OsRng));
        response.headers_mut().insert(TTL, seconds.into());
        response
    }

    /// A token that is good for so long.
    pub(super) fn issue(&self, ttl: Duration, now: Instant, rng: &mut dyn Rng) -> String {
        let mut claim = [0; CLAIM];
        let (expiry, nonce) = claim.split_at_mut(8);
        expiry.copy_from_slice(&self.millis(now + ttl).to_be_bytes());
        rng.fill(nonce);
        let mac = self.key.sign(&claim);
        let bytes: [u8; BYTES] = std::array::from_fn(|at| {
            let of_mac = at.checked_sub(CLAIM);
            let byte = of_mac.map_or(claim.get(at), |at| mac.get(at));
            byte.copied().unwrap_or_default()
        });
        BASE64URL.encode(&bytes)
    }

    /// How long a token is still good for; `None` for one that is not.
    pub(crate) fn remaining(&self, token: &[u8], now: Instant) -> Option<Duration> {
        if token.len() != LENGTH {
            return None;
        }
        // Room for what 56 characters decode to at the most.
        let mut bytes = [0; LENGTH / 4 * 3];
        let length = BASE64URL.decode_mut(token, &mut bytes).ok()?;
        let (claim, mac) = bytes.get(..length)?.split_at_checked(CLAIM)?;
        let expected = self.key.sign(claim);
        if !constant_time_eq(mac, expected.get(..BYTES - CLAIM)?) {
            return None;
        }
        let expiry = u64::from_be_bytes(claim.get(..8)?.try_into().ok()?);
        let left = expiry.checked_sub(self.millis(now)).filter(|left| *left > 0)?;
        Some(Duration::from_millis(left))
    }

    fn millis(&self, at: Instant) -> u64 {
        u64::try_from(at.saturating_duration_since(self.start).as_millis()).unwrap_or(u64::MAX)
    }
}
