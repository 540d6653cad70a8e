//! The key that kept sessions are sealed with: 32 random bytes that the kernel keeps for the user, until they were
//! not used for two days.
//!
//! They are in the user's keyring, so never on a disk and gone with the machine's power: who gets at the
//! cache's files by a backup, a disk or a copied home directory can do nothing with them. Programs of the
//! same user can have the key as this one can; no secret that is at hand without a question could be kept
//! from them.
//!
//! Where there is no keyring (other systems, containers that forbid it) the key is in a file:
//! in `$XDG_RUNTIME_DIR/tegata`, which is in memory, or else beside the sessions, where it guards against
//! no more than a single file going astray.

use std::path::PathBuf;

use tegata_crypto::aead::AeadKey;
use zeroize::Zeroizing;

use super::CacheError;
use super::directory::{Directory, fresh, short_name};
use crate::{Edge, Environment};

const FILE: &str = "session.key";

/// The key of this user for this directory, if there is one.
pub(super) fn find(directory: &Directory, environment: &Environment) -> Option<AeadKey> {
    let in_memory = runtime_directory(environment).and_then(Directory::existing);
    let key = keyring::find(&name_of(directory)).or_else(|| in_file(in_memory.as_ref().unwrap_or(directory)));
    key.map(|key| AeadKey::new(&key))
}

/// The key of this user for this directory.
pub(super) fn find_or_make(directory: &Directory, edge: &mut Edge<'_>) -> Result<AeadKey, CacheError> {
    let name = name_of(directory);
    if let Some(key) = keyring::find(&name) {
        return Ok(AeadKey::new(&key));
    }
    let files = runtime_directory(edge.environment)
        .map(Directory::private)
        .transpose()?;
    let place = files.as_ref().unwrap_or(directory);
    if let Some(key) = in_file(place) {
        return Ok(AeadKey::new(&key));
    }
    // One process makes it, the others find it.
    let held = place.lock(&"0".repeat(64), super::PATIENCE, edge)?;
    if let Some(key) = keyring::find(&name).or_else(|| in_file(place)) {
        return Ok(AeadKey::new(&key));
    }
    let key = fresh(edge);
    if keyring::keep(&name, &key).is_none() {
        place.write(&held, FILE, &*key)?;
    }
    Ok(AeadKey::new(&key))
}

fn name_of(directory: &Directory) -> String {
    format!("tegata session cache {}", short_name(directory.path()))
}

/// The user's directory in memory, where the system has one.
fn runtime_directory(environment: &Environment) -> Option<PathBuf> {
    environment
        .path("XDG_RUNTIME_DIR")
        .filter(|path| path.is_absolute() && path.is_dir())
        .map(|path| path.join("tegata"))
}

fn in_file(place: &Directory) -> Option<Zeroizing<[u8; 32]>> {
    let bytes = place.read(FILE)?;
    let key: [u8; 32] = bytes.as_slice().try_into().ok()?;
    Some(Zeroizing::new(key))
}

#[cfg(target_os = "linux")]
mod keyring {
    //! The kernel's keyring of the user (`@u`).

    use linux_keyutils::{Key, KeyPermissionsBuilder, KeyRing, KeyRingIdentifier, Permission};
    use zeroize::Zeroizing;

    use super::super::directory::STALE;

    /// The key, which is forgotten later than it would have been otherwise.
    pub(super) fn find(name: &str) -> Option<Zeroizing<[u8; 32]>> {
        let key = user().ok()?.search(name).ok()?;
        let mut bytes = Zeroizing::new([0; 32]);
        let length = key.read(&mut *bytes).ok()?;
        // Where that is not allowed, it is forgotten in its time.
        let _ = live_on(&key);
        (length == bytes.len()).then_some(bytes)
    }

    /// `None` when the kernel does not keep it.
    pub(super) fn keep(name: &str, bytes: &[u8; 32]) -> Option<()> {
        let key = user().ok()?.add_key(name, bytes).ok()?;
        let kept = open_to_user(&key).is_some() && find(name).is_some_and(|found| *found == *bytes);
        if !kept {
            let _ = key.invalidate();
        }
        kept.then_some(())
    }

    fn user() -> Result<KeyRing, linux_keyutils::KeyError> {
        KeyRing::from_special_id(KeyRingIdentifier::User, false)
    }

    /// Sessions whose own keyring does not lead to the user's can read it, too: services, cron.
    fn open_to_user(key: &Key) -> Option<()> {
        let all = KeyPermissionsBuilder::builder()
            .posessor(Permission::ALL)
            .user(
                Permission::VIEW
                    | Permission::READ
                    | Permission::SEARCH
                    | Permission::WRITE
                    | Permission::SETATTR,
            )
            .build();
        key.set_perms(all).ok()?;
        live_on(key)
    }

    /// From now on, for as long as what is sealed with it may be of use.
    fn live_on(key: &Key) -> Option<()> {
        key.set_timeout(usize::try_from(STALE.as_secs()).ok()?).ok()
    }
}

#[cfg(not(target_os = "linux"))]
mod keyring {
    //! Other systems have none.

    use zeroize::Zeroizing;

    pub(super) fn find(_: &str) -> Option<Zeroizing<[u8; 32]>> {
        None
    }

    pub(super) fn keep(_: &str, _: &[u8; 32]) -> Option<()> {
        None
    }
}
