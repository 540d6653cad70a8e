//! The errors that the models list.
//!
//! Generated from `models/sso.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::ErrorShape;

/// `InvalidRequestException`, HTTP 400.
pub static INVALID_REQUEST: ErrorShape = ErrorShape {
    name: "InvalidRequestException",
    code: "InvalidRequestException",
    status: 400,
};

/// `ResourceNotFoundException`, HTTP 404.
pub static RESOURCE_NOT_FOUND: ErrorShape = ErrorShape {
    name: "ResourceNotFoundException",
    code: "ResourceNotFoundException",
    status: 404,
};

/// `TooManyRequestsException`, HTTP 429.
pub static TOO_MANY_REQUESTS: ErrorShape = ErrorShape {
    name: "TooManyRequestsException",
    code: "TooManyRequestsException",
    status: 429,
};

/// `UnauthorizedException`, HTTP 401.
pub static UNAUTHORIZED: ErrorShape = ErrorShape {
    name: "UnauthorizedException",
    code: "UnauthorizedException",
    status: 401,
};
