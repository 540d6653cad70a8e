//! The key of a profile in a keystore, as what signs with it.

use tegata_vault::{InvalidKey, ItemName, LongTermKey, SecretStore, StoreError};

use crate::ApiCredentials;

/// Why there is no key. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoredKeyError {
    /// The keystore.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key is no longer there.
    #[error("no key is stored for {profile:?} in {place}; add one with: tegata add {profile}")]
    NoKey {
        /// The profile.
        profile: String,
        /// The keystore.
        place: String,
    },
    /// What is stored is no key.
    #[error(
        "what is stored for {profile:?} cannot be used: {error}; store it again with: tegata add {profile}"
    )]
    Key {
        /// The profile.
        profile: String,
        /// What is wrong with it.
        error: InvalidKey,
    },
}

/// The key that is stored for a profile.
///
/// # Errors
/// [`StoredKeyError`].
pub(crate) fn stored_key(store: &dyn SecretStore, profile: &str) -> Result<ApiCredentials, StoredKeyError> {
    let name = ItemName::key(profile).map_err(StoreError::from)?;
    let item = store.get(&name)?.ok_or_else(|| StoredKeyError::NoKey {
        profile: profile.to_owned(),
        place: store.place(),
    })?;
    let key = LongTermKey::from_item(&item).map_err(|error| StoredKeyError::Key {
        profile: profile.to_owned(),
        error,
    })?;
    Ok(ApiCredentials {
        access_key_id: key.access_key_id,
        secret_access_key: key.secret,
        session_token: None,
        expires: None,
    })
}
