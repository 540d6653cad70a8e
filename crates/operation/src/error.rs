//! Errors of operations: AWS's code and wording for outside, the cause for the log. The protocol they
//! are written in is chosen last.

use std::borrow::Cow;

use tegata_authz::{AuthzError, Denied};

use crate::EventFacts;

/// Whose fault an error is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The caller's: a 4xx.
    Sender,
    /// Ours: a 5xx.
    Receiver,
}

/// What a caller is told, and what the log says.
#[derive(Debug, Clone)]
pub struct ServiceError {
    /// AWS's code, such as `NoSuchEntity`.
    pub code: Cow<'static, str>,
    /// The HTTP status.
    pub status: u16,
    /// AWS's wording.
    pub message: String,
    /// What happened inside, for the log alone.
    pub cause: Option<String>,
    /// Why the caller was refused, for the event.
    pub denied: Option<Box<Denied>>,
    /// What the event says besides. A refusal of a certificate's holder that has none names no known
    /// principal.
    pub event: Option<Box<EventFacts>>,
}

impl ServiceError {
    /// An error with AWS's code, status and wording.
    pub fn new(code: impl Into<Cow<'static, str>>, status: u16, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            status,
            message: message.into(),
            cause: None,
            denied: None,
            event: None,
        }
    }

    /// With the cause, for the log.
    #[must_use]
    pub fn caused_by(mut self, cause: impl ToString) -> Self {
        self.cause = Some(cause.to_string());
        self
    }

    /// With the decision that refused the caller, for the event.
    #[must_use]
    pub fn because(mut self, denied: Denied) -> Self {
        self.denied = Some(Box::new(denied));
        self
    }

    /// With facts for the event.
    #[must_use]
    pub fn with_event(mut self, event: EventFacts) -> Self {
        self.event = Some(Box::new(event));
        self
    }

    /// Whose fault it is.
    #[must_use]
    pub const fn fault(&self) -> Fault {
        if self.status < 500 {
            Fault::Sender
        } else {
            Fault::Receiver
        }
    }
}

/// How a service words what the pipeline refuses on its behalf. Protocols differ: IAM and STS answer
/// `AccessDenied` with 403, JSON services `AccessDeniedException`.
#[derive(Debug, Clone, Copy)]
pub struct Refusal {
    /// The code of a denied call.
    pub access_denied: &'static str,
    /// Its status.
    pub access_denied_status: u16,
    /// The code of input that breaks its constraints.
    pub validation: &'static str,
    /// The code when the server is at fault.
    pub internal: &'static str,
}

impl Refusal {
    /// The awsQuery services: IAM, STS.
    pub const QUERY: Self = Self {
        access_denied: "AccessDenied",
        access_denied_status: 403,
        validation: "ValidationError",
        internal: "InternalFailure",
    };
    /// awsJson services such as CloudTrail.
    pub const JSON: Self = Self {
        access_denied: "AccessDeniedException",
        access_denied_status: 400,
        validation: "ValidationException",
        internal: "InternalFailure",
    };
    /// restJson services such as Roles Anywhere.
    pub const REST_JSON: Self = Self {
        access_denied_status: 403,
        ..Self::JSON
    };

    /// The error when no permit is given.
    #[must_use]
    pub fn refused(&self, error: AuthzError) -> ServiceError {
        match error {
            AuthzError::Denied(denied) => self.denied(*denied),
            AuthzError::Assume(e) => ServiceError::new(e.code(), e.status(), e.to_string()),
            AuthzError::Stored(e) => self.internal(e),
        }
    }

    /// The error of a denied call.
    #[must_use]
    pub fn denied(&self, denied: Denied) -> ServiceError {
        ServiceError::new(
            self.access_denied,
            self.access_denied_status,
            denied.message.clone(),
        )
        .because(denied)
    }

    /// The error of input that breaks its constraints.
    #[must_use]
    pub fn invalid(&self, message: impl Into<String>) -> ServiceError {
        ServiceError::new(self.validation, 400, message)
    }

    /// The error when the server is at fault; `cause` goes to the log.
    #[must_use]
    pub fn internal(&self, cause: impl ToString) -> ServiceError {
        let message = "The request processing has failed because of an unknown error, exception or failure.";
        ServiceError::new(self.internal, 500, message).caused_by(cause)
    }
}
