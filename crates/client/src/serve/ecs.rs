//! The token of the ECS container-credentials protocol: what `AWS_CONTAINER_AUTHORIZATION_TOKEN` or
//! `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` give a client, and it sends in `Authorization`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use data_encoding::BASE64URL_NOPAD;
use tegata_base::{Rng, Secret};
use zeroize::Zeroizing;

use crate::Environment;
use crate::private_file::{self, Links, PrivateFile, PrivateFileError, Readers};

/// The variable that clients read, and that a supervisor may give to both sides.
pub(super) const VARIABLE: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
/// Bytes of a token that is read.
const LONGEST: u64 = 4096;

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EcsTokenError {
    /// Its file cannot be made or read, or others can get at it.
    #[error("--ecs-token-file: {0}")]
    File(#[from] PrivateFileError),
    /// What it leads to is not there, and is not made: who made the link may not be who would use the file.
    #[error("--ecs-token-file: {} is a link that leads nowhere; make the file that it leads to, or name that", .0.display())]
    Dangling(PathBuf),
    /// The file holds something else, which may be somebody's.
    #[error(
        "--ecs-token-file: {} holds something else than a token, which is one line of 16 to 4096 visible ASCII \
         characters; name a file that is not there, and it is made with a new token", .0.display()
    )]
    NoToken(PathBuf),
    /// It cannot be sent in a header.
    #[error(
        "{VARIABLE} is no token, which is one line of 16 to 4096 visible ASCII characters; correct or unset it"
    )]
    Invalid,
}

/// The token that clients must send; `None` when the protocol is not asked for.
pub(super) fn open_token(
    file: Option<&Path>,
    environment: &Environment,
    rng: &mut dyn Rng,
) -> Result<Option<Secret<String>>, EcsTokenError> {
    let Some(path) = file else {
        let given = environment.os(VARIABLE);
        // What is not Unicode is not visible ASCII.
        return given
            .map(|token| checked(token.to_str().unwrap_or_default()).ok_or(EcsTokenError::Invalid))
            .transpose();
    };
    // One that an earlier start made, or the operator: running clients keep theirs.
    if let Some(file) = PrivateFile::open(path, Links::Follow)? {
        return read(file, path).map(Some);
    }
    if fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
        return Err(EcsTokenError::Dangling(path.to_owned()));
    }
    let mut bytes = Zeroizing::new([0; 32]);
    rng.fill(bytes.as_mut());
    let token = Secret::new(BASE64URL_NOPAD.encode(bytes.as_ref()));
    if private_file::create(path, token.expose().as_bytes(), rng)? {
        return Ok(Some(token));
    }
    // Another process was faster.
    match PrivateFile::open(path, Links::Follow)? {
        Some(file) => read(file, path).map(Some),
        None => Err(private_file::failed("open", path)(io::ErrorKind::NotFound.into()).into()),
    }
}

fn read(file: PrivateFile, path: &Path) -> Result<Secret<String>, EcsTokenError> {
    file.check_owner()?;
    // A group may be given the token; everybody may not.
    file.check_mode(Readers::Group)?;
    let bytes = file.read(LONGEST)?;
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    checked(text).ok_or_else(|| EcsTokenError::NoToken(path.to_owned()))
}

fn checked(text: &str) -> Option<Secret<String>> {
    let token = text.trim();
    let fits = (16..=LONGEST).contains(&(token.len() as u64));
    (fits && token.bytes().all(|byte| byte.is_ascii_graphic())).then(|| Secret::new(token.to_owned()))
}
