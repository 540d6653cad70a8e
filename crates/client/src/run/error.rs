//! Why a plan gave no credentials, and whose failure that is.

use tegata_profiles::error::ResolveError;
use tegata_vault::StoreError;

use super::{MetadataError, ProcessError};
use crate::config_files::ConfigFilesError;
use crate::identity_center::IdentityCenterError;
use crate::mfa::MfaError;
use crate::provider::ProviderError;
use crate::sign_in::SignInError;
use crate::stored_key::StoredKeyError;
use crate::{CallError, CredentialsError};

/// Why there are no credentials. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The keystore.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key.
    #[error(transparent)]
    StoredKey(#[from] StoredKeyError),
    /// The config files.
    #[error(transparent)]
    Files(#[from] ConfigFilesError),
    /// What is in them.
    #[error(transparent)]
    Resolve(#[from] ResolveError),
    /// The key has gone from the file.
    #[error("the key of {0:?} is no longer in the files")]
    NoFileKey(String),
    /// The environment's key.
    #[error(transparent)]
    Environment(#[from] CredentialsError),
    /// The machine's own credentials.
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    /// A program of the config file.
    #[error(transparent)]
    Process(#[from] ProcessError),
    /// A certificate.
    #[error(transparent)]
    Certificate(#[from] ProviderError),
    /// The token of a web identity.
    #[error("web_identity_token_file of {profile:?}: {what}")]
    TokenFile {
        /// The profile.
        profile: String,
        /// What is wrong.
        what: String,
    },
    /// No code.
    #[error(transparent)]
    Code(#[from] MfaError),
    /// A service refused, or did not answer.
    #[error(transparent)]
    Call(#[from] CallError),
    /// An answer without what was asked for.
    #[error("the service answered {0} without what was asked for; check the endpoint")]
    Incomplete(&'static str),
    /// It was not kept.
    #[error("{0}")]
    NotKept(String),
    /// Another process was refused.
    #[error("another process asked at the same time: {0}")]
    Shared(String),
    /// IAM Identity Center.
    #[error(transparent)]
    IdentityCenter(#[from] IdentityCenterError),
    /// `aws login`.
    #[error(transparent)]
    SignIn(#[from] SignInError),
}

impl RunError {
    /// Whether another process that asks for the same would be told the same: a service, a person or a program said
    /// it. What this process lacks itself (a terminal, a passphrase, a file, a variable) another may have.
    pub(super) const fn is_everybodys(&self) -> bool {
        match self {
            Self::Call(CallError::Http(error)) => error.is_transient(),
            Self::Call(error) => matches!(error, CallError::Service { .. } | CallError::Answer { .. }),
            Self::Code(error) => error.is_answer(),
            Self::Metadata(_)
            | Self::Process(_)
            | Self::Certificate(_)
            | Self::Incomplete(_)
            | Self::Shared(_)
            | Self::IdentityCenter(_)
            | Self::SignIn(_) => true,
            Self::Store(_)
            | Self::StoredKey(_)
            | Self::Files(_)
            | Self::Resolve(_)
            | Self::NoFileKey(_)
            | Self::Environment(_)
            | Self::TokenFile { .. }
            | Self::NotKept(_) => false,
        }
    }

    /// Whether STS refused a call for its code.
    pub(super) fn is_about_code(&self) -> bool {
        let Self::Call(CallError::Service { error, .. }) = self else {
            return false;
        };
        error.code.as_deref() == Some("AccessDenied")
            && error
                .message
                .as_deref()
                .is_some_and(|message| message.contains("MultiFactorAuthentication failed"))
    }
}
