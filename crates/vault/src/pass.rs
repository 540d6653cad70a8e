//! `pass` and `passage`: a tree of files, each encrypted by a program of the person's own choosing.
//!
//! Items are found by looking at the tree, which needs no passphrase; what is in them, only the program
//! says. Which GnuPG or age keys can read is its affair, too.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use tegata_base::Secret;

use crate::command::{CommandError, PATIENCE, Program};
use crate::item::MAX_WRAPPED;
use crate::{Item, ItemName, SecretStore, StoreError};

/// Folders within folders; nobody's password store goes near it.
const MAX_DEPTH: usize = 32;
const MAX_ENTRIES: usize = 10_000;

/// Which of the two programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordManager {
    /// <https://www.passwordstore.org>, with GnuPG.
    Pass,
    /// <https://github.com/FiloSottile/passage>, with age.
    Passage,
}

impl PasswordManager {
    /// The program's usual name.
    #[must_use]
    pub const fn command(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Passage => "passage",
        }
    }

    /// What tells the program where its tree is.
    #[must_use]
    pub const fn variable(self) -> &'static str {
        match self {
            Self::Pass => "PASSWORD_STORE_DIR",
            Self::Passage => "PASSAGE_DIR",
        }
    }

    /// Where its tree is otherwise, in the home directory.
    #[must_use]
    pub const fn usual_folder(self) -> &'static str {
        match self {
            Self::Pass => ".password-store",
            Self::Passage => ".passage/store",
        }
    }

    const fn extension(self) -> &'static str {
        match self {
            Self::Pass => "gpg",
            Self::Passage => "age",
        }
    }
}

/// The stores that aws-vault calls `pass` and `passage`.
pub struct PasswordStore {
    /// The program.
    pub manager: PasswordManager,
    /// Its name or path.
    pub command: OsString,
    /// Where its tree is.
    pub folder: PathBuf,
    /// The folder of the tree that items are in; all of it if this is empty. Without it, every password of
    /// the person's is listed as if it were a key.
    pub prefix: String,
}

impl PasswordStore {
    /// The name that the program knows an item by: a path in the tree.
    fn entry(&self, name: &ItemName) -> Result<PathBuf, StoreError> {
        let refused = |why| StoreError::Name {
            name: name.to_string(),
            place: self.place(),
            why,
        };
        let path = Path::new(name.as_str());
        let mut components = path.components();
        if components.any(|part| !matches!(part, Component::Normal(_))) {
            return Err(refused("it leads out of the store"));
        }
        // `pass` takes a folder's name for the folder.
        if name.as_str().ends_with('/') {
            return Err(refused("it ends in a slash"));
        }
        Ok(Path::new(&self.prefix).join(path))
    }

    fn file(&self, entry: &Path) -> PathBuf {
        let mut file = self.folder.join(entry).into_os_string();
        file.push(".");
        file.push(self.manager.extension());
        file.into()
    }

    fn exists(&self, entry: &Path) -> Result<bool, StoreError> {
        let file = self.file(entry);
        fs::exists(&file).map_err(StoreError::file("look for", &file))
    }

    fn run(
        &self,
        verb: &[&str],
        entry: &Path,
        input: Option<&Secret<Vec<u8>>>,
    ) -> Result<Secret<Vec<u8>>, StoreError> {
        let program = Program {
            path: &self.command,
            variable: (self.manager.variable(), &self.folder),
            limit: MAX_WRAPPED,
            patience: PATIENCE,
        };
        let mut args: Vec<OsString> = verb.iter().map(OsString::from).collect();
        // So that no name is taken for a flag.
        args.extend([OsString::from("--"), entry.into()]);
        program.run(&args, input).map_err(StoreError::from)
    }

    /// Why nothing can be kept in a tree of `pass` that nobody has made.
    fn not_made(&self, error: &StoreError) -> Option<StoreError> {
        let has_failed = matches!(error, StoreError::Command(CommandError::Failed { .. }));
        let folder = self.folder.join(&self.prefix);
        let mut folders = folder
            .ancestors()
            .take_while(|above| above.starts_with(&self.folder));
        let is_made = folders.any(|above| above.join(".gpg-id").exists());
        (self.manager == PasswordManager::Pass && has_failed && !is_made).then(|| StoreError::Unavailable {
            place: self.place(),
            why: "it is not made yet".into(),
            advice: "make it with `pass init` and the id of your GnuPG key, or choose another store with --backend, such as file",
        })
    }

    /// Names in a folder of the tree and below it.
    fn walk(
        &self,
        folder: &Path,
        inside: &Path,
        depth: usize,
        names: &mut Vec<ItemName>,
    ) -> Result<(), StoreError> {
        let entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries.map_err(StoreError::file("list", folder))?,
        };
        for entry in entries {
            let entry = entry.map_err(StoreError::file("list", folder))?;
            let file = entry.file_name();
            if file.as_encoded_bytes().starts_with(b".") || names.len() >= MAX_ENTRIES {
                continue;
            }
            let inside = inside.join(&file);
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if depth < MAX_DEPTH {
                    self.walk(&entry.path(), &inside, depth + 1, names)?;
                }
            } else {
                names.extend(self.name(&inside));
            }
        }
        Ok(())
    }

    fn name(&self, file: &Path) -> Option<ItemName> {
        let is_item = file.extension() == Some(OsStr::new(self.manager.extension()));
        let name = is_item.then(|| file.with_extension(""))?;
        ItemName::parse(name.to_str()?).ok()
    }
}

impl SecretStore for PasswordStore {
    fn place(&self) -> String {
        let root = self.folder.join(&self.prefix);
        format!("the {} store in {}", self.manager.command(), root.display())
    }

    fn names(&self) -> Result<Vec<ItemName>, StoreError> {
        let mut names = Vec::new();
        // `read_dir` follows the root if it is a link, as many are.
        self.walk(&self.folder.join(&self.prefix), Path::new(""), 0, &mut names)?;
        names.sort();
        Ok(names)
    }

    fn get(&self, name: &ItemName) -> Result<Option<Item>, StoreError> {
        let entry = self.entry(name)?;
        if !self.exists(&entry)? {
            return Ok(None);
        }
        let json = self.run(&["show"], &entry, None)?;
        Item::unwrap(name, json.expose())
            .map(Some)
            .map_err(StoreError::invalid(name, self.place()))
    }

    fn set(&self, item: &Item) -> Result<(), StoreError> {
        let entry = self.entry(&item.name)?;
        self.run(&["insert", "-m", "-f"], &entry, Some(&item.wrap()))
            .map_err(|error| self.not_made(&error).unwrap_or(error))?;
        // `pass` of some versions ends well although it wrote nothing.
        match self.exists(&entry)? {
            true => Ok(()),
            false => Err(StoreError::unreadable(
                &item.name,
                self.place(),
                "the program ended well but wrote nothing",
            )),
        }
    }

    fn remove(&self, name: &ItemName) -> Result<bool, StoreError> {
        let entry = self.entry(name)?;
        if !self.exists(&entry)? {
            return Ok(false);
        }
        self.run(&["rm", "-f"], &entry, None)?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests;
