//! The errors of Roles Anywhere, in AWS's words where they are known.

use tegata_operation::ServiceError;
use tegata_pki::path::PathError;

/// What Roles Anywhere refuses. `Display` is what the caller reads; [`ServiceError::cause`] says more in
/// the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RolesAnywhereError {
    // CreateSession
    #[error("Specified Trust Anchor is disabled.")]
    AnchorDisabled,
    #[error("Specified Profile is disabled.")]
    ProfileDisabled,
    #[error("{}", .0.class().message())]
    Path(Box<PathError>),
    #[error("Untrusted signing certificate")]
    AnchorWithoutCertificates,
    #[error("Unable to assume role for {0}.")]
    CannotAssume(String),
    #[error("Unable to assume role for {0}. {1}")]
    CannotAssumeBecause(String, String),
    #[error("Role session name is not accepted by the profile.")]
    SessionNameNotAccepted,
    #[error("Only requests signed with the private key of an X.509 certificate can create sessions.")]
    NotACertificate,
    // Everywhere
    #[error("{0} not found.")]
    NotFound(&'static str),
    #[error("{0}")]
    Invalid(String),
    #[error("{0}")]
    TooManyTags(String),
}

impl From<RolesAnywhereError> for ServiceError {
    fn from(error: RolesAnywhereError) -> Self {
        let (code, status) = match &error {
            RolesAnywhereError::AnchorDisabled
            | RolesAnywhereError::ProfileDisabled
            | RolesAnywhereError::Path(_)
            | RolesAnywhereError::AnchorWithoutCertificates
            | RolesAnywhereError::CannotAssume(_)
            | RolesAnywhereError::CannotAssumeBecause(..)
            | RolesAnywhereError::SessionNameNotAccepted
            | RolesAnywhereError::NotACertificate => ("AccessDeniedException", 403),
            RolesAnywhereError::NotFound(_) => ("ResourceNotFoundException", 404),
            RolesAnywhereError::Invalid(_) => ("ValidationException", 400),
            RolesAnywhereError::TooManyTags(_) => ("TooManyTagsException", 400),
        };
        let shown = Self::new(code, status, error.to_string());
        match error {
            RolesAnywhereError::Path(cause) => shown.caused_by(cause),
            _ => shown,
        }
    }
}
