//! The errors of STS, in AWS's words.

use tegata_api_sts::errors;
use tegata_authz::InvalidMessage;
use tegata_operation::ServiceError;

/// What STS itself refuses; what concerns the role and its policies comes from `authz`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum StsError {
    #[error("{0} is invalid")]
    InvalidRoleArn(String),
    #[error("MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.")]
    HalfMfa,
    #[error(
        "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user."
    )]
    UnknownMfa,
    #[error("MultiFactorAuthentication failed with invalid MFA one time pass code.")]
    WrongCode,
    #[error(
        "MultiFactorAuthentication failed, too many invalid one time pass codes were given for the MFA device. Try again in two minutes."
    )]
    TooManyWrongCodes,
    #[error("Context assertions are not supported by this server.")]
    ProvidedContexts,
    #[error("Source identity must not begin with aws:")]
    ReservedSourceIdentity,
    #[error("Cannot call {0} with session credentials")]
    SessionCredentials(&'static str),
    #[error("{0} is not an access key ID that carries an account number.")]
    UnknownAccessKey(String),
    #[error(transparent)]
    InvalidMessage(InvalidMessage),
}

impl From<StsError> for ServiceError {
    fn from(error: StsError) -> Self {
        let (code, status) = match &error {
            StsError::InvalidRoleArn(_)
            | StsError::UnknownAccessKey(_)
            | StsError::ReservedSourceIdentity => ("ValidationError", 400),
            StsError::HalfMfa
            | StsError::UnknownMfa
            | StsError::WrongCode
            | StsError::TooManyWrongCodes
            | StsError::SessionCredentials(_) => ("AccessDenied", 403),
            StsError::ProvidedContexts => ("InvalidParameterValue", 400),
            StsError::InvalidMessage(_) => {
                let shape = &errors::INVALID_AUTHORIZATION_MESSAGE;
                (shape.code, shape.status)
            }
        };
        Self::new(code, status, error.to_string())
    }
}
