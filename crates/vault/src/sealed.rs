//! Tegata's own encrypted files: one passphrase for all items, one derivation to open them.
//!
//! ```text
//! store.json    version, salt, costs of Argon2id, and a seal that only the right key opens
//! items/NAME    "tegata item 1\n" ‖ nonce ‖ ciphertext ‖ tag     (AES-256-GCM-SIV; NAME as aws-vault encodes it)
//!
//! passphrase ─Argon2id(salt, costs)─▶ key ─open(AAD = form ‖ name)─▶ the item's data
//! ```
//!
//! What aws-vault's files lack: a derivation that costs an attacker memory, a passphrase that is wrong at once
//! and everywhere, and items that are of no use under another item's name. Names are readable in both, so that
//! listing asks for nothing. The costs stand in the header, so that they can grow; a header that asks for
//! more than a laptop has is refused.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use tegata_base::{Rng as _, Secret};
use tegata_crypto::OsRng;
use tegata_crypto::aead::AeadKey;
use tegata_crypto::password::{Argon2Cost, argon2id};
use zeroize::Zeroizing;

use crate::file_name::FileName;
use crate::folder::Folder;
use crate::item::MAX_ITEM;
use crate::{Backend, InvalidItem, Item, ItemName, Passphrase, SecretStore, StoreError};

const HEADER: &str = "store.json";
const ITEMS: &str = "items";
const VERSION: u32 = 1;
const KDF: &str = "argon2id";

/// What an item's file begins with: the form of the rest. Also a part of the associated data.
const MAGIC: &[u8] = b"tegata item 1\n";

/// What the header's seal is bound to.
const CHECK: &[u8] = b"tegata vault 1 check";

const SALT_LEN: usize = 16;
const MAX_SALT: usize = 64;
const MAX_HEADER: usize = 4 << 10;
const MAX_FILE: usize = MAGIC.len() + MAX_ITEM + tegata_crypto::aead::OVERHEAD;

/// The second recommendation of RFC 9106 section 4, with its four lanes.
const COST: Argon2Cost = Argon2Cost {
    memory_kib: 64 << 10,
    passes: 3,
    lanes: 4,
};

/// 1 GiB, walked 16 times: what a header may ask for at most.
const MAX_COST: Argon2Cost = Argon2Cost {
    memory_kib: 1 << 20,
    passes: 16,
    lanes: 16,
};

/// The store that Tegata calls `tegata-file`.
pub struct SealedStore {
    folder: Folder,
    items: Folder,
    passphrase: Passphrase,
    cost: Argon2Cost,
    key: Mutex<Option<Arc<Key>>>,
}

/// The bytes of a key of AES-256, which seals and opens items.
type Key = Zeroizing<[u8; 32]>;

#[derive(Serialize, Deserialize)]
struct Header {
    version: u32,
    kdf: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    check: String,
}

impl SealedStore {
    /// The store in a folder, which need not be there.
    #[must_use]
    pub fn new(folder: PathBuf, passphrase: Passphrase) -> Self {
        Self {
            items: Folder::new(folder.join(ITEMS)),
            folder: Folder::new(folder),
            passphrase,
            cost: COST,
            key: Mutex::new(None),
        }
    }

    /// The key of the store, which is made if there is none.
    pub(crate) fn opener(&self) -> Result<Secret<Vec<u8>>, StoreError> {
        Ok(Secret::new(self.key_or_new()?.to_vec()))
    }

    /// The key of the store that is there, derived once; `None` when there is none.
    fn key(&self) -> Result<Option<Arc<Key>>, StoreError> {
        let mut key = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        if key.is_none() {
            let Some(json) = self.folder.read(&FileName::fixed(HEADER), MAX_HEADER)? else {
                return Ok(None);
            };
            let header = Header::parse(json.expose()).map_err(|why| self.unreadable(why))?;
            *key = Some(Arc::new(match self.unlocked(&header) {
                Some(unlocked) => unlocked,
                None => {
                    let passphrase = self.passphrase.get(&self.place(), &self.question("unlock"))?;
                    self.unlock(&header, &passphrase)?
                }
            }));
        }
        Ok(key.clone())
    }

