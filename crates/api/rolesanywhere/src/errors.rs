//! The errors that the models list.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::ErrorShape;

/// `AccessDeniedException`, HTTP 403.
pub static ACCESS_DENIED: ErrorShape = ErrorShape {
    name: "AccessDeniedException",
    code: "AccessDeniedException",
    status: 403,
};

/// `ResourceNotFoundException`, HTTP 404.
pub static RESOURCE_NOT_FOUND: ErrorShape = ErrorShape {
    name: "ResourceNotFoundException",
    code: "ResourceNotFoundException",
    status: 404,
};

/// `ServiceUnavailableException`, HTTP 503.
pub static SERVICE_UNAVAILABLE: ErrorShape = ErrorShape {
    name: "ServiceUnavailableException",
    code: "ServiceUnavailableException",
    status: 503,
};

/// `TooManyTagsException`, HTTP 400.
pub static TOO_MANY_TAGS: ErrorShape = ErrorShape {
    name: "TooManyTagsException",
    code: "TooManyTagsException",
    status: 400,
};

/// `ValidationException`, HTTP 400.
pub static VALIDATION: ErrorShape = ErrorShape {
    name: "ValidationException",
    code: "ValidationException",
    status: 400,
};
