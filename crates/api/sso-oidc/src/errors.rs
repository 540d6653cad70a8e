//! The errors that the models list.
//!
//! Generated from `models/sso-oidc.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::ErrorShape;

/// `AccessDeniedException`, HTTP 400.
pub static ACCESS_DENIED: ErrorShape = ErrorShape {
    name: "AccessDeniedException",
    code: "AccessDeniedException",
    status: 400,
};

/// `AuthorizationPendingException`, HTTP 400.
pub static AUTHORIZATION_PENDING: ErrorShape = ErrorShape {
    name: "AuthorizationPendingException",
    code: "AuthorizationPendingException",
    status: 400,
};

/// `ExpiredTokenException`, HTTP 400.
pub static EXPIRED_TOKEN: ErrorShape = ErrorShape {
    name: "ExpiredTokenException",
    code: "ExpiredTokenException",
    status: 400,
};

/// `InternalServerException`, HTTP 500.
pub static INTERNAL_SERVER: ErrorShape = ErrorShape {
    name: "InternalServerException",
    code: "InternalServerException",
    status: 500,
};

/// `InvalidClientException`, HTTP 401.
pub static INVALID_CLIENT: ErrorShape = ErrorShape {
    name: "InvalidClientException",
    code: "InvalidClientException",
    status: 401,
};

/// `InvalidClientMetadataException`, HTTP 400.
pub static INVALID_CLIENT_METADATA: ErrorShape = ErrorShape {
    name: "InvalidClientMetadataException",
    code: "InvalidClientMetadataException",
    status: 400,
};

/// `InvalidGrantException`, HTTP 400.
pub static INVALID_GRANT: ErrorShape = ErrorShape {
    name: "InvalidGrantException",
    code: "InvalidGrantException",
    status: 400,
};

/// `InvalidRedirectUriException`, HTTP 400.
pub static INVALID_REDIRECT_URI: ErrorShape = ErrorShape {
    name: "InvalidRedirectUriException",
    code: "InvalidRedirectUriException",
    status: 400,
};

/// `InvalidRequestException`, HTTP 400.
pub static INVALID_REQUEST: ErrorShape = ErrorShape {
    name: "InvalidRequestException",
    code: "InvalidRequestException",
    status: 400,
};

/// `InvalidScopeException`, HTTP 400.
pub static INVALID_SCOPE: ErrorShape = ErrorShape {
    name: "InvalidScopeException",
    code: "InvalidScopeException",
    status: 400,
};

/// `SlowDownException`, HTTP 400.
pub static SLOW_DOWN: ErrorShape = ErrorShape {
    name: "SlowDownException",
    code: "SlowDownException",
    status: 400,
};

/// `UnauthorizedClientException`, HTTP 400.
pub static UNAUTHORIZED_CLIENT: ErrorShape = ErrorShape {
    name: "UnauthorizedClientException",
    code: "UnauthorizedClientException",
    status: 400,
};

/// `UnsupportedGrantTypeException`, HTTP 400.
pub static UNSUPPORTED_GRANT_TYPE: ErrorShape = ErrorShape {
    name: "UnsupportedGrantTypeException",
    code: "UnsupportedGrantTypeException",
    status: 400,
};