    /// The key of a store that is unlocked, if it is that of this header.
    fn unlocked(&self, header: &Header) -> Option<Key> {
        let kept = self.passphrase.opener(Backend::TegataFile, self.folder.path())?;
        let mut key = Key::default();
        *key = kept.expose().as_slice().try_into().ok()?;
        let check = header.bytes().ok()?.check;
        AeadKey::new(&key).open(CHECK, &check).is_ok().then_some(key)
    }

    /// The key of the store, which is made if there is none.
    fn key_or_new(&self) -> Result<Arc<Key>, StoreError> {
        // Looked for first: who makes a store at the same time makes its header before its items.
        let has_items = !self.items.names()?.is_empty();
        if let Some(key) = self.key()? {
            return Ok(key);
        }
        if has_items {
            return Err(self.unreadable(
                "it is gone, and only it opens the items that are there; restore it from a backup, or move the \
                 items away",
            ));
        }
        let passphrase = self.passphrase.get(&self.place(), &self.question("make"))?;
        // What is unlocked is a store that is there, so a new one's passphrase is typed, and typed twice.
        self.passphrase.pass_over_unlocked();
        if !self
            .passphrase
            .is_confirmed(&self.place(), "Enter the same passphrase again: ", &passphrase)?
        {
            self.passphrase.forget();
            return Err(StoreError::NotConfirmed { place: self.place() });
        }
        let header = Header::new(self.cost, &passphrase).map_err(|why| self.unreadable(why))?;
        let json = serde_json::to_vec_pretty(&header).unwrap_or_default();
        // Another process may have made it in between; then its passphrase holds.
        self.folder.create(&FileName::fixed(HEADER), &json)?;
        self.key()?
            .ok_or_else(|| self.unreadable("it vanished while it was made"))
    }

    fn unlock(&self, header: &Header, passphrase: &Secret<Vec<u8>>) -> Result<Key, StoreError> {
        let (key, check) = header.derive(passphrase).map_err(|why| self.unreadable(why))?;
        if AeadKey::new(&key).open(CHECK, &check).is_err() {
            self.passphrase.forget();
            return Err(StoreError::WrongPassphrase {
                path: self.folder.path().to_owned(),
                variable: self.passphrase.variable(),
            });
        }
        Ok(key)
    }

    fn question(&self, verb: &str) -> String {
        format!(
            "Enter passphrase to {verb} \"{}\": ",
            self.folder.path().display()
        )
    }

    fn unreadable(&self, why: impl ToString) -> StoreError {
        StoreError::unreadable(HEADER, self.place(), why)
    }

    fn file_of(&self, name: &ItemName) -> Result<FileName, StoreError> {
        FileName::of(name).map_err(|why| StoreError::Name {
            name: name.to_string(),
            place: self.place(),
            why,
        })
    }
}

