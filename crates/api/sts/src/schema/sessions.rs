//! Shapes of `types/sessions.rs`.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;
use crate::patterns;

pub(crate) static ASSUME_ROLE_REQUEST: Shape = Shape::structure(
    "AssumeRoleRequest",
    &[
        Member::new("RoleArn", &shared::ARN_TYPE).required(),
        Member::new("RoleSessionName", &shared::ROLE_SESSION_NAME_TYPE).required(),
        Member::new("PolicyArns", &shared::POLICY_DESCRIPTOR_LIST_TYPE),
        Member::new("Policy", &UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE),
        Member::new("DurationSeconds", &shared::ROLE_DURATION_SECONDS_TYPE),
        Member::new("Tags", &TAG_LIST_TYPE),
        Member::new("TransitiveTagKeys", &TAG_KEY_LIST_TYPE),
        Member::new("ExternalId", &EXTERNAL_ID_TYPE),
        Member::new("SerialNumber", &SERIAL_NUMBER_TYPE),
        Member::new("TokenCode", &TOKEN_CODE_TYPE),
        Member::new("SourceIdentity", &shared::SOURCE_IDENTITY_TYPE),
        Member::new("ProvidedContexts", &PROVIDED_CONTEXTS_LIST_TYPE),
        Member::new(
            "MinimumSessionTokenSize",
            &shared::MINIMUM_SESSION_TOKEN_SIZE_TYPE,
        ),
    ],
);

pub(crate) static ASSUME_ROLE_RESPONSE: Shape = Shape::structure(
    "AssumeRoleResponse",
    &[
        Member::new("Credentials", &shared::CREDENTIALS),
        Member::new("AssumedRoleUser", &shared::ASSUMED_ROLE_USER),
        Member::new("PackedPolicySize", &shared::NON_NEGATIVE_INTEGER_TYPE),
        Member::new("SourceIdentity", &shared::SOURCE_IDENTITY_TYPE),
        Member::new("SessionTokenUtilization", &shared::SESSION_TOKEN_UTILIZATION_TYPE),
        Member::new("SessionTokenSize", &shared::SESSION_TOKEN_SIZE_TYPE),
    ],
);

pub(crate) static FEDERATED_USER: Shape = Shape::structure(
    "FederatedUser",
    &[
        Member::new("FederatedUserId", &FEDERATED_ID_TYPE).required(),
        Member::new("Arn", &shared::ARN_TYPE).required(),
    ],
);

pub(crate) static GET_FEDERATION_TOKEN_REQUEST: Shape = Shape::structure(
    "GetFederationTokenRequest",
    &[
        Member::new("Name", &USER_NAME_TYPE).required(),
        Member::new("Policy", &shared::SESSION_POLICY_DOCUMENT_TYPE),
        Member::new("PolicyArns", &shared::POLICY_DESCRIPTOR_LIST_TYPE),
        Member::new("DurationSeconds", &DURATION_SECONDS_TYPE),
        Member::new("Tags", &TAG_LIST_TYPE),
        Member::new(
            "MinimumSessionTokenSize",
            &shared::MINIMUM_SESSION_TOKEN_SIZE_TYPE,
        ),
    ],
);

pub(crate) static GET_FEDERATION_TOKEN_RESPONSE: Shape = Shape::structure(
    "GetFederationTokenResponse",
    &[
        Member::new("Credentials", &shared::CREDENTIALS),
        Member::new("FederatedUser", &FEDERATED_USER),
        Member::new("PackedPolicySize", &shared::NON_NEGATIVE_INTEGER_TYPE),
        Member::new("SessionTokenUtilization", &shared::SESSION_TOKEN_UTILIZATION_TYPE),
        Member::new("SessionTokenSize", &shared::SESSION_TOKEN_SIZE_TYPE),
    ],
);

