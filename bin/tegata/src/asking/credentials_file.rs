//! A file of credentials, as `tegata server init` and every `credential_process` print them.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use tegata_base::Secret;
use tegata_client::ApiCredentials;
use tegata_client::private_file::{Links, PrivateFile, PrivateFileError, Readers};

/// Far more than any session token.
const MAX_FILE: u64 = 64 << 10;

/// Why a file gives no credentials.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CredentialsFileError {
    #[error(transparent)]
    File(#[from] PrivateFileError),
    #[error("{} is not there; name another in --credentials", .0.display())]
    NotThere(PathBuf),
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
    let opened = PrivateFile::open(file, Links::Follow)?
        .ok_or_else(|| CredentialsFileError::NotThere(file.to_owned()))?;
    opened.check_owner()?;
    opened.check_mode(Readers::Owner)?;
    let text = opened.read(MAX_FILE)?;
    let printed: Printed =
        serde_json::from_slice(&text).map_err(|_| CredentialsFileError::NotCredentials(file.to_owned()))?;
    if printed.version != 1 || printed.access_key_id.is_empty() {
        return Err(CredentialsFileError::NotCredentials(file.to_owned()));
    }
    Ok(ApiCredentials {
        access_key_id: printed.access_key_id,
        secret_access_key: Secret::new(printed.secret_access_key),
        session_token: printed.session_token.map(Secret::new),
        expires: None,
    })
}
