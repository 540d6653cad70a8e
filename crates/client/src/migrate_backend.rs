//! `tegata migrate-backend`: copies long-lived keys, and seeds of MFA devices, from one kind of keystore to another.
//! Sessions and tokens stay: they can be had again.
//!
//! ```text
//! source ─get─▶ item ─is it a key?─▶ destination ─get─▶ compared ─▶ removed from the source, where that was asked
//! ```

use std::io;
use std::sync::Arc;

use clap::Args;
use tegata_vault::{
    Ask, Backend, InvalidKey, InvalidName, Item, ItemKind, ItemName, LongTermKey, SecretStore, StoreError,
};

use crate::Edge;
use crate::go_format::quoted;
use crate::keystore::{BackendParser, KeystoreArgs, KeystoreError};

/// The flags of `migrate-backend`.
#[derive(Debug, Clone, Args)]
pub struct MigrateBackendArgs {
    /// The kind of keystore to copy keys from
    #[arg(long, value_name = "NAME", value_parser = BackendParser)]
    pub from: Backend,
    /// The kind of keystore to copy keys to
    #[arg(long, value_name = "NAME", value_parser = BackendParser)]
    pub to: Backend,
    /// Copy the key of this profile alone
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Tell what would be copied, and copy nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Replace keys that are at the destination already
    #[arg(long)]
    pub overwrite: bool,
    /// Remove each key from the source once it was read back from the destination
    #[arg(long)]
    pub delete_source: bool,
    /// Where both are.
    #[command(flatten)]
    pub keystore: KeystoreArgs,
}

/// Why not all keys were copied. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MigrateBackendError {
    /// One keystore.
    #[error("source and destination backends must differ; both are {0}")]
    Same(Backend),
    /// The profile's name.
    #[error(transparent)]
    Name(#[from] InvalidName),
    /// It has no key.
    #[error("profile {} not found in source backend {backend}; see which are with: tegata list --backend {backend}", quoted(.profile))]
    NotThere {
        /// The profile.
        profile: String,
        /// The source.
        backend: Backend,
    },
    /// The source is where the destination is.
    #[error("both backends keep their items in {0}; name another folder for one of them")]
    SamePlace(String),
    /// A keystore.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// A keystore, when it was used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was named is something else.
    #[error("what is kept for profile {} cannot be migrated: {error}", quoted(.profile))]
    NotAKey {
        /// The name that it has.
        profile: String,
        /// What it is not.
        error: InvalidKey,
    },
    /// Another was read back.
    #[error("what was read back for profile {} is not what was written; the key is still in the source", quoted(.0))]
    Mismatch(String),
    /// Standard output.
    #[error("cannot write to standard output: {0}")]
    Output(#[from] io::Error),
}

/// How it went with a key.
enum Outcome {
    Copied,
    Overwritten,
    Skipped,
    /// What aws-vault would take for a key, such as another password in `pass`.
    NotAKey,
}

#[derive(Default)]
struct Summary {
    copied: usize,
    overwritten: usize,
    skipped: usize,
    deleted: usize,
}

/// Copies keys, one after the other up to the first that fails, and tells on stdout what aws-vault would.
///
/// # Errors
/// [`MigrateBackendError`]; the key that failed is still in the source.
pub fn run(
    args: &MigrateBackendArgs,
    ask: Arc<dyn Ask>,
    edge: &mut Edge<'_>,
) -> Result<(), MigrateBackendError> {
    if args.from == args.to {
        return Err(MigrateBackendError::Same(args.from));
    }
    let open = |backend| {
        let named = KeystoreArgs {
            backend: Some(backend),
            ..args.keystore.clone()
        };
        named.open(edge.environment, Arc::clone(&ask))
    };
    let (from, to) = (open(args.from)?, open(args.to)?);
    let source = from.store()?;
    let kept = source.names()?;
    let names = chosen(args, &kept)?;
    if names.is_empty() {
        let none = format!("No credentials found in source backend {}.", args.from);
        return Ok(writeln!(edge.stdout, "{none}")?);
    }
    if args.dry_run {
        return tell_dry_run(args, &names, edge);
    }
    let destination = to.store()?;
    if source.place() == destination.place() {
        return Err(MigrateBackendError::SamePlace(source.place()));
    }
    let migration = Migration {
        args,
        source,
        destination,
        there: destination.names()?,
        kept,
    };
    let mut summary = Summary::default();
    for name in &names {
        write!(edge.stdout, "Migrating {name}... ")?;
        let told = migration.migrate(name, &mut summary).map_err(|error| {
            let _ = writeln!(edge.stdout, "failed: {error}");
            let stopped = "Migration stopped. Source credentials were not deleted for the failed profile.";
            let _ = writeln!(edge.stdout, "{stopped}");
            error
        })?;
        writeln!(edge.stdout, "{told}")?;
    }
    tell_summary(&summary, edge)
}

/// The keys that are meant, sorted.
fn chosen(args: &MigrateBackendArgs, kept: &[ItemName]) -> Result<Vec<ItemName>, MigrateBackendError> {
    let mut names = kept.to_vec();
    names.retain(|name| matches!(name.kind(), ItemKind::Key | ItemKind::Totp { .. }));
    let Some(profile) = args.profile.as_deref().filter(|profile| !profile.is_empty()) else {
        return Ok(names);
    };
    let name = ItemName::key(profile)?;
    match names.contains(&name) {
        true => Ok(vec![name]),
        false => Err(MigrateBackendError::NotThere {
            profile: profile.to_owned(),
            backend: args.from,
        }),
    }
}

fn tell_dry_run(
    args: &MigrateBackendArgs,
    names: &[ItemName],
    edge: &mut Edge<'_>,
) -> Result<(), MigrateBackendError> {
    let count = names.len();
    let (from, to) = (args.from, args.to);
    writeln!(
        edge.stdout,
        "Would migrate {count} credential profile(s) from {from} to {to}:"
    )?;
    for name in names {
        writeln!(edge.stdout, "  {name}")?;
    }
    writeln!(edge.stdout, "\nNo changes made.")?;
    Ok(())
}

fn tell_summary(summary: &Summary, edge: &mut Edge<'_>) -> Result<(), MigrateBackendError> {
    writeln!(edge.stdout, "\nMigration summary:")?;
    for (what, count) in [
        ("copied", summary.copied),
        ("overwritten", summary.overwritten),
        ("skipped", summary.skipped),
        ("deleted from source", summary.deleted),
    ] {
        writeln!(edge.stdout, "  {what}: {count}")?;
    }
    Ok(())
}

struct Migration<'m> {
    args: &'m MigrateBackendArgs,
    source: &'m dyn SecretStore,
    destination: &'m dyn SecretStore,
    /// What the destination had to begin with.
    there: Vec<ItemName>,
    /// What the source had.
    kept: Vec<ItemName>,
}

