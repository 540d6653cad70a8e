//! Where sessions are kept between commands: as items of the keystore, or in sealed files.
//!
//! An item is found by its name alone, which says what the session is of (a hash over everything that changes
//! the answer) and when it ends; so a keystore that is locked still tells what it keeps.

use std::path::PathBuf;

use clap::ValueEnum;
use data_encoding::HEXLOWER;
use jiff::{SignedDuration, Timestamp};
use tegata_base::Secret;
use tegata_crypto::hash::sha256;
use tegata_profiles::plan::{HeldSession, SessionKey, Step};
use tegata_vault::{Item, ItemKind, ItemName, OWN_SESSIONS, SecretStore, StoreError};
use zeroize::Zeroizing;

use super::kept::Kept;
use crate::cache::{CacheError, Directory, SealedFiles};
use crate::private_file::{Lock, PrivateFileError};
use crate::{Edge, Environment};

/// Hexadecimal digits of the hash that a name has.
const DIGITS: usize = 32;

/// Where sessions are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Place {
    /// As items of the keystore, beside the keys
    Keystore,
    /// In files of the cache, sealed with a key that the system keeps for the user
    File,
    /// Nowhere: each command asks for its own
    Off,
}

/// A session's name, and what it is of.
pub(super) struct SessionName<'n> {
    /// Such as `sts.AssumeRole`.
    pub(super) operation: &'static str,
    /// The profile on whose behalf.
    pub(super) profile: &'n str,
    /// A SHA-256 in hexadecimal.
    pub(super) hash: String,
}

impl<'n> SessionName<'n> {
    /// The name of a step's session, if that is kept.
    pub(super) fn of<T>(step: &'n Step<T>, operation: &'static str) -> Option<Self> {
        Some(Self {
            operation,
            profile: &step.profile,
            hash: hash(step.session.as_ref()?),
        })
    }
}

/// Sessions in one of the places.
pub(crate) enum Sessions<'s> {
    Keystore(&'s dyn SecretStore),
    Files {
        directory: Directory,
        files: SealedFiles,
    },
    Off,
}

/// Why a session was not kept.
#[derive(Debug, thiserror::Error)]
pub(super) enum KeepError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    File(#[from] PrivateFileError),
    #[error("its name or the session itself is too long")]
    TooLong,
}

/// The name of what a key stands for.
pub(super) fn hash(key: &SessionKey) -> String {
    HEXLOWER.encode(&sha256(key.as_bytes()))
}

impl<'s> Sessions<'s> {
    pub(crate) fn open(
        place: Place,
        store: &'s dyn SecretStore,
        edge: &mut Edge<'_>,
    ) -> Result<Self, CacheError> {
        Ok(match place {
            Place::Keystore => Self::Keystore(store),
            Place::Off => Self::Off,
            Place::File => {
                let directory = Directory::open(edge.environment)?;
                let files = SealedFiles::open(&directory, edge)?;
                Self::Files { directory, files }
            }
        })
    }

    /// The same for who only looks; nothing is made for it.
    pub(crate) fn look(place: Place, store: &'s dyn SecretStore, environment: &Environment) -> Self {
        let files = || {
            let directory = Directory::find(environment)?;
            let files = SealedFiles::find(&directory, environment)?;
            Some(Self::Files { directory, files })
        };
        match place {
            Place::Keystore => Self::Keystore(store),
            Place::Off => Self::Off,
            Place::File => files().unwrap_or(Self::Off),
        }
    }

    pub(super) const fn is_off(&self) -> bool {
        matches!(self, Self::Off)
    }

    /// When the session of a key ends, if one is kept and so much is left of it at `now`. Nothing is opened for it
    /// that may need a password.
    pub(crate) fn held(
        &self,
        key: &SessionKey,
        names: &[ItemName],
        least: SignedDuration,
        now: Timestamp,
    ) -> Option<HeldSession> {
        let hash = hash(key);
        let (expires, is_good) = match self {
            Self::Off => return None,
            Self::Keystore(_) => {
                let (_, seconds) = of_hash(names, &hash).max_by_key(|(_, seconds)| *seconds)?;
                let expires = Timestamp::from_second(seconds).ok()?;
                (expires, expires.duration_since(now) >= least)
            }
            Self::Files { directory, files } => {
                let kept = Kept::read(&files.read(directory, &hash)?)?;
                (kept.credentials.expires?, kept.is_good_at(now, least))
            }
        };
        is_good.then_some(HeldSession { expires })
    }

