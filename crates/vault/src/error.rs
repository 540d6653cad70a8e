//! Why a store did not do what was asked: one sentence each, with what to do next.

use std::io;
use std::path::{Path, PathBuf};

use tegata_base::AskError;

use crate::command::CommandError;
use crate::{InvalidItem, InvalidName};

/// A store did not do it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A name that this store cannot have.
    #[error("{name:?} cannot be kept in {place}: {why}")]
    Name {
        /// The name.
        name: String,
        /// The store.
        place: String,
        /// The rule.
        why: &'static str,
    },
    /// A name that the file system takes for that of another item.
    #[error(
        "{file:?} cannot be kept in {} beside {other:?}, since its file system takes both for one; rename the \
         profile, or keep keys elsewhere",
        folder.display()
    )]
    Namesake {
        /// The file that was to be written.
        file: String,
        /// The one that is there.
        other: String,
        /// Where.
        folder: PathBuf,
    },
    /// A name that no store can have.
    #[error(transparent)]
    InvalidName(#[from] InvalidName),
    /// Files, but where.
    #[error("there is no home directory to keep keys in; set HOME or name a folder with --file-dir")]
    NoHome,
    /// Something in the file system.
    #[error("cannot {doing} {}: {error}", path.display())]
    File {
        /// What was tried.
        doing: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// Nothing opens with it.
    #[error("the passphrase does not open {}; type the one that it was made with{}", path.display(), also(.variable))]
    WrongPassphrase {
        /// What was to be opened.
        path: PathBuf,
        /// The variable that it came from.
        variable: Option<&'static str>,
    },
    /// Nobody gave one.
    #[error("{place} need their passphrase, but {error}; run this at a terminal or set {variable}")]
    NoPassphrase {
        /// What is locked, in the plural.
        place: String,
        /// Why nobody answered.
        error: AskError,
        /// What would have given it, too.
        variable: &'static str,
    },
    /// No encrypted files.
    #[error(
        "the backend {backend} is not unlocked with a passphrase of Tegata's; name one that is with --backend file \
         or --backend tegata-file"
    )]
    NoPassphraseOfItsOwn {
        /// The backend.
        backend: &'static str,
    },
    /// Nothing was typed for a new one.
    #[error(
        "{place} were not made, since an empty passphrase keeps nobody out; type one, or set {variable} to nothing \
         if that is meant"
    )]
    EmptyPassphrase {
        /// What was to be made, in the plural.
        place: String,
        /// What gives it on purpose.
        variable: &'static str,
    },
    /// A new passphrase was typed in two ways.
    #[error("{place} were not made, since the second passphrase was not the first; try again")]
    NotConfirmed {
        /// What was to be made, in the plural.
        place: String,
    },
    /// The place is locked, and stayed so.
    #[error(
        "{place} is locked, and its dialog was dismissed or not answered in {seconds} s; unlock it (with \
         Seahorse, KWalletManager or KeePassXC), or choose another store with --backend, such as file"
    )]
    Locked {
        /// The store.
        place: String,
        /// How long a person had.
        seconds: u64,
    },
    /// There is no such place here.
    #[error("{place} cannot be used: {why}; {advice}")]
    Unavailable {
        /// The store.
        place: String,
        /// What is missing.
        why: String,
        /// What to do.
        advice: &'static str,
    },
    /// Another program did not do its part.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// An item is there, but not in a form that can be read.
    #[error("{item} in {place} cannot be read: {why}")]
    Unreadable {
        /// Its name, or its file.
        item: String,
        /// The store.
        place: String,
        /// What is wrong with it.
        why: String,
    },
    /// An item that cannot be kept.
    #[error("{name} cannot be kept in {place}: {why}")]
    TooLarge {
        /// Its name.
        name: String,
        /// The store.
        place: String,
        /// The limit.
        why: String,
    },
}

fn also(variable: &Option<&'static str>) -> String {
    variable.map_or_else(String::new, |name| format!(" (it is in {name} now)"))
}

impl StoreError {
    pub(crate) fn file(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::File { doing, path, error }
    }

    pub(crate) fn unreadable(item: impl ToString, place: String, why: impl ToString) -> Self {
        Self::Unreadable {
            item: item.to_string(),
            place,
            why: why.to_string(),
        }
    }

    pub(crate) fn invalid(item: impl ToString, place: String) -> impl FnOnce(InvalidItem) -> Self {
        let item = item.to_string();
        move |error| Self::unreadable(item, place, error)
    }
}
