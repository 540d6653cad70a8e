//! The kernel's keyring of Linux: in memory, gone when the machine is switched off.
//!
//! aws-vault registers this backend but never chooses a keyring, so it opens nowhere, and there are no items
//! of old to find. Here an item is a key of type `user` named `aws-vault:NAME` (`%` and `;` encoded), with the item's
//! data as it is.
//!
//! A key is made in the thread's own keyring and linked to the person's when it is whole: what was there before is
//! replaced then and not before, also for services and cron, whose session's keyring does not lead to the user's.

#[expect(
    unsafe_code,
    reason = "the library cuts descriptions at 512 bytes, with a panic; the proof is beside the call"
)]
mod ffi;

use std::str::FromStr;

use linux_keyutils::{
    Key, KeyError, KeyPermissionsBuilder, KeyRing, KeyRingIdentifier, KeySerialId, Permission,
};
use tegata_base::Secret;

use crate::{Item, ItemName, SecretStore, StoreError};

const PREFIX: &str = "aws-vault:";

/// What ended a description where the library read it, and what stands for it.
const SEPARATOR: (&str, &str) = (";", "%3B");
const PERCENT: (&str, &str) = ("%", "%25");

/// What the kernel keeps for a key of type `user`.
const MAX_PAYLOAD: usize = 32_767;

/// More links than the kernel's quota for root allows.
const MAX_LINKS: usize = 1 << 20;

/// Links that are read at first.
const LINKS: usize = 1 << 10;

/// Bytes of a link: the serial number of a key.
const LINK: usize = size_of::<i32>();

/// Which keyring, in the words of Go's keyring library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeyringScope {
    /// The user's: kept while the user has a process.
    #[default]
    User,
    /// The session's that this process belongs to: gone at its end.
    Session,
    /// The user's default session's, for where there is no other.
    UserSession,
}

/// Another word.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no keyring of the kernel's; say user, session or usersession")]
pub struct UnknownScope(String);

impl KeyringScope {
    const fn id(self) -> KeyRingIdentifier {
        match self {
            Self::User => KeyRingIdentifier::User,
            Self::Session => KeyRingIdentifier::Session,
            Self::UserSession => KeyRingIdentifier::UserSession,
        }
    }
}

impl FromStr for KeyringScope {
    type Err = UnknownScope;

    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        match text {
            "user" => Ok(Self::User),
            "session" => Ok(Self::Session),
            "usersession" => Ok(Self::UserSession),
            _ => Err(UnknownScope(text.to_owned())),
        }
    }
}

/// The store that aws-vault calls `keyctl`.
pub struct KernelKeyring {
    ring: KeyRing,
    scope: KeyringScope,
}

impl KernelKeyring {
    /// Opens a keyring.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where the kernel has none, or a container forbids it.
    pub fn open(scope: KeyringScope) -> Result<Self, StoreError> {
        let ring = KeyRing::from_special_id(scope.id(), false).map_err(|error| unavailable(scope, error))?;
        Ok(Self { ring, scope })
    }

    fn failed(&self, error: KeyError) -> StoreError {
        unavailable(self.scope, error)
    }

    /// The keys of this keyring itself that are items.
    fn items(&self) -> Result<Vec<(ItemName, Key)>, StoreError> {
        let links = links(self.scope).map_err(|error| self.failed(error))?;
        let items = links
            .into_iter()
            .filter_map(|serial| Some((name_of(serial)?, Key::from_id(KeySerialId::new(serial)))));
        Ok(items.collect())
    }

    fn find(&self, name: &ItemName) -> Result<Option<Key>, StoreError> {
        let found = self.items()?.into_iter().find(|(found, _)| found == name);
        Ok(found.map(|(_, key)| key))
    }

    /// Makes a key that is whole before it is in the keyring.
    fn put(&self, description: &str, data: &[u8]) -> Result<(), KeyError> {
        // It ends with the thread, and is its own: this process may do with the key what it likes.
        let own = KeyRing::from_special_id(KeyRingIdentifier::Thread, true)?;
        let key = own.add_key(description, data)?;
        let put = open_to_user(&key).and_then(|()| self.ring.link_key(key));
        let _ = own.unlink_key(key);
        put
    }
}

