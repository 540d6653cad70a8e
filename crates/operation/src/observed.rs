//! The kinds of things that events tell about, as keys of observations.

use tegata_base::{AccountId, Region, UniqueId};
use tegata_crypto::hash::Sha256;
use tegata_store::{Key, Kind};

/// A long-term access key, by id.
pub const ACCESS_KEY_USED: Kind = Kind::of("access-key-used");
/// A role, by unique id.
pub const ROLE_USED: Kind = Kind::of("role-used");
/// A Roles Anywhere subject, by UUID.
pub const SUBJECT: Kind = Kind::of("subject");

/// Where the last use of an access key is kept.
#[must_use]
pub fn access_key_used(account: AccountId, id: &str) -> Key {
    Key::global(account, ACCESS_KEY_USED, id)
}

/// Where the last use of a role is kept.
#[must_use]
pub fn role_used(account: AccountId, id: &UniqueId) -> Key {
    Key::global(account, ROLE_USED, id.as_str())
}

/// Where a subject is kept.
#[must_use]
pub fn subject(account: AccountId, region: &Region, id: &str) -> Key {
    Key::regional(account, region.clone(), SUBJECT, id)
}

/// The id of a subject: a UUID derived from account, region and distinguished name, so that no request
/// needs to write it (RFC 9562, version 8).
#[must_use]
pub fn subject_id(account: AccountId, region: &Region, name_der: &[u8]) -> String {
    let mut hasher = Sha256::default();
    hasher.update(format!("{account}/{region}/").as_bytes());
    hasher.update(name_der);
    let digest = hasher.finish();
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(digest) {
        *to = from;
    }
    tegata_base::uuid_v8(bytes)
}
