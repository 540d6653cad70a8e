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

/// `IDPCommunicationError`, HTTP 400.
pub static IDP_COMMUNICATION_ERROR: ErrorShape = ErrorShape {
    name: "IDPCommunicationErrorException",
    code: "IDPCommunicationError",
    status: 400,
};

/// `IDPRejectedClaim`, HTTP 403.
pub static IDP_REJECTED_CLAIM: ErrorShape = ErrorShape {
    name: "IDPRejectedClaimException",
    code: "IDPRejectedClaim",
    status: 403,
};

/// `InvalidAuthorizationMessageException`, HTTP 400.
pub static INVALID_AUTHORIZATION_MESSAGE: ErrorShape = ErrorShape {
    name: "InvalidAuthorizationMessageException",
    code: "InvalidAuthorizationMessageException",
    status: 400,
};

/// `InvalidIdentityToken`, HTTP 400.
pub static INVALID_IDENTITY_TOKEN: ErrorShape = ErrorShape {
    name: "InvalidIdentityTokenException",
    code: "InvalidIdentityToken",
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
