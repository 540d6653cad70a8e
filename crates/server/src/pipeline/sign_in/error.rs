//! Why nobody is signed in: a sentence for the browser, a code for the event, a cause for the log.

use tegata_audit::SpoolError;
use tegata_authz::Denied;
use tegata_operation::ServiceError;
use tegata_state::StoredPolicyError;
use tegata_wire::DecodeError;

use crate::authenticate::AuthError;

/// Why a request is refused. `Display` is the answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum SignInError {
    #[error("Only GET and POST are answered here.")]
    Method,
    #[error("The query or the form is longer than {} bytes.", super::MAX_FORM)]
    TooLong,
    #[error("The parameters cannot be read: {0}.")]
    Form(DecodeError),
    #[error("Invalid Action parameter: it is getSigninToken, login or logout.")]
    Action,
    #[error("Invalid Session parameter: it is JSON with sessionId, sessionKey and sessionToken.")]
    SessionJson,
    #[error("Invalid SessionDuration parameter: it is a number of seconds from 900 to 43200.")]
    Duration,
    #[error(
        "Invalid credentials parameter: SessionDuration is for a role that was assumed with a long-term access key; leave it out."
    )]
    NoDuration,
    #[error("Invalid SigninToken parameter: it is what getSigninToken answers.")]
    NoToken,
    #[error("Invalid Destination parameter: it is an address that begins with https:// or http://.")]
    Destination,
    /// Not a live session of this server, or not its secret.
    #[error("{}", session_words(.0))]
    Session(AuthError),
    /// Not a live sign-in token of this server.
    #[error("{}", token_words(.0))]
    Token(AuthError),
    #[error("Invalid credentials parameter: they must be of AssumeRole or GetFederationToken.")]
    NotFederated,
    #[error("{}", .0.message)]
    Denied(Box<Denied>),
    #[error("Rate exceeded")]
    Throttled,
    #[error("The request has failed due to a temporary failure of the server.")]
    Unrecorded(SpoolError),
    #[error("The request has failed because of an error of the server.")]
    Policy(#[from] StoredPolicyError),
}

/// Which of the three parts is wrong is nobody's business.
const fn session_words(error: &AuthError) -> &'static str {
    match error {
        AuthError::Expired => "The session has expired: get new temporary credentials.",
        AuthError::Internal(_) => "The request has failed because of an error of the server.",
        _ => "Invalid credentials parameter: they are not of a live session of this server.",
    }
}

const fn token_words(error: &AuthError) -> &'static str {
    match error {
        AuthError::Expired => {
            "The sign-in token, or the session that it is for, has expired: ask for another by getSigninToken."
        }
        AuthError::Internal(_) => "The request has failed because of an error of the server.",
        _ => "Invalid SigninToken parameter: it is not for a live session of this server.",
    }
}

impl SignInError {
    /// Why, in a word for the metrics.
    pub(super) const fn reason(&self) -> &'static str {
        match self {
            Self::Session(error) | Self::Token(error) => error.reason(),
            _ => "malformed-sign-in",
        }
    }

    const fn code_and_status(&self) -> (&'static str, u16) {
        match self {
            Self::Method => ("MethodNotAllowed", 405),
            Self::TooLong | Self::Form(_) => ("MalformedQueryString", 400),
            Self::Action | Self::SessionJson | Self::Duration | Self::NoToken | Self::Destination => {
                ("InvalidParameterValue", 400)
            }
            Self::NoDuration | Self::NotFederated => ("InvalidParameterCombination", 400),
            Self::Session(AuthError::Internal(_)) | Self::Token(AuthError::Internal(_)) | Self::Policy(_) => {
                ("InternalFailure", 500)
            }
            Self::Session(AuthError::Expired) | Self::Token(AuthError::Expired) => ("ExpiredToken", 400),
            Self::Session(_) | Self::Token(_) => ("InvalidClientTokenId", 400),
            Self::Denied(_) => ("AccessDenied", 400),
            Self::Throttled => ("Throttling", 429),
            Self::Unrecorded(_) => ("ServiceUnavailable", 503),
        }
    }

    /// What the log, the event and the answer are made from.
    pub(super) fn into_service_error(self) -> ServiceError {
        let (code, status) = self.code_and_status();
        let error = ServiceError::new(code, status, self.to_string());
        match self {
            Self::Denied(denied) => error.because(*denied),
            Self::Session(cause) | Self::Token(cause) => error.caused_by(cause),
            Self::Unrecorded(cause) => error.caused_by(cause),
            Self::Policy(cause) => error.caused_by(cause),
            _ => error,
        }
    }
}
