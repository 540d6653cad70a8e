//! The file `.tegata`: a folder names the profile that is used in it.
//!
//! A folder may have come from anybody, so nothing but a name is taken from the file, and only one that the user's own
//! config file has.

use std::path::{Path, PathBuf};

use tegata_profiles::catalog::Dialect;

use crate::Environment;
use crate::config_files::{ConfigFiles, ConfigFilesError};
use crate::private_file::{Links, PrivateFile, PrivateFileError};

/// More than any name of a profile has, in bytes.
const MAX_FILE: u64 = 1024;

/// Why a file is not followed. Each message names it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DirectoryProfileError {
    /// The system refuses, or it is another user's.
    #[error(transparent)]
    File(#[from] PrivateFileError),
    /// It is gone.
    #[error("there is no file {}", .0.display())]
    NotThere(PathBuf),
    /// It is no name.
    #[error("{} is not followed: it must have the name of one profile, on one line, and nothing else", .0.display())]
    NoName(PathBuf),
    /// Nobody knows the name.
    #[error("{} is not followed: {config} has no such profile as it names", path.display())]
    Unknown {
        /// The file.
        path: PathBuf,
        /// The config file.
        config: String,
    },
    /// The config file.
    #[error(transparent)]
    Config(#[from] ConfigFilesError),
}

/// The profile that a file names. Refused is one that is neither this user's nor root's, and a name that the config file
/// does not have.
///
/// # Errors
/// [`DirectoryProfileError`].
pub fn profile_of(path: &Path, environment: &Environment) -> Result<String, DirectoryProfileError> {
    let file = PrivateFile::open(path, Links::Refuse)?
        .ok_or_else(|| DirectoryProfileError::NotThere(path.to_owned()))?;
    file.check_owner()?;
    let bytes = file.read(MAX_FILE)?;
    let name = name_in(&bytes).ok_or_else(|| DirectoryProfileError::NoName(path.to_owned()))?;
    let files = ConfigFiles::read_config(environment)?;
    let catalog = files.catalog(Dialect::AwsVault)?;
    match catalog.profiles().any(|(known, _)| known == name) {
        true => Ok(name.to_owned()),
        false => Err(DirectoryProfileError::Unknown {
            path: path.to_owned(),
            config: catalog.config_name().to_owned(),
        }),
    }
}

/// The one line, if it is one.
fn name_in(bytes: &[u8]) -> Option<&str> {
    let name = std::str::from_utf8(bytes).ok()?.trim();
    (!name.is_empty() && !name.contains(char::is_control)).then_some(name)
}

#[cfg(test)]
mod tests;
