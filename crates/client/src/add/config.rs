//! The profile of a new key in the config file: a section that was not there, and its MFA device.

use std::path::PathBuf;

use tegata_profiles::catalog::{Catalog, Dialect};
use tegata_profiles::file::{ConfigFile, MAX_FILE};
use tegata_profiles::{Change, ProfileName, edit_or_add};
use zeroize::Zeroizing;

use super::AddError;
use crate::Environment;
use crate::config_files::{CONFIG, ConfigFilesError, locate};
use crate::private_file::{Attributes, PrivateFileError};
use crate::shared_file::{NotChanged, SharedFile};

/// What is to be in the config file.
pub(super) struct NewProfile {
    path: Option<PathBuf>,
    profile: String,
    changes: Vec<Change>,
}

/// The file as it is to be.
struct Edited {
    file: SharedFile,
    text: Zeroizing<Vec<u8>>,
    attributes: Attributes,
}

impl NewProfile {
    pub(super) fn new(profile: &str, environment: &Environment) -> Self {
        Self {
            path: locate(environment, CONFIG.0, CONFIG.1),
            profile: profile.to_owned(),
            changes: Vec::new(),
        }
    }

    /// The MFA device; an empty one is none.
    ///
    /// # Errors
    /// [`AddError::Edit`].
    pub(super) fn set_mfa_serial(&mut self, serial: Option<&str>) -> Result<(), AddError> {
        let serial = serial.filter(|serial| !serial.is_empty());
        let change = serial
            .map(|serial| Change::set("mfa_serial", serial))
            .transpose()?;
        self.changes = change.into_iter().collect();
        Ok(())
    }

    /// Finds out whether it can be written, and writes nothing.
    ///
    /// # Errors
    /// [`AddError`].
    pub(super) fn check(&self) -> Result<(), AddError> {
        match self.edited()? {
            Some(edited) => edited
                .file
                .try_replace(&edited.text, edited.attributes)
                .map_err(not_changed),
            None => Ok(()),
        }
    }

    /// Writes it, unless it is there.
    ///
    /// # Errors
    /// [`AddError`]; the file is as it was.
    pub(super) fn write(&self) -> Result<(), AddError> {
        match self.edited()? {
            Some(edited) => edited
                .file
                .replace(&edited.text, edited.attributes)
                .map_err(not_changed),
            None => Ok(()),
        }
    }

    /// What the file is to become, if it is to change.
    fn edited(&self) -> Result<Option<Edited>, AddError> {
        let path = self.path.as_ref();
        let path = path.ok_or(ConfigFilesError::NoHome(CONFIG.1, CONFIG.0))?;
        let file = SharedFile::lock(path).map_err(not_changed)?;
        let found = file.read(MAX_FILE as u64).map_err(not_changed)?;
        let old = found
            .as_ref()
            .map_or(b"".as_slice(), |found| found.text.as_slice());
        let name = file.path().display().to_string();
        let header = self.header(&name, old)?;
        let text = edit_or_add(old, &header, &self.changes);
        if text.as_slice() == old {
            return Ok(None);
        }
        if !has_profile(&name, &text, &self.profile)? {
            return Err(AddError::Unwritable(self.profile.clone()));
        }
        let attributes = found.map_or(Attributes::PRIVATE, |found| found.attributes);
        Ok(Some(Edited {
            file,
            text,
            attributes,
        }))
    }

    /// What stands between the brackets: as it does in the file, or as aws-vault would write it.
    fn header(&self, name: &str, text: &[u8]) -> Result<ProfileName, AddError> {
        let catalog = catalog(name, text)?;
        let found = catalog.profiles().find(|(profile, _)| *profile == self.profile);
        let header = match (found, self.profile.as_str()) {
            (Some((_, section)), _) => section.name().to_owned(),
            (None, "default") => "default".to_owned(),
            (None, profile) => format!("profile {profile}"),
        };
        Ok(ProfileName::new(&header)?)
    }
}

fn has_profile(name: &str, text: &[u8], profile: &str) -> Result<bool, AddError> {
    let catalog = catalog(name, text)?;
    Ok(catalog.profiles().any(|(found, _)| found == profile))
}

fn catalog<'a>(name: &str, text: &'a [u8]) -> Result<Catalog<'a>, AddError> {
    let config = ConfigFile::parse(name, text).map_err(ConfigFilesError::from)?;
    let none = ConfigFile::parse("", b"").map_err(ConfigFilesError::from)?;
    Ok(Catalog::new(config, none, Dialect::AwsVault).map_err(ConfigFilesError::from)?)
}

fn not_changed(error: PrivateFileError) -> AddError {
    let (variable, _) = CONFIG;
    AddError::Config(NotChanged { error, variable })
}
