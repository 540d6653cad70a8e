//! `tegata credential-process`: temporary credentials for a certificate, as the JSON that the AWS
//! CLI and SDKs read from a `credential_process`. Flags and output are those of `aws_signing_helper`.

use tegata_api_rolesanywhere::CredentialResponse;
use tegata_base::time::iso_seconds;
use tegata_keys::Permissions;

use crate::Edge;
use crate::args::SessionArgs;
use crate::provider::{ProviderError, SessionProvider};

/// Why nothing was printed. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialProcessError {
    /// There are no credentials.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// Nobody reads the output.
    #[error("cannot write to stdout: {0}")]
    Output(#[from] std::io::Error),
}

/// Gets credentials and writes them to stdout, without a line end, as the SDKs expect them.
///
/// # Errors
/// [`CredentialProcessError`]; nothing has been written then.
pub fn run(
    args: &SessionArgs,
    permissions: Permissions,
    edge: &mut Edge<'_>,
) -> Result<(), CredentialProcessError> {
    let credentials = SessionProvider::new(args.clone(), permissions, edge)?.obtain(edge)?;
    edge.stdout.write_all(render(&credentials).as_bytes())?;
    edge.stdout.flush()?;
    Ok(())
}

/// The JSON of the `credential_process` protocol, version 1, its keys in the order of AWS's helper.
#[must_use]
pub fn render(response: &CredentialResponse) -> String {
    let credentials = &response.credentials;
    let text = |value: &str| serde_json::Value::from(value).to_string();
    format!(
        r#"{{"Version":1,"AccessKeyId":{},"SecretAccessKey":{},"SessionToken":{},"Expiration":{}}}"#,
        text(&credentials.access_key_id),
        text(credentials.secret_access_key.expose()),
        text(&credentials.session_token),
        text(&iso_seconds(credentials.expiration)),
    )
}
