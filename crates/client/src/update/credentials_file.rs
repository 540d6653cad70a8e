//! The shared credentials file: where it is, and how it is changed while others read and change it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use tegata_keys::shell_path;
use tegata_profiles::{Change, ProfileName, edit};

use crate::Environment;
use crate::config_files;
use crate::private_file::{
    self, Attributes, Links, Lock, PrivateFile, PrivateFileError, create_directory, directory_of, failed,
};

/// No credentials file comes near it.
const MAX_FILE: u64 = 16 << 20;
/// As many as Linux follows.
const MAX_LINKS: usize = 40;
/// A change takes milliseconds.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// Why the file was not changed. It is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialsFileError {
    /// No variable says where it is.
    #[error(
        "there is no home directory to keep a credentials file in; set HOME or AWS_SHARED_CREDENTIALS_FILE"
    )]
    NoHome,
    /// It cannot be locked, read or replaced.
    #[error("{0}; {advice}", advice = advice(.0))]
    File(#[from] PrivateFileError),
}

fn advice(error: &PrivateFileError) -> String {
    const ANOTHER: &str = "name another file in AWS_SHARED_CREDENTIALS_FILE";
    const AS_IT_WAS: &str = "the credentials there are as they were";
    let (path, error) = match error {
        PrivateFileError::System { path, error, .. } => (path, error),
        PrivateFileError::Group { .. } => {
            return format!("make this user a member of that group; {AS_IT_WAS}");
        }
        PrivateFileError::Owner { .. } => return format!("run this as that user; {AS_IT_WAS}"),
        PrivateFileError::Locked { .. } | PrivateFileError::NotOurs { .. } => return AS_IT_WAS.into(),
        _ => return ANOTHER.into(),
    };
    let directory = directory_of(path).display();
    if error.raw_os_error() == Some(rustix::io::Errno::PERM.raw_os_error()) {
        let attributes = format!(
            "lsattr -d {} {}",
            shell_path(path),
            shell_path(directory_of(path))
        );
        return format!(
            "see whether it or its folder is immutable or append-only: {attributes}; or the folder is sticky and \
             another user's; {AS_IT_WAS}"
        );
    }
    match error.kind() {
        io::ErrorKind::PermissionDenied => format!("let this user write in {directory}; {AS_IT_WAS}"),
        io::ErrorKind::ReadOnlyFilesystem => ANOTHER.into(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            format!("make room in {directory}; {AS_IT_WAS}")
        }
        _ => AS_IT_WAS.into(),
    }
}

/// Who may read the credentials: the owner alone, or its group, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileMode(u32);

/// Not a mode for a file of secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the mode of a credentials file is 0600, or 0640 to let its group read it")]
pub struct InvalidFileMode;

impl FromStr for FileMode {
    type Err = InvalidFileMode;

    fn from_str(text: &str) -> Result<Self, InvalidFileMode> {
        match u32::from_str_radix(text, 8) {
            Ok(mode @ (0o600 | 0o640)) => Ok(Self(mode)),
            _ => Err(InvalidFileMode),
        }
    }
}

/// The file that `AWS_SHARED_CREDENTIALS_FILE` names, or `~/.aws/credentials`.
pub(super) struct CredentialsFile {
    path: PathBuf,
    mode: FileMode,
}

/// The file, while nobody else who takes the lock can change it.
pub(super) struct Held {
    /// What links lead to, so that they stay.
    file: PathBuf,
    mode: FileMode,
    lock: Lock,
}

impl CredentialsFile {
    /// Finds the file; it need not be there.
    ///
    /// # Errors
    /// [`CredentialsFileError::NoHome`].
    pub(super) fn locate(environment: &Environment, mode: FileMode) -> Result<Self, CredentialsFileError> {
        let (variable, in_home) = config_files::CREDENTIALS;
        let path = config_files::locate(environment, variable, in_home);
        Ok(Self {
            path: path.ok_or(CredentialsFileError::NoHome)?,
            mode,
        })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Waits until nobody else has the lock, and makes the directory when it is missing.
    ///
    /// # Errors
    /// [`CredentialsFileError`].
    pub(super) fn lock(&self) -> Result<Held, CredentialsFileError> {
        let file = followed(&self.path).map_err(failed("follow the link", &self.path))?;
        // No lock is left beside a device, a pipe or a directory.
        let is_another_kind = fs::symlink_metadata(&file).is_ok_and(|found| !found.is_file());
        let Some(name) = file.file_name().filter(|_| !is_another_kind) else {
            return Err(PrivateFileError::NotAFile(file).into());
        };
        let mut beside = name.to_owned();
        beside.push(".lock");
        let directory = directory_of(&file);
        if !directory.exists() {
            create_directory(directory)?;
        }
        let lock = Lock::take(&directory.join(beside), LONGEST_WAIT, &std::thread::sleep)?;
        Ok(Held {
            file,
            mode: self.mode,
            lock,
        })
    }
}

impl Held {
    /// Makes changes to one profile. Returns what the user should know.
    ///
    /// The file keeps its owner. It holds a secret, so its mode becomes the one that was asked for, whatever
    /// it was.
    ///
    /// # Errors
    /// [`CredentialsFileError`]; the file is as it was.
    pub(super) fn change(
        &self,
        profile: &ProfileName,
        changes: &[Change],
    ) -> Result<Option<String>, CredentialsFileError> {
        let FileMode(mode) = self.mode;
        let (text, old) = match PrivateFile::open(&self.file, Links::Refuse)? {
            Some(file) => {
                let attributes = file.attributes();
                (Some(file.read(MAX_FILE)?), Some(attributes))
            }
            None => (None, None),
        };
        let text = text.as_ref().map_or(b"".as_slice(), |text| text.as_slice());
        let new = edit(text, profile, changes);
        let is_right = old.is_some_and(|old| old.mode == mode);
        if new.as_slice() != text || !is_right {
            let owner = old.and_then(|old| old.owner);
            private_file::replace(&self.lock, &self.file, &new, Attributes { owner, mode })?;
        }
        Ok(old
            .filter(|old| old.mode & 0o077 & !mode != 0)
            .map(|old| self.narrowed(old.mode)))
    }

    /// What to tell of a file that more could get at before.
    fn narrowed(&self, old: u32) -> String {
        let FileMode(mode) = self.mode;
        let path = self.file.display();
        let more = match mode {
            0o600 => "; --file-mode 0640 lets its group read it",
            _ => "",
        };
        format!(
            "warning: {path} had the mode {old:04o}, and others could get at the credentials; it has {mode:04o} now{more}"
        )
    }
}

/// What the path stands for when each link at its end is followed, the last of which may lead nowhere.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut at = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::symlink_metadata(&at) {
            Ok(metadata) if metadata.is_symlink() => {}
            Ok(_) => return Ok(at),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(at),
            Err(error) => return Err(error),
        }
        let target = fs::read_link(&at)?;
        at = at.parent().unwrap_or(Path::new("")).join(target);
    }
    Err(io::Error::other("it is a link that leads to itself"))
}
