//! The secret access key of a session, derived and never stored.

use data_encoding::BASE64;
use tegata_base::{AccessKeyId, Secret};
use tegata_crypto::kdf::hkdf_sha256;
use zeroize::Zeroizing;

use crate::{RootKey, SessionId};

/// Forty characters of `A–Za–z0–9+/`: 30 derived bytes.
pub(crate) fn secret_access_key(key: &RootKey, id: SessionId, access_key_id: &AccessKeyId) -> Secret<String> {
    let bytes = Zeroizing::new(hkdf_sha256(
        key.derive().expose(),
        id.as_bytes(),
        &[access_key_id.as_str().as_bytes()],
    ));
    Secret::new(BASE64.encode(bytes.get(..30).unwrap_or_default()))
}