    /// What is kept under a name. An item that is damaged is as good as not there.
    pub(super) fn find(&self, name: &SessionName<'_>) -> Result<Option<Kept>, StoreError> {
        match self {
            Self::Off => Ok(None),
            Self::Files { directory, files } => Ok(files
                .read(directory, &name.hash)
                .and_then(|json| Kept::read(&json))),
            Self::Keystore(store) => {
                let names = store.names()?;
                let newest = of_hash(&names, &name.hash).max_by_key(|(_, seconds)| *seconds);
                let Some((found, _)) = newest else {
                    return Ok(None);
                };
                let item = match store.get(found) {
                    Err(StoreError::Unreadable { .. }) => None,
                    got => got?,
                };
                Ok(item.and_then(|item| Kept::read(item.data.expose())))
            }
        }
    }

    /// Keeps a session in place of the one of the same name, and removes what has ended by `now`, the service's time.
    pub(super) fn keep(
        &self,
        lock: &Lock,
        name: &SessionName<'_>,
        expires: Timestamp,
        json: Secret<Vec<u8>>,
        now: Timestamp,
        edge: &mut Edge<'_>,
    ) -> Result<(), KeepError> {
        match self {
            Self::Off => Ok(()),
            Self::Files { directory, files } => {
                let json = Zeroizing::new(json.expose().clone());
                Ok(files.write(directory, lock, &name.hash, &json, edge)?)
            }
            Self::Keystore(store) => {
                let context = short(&name.hash);
                let item_name = ItemName::session(name.operation, name.profile, context, expires.as_second())
                    .map_err(|_| KeepError::TooLong)?;
                let names = store.names()?;
                let old: Vec<&ItemName> = of_hash(&names, &name.hash)
                    .map(|(old, _)| old)
                    .chain(ended(&names, now))
                    .filter(|old| **old != item_name)
                    .collect();
                store.set(&Item::new(item_name, json).map_err(|_| KeepError::TooLong)?)?;
                for old in old {
                    store.remove(old)?;
                }
                Ok(())
            }
        }
    }
}

/// The sealed files with sessions of a profile, and how many there are that do not tell theirs: of another's key, damaged,
/// or of `credential-process --cache`.
pub(crate) fn sealed_of(profile: &str, environment: &Environment) -> (Vec<PathBuf>, usize) {
    let Some(directory) = Directory::find(environment) else {
        return (Vec::new(), 0);
    };
    let files = SealedFiles::find(&directory, environment);
    let kept = |path: &PathBuf| {
        let json = files.as_ref()?.read(&directory, path.file_stem()?.to_str()?)?;
        Kept::read(&json)
    };
    let mut found = Vec::new();
    let mut untold = 0;
    for path in directory.sessions() {
        match kept(&path).as_ref().and_then(Kept::profile) {
            Some(of) if of == profile => found.push(path),
            Some(_) => {}
            None => untold += 1,
        }
    }
    (found, untold)
}

fn short(hash: &str) -> &str {
    hash.get(..DIGITS).unwrap_or(hash)
}

/// Our own sessions of this hash, with the seconds at which they end.
fn of_hash<'n>(names: &'n [ItemName], hash: &str) -> impl Iterator<Item = (&'n ItemName, i64)> {
    own(names).filter(move |(name, _)| {
        name.session_context()
            .is_some_and(|context| context == short(hash))
    })
}

/// Our own sessions that have ended.
fn ended(names: &[ItemName], now: Timestamp) -> impl Iterator<Item = &ItemName> {
    own(names)
        .filter(move |(_, seconds)| *seconds <= now.as_second())
        .map(|(name, _)| name)
}

fn own(names: &[ItemName]) -> impl Iterator<Item = (&ItemName, i64)> {
    names.iter().filter_map(|name| match name.kind() {
        ItemKind::Session {
            operation, expires, ..
        } if operation.starts_with(OWN_SESSIONS) => Some((name, *expires)),
        _ => None,
    })
}
