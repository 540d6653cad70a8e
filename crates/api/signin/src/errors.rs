//! The errors that the models list.
//!
//! Generated from `models/signin.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::ErrorShape;

/// `AccessDeniedException`, HTTP 400.
pub static ACCESS_DENIED: ErrorShape = ErrorShape {
    name: "AccessDeniedException",
    code: "AccessDeniedException",
    status: 400,
};

/// `InternalServerException`, HTTP 500.
pub static INTERNAL_SERVER: ErrorShape = ErrorShape {
    name: "InternalServerException",
    code: "InternalServerException",
    status: 500,
};

/// `TooManyRequestsError`, HTTP 429.
pub static TOO_MANY_REQUESTS_ERROR: ErrorShape = ErrorShape {
    name: "TooManyRequestsError",
    code: "TooManyRequestsError",
    status: 429,
};

/// `ValidationException`, HTTP 400.
pub static VALIDATION: ErrorShape = ErrorShape {
    name: "ValidationException",
    code: "ValidationException",
    status: 400,
};
