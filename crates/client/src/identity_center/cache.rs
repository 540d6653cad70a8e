//! The files of `~/.aws/sso/cache`, which the AWS CLI and the SDKs read and write, too.
//!
//! ```text
//! <SHA-1 of the session's name, or the start URL>.json   a token, and the client it was issued to
//! <SHA-1 of what the client is registered for>.json      a client
//! ```

use std::path::{Path, PathBuf};
use std::time::Duration;

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use serde_json::Value;
use tegata_base::Secret;
use tegata_base::time::{iso_micros, iso_seconds};
use tegata_crypto::hash::sha1_for_display;
use tegata_profiles::plan::SsoDirectory;

use super::oidc::CODE_GRANTS;
use crate::Edge;
use crate::private_file::{self, Lock, PrivateFileError};
use crate::token_file::{self, Document, Members};

/// How long to wait for another process: a person may be signing in there.
const PATIENCE: Duration = Duration::from_secs(11 * 60);

/// A client of the OIDC service, as it was registered.
pub(super) struct Client {
    pub(super) id: String,
    pub(super) secret: Secret<String>,
    pub(super) expires: Timestamp,
}

/// What a user who signed in has.
pub(super) struct Token {
    pub(super) access: Secret<String>,
    pub(super) expires: Timestamp,
    /// What makes a new one.
    pub(super) refresh: Option<Secret<String>>,
    /// Whom it was issued to, where that is known.
    pub(super) client: Option<Client>,
}

/// The cache, as far as it concerns one directory.
pub(super) struct Cache<'c> {
    folder: PathBuf,
    directory: &'c SsoDirectory,
}

impl<'c> Cache<'c> {
    pub(super) fn new(home: &Path, directory: &'c SsoDirectory) -> Self {
        Self {
            folder: home.join(".aws").join("sso").join("cache"),
            directory,
        }
    }

    /// The file of the token.
    pub(super) fn path(&self) -> PathBuf {
        let named = self.directory.session.as_ref();
        self.file(named.unwrap_or(&self.directory.start_url))
    }

    fn file(&self, hashed: &str) -> PathBuf {
        let name = HEXLOWER.encode(&sha1_for_display(hashed.as_bytes()));
        self.folder.join(format!("{name}.json"))
    }

    /// The token. A file that holds none is as good as none, as for the AWS CLI; and so is one of another directory,
    /// which the session of this name was before.
    pub(super) fn token(&self) -> Result<Option<Token>, PrivateFileError> {
        let found = token_file::read(&self.path())?;
        let is_ours = |found: &Document| {
            let start_url = found.text("startUrl");
            start_url.is_none_or(|url| url == self.directory.start_url)
        };
        Ok(found.filter(is_ours).as_ref().and_then(token_of))
    }

    /// Puts a token in the place of the one that is there.
    pub(super) fn keep_token(
        &self,
        held: &Lock,
        token: &Token,
        client: &Client,
    ) -> Result<(), PrivateFileError> {
        let mut members = Members::new();
        members.add("startUrl", &self.directory.start_url);
        members.add("region", self.directory.region.as_str());
        members.add("accessToken", token.access.expose());
        members.add("expiresAt", &iso_seconds(token.expires));
        members.add("clientId", &client.id);
        members.add("clientSecret", client.secret.expose());
        members.add("registrationExpiresAt", &iso_seconds(client.expires));
        if let Some(refresh) = &token.refresh {
            members.add("refreshToken", refresh.expose());
        }
        token_file::write(held, &self.path(), &members.into())
    }

    /// Waits for whoever changes the token, and keeps others from it.
    pub(super) fn lock(&self, edge: &Edge<'_>) -> Result<Lock, PrivateFileError> {
        private_file::create_directory(&self.folder)?;
        Lock::take(&self.path().with_extension("lock"), PATIENCE, edge.sleep)
    }

    /// Tells those that wait that the sign-in came to nothing, so that they do not begin one each.
    pub(super) fn keep_failure(
        &self,
        held: &Lock,
        cause: &str,
        edge: &Edge<'_>,
    ) -> Result<(), PrivateFileError> {
        let mut members = Members::new();
        members.add("failedAt", &iso_micros((edge.clock)()));
        members.add("cause", cause);
        token_file::write(held, &self.failure_path(), &members.into())
    }

