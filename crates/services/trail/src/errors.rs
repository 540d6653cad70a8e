//! The errors of CloudTrail.

use tegata_operation::ServiceError;

/// What cannot be looked up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TrailError {
    #[error("At most one lookup attribute can be given.")]
    TooManyAttributes,
    #[error("{0} is not a valid value of the lookup attribute {1}.")]
    InvalidAttribute(String, &'static str),
    #[error("The start time must be before the end time.")]
    InvalidTimeRange,
    #[error("Invalid NextToken. The token must come from a call with the same parameters.")]
    InvalidNextToken,
    #[error("Give exactly one of AccessKeyId, SessionId, EventId, SessionName and ResourceArn.")]
    OneSubject,
    #[error("No event tells of {0} in this region.")]
    LineageNotFound(String),
}

impl From<TrailError> for ServiceError {
    fn from(error: TrailError) -> Self {
        let (code, status) = match &error {
            TrailError::TooManyAttributes | TrailError::InvalidAttribute(..) => {
                ("InvalidLookupAttributesException", 400)
            }
            TrailError::InvalidTimeRange => ("InvalidTimeRangeException", 400),
            TrailError::InvalidNextToken => ("InvalidNextTokenException", 400),
            TrailError::OneSubject => ("InvalidLineageSubjectException", 400),
            TrailError::LineageNotFound(_) => ("LineageNotFoundException", 404),
        };
        Self::new(code, status, error.to_string())
    }
}
