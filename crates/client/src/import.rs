//! `tegata import`: takes the long-lived keys of a shared credentials file into the keystore, and then, if that is
//! wanted, out of the file.
//!
//! ```text
//! file ─read─▶ keys ─told, agreed to─▶ keystore ─read back, compared─▶ unset in the file, every other byte kept
//! ```

mod plain;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use tegata_base::AskError;
use tegata_profiles::file::FileError;
use tegata_vault::{InvalidKey, LongTermKey, SecretStore, StoreError};

use crate::config_files::{CREDENTIALS, locate};
use crate::go_format::quoted;
use crate::keystore::{KeystoreArgs, KeystoreError};
use crate::private_file::PrivateFileError;
use crate::{Edge, NotChanged, Person};
use plain::{Found, PlainFile, Unfit};

/// The flags of `import`.
#[derive(Debug, Clone, Default, Args)]
pub struct ImportArgs {
    /// The file to take keys from [default: AWS_SHARED_CREDENTIALS_FILE or ~/.aws/credentials]
    pub file: Option<PathBuf>,
    /// Take the key of this profile alone; may be repeated
    #[arg(long, value_name = "NAME")]
    pub profile: Vec<String>,
    /// Tell what would be taken, and take nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Replace other keys that are kept for the same profiles
    #[arg(long)]
    pub overwrite: bool,
    /// Take the keys without asking
    #[arg(short, long)]
    pub yes: bool,
    /// Remove the keys from the file, without asking, once they are read back from the keystore
    #[arg(long)]
    pub remove_plain_text: bool,
    /// Where keys are kept.
    #[command(flatten)]
    pub keystore: KeystoreArgs,
}

