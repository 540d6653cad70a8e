//! What is kept of a session, and how long it is good for.

use jiff::{SignedDuration, Timestamp};
use tegata_api_rolesanywhere::Credentials;
use tegata_base::{Rng, Secret};
use zeroize::Zeroizing;

use crate::backoff::share;

/// The SDKs of Python ask for new credentials when less than this is left; the cache has new ones then.
const MARGIN: SignedDuration = SignedDuration::from_mins(15);

/// A session that was kept.
pub(super) struct Entry {
    stored: Timestamp,
    good_until: Timestamp,
    pub(super) credentials: Credentials,
}

/// The session as it is sealed: a line each for when it was kept, until when it is good, when it ends, and
/// its three parts. None when it has ended.
///
/// It is good until a quarter of its life is left, 15 minutes at most, and a random bit more, so that
/// machines that started together do not come back together. `asked` is the duration in seconds that was
/// asked for: where the clock is behind the service's, the end seems further off, and is not believed.
pub(super) fn written(
    credentials: &Credentials,
    asked: i32,
    now: Timestamp,
    rng: &mut dyn Rng,
) -> Option<Zeroizing<String>> {
    let left = credentials.expiration.duration_since(now);
    if !left.is_positive() {
        return None;
    }
    let life = left.min(SignedDuration::from_secs(asked.into()));
    let margin = MARGIN.min(life / 4) + (life / 20).mul_f64(share(rng));
    let good_until = now.checked_add(life - margin).ok()?;
    Some(Zeroizing::new(format!(
        "{now}\n{good_until}\n{}\n{}\n{}\n{}",
        credentials.expiration,
        credentials.access_key_id,
        credentials.secret_access_key.expose(),
        credentials.session_token
    )))
}

impl Entry {
    /// Reads what [`written`] wrote.
    pub(super) fn read(plain: &[u8]) -> Option<Self> {
        let lines: Vec<&str> = std::str::from_utf8(plain).ok()?.split('\n').collect();
        let [stored, good_until, expiration, id, secret, token] = lines.try_into().ok()?;
        Some(Self {
            stored: stored.parse().ok()?,
            good_until: good_until.parse().ok()?,
            credentials: Credentials {
                access_key_id: id.into(),
                expiration: expiration.parse().ok()?,
                secret_access_key: Secret::new(secret.into()),
                session_token: token.into(),
            },
        })
    }

    /// Whether it can be given out. A clock that is before the time when it was kept was set back, and
    /// tells nothing.
    pub(super) fn is_good_at(&self, now: Timestamp) -> bool {
        self.stored <= now && now < self.good_until
    }
}
