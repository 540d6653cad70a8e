//! The Credential Manager of Windows.
//!
//! Items are generic credentials whose target is `aws-vault:aws-vault:NAME`, as aws-vault's keyring library
//! has it (prefix, service, key); the blob is the item's data as it is.

#[expect(
    unsafe_code,
    reason = "the API of Windows is C; the proof is beside each call"
)]
mod ffi;

use std::io;

use tegata_base::Secret;

use crate::{Item, ItemName, SecretStore, StoreError};

const PREFIX: &str = "aws-vault:aws-vault:";

/// The store that aws-vault calls `wincred`.
#[derive(Debug, Clone, Copy, Default)]
pub struct CredentialManager;

fn target(name: &ItemName) -> Vec<u16> {
    let text = format!("{PREFIX}{name}");
    text.encode_utf16().chain([0]).collect()
}

fn failed(error: io::Error) -> StoreError {
    StoreError::Unavailable {
        place: CredentialManager.place(),
        why: error.to_string(),
        advice: "log on to a session that has credentials, or choose another store with --backend, such as file",
    }
}

impl SecretStore for CredentialManager {
    fn place(&self) -> String {
        "the Credential Manager".to_owned()
    }

    fn names(&self) -> Result<Vec<ItemName>, StoreError> {
        let targets = ffi::targets(PREFIX).map_err(failed)?;
        let names = targets
            .iter()
            .filter_map(|target| target.strip_prefix(PREFIX))
            .filter_map(|name| ItemName::parse(name).ok());
        let mut names: Vec<ItemName> = names.collect();
        names.sort();
        Ok(names)
    }

    fn get(&self, name: &ItemName) -> Result<Option<Item>, StoreError> {
        let Some(data) = ffi::read(&target(name)).map_err(failed)? else {
            return Ok(None);
        };
        Item::new(name.clone(), Secret::new(data))
            .map(Some)
            .map_err(StoreError::invalid(name, self.place()))
    }

    fn set(&self, item: &Item) -> Result<(), StoreError> {
        if item.data.expose().len() > ffi::MAX_BLOB {
            return Err(StoreError::TooLarge {
                name: item.name.to_string(),
                place: self.place(),
                why: format!("Windows keeps at most {} bytes", ffi::MAX_BLOB),
            });
        }
        ffi::write(&target(&item.name), item.data.expose()).map_err(failed)
    }

    fn remove(&self, name: &ItemName) -> Result<bool, StoreError> {
        ffi::delete(&target(name)).map_err(failed)
    }
}
