//! A file of credentials, as `tegata server init` and every `credential_process` print them.

use std::fs::File;
use std::io::{self, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tegata_base::Secret;
use tegata_client::ApiCredentials;
use zeroize::Zeroizing;

/// Far more than any session token.
const MAX_FILE: u64 = 64 << 10;

/// Why a file gives no credentials.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CredentialsFileError {
    #[error("cannot read {}: {cause}", file.display())]
    Read { file: PathBuf, cause: io::Error },
    #[error("{} can be read by others (mode {mode:04o}); run: chmod 600 {}", file.display(), file.display())]
    Readable { file: PathBuf, mode: u32 },
    #[error("{} does not hold the JSON that a credential_process prints, with Version 1, AccessKeyId and SecretAccessKey", .0.display())]
    NotCredentials(PathBuf),
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Printed {
    version: u32,
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
}

/// Reads the credentials of a file that its owner alone can read.
///
/// # Errors
/// [`CredentialsFileError`]; no message repeats what is in the file.
pub(super) fn read(file: &Path) -> Result<ApiCredentials, CredentialsFileError> {
    let failed = |cause| CredentialsFileError::Read {
        file: file.to_owned(),
        cause,
    };
    let opened = File::open(file).map_err(failed)?;
    let mode = opened.metadata().map_err(failed)?.mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(CredentialsFileError::Readable {
            file: file.to_owned(),
            mode,
        });
    }
    let mut text = Zeroizing::new(Vec::with_capacity(8 << 10));
    opened.take(MAX_FILE).read_to_end(&mut text).map_err(failed)?;
    let printed: Printed =
        serde_json::from_slice(&text).map_err(|_| CredentialsFileError::NotCredentials(file.to_owned()))?;
    if printed.version != 1 || printed.access_key_id.is_empty() {
        return Err(CredentialsFileError::NotCredentials(file.to_owned()));
    }
    Ok(ApiCredentials {
        access_key_id: printed.access_key_id,
        secret_access_key: Secret::new(printed.secret_access_key),
        session_token: printed.session_token.map(Secret::new),
    })
}