/// Why not all keys were taken. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// No variable says where the file is.
    #[error("there is no home directory to look for {} in; name the file, or set HOME or {}", CREDENTIALS.1, CREDENTIALS.0)]
    NoHome,
    /// It is not there.
    #[error("there is no file {}, so there is nothing to take; name another file, or put a key into the keystore with: tegata add PROFILE", .0.display())]
    NotThere(PathBuf),
    /// The system refuses.
    #[error(transparent)]
    Read(#[from] PrivateFileError),
    /// What is in it cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// A profile that was named is not in it.
    #[error("{} has no key for profile {}; leave out --profile to take all that it has", path.display(), quoted(.profile))]
    NoKey {
        /// The file.
        path: PathBuf,
        /// The profile.
        profile: String,
    },
    /// Nobody to ask.
    #[error("nobody can be asked whether to take them: {0}; give --yes to take them unasked")]
    Ask(#[from] AskError),
    /// The keystore.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// The keystore, when it was used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A key that cannot be kept.
    #[error("the key of profile {} cannot be kept: {error}; leave it out with --profile", quoted(.profile))]
    Key {
        /// The profile.
        profile: String,
        /// Why.
        error: InvalidKey,
    },
    /// Another was read back.
    #[error(
        "what was read back for profile {} is not what was written; the file is as it was", quoted(.0)
    )]
    Mismatch(String),
    /// The file cannot be changed; the keys are kept.
    #[error("the keys are kept, but they are still in the file: {0}")]
    StillThere(#[from] NotChanged),
    /// Standard output.
    #[error("cannot write to standard output: {0}")]
    Output(#[from] io::Error),
}

/// What is done with a key of the file.
enum Verdict {
    Take,
    /// The same key is kept.
    Kept,
    /// Another key is kept.
    Other,
    Unfit(Unfit),
}

/// Takes the keys of a file, and tells on stdout.
///
/// # Errors
/// [`ImportError`]; but for [`ImportError::StillThere`], the file is as it was.
pub fn run(args: &ImportArgs, person: &Arc<dyn Person>, edge: &mut Edge<'_>) -> Result<(), ImportError> {
    let path = match &args.file {
        Some(path) => path.clone(),
        None => locate(edge.environment, CREDENTIALS.0, CREDENTIALS.1).ok_or(ImportError::NoHome)?,
    };
    let file = PlainFile::read(&path)?;
    let found = chosen(args, file.keys()?, &path)?;
    let keystore = args
        .keystore
        .open(edge.environment, Arc::<dyn Person>::clone(person))?;
    let store = keystore.store_and_tell(edge)?;
    let judged = judged(args, found, store)?;
    tell(&judged, &path, store, edge)?;
    let to_take = judged
        .iter()
        .filter(|(_, verdict)| matches!(verdict, Verdict::Take))
        .count();
    if args.dry_run {
        return Ok(writeln!(edge.stdout, "Nothing was changed.")?);
    }
    if to_take > 0 {
        let question = format!("Take {to_take} of them into the keystore? (y|N) ");
        if !args.yes && !person.agrees(&question)? {
            return Ok(());
        }
        take(&judged, store)?;
        writeln!(edge.stdout, "Took {to_take} into {}.", store.place())?;
    }
    let kept: Vec<&Found> = judged
        .iter()
        .filter(|(_, verdict)| matches!(verdict, Verdict::Take | Verdict::Kept))
        .map(|(found, _)| found)
        .collect();
    if kept.is_empty() {
        return Ok(());
    }
    if !may_remove(args, &path, person.as_ref()) {
        let still = format!("The keys are still readable in {}.", path.display());
        return Ok(writeln!(edge.stdout, "{still}")?);
    }
    let removed = plain::remove(&path, &kept)?;
    writeln!(edge.stdout, "Removed {} from {}.", removed.out, path.display())?;
    for profile in &removed.left {
        edge.tell(&format!(
            "warning: the secret of profile {} still stands in {}, in another section or a comment; remove it by hand",
            quoted(profile),
            path.display()
        ));
    }
    Ok(())
}

/// The keys that are meant.
fn chosen(args: &ImportArgs, mut found: Vec<Found>, path: &Path) -> Result<Vec<Found>, ImportError> {
    let missing = args
        .profile
        .iter()
        .find(|profile| !found.iter().any(|found| found.profile == **profile));
    if let Some(profile) = missing {
        return Err(ImportError::NoKey {
            path: path.to_owned(),
            profile: profile.clone(),
        });
    }
    found.retain(|found| args.profile.is_empty() || args.profile.contains(&found.profile));
    Ok(found)
}

fn judged(
    args: &ImportArgs,
    found: Vec<Found>,
    store: &dyn SecretStore,
) -> Result<Vec<(Found, Verdict)>, ImportError> {
    let names = store.names()?;
    let judge = |found: Found| {
        let verdict = match &found.key {
            Err(unfit) => Verdict::Unfit(*unfit),
            Ok(_) if !names.iter().any(|name| name.as_str() == found.profile) => Verdict::Take,
            Ok(key) if is_kept(&found.profile, key, store)? => Verdict::Kept,
            Ok(_) if args.overwrite => Verdict::Take,
            Ok(_) => Verdict::Other,
        };
        Ok((found, verdict))
    };
    found.into_iter().map(judge).collect()
}

/// Whether this very key is kept for the profile.
fn is_kept(profile: &str, key: &LongTermKey, store: &dyn SecretStore) -> Result<bool, ImportError> {
    let name = item(profile, key)?.name;
    let kept = store
        .get(&name)?
        .and_then(|item| LongTermKey::from_item(&item).ok());
    Ok(kept.is_some_and(|kept| kept.access_key_id == key.access_key_id && kept.secret == key.secret))
}

fn item(profile: &str, key: &LongTermKey) -> Result<tegata_vault::Item, ImportError> {
    key.to_item(profile).map_err(|error| ImportError::Key {
        profile: profile.to_owned(),
        error,
    })
}

/// Lists what is in the file, and what is done with each.
fn tell(
    judged: &[(Found, Verdict)],
    path: &Path,
    store: &dyn SecretStore,
    edge: &mut Edge<'_>,
) -> Result<(), ImportError> {
    if judged.is_empty() {
        let none = format!("There are no keys in {}.", path.display());
        return Ok(writeln!(edge.stdout, "{none}")?);
    }
    writeln!(edge.stdout, "Keys in {}, for {}:", path.display(), store.place())?;
    for (found, verdict) in judged {
        let id = found.key.as_ref().map_or("", |key| key.access_key_id.as_str());
        let told = match verdict {
            Verdict::Take => "is taken".to_owned(),
            Verdict::Kept => "is kept already".to_owned(),
            Verdict::Other => "is passed over: another key is kept for this profile (--overwrite)".to_owned(),
            Verdict::Unfit(why) => format!("is passed over: {why}"),
        };
        let of = if id.is_empty() {
            String::new()
        } else {
            format!(" ({id})")
        };
        writeln!(edge.stdout, "  {}{of} {told}", quoted(&found.profile))?;
    }
    Ok(())
}

/// Keeps each key, and reads it back.
fn take(judged: &[(Found, Verdict)], store: &dyn SecretStore) -> Result<(), ImportError> {
    for (found, verdict) in judged {
        let (Verdict::Take, Ok(key)) = (verdict, &found.key) else {
            continue;
        };
        store.set(&item(&found.profile, key)?)?;
        if !is_kept(&found.profile, key, store)? {
            return Err(ImportError::Mismatch(found.profile.clone()));
        }
    }
    Ok(())
}

/// Whether the keys may go from the file. It is offered to a person alone, and no answer is no.
fn may_remove(args: &ImportArgs, path: &Path, person: &dyn Person) -> bool {
    if args.remove_plain_text || args.yes {
        return args.remove_plain_text;
    }
    let question = format!("Remove the keys from {}? (y|N) ", path.display());
    person.agrees(&question).unwrap_or_default()
}

#[cfg(test)]
mod tests;
