//! `tegata clear`: removes sessions and tokens that are kept, Tegata's own and aws-vault's, in the keystore and in the
//! sealed files of the cache. Keys stay.

use std::fs;
use std::io;
use std::sync::Arc;

use clap::Args;
use tegata_profiles::catalog::Dialect;
use tegata_profiles::error::ResolveError;
use tegata_vault::{Ask, ItemKind, SecretStore, StoreError};

use crate::Edge;
use crate::cache::Directory;
use crate::config_files::{ConfigFiles, ConfigFilesError};
use crate::keystore::{KeystoreArgs, KeystoreError};
use crate::remove::is_session_of;
use crate::run::sealed_of;

/// The flags of `clear`.
#[derive(Debug, Clone, Default, Args)]
pub struct ClearArgs {
    /// The profile whose sessions are removed, with the token of its start URL [default: all]
    pub profile: Option<String>,
    /// Where sessions are kept.
    #[command(flatten)]
    pub keystore: KeystoreArgs,
}

/// Why something may be left. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClearError {
    /// The config file, which names the start URL.
    #[error(transparent)]
    Files(#[from] ConfigFilesError),
    /// What it says of the profile makes no sense.
    #[error(transparent)]
    Resolve(#[from] ResolveError),
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

/// Removes sessions, and tells on stdout how many, as aws-vault does.
///
/// # Errors
/// [`ClearError`].
pub fn run(args: &ClearArgs, ask: Arc<dyn Ask>, edge: &mut Edge<'_>) -> Result<(), ClearError> {
    let profile = args.profile.as_deref().filter(|profile| !profile.is_empty());
    let start_url = match profile {
        Some(profile) => {
            let files = ConfigFiles::read_config(edge.environment)?;
            let catalog = files.catalog(Dialect::AwsVault)?;
            catalog.own_start_url(profile)?.map(std::borrow::Cow::into_owned)
        }
        None => None,
    };
    let keystore = args.keystore.open(edge.environment, ask)?;
    let store = keystore.store_and_tell(edge)?;
    let removed = match profile {
        None => remove(store, is_temporary)?,
        Some(profile) => remove(store, |kind| match kind {
            ItemKind::Oidc { start_url: of } => start_url.as_ref() == Some(of),
            kind => is_session_of(kind, profile),
        })?,
    };
    let (sealed, untold) = match profile {
        None => {
            let directory = Directory::find(edge.environment);
            (
                directory.map_or_else(Vec::new, |directory| directory.sessions()),
                0,
            )
        }
        Some(profile) => sealed_of(profile, edge.environment),
    };
    let removed = removed + sealed.iter().filter(|path| fs::remove_file(path).is_ok()).count();
    if untold > 0 {
        edge.tell(&format!(
            "{untold} sessions in sealed files do not tell their profile and are still there; `tegata clear` without one \
             removes them"
        ));
    }
    writeln!(edge.stdout, "Cleared {removed} sessions.")?;
    Ok(())
}

/// Removes the items of which this is so, and says how many there were.
///
/// # Errors
/// [`StoreError`]; those before it are removed.
pub(crate) fn remove(
    store: &dyn SecretStore,
    is_meant: impl Fn(&ItemKind) -> bool,
) -> Result<usize, StoreError> {
    let names = store.names()?;
    let meant = names.iter().filter(|name| is_meant(name.kind()));
    meant.map(|name| store.remove(name).map(usize::from)).sum()
}

/// Whether it can be had again: never a key, nor what a kind of item that is not known here may be.
const fn is_temporary(kind: &ItemKind) -> bool {
    matches!(
        kind,
        ItemKind::Session { .. } | ItemKind::OldSession | ItemKind::Oidc { .. }
    )
}

#[cfg(test)]
mod tests;
