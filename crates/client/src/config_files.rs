//! The shared config and credentials files: where they are, and what is in them.

use std::fs;
use std::path::{Path, PathBuf};

use tegata_profiles::catalog::{Catalog, Dialect};
use tegata_profiles::file::{ConfigFile, FileError, MAX_FILE, Warning};
use zeroize::Zeroizing;

use crate::Environment;
use crate::private_file::{Links, PrivateFile, PrivateFileError};

/// Why the files say nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigFilesError {
    /// No variable says where one is.
    #[error("there is no home directory to look for {0} in; set HOME or {1}")]
    NoHome(&'static str, &'static str),
    /// The system refuses.
    #[error("{error}; let this user read it, or name another file in {variable}")]
    Unreadable {
        /// What it says.
        error: PrivateFileError,
        /// What names the file.
        variable: &'static str,
    },
    /// What is in one cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The AWS CLI, by whose rules they are read, would not take one.
    #[error(transparent)]
    Refused(#[from] Box<Warning>),
}

/// The bytes of both files.
pub struct ConfigFiles {
    config: Text,
    credentials: Text,
}

struct Text {
    name: String,
    bytes: Zeroizing<Vec<u8>>,
}

impl ConfigFiles {
    /// Reads what `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` name, or `~/.aws/config` and
    /// `~/.aws/credentials`. One that is not there is as good as empty, and none is made.
    ///
    /// # Errors
    /// [`ConfigFilesError`].
    pub fn read(environment: &Environment) -> Result<Self, ConfigFilesError> {
        Ok(Self {
            config: Text::read(environment, CONFIG.0, CONFIG.1)?,
            credentials: Text::read(environment, CREDENTIALS.0, CREDENTIALS.1)?,
        })
    }

    /// Reads the config file alone: commands that only look after the vault need nothing of the other, and are not
    /// held up by what is wrong with it.
    ///
    /// # Errors
    /// [`ConfigFilesError`].
    pub fn read_config(environment: &Environment) -> Result<Self, ConfigFilesError> {
        Ok(Self {
            config: Text::read(environment, CONFIG.0, CONFIG.1)?,
            credentials: Text {
                name: CREDENTIALS.1.to_owned(),
                bytes: Zeroizing::default(),
            },
        })
    }

    /// What stands in them: the config file, the credentials file.
    ///
    /// # Errors
    /// [`FileError`].
    pub(crate) fn parsed(&self) -> Result<[ConfigFile<'_>; 2], FileError> {
        Ok([self.config.parsed()?, self.credentials.parsed()?])
    }

    /// Their sections by what they are.
    ///
    /// # Errors
    /// [`ConfigFilesError::File`], [`ConfigFilesError::Refused`].
    pub fn catalog(&self, dialect: Dialect) -> Result<Catalog<'_>, ConfigFilesError> {
        Ok(Catalog::new(
            self.config.parsed()?,
            self.credentials.parsed()?,
            dialect,
        )?)
    }
}

impl Text {
    fn read(
        environment: &Environment,
        variable: &'static str,
        in_home: &'static str,
    ) -> Result<Self, ConfigFilesError> {
        let path =
            locate(environment, variable, in_home).ok_or(ConfigFilesError::NoHome(in_home, variable))?;
        let read = PrivateFile::open(&path, Links::Follow)
            .and_then(|file| file.map(|file| file.read(MAX_FILE as u64)).transpose());
        let read = match read {
            // A usual way to say that there is none.
            Err(PrivateFileError::NotAFile(_)) if is_null(&path) => Some(Zeroizing::default()),
            read => read.map_err(|error| ConfigFilesError::Unreadable { error, variable })?,
        };
        let missing = if read.is_some() {
            ""
        } else {
            " (which is not there)"
        };
        Ok(Self {
            name: format!("{}{missing}", path.display()),
            bytes: read.unwrap_or_default(),
        })
    }

    fn parsed(&self) -> Result<ConfigFile<'_>, FileError> {
        ConfigFile::parse(&self.name, &self.bytes)
    }
}

fn is_null(path: &Path) -> bool {
    fs::canonicalize(path).is_ok_and(|path| path == Path::new("/dev/null"))
}

/// Where the config file is: the variable, and the place in the home directory.
pub(crate) const CONFIG: (&str, &str) = ("AWS_CONFIG_FILE", ".aws/config");
/// Where the credentials file is: the variable, and the place in the home directory.
pub(crate) const CREDENTIALS: (&str, &str) = ("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials");

/// The user's home directory.
pub(crate) fn home(environment: &Environment) -> Option<&Path> {
    environment
        .path("HOME")
        .or_else(|| environment.path("USERPROFILE"))
}

/// What a variable names, or a place in the home directory, if there is one.
pub(crate) fn locate(environment: &Environment, variable: &str, in_home: &str) -> Option<PathBuf> {
    let at_home = |rest: &Path| home(environment).map(|home| home.join(rest));
    match environment.path(variable) {
        // As the SDKs do, which take it from configuration that no shell has read.
        Some(path) => match path.strip_prefix("~") {
            Ok(rest) => at_home(rest),
            Err(_) => Some(path.into()),
        },
        None => at_home(Path::new(in_home)),
    }
}