impl Header {
    /// Of a new store.
    fn new(cost: Argon2Cost, passphrase: &Secret<Vec<u8>>) -> Result<Self, &'static str> {
        let mut salt = [0; SALT_LEN];
        OsRng.fill(&mut salt);
        let key = derive(passphrase, &salt, cost)?;
        Ok(Self {
            version: VERSION,
            kdf: KDF.to_owned(),
            memory_kib: cost.memory_kib,
            passes: cost.passes,
            lanes: cost.lanes,
            salt: BASE64.encode(&salt),
            check: BASE64.encode(&AeadKey::new(&key).seal(&mut OsRng, CHECK, b"")),
        })
    }

    fn parse(json: &[u8]) -> Result<Self, &'static str> {
        let header: Self = serde_json::from_slice(json)
            .map_err(|_| "it is not the JSON of a store; restore it from a backup")?;
        if header.version != VERSION || header.kdf != KDF {
            return Err("it is of a version that this Tegata does not know; use a newer one");
        }
        let within = [
            (header.memory_kib, MAX_COST.memory_kib),
            (header.passes, MAX_COST.passes),
            (header.lanes, MAX_COST.lanes),
        ];
        match within.iter().all(|(asked, most)| (1..=*most).contains(asked)) {
            true => Ok(header),
            false => Err("it asks for more work than 16 passes over 1 GiB in 16 lanes, or for none"),
        }
    }

    /// The key of a passphrase, and the seal that tells whether it is the right one.
    fn derive(&self, passphrase: &Secret<Vec<u8>>) -> Result<(Key, Vec<u8>), &'static str> {
        let HeaderBytes { salt, check } = self.bytes()?;
        let cost = Argon2Cost {
            memory_kib: self.memory_kib,
            passes: self.passes,
            lanes: self.lanes,
        };
        Ok((derive(passphrase, &salt, cost)?, check))
    }

    fn bytes(&self) -> Result<HeaderBytes, &'static str> {
        let damaged = "its salt or check is damaged; restore it from a backup";
        let bytes = |text: &str| BASE64.decode(text.as_bytes()).map_err(|_| damaged);
        let (salt, check) = (bytes(&self.salt)?, bytes(&self.check)?);
        match (8..=MAX_SALT).contains(&salt.len()) {
            true => Ok(HeaderBytes { salt, check }),
            false => Err(damaged),
        }
    }
}

/// What a header has in base64.
struct HeaderBytes {
    salt: Vec<u8>,
    check: Vec<u8>,
}

fn derive(passphrase: &Secret<Vec<u8>>, salt: &[u8], cost: Argon2Cost) -> Result<Key, &'static str> {
    let mut key = Key::default();
    argon2id(passphrase.expose(), salt, cost, &mut *key)
        .map_err(|_| "its costs are none that Argon2 takes, or this machine has not the memory")?;
    Ok(key)
}

fn associated(name: &ItemName) -> Vec<u8> {
    [MAGIC, name.as_str().as_bytes()].concat()
}

impl SecretStore for SealedStore {
    fn place(&self) -> String {
        format!("Tegata's encrypted files in {}", self.folder.path().display())
    }

    fn names(&self) -> Result<Vec<ItemName>, StoreError> {
        self.items.names()
    }

    fn get(&self, name: &ItemName) -> Result<Option<Item>, StoreError> {
        let Some(file) = self.items.read(&self.file_of(name)?, MAX_FILE)? else {
            return Ok(None);
        };
        let unreadable = |why| StoreError::unreadable(name, self.place(), why);
        let sealed = file.expose().strip_prefix(MAGIC);
        let sealed = sealed.ok_or_else(|| unreadable("it is no item of this version"))?;
        let key = self.key()?;
        let key =
            key.ok_or_else(|| unreadable("the store's store.json is gone; restore it from a backup"))?;
        let data = AeadKey::new(&key).open(&associated(name), sealed);
        let data = data.map_err(|_| unreadable("it is damaged, or the item of another name or store"))?;
        Item::new(name.clone(), Secret::new(data))
            .map(Some)
            .map_err(StoreError::invalid(name, self.place()))
    }

    fn set(&self, item: &Item) -> Result<(), StoreError> {
        let file = self.file_of(&item.name)?;
        if item.data.expose().len() > MAX_ITEM {
            return Err(StoreError::invalid(&item.name, self.place())(
                InvalidItem::TooLarge,
            ));
        }
        let key = self.key_or_new()?;
        let sealed = AeadKey::new(&key).seal(&mut OsRng, &associated(&item.name), item.data.expose());
        self.items.replace(&file, &[MAGIC, &sealed].concat())
    }

    fn remove(&self, name: &ItemName) -> Result<bool, StoreError> {
        self.items.remove(&self.file_of(name)?)
    }
}

#[cfg(test)]
mod tests;
