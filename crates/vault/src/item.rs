//! An item, and the JSON that most backends wrap it in (the `Item` of the Go keyring library).

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use tegata_base::Secret;
use zeroize::Zeroizing;

use crate::{ItemKind, ItemName};

/// Bytes of an item's data. Keys have 200, tokens a few thousand.
pub const MAX_ITEM: usize = 64 << 10;

/// Bytes of an item's JSON: the data in base64, and its names.
pub(crate) const MAX_WRAPPED: usize = 128 << 10;

/// A secret and its name.
pub struct Item {
    /// What it is kept under.
    pub name: ItemName,
    /// At most [`MAX_ITEM`] bytes; JSON that says more about itself in [`LongTermKey`](crate::LongTermKey).
    pub data: Secret<Vec<u8>>,
}

/// No item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidItem {
    /// Something else than a keyring's item.
    #[error("it is no item of a keyring: no JSON with `Key` and `Data`")]
    NotAnItem,
    /// `Data` is no base64.
    #[error("its `Data` is no base64")]
    Data,
    /// More than an item has.
    #[error("it has more than {MAX_ITEM} bytes")]
    TooLarge,
    /// The item of another name.
    #[error("it is the item of another name; was a file renamed or copied?")]
    OtherName,
}

/// The members in the order in which Go writes them.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Written<'a> {
    key: &'a str,
    data: &'a str,
    label: &'a str,
    description: &'a str,
    keychain_not_trust_application: bool,
    keychain_not_synchronizable: bool,
}

/// The members that count.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Read {
    key: String,
    #[serde(deserialize_with = "wiped")]
    data: Zeroizing<String>,
}

/// Base64, or the `null` that Go writes for no bytes.
fn wiped<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Zeroizing<String>, D::Error> {
    Ok(Zeroizing::new(Option::deserialize(from)?.unwrap_or_default()))
}

impl Item {
    /// An item, if it is not too large.
    ///
    /// # Errors
    /// [`InvalidItem::TooLarge`].
    pub fn new(name: ItemName, data: Secret<Vec<u8>>) -> Result<Self, InvalidItem> {
        match data.expose().len() {
            0..=MAX_ITEM => Ok(Self { name, data }),
            _ => Err(InvalidItem::TooLarge),
        }
    }

    /// The JSON that aws-vault would write.
    pub(crate) fn wrap(&self) -> Secret<Vec<u8>> {
        let data = Zeroizing::new(BASE64.encode(self.data.expose()));
        let written = Written {
            key: self.name.as_str(),
            data: &data,
            label: &self.name.label(),
            description: self.name.description(),
            keychain_not_trust_application: matches!(
                self.name.kind(),
                ItemKind::Key | ItemKind::Totp { .. } | ItemKind::Rotation { .. }
            ),
            keychain_not_synchronizable: false,
        };
        // Enough for all of it, so that no half of it stays behind where it grew.
        let mut json = Zeroizing::new(Vec::with_capacity(MAX_WRAPPED));
        let result = serde_json::to_writer(&mut *json, &written);
        debug_assert!(result.is_ok(), "strings and flags are always JSON");
        Secret::new(as_go_escapes(&json))
    }

    /// Reads the JSON that is kept under `name`.
    pub(crate) fn unwrap(name: &ItemName, json: &[u8]) -> Result<Self, InvalidItem> {
        if json.len() > MAX_WRAPPED {
            return Err(InvalidItem::TooLarge);
        }
        let read: Read = serde_json::from_slice(json).map_err(|_| InvalidItem::NotAnItem)?;
        // Where names are paths, a token's URL has lost a slash outside.
        let same = ItemName::parse(&read.key).is_ok_and(|inner| {
            inner == *name || (*inner.kind() != ItemKind::Key && inner.kind() == name.kind())
        });
        if !same {
            return Err(InvalidItem::OtherName);
        }
        let data = BASE64
            .decode(read.data.as_bytes())
            .map_err(|_| InvalidItem::Data)?;
        Self::new(name.clone(), Secret::new(data))
    }
}

/// JSON with the characters escaped that Go escapes; outside of strings there are none.
fn as_go_escapes(json: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(MAX_WRAPPED);
    for &byte in json {
        match byte {
            b'<' => out.extend_from_slice(b"\\u003c"),
            b'>' => out.extend_from_slice(b"\\u003e"),
            b'&' => out.extend_from_slice(b"\\u0026"),
            _ => out.push(byte),
        }
    }
    out
}

#[cfg(test)]
mod tests;
