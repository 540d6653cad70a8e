//! The credentials file: the keys that stand in it in plain text, and taking them out.

use std::path::Path;

use tegata_base::Secret;
use tegata_profiles::file::{ConfigFile, MAX_FILE, Section, Value};
use tegata_profiles::{Change, ProfileName, edit};
use tegata_vault::{ItemName, LongTermKey};
use zeroize::Zeroizing;

use super::ImportError;
use crate::config_files::CREDENTIALS;
use crate::private_file::{Links, PrivateFile, PrivateFileError};
use crate::shared_file::{NotChanged, SharedFile};

const ID: &str = "aws_access_key_id";
const SECRET: &str = "aws_secret_access_key";
const TOKEN: &str = "aws_session_token";

/// How sections of profiles begin in a config file, and in no credentials file.
const OF_CONFIG: &str = "profile ";

/// A key of the file.
pub(super) struct Found {
    pub(super) profile: String,
    pub(super) key: Result<LongTermKey, Unfit>,
}

/// Why a key is passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unfit {
    #[error("it is of a session (it has a session token), which ends by itself")]
    Session,
    #[error("it has an access key id and no secret, or a secret and no id")]
    Half,
    #[error("it has characters that no key has")]
    Characters,
    #[error("its profile has a name that no key can be kept under")]
    Name,
    #[error("its section is that of a config file; add the key with tegata add, and remove the lines")]
    OfConfig,
}

/// What became of keys that were to be taken out.
#[derive(Default)]
pub(super) struct Removed {
    /// How many are.
    pub(super) out: usize,
    /// Profiles whose secret still stands somewhere in the file.
    pub(super) left: Vec<String>,
}

/// The bytes of a file that is there.
pub(super) struct PlainFile {
    name: String,
    text: Zeroizing<Vec<u8>>,
}

impl PlainFile {
    pub(super) fn read(path: &Path) -> Result<Self, ImportError> {
        let file = PrivateFile::open(path, Links::Follow)?;
        let file = file.ok_or_else(|| ImportError::NotThere(path.to_owned()))?;
        Ok(Self {
            name: path.display().to_string(),
            text: file.read(MAX_FILE as u64)?,
        })
    }

    /// What stands in it, in its order.
    pub(super) fn keys(&self) -> Result<Vec<Found>, ImportError> {
        let file = ConfigFile::parse(&self.name, &self.text)?;
        Ok(keys(&file))
    }
}

fn keys(file: &ConfigFile<'_>) -> Vec<Found> {
    let sections = file.sections().iter();
    sections
        .filter_map(|section| {
            let key = key(file, section)?;
            let profile = section.name().to_owned();
            let is_sound = ItemName::key(&profile).is_ok() && ProfileName::new(&profile).is_ok();
            let key = match is_sound {
                _ if profile.starts_with(OF_CONFIG) => Err(Unfit::OfConfig),
                true => key,
                false => Err(Unfit::Name),
            };
            Some(Found { profile, key })
        })
        .collect()
}

/// The key of a section, if it has any part of one.
fn key(file: &ConfigFile<'_>, section: &Section<'_>) -> Option<Result<LongTermKey, Unfit>> {
    let value = |key| match file.setting(section, key)?.value() {
        Value::Line("") => None,
        Value::Line(text) => Some(Ok(*text)),
        Value::Lines(_) | Value::Block(_) => Some(Err(Unfit::Characters)),
    };
    let (id, secret) = match (value(ID), value(SECRET)) {
        (None, None) => return None,
        (Some(Err(unfit)), _) | (_, Some(Err(unfit))) => return Some(Err(unfit)),
        _ if value(TOKEN).is_some() => return Some(Err(Unfit::Session)),
        (Some(Ok(id)), Some(Ok(secret))) => (id, secret),
        _ => return Some(Err(Unfit::Half)),
    };
    let is_visible = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_visible(id) || !is_visible(secret) {
        return Some(Err(Unfit::Characters));
    }
    Some(Ok(LongTermKey {
        access_key_id: id.to_owned(),
        secret: Secret::new(secret.to_owned()),
    }))
}

/// Takes keys out of the file, each only where it still stands there as it was taken. Every other byte stays.
///
/// # Errors
/// [`ImportError::StillThere`], [`ImportError::File`]; the file is as it was.
pub(super) fn remove(path: &Path, kept: &[&Found]) -> Result<Removed, ImportError> {
    let shared = SharedFile::lock(path).map_err(not_changed)?;
    let found = shared.read(MAX_FILE as u64).map_err(not_changed)?;
    let Some(found) = found else {
        return Ok(Removed::default());
    };
    let name = path.display().to_string();
    let file = ConfigFile::parse(&name, &found.text)?;
    let there: Vec<Found> = keys(&file)
        .into_iter()
        .filter(|found| kept.iter().any(|kept| is_same(found, kept)))
        .collect();
    let mut text = Zeroizing::new(found.text.to_vec());
    for found in &there {
        text = without(&text, &found.profile);
    }
    if text.as_slice() != found.text.as_slice() {
        shared.replace(&text, found.attributes).map_err(not_changed)?;
    }
    let (left, out): (Vec<Found>, Vec<Found>) = there.into_iter().partition(|found| is_in(found, &text));
    Ok(Removed {
        out: out.len(),
        left: left.into_iter().map(|found| found.profile).collect(),
    })
}

/// Whether the secret still stands somewhere: in `[DEFAULT]`, in another profile that has the same, in a comment.
fn is_in(found: &Found, text: &[u8]) -> bool {
    found.key.as_ref().is_ok_and(|key| {
        let secret = key.secret.expose().as_bytes();
        let is_of_longer =
            |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(byte));
        let at = |(start, part): (usize, &[u8])| {
            let before = start.checked_sub(1).and_then(|before| text.get(before));
            part == secret && !is_of_longer(before) && !is_of_longer(text.get(start + part.len()))
        };
        text.windows(secret.len().max(1)).enumerate().any(at)
    })
}

fn is_same(one: &Found, other: &Found) -> bool {
    match (&one.key, &other.key) {
        (Ok(key), Ok(kept)) => {
            one.profile == other.profile
                && key.access_key_id == kept.access_key_id
                && key.secret == kept.secret
        }
        _ => false,
    }
}

/// The text without the key of a profile. Names and keys are known to be sound.
fn without(text: &[u8], profile: &str) -> Zeroizing<Vec<u8>> {
    let changes: Vec<Change> = [ID, SECRET]
        .iter()
        .filter_map(|key| Change::unset(key).ok())
        .collect();
    match ProfileName::new(profile) {
        Ok(profile) => edit(text, &profile, &changes),
        Err(_) => Zeroizing::new(text.to_vec()),
    }
}

fn not_changed(error: PrivateFileError) -> NotChanged {
    let (variable, _) = CREDENTIALS;
    NotChanged { error, variable }
}
