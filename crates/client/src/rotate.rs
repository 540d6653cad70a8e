//! `tegata rotate`: a new key in place of the stored one, such that whatever happens on the way, the key that is
//! stored works, and the next `rotate` goes on.
//!
//! ```text
//! plan ─▶ credentials: the stored key, or a session of it with one code ─▶ whose? which keys are there?
//!   ─▶ create ─▶ try the new key ─▶ store it, read it back ─▶ deactivate the old ─▶ unused? ─▶ delete it
//! ```
//!
//! Each step is in the journal before it begins. One process rotates a key at a time.

mod error;
mod journal;
mod service;
mod steps;

use std::rc::Rc;
use std::time::Duration;

use clap::Args;
use data_encoding::HEXLOWER;
use tegata_crypto::hash::sha256;
use tegata_profiles::plan::{Plan, Purpose, Rotation};
use tegata_vault::{Backend, ItemKind, ItemName, SecretStore};

use crate::cache::Directory;
use crate::keystore::Keystore;
use crate::mfa::Face;
use crate::private_file::{Lock, PrivateFileError};
use crate::profile_credentials::{CredentialArgs, ProfileCredentials};
use crate::stored_key::stored_key;
use crate::{ApiCredentials, Edge, Skew};
pub use error::{OtherKey, RotateError, Standing, StillUsed};
use journal::{Journal, Unreadable};
use steps::Rotator;

/// The flags of `rotate`.
#[derive(Debug, Args)]
pub struct RotateArgs {
    /// Whose key, and how its user shows that it is them.
    #[command(flatten)]
    pub credentials: CredentialArgs,
    /// Tell what would be done; only whose the key is and which keys there are is asked for
    #[arg(long)]
    pub dry_run: bool,
}

/// Rotates the key, or goes on with a rotation that was interrupted. What aws-vault tells goes to stdout, the
/// rest to stderr.
///
/// # Errors
/// [`RotateError`], which says what works now and what to do.
pub fn run(args: &RotateArgs, face: Face, edge: &mut Edge<'_>) -> Result<(), RotateError> {
    let source = ProfileCredentials::new(&args.credentials, Purpose::Rotate, face, edge.environment)?;
    let plan = source.plan(edge)?;
    let Some(rotation) = &plan.rotation else {
        return Err(RotateError::Incomplete("the plan"));
    };
    let store = source.keystore().store_and_tell(edge)?;
    let _held = lock(store, rotation, edge)?;
    let found = found(store, rotation, edge)?;
    writeln!(
        edge.stdout,
        "Rotating credentials stored for profile '{}' (takes 10-20 seconds)",
        rotation.profile
    )?;
    let stored = stored_key(store, &rotation.profile)?;
    let session = session(&source, &plan, edge)?;
    let others = others(source.keystore(), store, &rotation.profile)?;
    let rotator = Rotator {
        store,
        others: &others,
        rotation,
        session,
        skew: Rc::new(Skew::default()),
        stored,
        used: (edge.clock)(),
    };
    match args.dry_run {
        true => rotator.tell(found, edge),
        false => rotator.rotate(found, edge),
    }
}

/// The keys of other profiles. Where the system asks for each that is opened, or what is kept is not keys alone, none is
/// looked at.
fn others(keystore: &Keystore, store: &dyn SecretStore, profile: &str) -> Result<Vec<ItemName>, RotateError> {
    if keystore.is_shared() || keystore.backend()? == Backend::Keychain {
        return Ok(Vec::new());
    }
    let mut names = store.names()?;
    names.retain(|name| *name.kind() == ItemKind::Key && name.as_str() != profile);
    Ok(names)
}

/// The session of the key, where a code is wanted.
fn session(
    source: &ProfileCredentials<'_>,
    plan: &Plan,
    edge: &mut Edge<'_>,
) -> Result<Option<ApiCredentials>, RotateError> {
    match plan.calls.is_empty() {
        true => Ok(None),
        false => Ok(Some(source.obtain(plan, edge)?)),
    }
}

/// The rotation that was begun before, if there is one.
fn found(
    store: &dyn SecretStore,
    rotation: &Rotation,
    edge: &mut Edge<'_>,
) -> Result<Option<Journal>, RotateError> {
    let profile = &rotation.profile;
    match Journal::load(store, profile)? {
        None => Ok(None),
        Some(Ok(journal)) => Ok(Some(journal)),
        Some(Err(Unreadable::Newer)) => Err(RotateError::NewerJournal(profile.clone())),
        Some(Err(error)) => {
            edge.tell(&format!(
                "warning: what is kept of an earlier rotation is passed over: {error}"
            ));
            Ok(None)
        }
    }
}

/// Keeps other processes from rotating the same key.
fn lock(store: &dyn SecretStore, rotation: &Rotation, edge: &Edge<'_>) -> Result<Lock, RotateError> {
    let asked = format!("tegata rotate\0{}\0{}", store.place(), rotation.profile);
    let name = HEXLOWER.encode(&sha256(asked.as_bytes()));
    let directory = Directory::open(edge.environment)?;
    match directory.lock(&name, Duration::ZERO, edge) {
        Ok(lock) => Ok(lock),
        Err(PrivateFileError::Locked { .. }) => Err(RotateError::Busy(rotation.profile.clone())),
        Err(error) => Err(RotateError::Lock(error)),
    }
}
