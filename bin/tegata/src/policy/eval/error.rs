//! Why a line has no decision.

use tegata_policy::{Complaint, PolicyType, SyntaxError};

use super::MAX_LINE;

/// What is wrong with a line; its text goes out as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum LineError {
    #[error("the line is longer than {MAX_LINE} bytes")]
    TooLong,
    #[error("the line is not UTF-8")]
    Encoding,
    #[error("the line is not a JSON object: {what} at byte {at}")]
    Json { what: &'static str, at: usize },
    #[error("`{0}` is missing")]
    Missing(&'static str),
    #[error("`{0}` is given twice")]
    Twice(String),
    #[error("`{0}` has no member `{1}`")]
    Unknown(&'static str, String),
    #[error("`{element}` must be {wanted}")]
    WrongType {
        element: &'static str,
        wanted: &'static str,
    },
    #[error("the context key `{0}` must have text, a number, true or false, a list of these, or null")]
    ContextValue(String),
    #[error(
        "`{0}` is no principal: give the ARN of a root user, user, role, session or provider, an account id, a service principal, or `anonymous`"
    )]
    Principal(String),
    #[error("`{0}` is no action: give one as service:Name, without wildcards")]
    Action(String),
    #[error("`{0}` is no resource: give an ARN, or `*` for an action without one")]
    Resource(String),
    #[error("`accountId` must be text of 12 digits")]
    Account,
    #[error("{place} is malformed (MalformedPolicyDocument): {fault}")]
    Malformed { place: Place, fault: Malformed },
}

/// Where in a line a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) policy_type: PolicyType,
    /// The level, for the policies of an organization.
    pub(super) level: Option<usize>,
    pub(super) index: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = super::answer::name(self.policy_type);
        match self.level {
            Some(level) => write!(f, "{name} policy {} of level {level}", self.index),
            None if self.policy_type == PolicyType::Resource => write!(f, "the resource policy"),
            None => write!(f, "{name} policy {}", self.index),
        }
    }
}

/// Why a document cannot be decided by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Malformed {
    #[error("it is neither a JSON object nor the text of one")]
    NotADocument,
    #[error(transparent)]
    Syntax(SyntaxError),
    #[error("{complaint} (line {line}, column {column})")]
    Structure {
        complaint: Complaint,
        line: u32,
        column: u32,
    },
}