pub(crate) static GET_SESSION_TOKEN_REQUEST: Shape = Shape::structure(
    "GetSessionTokenRequest",
    &[
        Member::new("DurationSeconds", &DURATION_SECONDS_TYPE),
        Member::new("SerialNumber", &SERIAL_NUMBER_TYPE),
        Member::new("TokenCode", &TOKEN_CODE_TYPE),
        Member::new(
            "MinimumSessionTokenSize",
            &shared::MINIMUM_SESSION_TOKEN_SIZE_TYPE,
        ),
    ],
);

pub(crate) static GET_SESSION_TOKEN_RESPONSE: Shape = Shape::structure(
    "GetSessionTokenResponse",
    &[
        Member::new("Credentials", &shared::CREDENTIALS),
        Member::new("SessionTokenUtilization", &shared::SESSION_TOKEN_UTILIZATION_TYPE),
        Member::new("SessionTokenSize", &shared::SESSION_TOKEN_SIZE_TYPE),
    ],
);

pub(crate) static PROVIDED_CONTEXT: Shape = Shape::structure(
    "ProvidedContext",
    &[
        Member::new("ProviderArn", &shared::ARN_TYPE),
        Member::new("ContextAssertion", &CONTEXT_ASSERTION_TYPE),
    ],
);

pub(crate) static PROVIDED_CONTEXTS_LIST_TYPE: Shape =
    Shape::list("ProvidedContextsListType", &PROVIDED_CONTEXT)
        .min(1)
        .max(5);

pub(crate) static TAG: Shape = Shape::structure(
    "Tag",
    &[
        Member::new("Key", &TAG_KEY_TYPE).required(),
        Member::new("Value", &TAG_VALUE_TYPE).required(),
    ],
);

pub(crate) static CONTEXT_ASSERTION_TYPE: Shape = Shape::string("contextAssertionType").min(4).max(2048);

pub(crate) static DURATION_SECONDS_TYPE: Shape = Shape::integer("durationSecondsType").min(900).max(129600);

pub(crate) static EXTERNAL_ID_TYPE: Shape = Shape::string("externalIdType")
    .min(2)
    .max(1224)
    .pattern(&patterns::sessions::EXTERNAL_ID_TYPE);

pub(crate) static FEDERATED_ID_TYPE: Shape = Shape::string("federatedIdType")
    .min(2)
    .max(193)
    .pattern(&patterns::sessions::FEDERATED_ID_TYPE);

pub(crate) static SERIAL_NUMBER_TYPE: Shape = Shape::string("serialNumberType")
    .min(9)
    .max(256)
    .pattern(&patterns::sessions::SERIAL_NUMBER_TYPE);

pub(crate) static TAG_KEY_LIST_TYPE: Shape = Shape::list("tagKeyListType", &TAG_KEY_TYPE).max(50);

pub(crate) static TAG_KEY_TYPE: Shape = Shape::string("tagKeyType")
    .min(1)
    .max(128)
    .pattern(&patterns::sessions::TAG_KEY_TYPE);

pub(crate) static TAG_LIST_TYPE: Shape = Shape::list("tagListType", &TAG).max(50);

pub(crate) static TAG_VALUE_TYPE: Shape = Shape::string("tagValueType")
    .min(0)
    .max(256)
    .pattern(&patterns::sessions::TAG_VALUE_TYPE);

pub(crate) static TOKEN_CODE_TYPE: Shape = Shape::string("tokenCodeType")
    .min(6)
    .max(6)
    .pattern(&patterns::sessions::TOKEN_CODE_TYPE)
    .sensitive();

pub(crate) static UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE: Shape =
    Shape::string("unrestrictedSessionPolicyDocumentType")
        .min(1)
        .pattern(&patterns::shared::SESSION_POLICY_DOCUMENT_TYPE);

pub(crate) static USER_NAME_TYPE: Shape = Shape::string("userNameType")
    .min(2)
    .max(32)
    .pattern(&patterns::shared::ROLE_SESSION_NAME_TYPE);
