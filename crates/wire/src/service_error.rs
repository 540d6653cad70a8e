//! An error that a service answered, as a client sees it.

use std::fmt;

/// What a service refused with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ServiceError {
    /// The HTTP status.
    pub status: u16,
    /// The code without namespace or URI, such as `AccessDeniedException`; absent when the body
    /// cannot be read.
    pub code: Option<String>,
    /// The cause in a word beside the code, where the service gives one: OAuth's `error`.
    pub reason: Option<String>,
    /// What the service says.
    pub message: Option<String>,
    /// The id under which the service logged the request.
    pub request_id: Option<String>,
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.code {
            Some(code) => f.write_str(code)?,
            None => write!(f, "HTTP status {}", self.status)?,
        }
        if let Some(message) = &self.message {
            write!(f, ": {message}")?;
        }
        Ok(())
    }
}
