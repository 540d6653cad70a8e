//! The errors that the models list.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::ErrorShape;

/// `ConcurrentModification`, HTTP 409.
pub static CONCURRENT_MODIFICATION: ErrorShape = ErrorShape {
    name: "ConcurrentModificationException",
    code: "ConcurrentModification",
    status: 409,
};

/// `DeleteConflict`, HTTP 409.
pub static DELETE_CONFLICT: ErrorShape = ErrorShape {
    name: "DeleteConflictException",
    code: "DeleteConflict",
    status: 409,
};

/// `EntityAlreadyExists`, HTTP 409.
pub static ENTITY_ALREADY_EXISTS: ErrorShape = ErrorShape {
    name: "EntityAlreadyExistsException",
    code: "EntityAlreadyExists",
    status: 409,
};

/// `EntityTemporarilyUnmodifiable`, HTTP 409.
pub static ENTITY_TEMPORARILY_UNMODIFIABLE: ErrorShape = ErrorShape {
    name: "EntityTemporarilyUnmodifiableException",
    code: "EntityTemporarilyUnmodifiable",
    status: 409,
};

/// `InvalidAuthenticationCode`, HTTP 403.
pub static INVALID_AUTHENTICATION_CODE: ErrorShape = ErrorShape {
    name: "InvalidAuthenticationCodeException",
    code: "InvalidAuthenticationCode",
    status: 403,
};

/// `InvalidInput`, HTTP 400.
pub static INVALID_INPUT: ErrorShape = ErrorShape {
    name: "InvalidInputException",
    code: "InvalidInput",
    status: 400,
};

/// `LimitExceeded`, HTTP 409.
pub static LIMIT_EXCEEDED: ErrorShape = ErrorShape {
    name: "LimitExceededException",
    code: "LimitExceeded",
    status: 409,
};

/// `MalformedPolicyDocument`, HTTP 400.
pub static MALFORMED_POLICY_DOCUMENT: ErrorShape = ErrorShape {
    name: "MalformedPolicyDocumentException",
    code: "MalformedPolicyDocument",
    status: 400,
};

/// `NoSuchEntity`, HTTP 404.
pub static NO_SUCH_ENTITY: ErrorShape = ErrorShape {
    name: "NoSuchEntityException",
    code: "NoSuchEntity",
    status: 404,
};

/// `PolicyEvaluation`, HTTP 500.
pub static POLICY_EVALUATION: ErrorShape = ErrorShape {
    name: "PolicyEvaluationException",
    code: "PolicyEvaluation",
    status: 500,
};

/// `PolicyNotAttachable`, HTTP 400.
pub static POLICY_NOT_ATTACHABLE: ErrorShape = ErrorShape {
    name: "PolicyNotAttachableException",
    code: "PolicyNotAttachable",
    status: 400,
};

/// `ServiceFailure`, HTTP 500.
pub static SERVICE_FAILURE: ErrorShape = ErrorShape {
    name: "ServiceFailureException",
    code: "ServiceFailure",
    status: 500,
};

/// `UnmodifiableEntity`, HTTP 400.
pub static UNMODIFIABLE_ENTITY: ErrorShape = ErrorShape {
    name: "UnmodifiableEntityException",
    code: "UnmodifiableEntity",
    status: 400,
};
