//! `tegata credential-process`: temporary credentials for a certificate, as the JSON that the AWS
//! CLI and SDKs read from a `credential_process`. Flags and output are those of `aws_signing_helper`.
//!
//! ```text
//! flags ─▶ SessionProvider ─┬────────────▶ obtain ─▶ JSON on stdout
//!                           └─ --cache ─▶ Cache: found, or obtain and keep
//! ```

use std::fmt::Write as _;

use clap::{ArgAction, Args};
use tegata_api_rolesanywhere::{CredentialResponse, Credentials};
use tegata_base::Secret;
use tegata_base::time::iso_seconds;
use tegata_keys::Permissions;

use crate::Edge;
use crate::args::{SessionArgs, boolean};
use crate::cache;
use crate::provider::{ProviderError, SessionProvider};

/// The flags of `credential-process`.
#[derive(Debug, Clone, Args)]
pub struct CredentialProcessArgs {
    /// What is asked for, and with which certificate
    #[command(flatten)]
    pub session: SessionArgs,
    /// Keep the session in a sealed file and print it again until shortly before it ends
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value_t = false, hide_default_value = true, value_parser = boolean, value_name = "BOOL")]
    pub cache: bool,
}

/// Why nothing was printed. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialProcessError {
    /// There are no credentials.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// Another process asked the same, and this one waited for what it would be told.
    #[error("{0} (another process asked for the same session, and was told so)")]
    Shared(String),
    /// Nobody reads the output.
    #[error("cannot write to stdout: {0}")]
    Output(#[from] std::io::Error),
}

impl CredentialProcessError {
    /// Whether it is the command line that is wrong, by itself.
    #[must_use]
    pub const fn is_mistake(&self) -> bool {
        matches!(self, Self::Provider(error) if error.is_mistake())
    }
}

/// Gets credentials and writes them to stdout, without a line end, as the SDKs expect them.
///
/// # Errors
/// [`CredentialProcessError`]; nothing has been written then.
pub fn run(
    args: &CredentialProcessArgs,
    permissions: Permissions,
    edge: &mut Edge<'_>,
) -> Result<(), CredentialProcessError> {
    let mut provider = SessionProvider::new(args.session.clone(), permissions, edge)?;
    let credentials = if args.cache {
        cache::obtain(&mut provider, edge)?
    } else {
        provider.obtain(edge)?.credentials
    };
    edge.stdout
        .write_all(rendered(&credentials).expose().as_bytes())?;
    edge.stdout.flush()?;
    Ok(())
}

/// The JSON of the `credential_process` protocol, version 1, its keys in the order of AWS's helper.
#[must_use]
pub fn render(response: &CredentialResponse) -> Secret<String> {
    rendered(&response.credentials)
}

fn rendered(credentials: &Credentials) -> Secret<String> {
    let expiration = iso_seconds(credentials.expiration);
    let members: [(&str, &str); 4] = [
        ("AccessKeyId", &credentials.access_key_id),
        ("SecretAccessKey", credentials.secret_access_key.expose()),
        ("SessionToken", &credentials.session_token),
        ("Expiration", &expiration),
    ];
    // In one piece from the beginning, so that no copy stays behind where it grew.
    let longest: usize = members
        .iter()
        .map(|(name, value)| name.len() + LONGEST_ESCAPE * value.len() + 6)
        .sum();
    let mut json = String::with_capacity(longest + 16);
    json.push_str("{\"Version\":1");
    for (name, value) in members {
        json.push_str(",\"");
        json.push_str(name);
        json.push_str("\":\"");
        push_escaped(&mut json, value);
        json.push('"');
    }
    json.push('}');
    Secret::new(json)
}

/// `\u0000`
const LONGEST_ESCAPE: usize = 6;

/// The inside of a JSON string (RFC 8259, section 7).
fn push_escaped(json: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            c if u32::from(c) < 0x20 => {
                // Writing to a string cannot fail.
                let _ = write!(json, "\\u{:04x}", u32::from(c));
            }
            c => json.push(c),
        }
    }
}
