//! The token of the ECS container-credentials protocol: what `AWS_CONTAINER_AUTHORIZATION_TOKEN` or
//! `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` give a client, and it sends in `Authorization`.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use data_encoding::BASE64URL_NOPAD;
use tegata_base::{Rng, Secret};
use zeroize::Zeroizing;

use crate::Environment;

/// The variable that clients read, and that a supervisor may give to both sides.
pub(super) const VARIABLE: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
/// Bytes of a token that is read.
const LONGEST: u64 = 4096;

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EcsTokenError {
    /// As the system says.
    #[error("cannot use the token file {}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// Everybody could read it.
    #[error("{} can be read or written by others (mode {mode:04o}); run: chmod 600 {}", path.display(), path.display())]
    TooOpen {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// It cannot be sent in a header.
    #[error(
        "the token in {0} is not one line of 16 to 4096 visible ASCII characters; remove it and a new one is made"
    )]
    Invalid(String),
}

/// The token that clients must send; `None` when the protocol is not asked for.
pub(super) fn open_token(
    file: Option<&Path>,
    environment: &Environment,
    rng: &mut dyn Rng,
) -> Result<Option<Secret<String>>, EcsTokenError> {
    let Some(path) = file else {
        let given = environment.get(VARIABLE);
        return given
            .map(|token| check(token, || VARIABLE.to_owned()))
            .transpose();
    };
    let failed = |error| EcsTokenError::File {
        path: path.to_owned(),
        error,
    };
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match made {
        Ok(file) => write_fresh(file, rng).map(Some).map_err(failed),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => read(path).map(Some),
        Err(error) => Err(failed(error)),
    }
}

fn write_fresh(mut file: File, rng: &mut dyn Rng) -> io::Result<Secret<String>> {
    let mut bytes = Zeroizing::new([0; 32]);
    rng.fill(bytes.as_mut());
    let token = Zeroizing::new(BASE64URL_NOPAD.encode(bytes.as_ref()));
    file.write_all(token.as_bytes())?;
    Ok(Secret::new(String::clone(&token)))
}

/// One that an earlier start made, or the operator: running clients keep theirs.
fn read(path: &Path) -> Result<Secret<String>, EcsTokenError> {
    let failed = |error| EcsTokenError::File {
        path: path.to_owned(),
        error,
    };
    let file = File::open(path).map_err(failed)?;
    let mode = file.metadata().map_err(failed)?.permissions().mode() & 0o777;
    // A group may be given the token; everybody may not.
    if mode & 0o027 != 0 {
        return Err(EcsTokenError::TooOpen {
            path: path.to_owned(),
            mode,
        });
    }
    let mut text = Zeroizing::new(String::new());
    file.take(LONGEST + 1).read_to_string(&mut text).map_err(failed)?;
    check(&text, || path.display().to_string())
}

fn check(text: &str, place: impl FnOnce() -> String) -> Result<Secret<String>, EcsTokenError> {
    let token = text.trim();
    let fits = (16..=LONGEST).contains(&(token.len() as u64));
    if fits && token.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(Secret::new(token.to_owned()))
    } else {
        Err(EcsTokenError::Invalid(place()))
    }
}
