//! Root keys and their rotation.
//!
//! A key is first *next*, long enough for every node to have it, then *active*: new tokens are
//! sealed under it, then *verify only*, longer than the longest session lives. The ring is kept
//! sealed under the key-encryption key by whoever stores it.

use std::fmt;

use data_encoding::HEXLOWER;
use jiff::{SignedDuration, Timestamp};
use tegata_base::{Rng, Secret};
use tegata_crypto::aead::AeadKey;
use tegata_crypto::kdf::hkdf_sha256;
use zeroize::Zeroizing;

/// How long a key is distributed before tokens are sealed under it.
pub const MIN_NEXT_AGE: SignedDuration = SignedDuration::from_mins(10);

/// How long a key still opens tokens after it was replaced: longer than the longest session, which
/// is the 36 hours of `GetSessionToken`.
pub const VERIFY_ONLY_FOR: SignedDuration = SignedDuration::from_hours(37);

/// Keys that only verify are dropped, the oldest first, beyond this number.
const MAX_VERIFY_ONLY: usize = 64;

const FORMAT: u8 = 1;
const SALT: &[u8] = b"tegata session root key";

/// The id of a root key, in the clear in each token.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RootKeyId(pub(crate) [u8; 4]);

/// A root key, with what is derived from it: one key seals tokens, another makes secrets.
pub struct RootKey {
    id: RootKeyId,
    /// When it was made, while *next* and *active*; when it was replaced, once it only verifies.
    since: Timestamp,
    root: Secret<[u8; 32]>,
    seal: AeadKey,
    derive: Secret<[u8; 32]>,
}

/// The root keys of a site.
pub struct KeyRing {
    next: Option<RootKey>,
    active: RootKey,
    verify_only: Vec<RootKey>,
}

/// Why a ring cannot be read or rotated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RingError {
    /// The bytes are not a ring.
    #[error("the stored key ring is damaged")]
    Damaged,
    /// The bytes were written by a newer version.
    #[error("the stored key ring was written by a newer version of tegata; run that version")]
    Newer,
    /// There is no next key to make active.
    #[error("there is no next root key; prepare one first")]
    NoNext,
    /// The next key is not known everywhere yet.
    #[error("the next root key is younger than 10 minutes; wait until every node has it")]
    TooYoung,
}

impl RootKey {
    fn generate(rng: &mut dyn Rng, now: Timestamp) -> Self {
        let mut id = [0; 4];
        rng.fill(&mut id);
        let mut root = Zeroizing::new([0; 32]);
        rng.fill(&mut *root);
        Self::new(RootKeyId(id), now, *root)
    }

    fn new(id: RootKeyId, since: Timestamp, root: [u8; 32]) -> Self {
        let seal = Zeroizing::new(hkdf_sha256(&root, SALT, &[b"seal"]));
        let derive = Secret::new(hkdf_sha256(&root, SALT, &[b"secret access key"]));
        Self {
            id,
            since,
            root: Secret::new(root),
            seal: AeadKey::new(&seal),
            derive,
        }
    }

    /// The id.
    #[must_use]
    pub const fn id(&self) -> RootKeyId {
        self.id
    }

    pub(crate) const fn seal(&self) -> &AeadKey {
        &self.seal
    }

    pub(crate) const fn derive(&self) -> &Secret<[u8; 32]> {
        &self.derive
    }
}

impl KeyRing {
    /// A ring with one active key.
    pub fn generate(rng: &mut dyn Rng, now: Timestamp) -> Self {
        Self {
            next: None,
            active: RootKey::generate(rng, now),
            verify_only: Vec::new(),
        }
    }

    /// The key that seals new tokens.
    #[must_use]
    pub const fn active(&self) -> &RootKey {
        &self.active
    }

    /// When the active key was made.
    #[must_use]
    pub const fn active_since(&self) -> Timestamp {
        self.active.since
    }

    /// The id of the key that comes next.
    #[must_use]
    pub fn next(&self) -> Option<RootKeyId> {
        self.next.as_ref().map(RootKey::id)
    }