impl Migration<'_> {
    /// Copies one key, and returns what is told of it.
    fn migrate(&self, name: &ItemName, summary: &mut Summary) -> Result<String, MigrateBackendError> {
        let (told, counted, is_done) = match self.copy(name)? {
            Outcome::Copied => ("copied, verified", &mut summary.copied, true),
            Outcome::Overwritten => ("overwritten, verified", &mut summary.overwritten, true),
            Outcome::Skipped => (
                "skipped, already exists in destination",
                &mut summary.skipped,
                false,
            ),
            Outcome::NotAKey => ("skipped, it is no access key", &mut summary.skipped, false),
        };
        *counted += 1;
        if !(is_done && self.args.delete_source) {
            return Ok(told.to_owned());
        }
        self.source.remove(name)?;
        if let Some(journal) = self.journal_of(name) {
            self.source.remove(&journal)?;
        }
        summary.deleted += 1;
        Ok(format!("{told}, deleted source"))
    }

    fn copy(&self, name: &ItemName) -> Result<Outcome, MigrateBackendError> {
        let is_there = self.there.contains(name);
        if is_there && !self.args.overwrite {
            return Ok(Outcome::Skipped);
        }
        let gone = || MigrateBackendError::NotThere {
            profile: name.to_string(),
            backend: self.args.from,
        };
        let is_named = self.args.profile.is_some();
        let item = match self.source.get(name) {
            Err(StoreError::Unreadable { .. }) if !is_named => return Ok(Outcome::NotAKey),
            item => item?.ok_or_else(gone)?,
        };
        let is_seed = *name.kind() != ItemKind::Key;
        match LongTermKey::from_item(&item).map(drop) {
            Err(_) if is_seed => {}
            Err(_) if !is_named => return Ok(Outcome::NotAKey),
            key => key.map_err(|error| MigrateBackendError::NotAKey {
                profile: name.to_string(),
                error,
            })?,
        };
        // A rotation that was interrupted is taken up where the key is then. It comes first: the key is what tells the
        // next run that all is there.
        if let Some(journal) = self.journal_of(name)
            && let Some(item) = self.source.get(&journal)?
        {
            self.put(&item)?;
        }
        self.put(&item)?;
        Ok(match is_there {
            true => Outcome::Overwritten,
            false => Outcome::Copied,
        })
    }

    fn put(&self, item: &Item) -> Result<(), MigrateBackendError> {
        self.destination.set(item)?;
        let read_back = self.destination.get(&item.name)?;
        match read_back.is_some_and(|read| read.data == item.data) {
            true => Ok(()),
            false => Err(MigrateBackendError::Mismatch(item.name.to_string())),
        }
    }

    /// What tells how far a rotation of a key has come, if one was interrupted.
    fn journal_of(&self, name: &ItemName) -> Option<ItemName> {
        match name.kind() {
            ItemKind::Key => ItemName::rotation(name.as_str())
                .ok()
                .filter(|name| self.kept.contains(name)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
