//! The errors that the models list.
//!
//! Generated from `models/cloudtrail.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::ErrorShape;

/// `InvalidEventCategoryException`, HTTP 400.
pub static INVALID_EVENT_CATEGORY: ErrorShape = ErrorShape {
    name: "InvalidEventCategoryException",
    code: "InvalidEventCategoryException",
    status: 400,
};

/// `InvalidLineageSubjectException`, HTTP 400.
pub static INVALID_LINEAGE_SUBJECT: ErrorShape = ErrorShape {
    name: "InvalidLineageSubjectException",
    code: "InvalidLineageSubjectException",
    status: 400,
};

/// `InvalidLookupAttributesException`, HTTP 400.
pub static INVALID_LOOKUP_ATTRIBUTES: ErrorShape = ErrorShape {
    name: "InvalidLookupAttributesException",
    code: "InvalidLookupAttributesException",
    status: 400,
};

/// `InvalidMaxResultsException`, HTTP 400.
pub static INVALID_MAX_RESULTS: ErrorShape = ErrorShape {
    name: "InvalidMaxResultsException",
    code: "InvalidMaxResultsException",
    status: 400,
};

/// `InvalidNextTokenException`, HTTP 400.
pub static INVALID_NEXT_TOKEN: ErrorShape = ErrorShape {
    name: "InvalidNextTokenException",
    code: "InvalidNextTokenException",
    status: 400,
};

/// `InvalidTimeRangeException`, HTTP 400.
pub static INVALID_TIME_RANGE: ErrorShape = ErrorShape {
    name: "InvalidTimeRangeException",
    code: "InvalidTimeRangeException",
    status: 400,
};

/// `LineageNotFoundException`, HTTP 404.
pub static LINEAGE_NOT_FOUND: ErrorShape = ErrorShape {
    name: "LineageNotFoundException",
    code: "LineageNotFoundException",
    status: 404,
};

/// `OperationNotPermittedException`, HTTP 400.
pub static OPERATION_NOT_PERMITTED: ErrorShape = ErrorShape {
    name: "OperationNotPermittedException",
    code: "OperationNotPermittedException",
    status: 400,
};

/// `UnsupportedOperationException`, HTTP 400.
pub static UNSUPPORTED_OPERATION: ErrorShape = ErrorShape {
    name: "UnsupportedOperationException",
    code: "UnsupportedOperationException",
    status: 400,
};
