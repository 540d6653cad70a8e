//! Why a caller could not be told, in the words of each protocol.

use tegata_operation::ServiceError;
use tegata_sigv4::{Code, SignatureError};
use tegata_wire::schema::{Auth, Operation, Protocol};

/// Why a request is not authenticated. `Display` is for the log.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AuthError {
    /// The signature is missing, unreadable, of another time, or wrong.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// No such key, an inactive one, a token that was not made here, or a principal that is gone.
    #[error("{0}")]
    UnknownKey(&'static str),
    /// The session was good once.
    #[error("the session token has expired")]
    Expired,
    /// The certificate headers cannot be read, or the certificate's key cannot be used.
    #[error("{message} ({cause})")]
    Certificate {
        /// For the caller.
        message: &'static str,
        /// For the log.
        cause: String,
    },
    /// The scope's region is no region name.
    #[error("the credential scope names no region: {0:?}")]
    Region(String),
    /// The server failed.
    #[error("{0}")]
    Internal(String),
}

/// The ways of saying that a caller is unknown.
#[derive(Clone, Copy)]
enum Dialect {
    Query,
    Json,
    Rest,
    /// `CreateSession` knows one code for everything.
    Possession,
}

/// What there is to say.
#[derive(Clone, Copy)]
enum Complaint {
    Missing,
    Incomplete,
    Mismatch,
    UnknownKey,
    Expired,
}

impl AuthError {
    /// The error as the protocol and the operation have it.
    pub(crate) fn reply(&self, protocol: Protocol, operation: &Operation) -> ServiceError {
        let dialect = match (operation.auth, protocol) {
            (Auth::Certificate, _) => Dialect::Possession,
            (_, Protocol::Query) => Dialect::Query,
            (_, Protocol::Json10 | Protocol::Json11) => Dialect::Json,
            (_, Protocol::RestJson) => Dialect::Rest,
        };
        let unknown_key = || {
            (
                Complaint::UnknownKey,
                "The security token included in the request is invalid.".into(),
            )
        };
        let (complaint, message) = match self {
            // No token of ours is as long.
            Self::Signature(SignatureError::TooLong {
                what: "X-Amz-Security-Token",
                ..
            }) => unknown_key(),
            Self::Signature(error) => (complaint(error.code()), signature_message(error, dialect)),
            Self::UnknownKey(_) => unknown_key(),
            Self::Expired => (
                Complaint::Expired,
                "The security token included in the request is expired".into(),
            ),
            Self::Region(text) => {
                let message = format!("Credential should be scoped to a valid region, not '{text}'. ");
                (Complaint::Mismatch, message)
            }
            Self::Certificate { message, .. } => (Complaint::Mismatch, (*message).into()),
            Self::Internal(_) => {
                let message =
                    "The request processing has failed because of an unknown error, exception or failure.";
                return ServiceError::new("InternalFailure", 500, message).caused_by(self);
            }
        };
        let (code, status) = dialect.code(complaint);
        ServiceError::new(code, status, message).caused_by(self)
    }

    /// Why, in a word for the metrics.
    pub(crate) const fn reason(&self) -> &'static str {
        match self {
            Self::Signature(error) => match error.code() {
                Code::MissingAuthenticationToken => "unsigned",
                Code::IncompleteSignature => "incomplete-signature",
                Code::SignatureDoesNotMatch => "wrong-signature",
            },
            Self::Region(_) => "wrong-signature",
            Self::UnknownKey(_) => "unknown-key",
            Self::Expired => "expired-token",
            Self::Certificate { .. } => "unusable-certificate",
            Self::Internal(_) => "internal",
        }
    }
}

impl Dialect {
    /// Codes and statuses: of AWS's common errors for the query protocol, of the JSON services'
    /// gateways for the others.
    const fn code(self, complaint: Complaint) -> (&'static str, u16) {
        use Complaint::{Expired, Incomplete, Mismatch, Missing, UnknownKey};
        match (self, complaint) {
            (Self::Possession, _) => ("AccessDeniedException", 403),
            (Self::Query, Missing) => ("MissingAuthenticationToken", 403),
            (Self::Query, Incomplete) => ("IncompleteSignature", 400),
            (Self::Query, Mismatch) => ("SignatureDoesNotMatch", 403),
            (Self::Query, UnknownKey) => ("InvalidClientTokenId", 403),
            (Self::Query, Expired) => ("ExpiredToken", 403),
            (Self::Json, complaint) => (json_code(complaint), 400),
            (Self::Rest, Incomplete) => (json_code(Incomplete), 400),
            (Self::Rest, complaint) => (json_code(complaint), 403),
        }
    }
}

const fn json_code(complaint: Complaint) -> &'static str {
    match complaint {
        Complaint::Missing => "MissingAuthenticationTokenException",
        Complaint::Incomplete => "IncompleteSignatureException",
        Complaint::Mismatch => "InvalidSignatureException",
        Complaint::UnknownKey => "UnrecognizedClientException",
        Complaint::Expired => "ExpiredTokenException",
    }
}

const fn complaint(code: Code) -> Complaint {
    match code {
        Code::MissingAuthenticationToken => Complaint::Missing,
        Code::IncompleteSignature => Complaint::Incomplete,
        Code::SignatureDoesNotMatch => Complaint::Mismatch,
    }
}

/// Roles Anywhere says the same of a wrong signature and of a wrong clock; the `Date` header of the
/// answer tells a client which it was.
fn signature_message(error: &SignatureError, dialect: Dialect) -> String {
    match (dialect, error.code()) {
        (Dialect::Possession, Code::SignatureDoesNotMatch) => "Invalid signature".into(),
        (Dialect::Possession | Dialect::Rest, Code::MissingAuthenticationToken) => {
            "Missing Authentication Token".into()
        }
        _ => error.message(),
    }
}