    /// The key that a token names. The next key opens too: a node that rotated first may have used it.
    pub(crate) fn find(&self, id: RootKeyId) -> Option<&RootKey> {
        [&self.active]
            .into_iter()
            .chain(&self.next)
            .chain(&self.verify_only)
            .find(|key| key.id == id)
    }

    /// Makes the key that comes next, unless there is one.
    pub fn prepare(&mut self, rng: &mut dyn Rng, now: Timestamp) {
        if self.next.is_some() {
            return;
        }
        let key = loop {
            let key = RootKey::generate(rng, now);
            if self.find(key.id).is_none() {
                break key;
            }
        };
        self.next = Some(key);
    }

    /// Makes the next key the active one and drops keys that no living token needs.
    ///
    /// # Errors
    /// [`RingError::NoNext`] and [`RingError::TooYoung`].
    pub fn rotate(&mut self, now: Timestamp) -> Result<(), RingError> {
        let next = self.next.take().ok_or(RingError::NoNext)?;
        if now.duration_since(next.since) < MIN_NEXT_AGE {
            self.next = Some(next);
            return Err(RingError::TooYoung);
        }
        let mut retired = std::mem::replace(&mut self.active, next);
        retired.since = now;
        self.active.since = now;
        self.verify_only.insert(0, retired);
        self.verify_only.truncate(MAX_VERIFY_ONLY);
        self.verify_only
            .retain(|key| now.duration_since(key.since) < VERIFY_ONLY_FOR);
        Ok(())
    }

    /// The ring as bytes, to be sealed and stored.
    #[must_use]
    pub fn to_bytes(&self) -> Secret<Vec<u8>> {
        let keys = || {
            [(b'a', &self.active)]
                .into_iter()
                .chain(self.next.iter().map(|key| (b'n', key)))
                .chain(self.verify_only.iter().map(|key| (b'v', key)))
        };
        let mut out = Vec::with_capacity(1 + keys().count() * KEY_LEN);
        out.push(FORMAT);
        for (state, key) in keys() {
            out.push(state);
            out.extend_from_slice(&key.id.0);
            out.extend_from_slice(&key.since.as_second().to_be_bytes());
            out.extend_from_slice(key.root.expose());
        }
        Secret::new(out)
    }

    /// Reads what [`KeyRing::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`RingError::Damaged`] and [`RingError::Newer`].
    pub fn from_bytes(bytes: &Secret<Vec<u8>>) -> Result<Self, RingError> {
        let (format, rest) = bytes.expose().split_first().ok_or(RingError::Damaged)?;
        if *format != FORMAT {
            return Err(RingError::Newer);
        }
        let mut active = None;
        let mut next = None;
        let mut verify_only = Vec::new();
        let records = rest.chunks_exact(KEY_LEN);
        if !records.remainder().is_empty() {
            return Err(RingError::Damaged);
        }
        for record in records {
            let (state, key) = read_key(record).ok_or(RingError::Damaged)?;
            match state {
                b'a' if active.is_none() => active = Some(key),
                b'n' if next.is_none() => next = Some(key),
                b'v' if verify_only.len() < MAX_VERIFY_ONLY => verify_only.push(key),
                _ => return Err(RingError::Damaged),
            }
        }
        Ok(Self {
            next,
            active: active.ok_or(RingError::Damaged)?,
            verify_only,
        })
    }
}

/// State, id, instant and key.
const KEY_LEN: usize = 1 + 4 + 8 + 32;

fn read_key(record: &[u8]) -> Option<(u8, RootKey)> {
    let (state, rest) = record.split_first()?;
    let (id, rest) = rest.split_first_chunk::<4>()?;
    let (since, root) = rest.split_first_chunk::<8>()?;
    let since = Timestamp::from_second(i64::from_be_bytes(*since)).ok()?;
    Some((*state, RootKey::new(RootKeyId(*id), since, root.try_into().ok()?)))
}

impl fmt::Display for RootKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for RootKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
