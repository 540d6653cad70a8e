//! `tegata remove`: takes a long-lived key out of the keystore. Its sessions and its profile stay, as with aws-vault.

use std::io;
use std::sync::Arc;

use clap::Args;
use tegata_base::AskError;
use tegata_vault::{InvalidName, ItemKind, ItemName, SecretStore, StoreError};

use crate::clear;
use crate::go_format::quoted;
use crate::keystore::{KeystoreArgs, KeystoreError};
use crate::{Edge, Person};

/// The flags of `remove`.
#[derive(Debug, Clone, Default, Args)]
pub struct RemoveArgs {
    /// The profile whose key is removed
    pub profile: String,
    /// Remove it without asking
    #[arg(short, long)]
    pub force: bool,
    /// Remove the profile's sessions instead, as `clear` does
    #[arg(short, long, hide = true)]
    pub sessions_only: bool,
    /// Where keys are kept.
    #[command(flatten)]
    pub keystore: KeystoreArgs,
}

/// Why no key was removed. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RemoveError {
    /// The profile's name.
    #[error(transparent)]
    Name(#[from] InvalidName),
    /// There is none.
    #[error("no key is kept for profile {} in {place}; see which are with: tegata list", quoted(.profile))]
    NotThere {
        /// The profile.
        profile: String,
        /// The store.
        place: String,
    },
    /// Nobody to ask whether it is meant.
    #[error("nobody can be asked whether to remove it: {0}; give --force to remove it unasked")]
    Ask(#[from] AskError),
    /// The keystore.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// The keystore, when it was used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Standard output.
    #[error("cannot write to standard output: {0}")]
    Output(#[from] io::Error),
}

/// Removes a key, if the person agrees, and tells on stdout what aws-vault would.
///
/// # Errors
/// [`RemoveError`].
pub fn run(args: &RemoveArgs, person: &Arc<dyn Person>, edge: &mut Edge<'_>) -> Result<(), RemoveError> {
    let profile = args.profile.as_str();
    let name = ItemName::key(profile)?;
    let keystore = args
        .keystore
        .open(edge.environment, Arc::<dyn Person>::clone(person))?;
    let store = keystore.store_and_tell(edge)?;
    if args.sessions_only {
        let removed = clear::remove(store, |kind| is_session_of(kind, profile))?;
        writeln!(edge.stdout, "Deleted {removed} sessions.")?;
        return Ok(());
    }
    let names = store.names()?;
    if !names.contains(&name) {
        return Err(not_there(profile, store));
    }
    let question = format!("Delete credentials for profile {}? (y|N) ", quoted(profile));
    if !args.force && !person.agrees(&question)? {
        return Ok(());
    }
    if !store.remove(&name)? {
        return Err(not_there(profile, store));
    }
    writeln!(edge.stdout, "Deleted credentials.")?;
    // It may have the secret of a new key.
    let journal = ItemName::rotation(profile).ok();
    if let Some(journal) = journal.filter(|journal| names.contains(journal)) {
        store.remove(&journal)?;
        edge.tell(
            "an interrupted rotation of it is forgotten, too; a key that it made may still be there: see aws iam \
             list-access-keys",
        );
    }
    Ok(())
}

fn not_there(profile: &str, store: &dyn SecretStore) -> RemoveError {
    RemoveError::NotThere {
        profile: profile.to_owned(),
        place: store.place(),
    }
}

/// Whether it is a session that was made for this profile.
pub(crate) fn is_session_of(kind: &ItemKind, profile: &str) -> bool {
    matches!(kind, ItemKind::Session { profile: of, .. } if of == profile)
}

#[cfg(test)]
mod tests;
