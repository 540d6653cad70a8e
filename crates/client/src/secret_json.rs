//! Strings of JSON that are secrets, for serde's `deserialize_with`.

use serde::{Deserialize, Deserializer};
use tegata_base::Secret;

/// A member that is there.
pub(crate) fn secret<'de, D: Deserializer<'de>>(from: D) -> Result<Secret<String>, D::Error> {
    String::deserialize(from).map(Secret::new)
}

/// A member that may be absent (with `default`) or null.
pub(crate) fn optional<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Secret<String>>, D::Error> {
    Ok(Option::deserialize(from)?.map(Secret::new))
}