    /// Why the sign-in failed that somebody else began since.
    pub(super) fn failure_since(&self, began: Timestamp) -> Option<String> {
        let found = token_file::read(&self.failure_path()).ok()??;
        let is_new = found.time("failedAt").is_some_and(|at| at >= began);
        let cause = found.text("cause").filter(|_| is_new)?;
        Some(cause.to_owned())
    }

    /// No sign-in has failed, or none that matters any more.
    pub(super) fn forget_failure(&self, held: &Lock) -> Result<(), PrivateFileError> {
        token_file::remove(held, &self.failure_path())
    }

    fn failure_path(&self) -> PathBuf {
        self.path().with_extension("failed")
    }

    /// Removes the token, if it is still this one.
    pub(super) fn drop_token(&self, rejected: &Token, edge: &Edge<'_>) -> Result<(), PrivateFileError> {
        let held = self.lock(edge)?;
        match self.token()? {
            Some(token) if token.access == rejected.access => token_file::remove(&held, &self.path()),
            _ => Ok(()),
        }
    }

    /// The client that was registered for these scopes.
    pub(super) fn client(&self, purpose: &Registration) -> Result<Option<Client>, PrivateFileError> {
        let Some(found) = token_file::read(&self.client_path(purpose))? else {
            return Ok(None);
        };
        let grants = found.list("grantTypes");
        let of_codes = grants.contains(&"authorization_code");
        let client = client_of(&found, "expiresAt").filter(|_| of_codes == purpose.with_codes);
        Ok(client)
    }

    /// Keeps a client. The token's lock guards its clients, too: what tells tokens apart tells them apart.
    pub(super) fn keep_client(
        &self,
        held: &Lock,
        client: &Client,
        purpose: &Registration,
    ) -> Result<(), PrivateFileError> {
        let mut members = Members::new();
        members.add("clientId", &client.id);
        members.add("clientSecret", client.secret.expose());
        members.add("expiresAt", &iso_seconds(client.expires));
        if !purpose.scopes.is_empty() {
            members.add_list("scopes", &purpose.scopes);
        }
        if purpose.with_codes {
            members.add_list("grantTypes", &CODE_GRANTS.map(str::to_owned));
        }
        token_file::write(held, &self.client_path(purpose), &members.into())
    }

    /// What is hashed is the JSON that Python's `json.dumps(…, sort_keys=True)` writes.
    fn client_path(&self, purpose: &Registration) -> PathBuf {
        let scopes: Vec<String> = purpose.named_scopes.iter().map(|scope| quoted(scope)).collect();
        let scopes = match scopes.is_empty() {
            true => "null".to_owned(),
            false => format!("[{}]", scopes.join(", ")),
        };
        let session = self.directory.session.as_deref();
        self.file(&format!(
            "{{\"region\": {}, \"scopes\": {scopes}, \"session_name\": {}, \"startUrl\": {}, \"tool\": \"botocore\"}}",
            quoted(self.directory.region.as_str()),
            session.map_or_else(|| "null".to_owned(), quoted),
            quoted(&self.directory.start_url),
        ))
    }
}

/// What a client is registered for.
pub(super) struct Registration {
    /// Whether it signs in by authorization codes; otherwise by device codes.
    pub(super) with_codes: bool,
    /// What it may ask for.
    pub(super) scopes: Vec<String>,
    /// Those that the config file names, which tell clients apart.
    pub(super) named_scopes: Vec<String>,
}

fn token_of(found: &Document) -> Option<Token> {
    Some(Token {
        access: found.secret("accessToken")?,
        expires: found.time("expiresAt")?,
        refresh: found.secret("refreshToken"),
        client: client_of(found, "registrationExpiresAt"),
    })
}

fn client_of(found: &Document, expires: &str) -> Option<Client> {
    Some(Client {
        id: found.text("clientId")?.to_owned(),
        secret: found.secret("clientSecret")?,
        expires: found.time(expires)?,
    })
}

/// A JSON string as Python writes it: all but printable ASCII is escaped.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    let mut units = [0; 2];
    for c in Value::from(text).to_string().chars() {
        match c {
            ' '..='~' => out.push(c),
            c => out.extend(
                c.encode_utf16(&mut units)
                    .iter()
                    .map(|unit| format!("\\u{unit:04x}")),
            ),
        }
    }
    out
}

#[cfg(test)]
mod tests;