/// The serial numbers of what is in a keyring.
fn links(scope: KeyringScope) -> Result<Vec<i32>, KeyError> {
    // What is read of a keyring as if it were a key are its links.
    let ring = Key::from_id(KeySerialId::new(scope.id() as i32));
    let mut bytes = vec![0; LINKS * LINK];
    loop {
        let length = ring.read(&mut bytes)?;
        match bytes.get(..length) {
            Some(links) => {
                let (links, _) = links.as_chunks();
                return Ok(links.iter().map(|link| i32::from_ne_bytes(*link)).collect());
            }
            // As long as it is, and what may have come in between.
            None if length <= MAX_LINKS * LINK => bytes.resize(length + LINKS * LINK, 0),
            None => return Err(KeyError::OutOfMemory),
        }
    }
}

/// The item's name, if the key is one of ours.
fn name_of(serial: i32) -> Option<ItemName> {
    // TYPE;USER;GROUP;PERMISSIONS;DESCRIPTION
    let text = ffi::describe(serial).ok()?;
    let description = text.strip_prefix("user;")?.splitn(4, ';').nth(3)?;
    let name = description.strip_prefix(PREFIX)?;
    let name = name
        .replace(SEPARATOR.1, SEPARATOR.0)
        .replace(PERCENT.1, PERCENT.0);
    ItemName::parse(&name).ok()
}

fn description(name: &ItemName) -> String {
    let name = name.as_str().replace(PERCENT.0, PERCENT.1);
    format!("{PREFIX}{}", name.replace(SEPARATOR.0, SEPARATOR.1))
}

fn unavailable(scope: KeyringScope, error: KeyError) -> StoreError {
    StoreError::Unavailable {
        place: place(scope),
        why: format!("the kernel says: {error}"),
        advice: "choose another with --backend, such as file",
    }
}

fn place(scope: KeyringScope) -> String {
    let whose = match scope {
        KeyringScope::User => "user",
        KeyringScope::Session => "session",
        KeyringScope::UserSession => "user session",
    };
    format!("the kernel's {whose} keyring")
}

impl SecretStore for KernelKeyring {
    fn place(&self) -> String {
        place(self.scope)
    }

    fn names(&self) -> Result<Vec<ItemName>, StoreError> {
        let mut names: Vec<ItemName> = self.items()?.into_iter().map(|(name, _)| name).collect();
        names.sort();
        Ok(names)
    }

    fn get(&self, name: &ItemName) -> Result<Option<Item>, StoreError> {
        let Some(key) = self.find(name)? else {
            return Ok(None);
        };
        let data = match key.read_to_vec() {
            // It ended in between.
            Err(KeyError::KeyExpired | KeyError::KeyRevoked | KeyError::KeyDoesNotExist) => return Ok(None),
            data => data.map_err(|error| self.failed(error))?,
        };
        Item::new(name.clone(), Secret::new(data))
            .map(Some)
            .map_err(StoreError::invalid(name, self.place()))
    }

    fn set(&self, item: &Item) -> Result<(), StoreError> {
        let data = item.data.expose();
        if data.is_empty() || data.len() > MAX_PAYLOAD {
            return Err(StoreError::TooLarge {
                name: item.name.to_string(),
                place: self.place(),
                why: format!("the kernel keeps 1 to {MAX_PAYLOAD} bytes"),
            });
        }
        self.put(&description(&item.name), data)
            .map_err(|error| self.failed(error))
    }

    fn remove(&self, name: &ItemName) -> Result<bool, StoreError> {
        let Some(key) = self.find(name)? else {
            return Ok(false);
        };
        self.ring.unlink_key(key).map_err(|error| self.failed(error))?;
        Ok(true)
    }
}

/// The user's other processes read it, too, whose own session keyring may not lead to the user's: services,
/// cron.
fn open_to_user(key: &Key) -> Result<(), KeyError> {
    let permissions = KeyPermissionsBuilder::builder()
        .posessor(Permission::ALL)
        .user(Permission::VIEW | Permission::READ | Permission::SEARCH | Permission::WRITE)
        .build();
    key.set_perms(permissions)
}
