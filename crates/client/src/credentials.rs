//! Credentials that sign API calls.

use jiff::Timestamp;
use tegata_base::Secret;

use crate::{Environment, NotUnicode};

/// An access key, with a session token when it is a session's.
pub struct ApiCredentials {
    /// `AKIA…` or `ASIA…`
    pub access_key_id: String,
    /// Its secret.
    pub secret_access_key: Secret<String>,
    /// The token of a session.
    pub session_token: Option<Secret<String>>,
    /// When they end, if they do and that is known.
    pub expires: Option<Timestamp>,
}

/// Why there are none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CredentialsError {
    /// A variable is not set.
    #[error(
        "{0} is not set; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN for a session)"
    )]
    Missing(&'static str),
    /// A variable is no text.
    #[error(transparent)]
    Variable(#[from] NotUnicode),
}

impl ApiCredentials {
    /// From `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`; when they end is told by
    /// `AWS_CREDENTIAL_EXPIRATION`, where that is a time.
    ///
    /// # Errors
    /// [`CredentialsError`].
    pub fn from_environment(environment: &Environment) -> Result<Self, CredentialsError> {
        let required = |name: &'static str| environment.text(name)?.ok_or(CredentialsError::Missing(name));
        Ok(Self {
            access_key_id: required("AWS_ACCESS_KEY_ID")?.trim().to_owned(),
            secret_access_key: Secret::new(required("AWS_SECRET_ACCESS_KEY")?.trim().to_owned()),
            session_token: environment
                .text("AWS_SESSION_TOKEN")?
                .map(|token| Secret::new(token.trim().to_owned())),
            expires: environment
                .text("AWS_CREDENTIAL_EXPIRATION")?
                .and_then(|time| time.trim().parse().ok()),
        })
    }
}
