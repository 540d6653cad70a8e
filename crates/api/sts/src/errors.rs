//! The errors that the models list.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::ErrorShape;

/// `ExpiredTokenException`, HTTP 400.
pub static EXPIRED_TOKEN: ErrorShape = ErrorShape {
    name: "ExpiredTokenException",
    code: "ExpiredTokenException",
    status: 400,
};

/// `InvalidAuthorizationMessageException`, HTTP 400.
pub static INVALID_AUTHORIZATION_MESSAGE: ErrorShape = ErrorShape {
    name: "InvalidAuthorizationMessageException",
    code: "InvalidAuthorizationMessageException",
    status: 400,
};

/// `MalformedPolicyDocument`, HTTP 400.
pub static MALFORMED_POLICY_DOCUMENT: ErrorShape = ErrorShape {
    name: "MalformedPolicyDocumentException",
    code: "MalformedPolicyDocument",
    status: 400,
};

/// `PackedPolicyTooLarge`, HTTP 400.
pub static PACKED_POLICY_TOO_LARGE: ErrorShape = ErrorShape {
    name: "PackedPolicyTooLargeException",
    code: "PackedPolicyTooLarge",
    status: 400,
};

/// `RegionDisabledException`, HTTP 403.
pub static REGION_DISABLED: ErrorShape = ErrorShape {
    name: "RegionDisabledException",
    code: "RegionDisabledException",
    status: 403,
};
