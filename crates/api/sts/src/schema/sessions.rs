//! Shapes of `types/sessions.rs`.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape, TimestampFormat};

use super::shared;
use crate::patterns;

pub(crate) static ASSUME_ROLE_REQUEST: Shape = Shape::structure(
    "AssumeRoleRequest",
    &[
        Member::new("RoleArn", &shared::ARN_TYPE).required(),
        Member::new("RoleSessionName", &ROLE_SESSION_NAME_TYPE).required(),
        Member::new("PolicyArns", &POLICY_DESCRIPTOR_LIST_TYPE),
        Member::new("Policy", &UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE),
        Member::new("DurationSeconds", &ROLE_DURATION_SECONDS_TYPE),
        Member::new("Tags", &TAG_LIST_TYPE),
        Member::new("TransitiveTagKeys", &TAG_KEY_LIST_TYPE),
        Member::new("ExternalId", &EXTERNAL_ID_TYPE),
        Member::new("SerialNumber", &SERIAL_NUMBER_TYPE),
        Member::new("TokenCode", &TOKEN_CODE_TYPE),
        Member::new("SourceIdentity", &SOURCE_IDENTITY_TYPE),
        Member::new("ProvidedContexts", &PROVIDED_CONTEXTS_LIST_TYPE),
        Member::new("MinimumSessionTokenSize", &MINIMUM_SESSION_TOKEN_SIZE_TYPE),
    ],
);

pub(crate) static ASSUME_ROLE_RESPONSE: Shape = Shape::structure(
    "AssumeRoleResponse",
    &[
        Member::new("Credentials", &CREDENTIALS),
        Member::new("AssumedRoleUser", &ASSUMED_ROLE_USER),
        Member::new("PackedPolicySize", &NON_NEGATIVE_INTEGER_TYPE),
        Member::new("SourceIdentity", &SOURCE_IDENTITY_TYPE),
        Member::new("SessionTokenUtilization", &SESSION_TOKEN_UTILIZATION_TYPE),
        Member::new("SessionTokenSize", &SESSION_TOKEN_SIZE_TYPE),
    ],
);

pub(crate) static ASSUME_ROLE_WITH_WEB_IDENTITY_REQUEST: Shape = Shape::structure(
    "AssumeRoleWithWebIdentityRequest",
    &[
        Member::new("RoleArn", &shared::ARN_TYPE).required(),
        Member::new("RoleSessionName", &ROLE_SESSION_NAME_TYPE).required(),
        Member::new("WebIdentityToken", &CLIENT_TOKEN_TYPE).required(),
        Member::new("ProviderId", &URL_TYPE),
        Member::new("PolicyArns", &POLICY_DESCRIPTOR_LIST_TYPE),
        Member::new("Policy", &SESSION_POLICY_DOCUMENT_TYPE),
        Member::new("DurationSeconds", &ROLE_DURATION_SECONDS_TYPE),
        Member::new("MinimumSessionTokenSize", &MINIMUM_SESSION_TOKEN_SIZE_TYPE),
    ],
);

pub(crate) static ASSUME_ROLE_WITH_WEB_IDENTITY_RESPONSE: Shape = Shape::structure(
    "AssumeRoleWithWebIdentityResponse",
    &[
        Member::new("Credentials", &CREDENTIALS),
        Member::new("SubjectFromWebIdentityToken", &WEB_IDENTITY_SUBJECT_TYPE),
        Member::new("AssumedRoleUser", &ASSUMED_ROLE_USER),
        Member::new("PackedPolicySize", &NON_NEGATIVE_INTEGER_TYPE),
        Member::new("Provider", &ISSUER),
        Member::new("Audience", &AUDIENCE),
        Member::new("SourceIdentity", &SOURCE_IDENTITY_TYPE),
        Member::new("SessionTokenUtilization", &SESSION_TOKEN_UTILIZATION_TYPE),
        Member::new("SessionTokenSize", &SESSION_TOKEN_SIZE_TYPE),
    ],
);

pub(crate) static ASSUMED_ROLE_USER: Shape = Shape::structure(
    "AssumedRoleUser",
    &[
        Member::new("AssumedRoleId", &ASSUMED_ROLE_ID_TYPE).required(),
        Member::new("Arn", &shared::ARN_TYPE).required(),
    ],
);

pub(crate) static AUDIENCE: Shape = Shape::string("Audience");

pub(crate) static CREDENTIALS: Shape = Shape::structure(
    "Credentials",
    &[
        Member::new("AccessKeyId", &shared::ACCESS_KEY_ID_TYPE).required(),
        Member::new("SecretAccessKey", &ACCESS_KEY_SECRET_TYPE).required(),
        Member::new("SessionToken", &TOKEN_TYPE).required(),
        Member::new("Expiration", &DATE_TYPE).required(),
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
        Member::new("Policy", &SESSION_POLICY_DOCUMENT_TYPE),
        Member::new("PolicyArns", &POLICY_DESCRIPTOR_LIST_TYPE),
        Member::new("DurationSeconds", &DURATION_SECONDS_TYPE),
        Member::new("Tags", &TAG_LIST_TYPE),
        Member::new("MinimumSessionTokenSize", &MINIMUM_SESSION_TOKEN_SIZE_TYPE),
    ],
);

pub(crate) static GET_FEDERATION_TOKEN_RESPONSE: Shape = Shape::structure(
    "GetFederationTokenResponse",
    &[
        Member::new("Credentials", &CREDENTIALS),
        Member::new("FederatedUser", &FEDERATED_USER),
        Member::new("PackedPolicySize", &NON_NEGATIVE_INTEGER_TYPE),
        Member::new("SessionTokenUtilization", &SESSION_TOKEN_UTILIZATION_TYPE),
        Member::new("SessionTokenSize", &SESSION_TOKEN_SIZE_TYPE),
    ],
);

pub(crate) static GET_SESSION_TOKEN_REQUEST: Shape = Shape::structure(
    "GetSessionTokenRequest",
    &[
        Member::new("DurationSeconds", &DURATION_SECONDS_TYPE),
        Member::new("SerialNumber", &SERIAL_NUMBER_TYPE),
        Member::new("TokenCode", &TOKEN_CODE_TYPE),
        Member::new("MinimumSessionTokenSize", &MINIMUM_SESSION_TOKEN_SIZE_TYPE),
    ],
);

pub(crate) static GET_SESSION_TOKEN_RESPONSE: Shape = Shape::structure(
    "GetSessionTokenResponse",
    &[
        Member::new("Credentials", &CREDENTIALS),
        Member::new("SessionTokenUtilization", &SESSION_TOKEN_UTILIZATION_TYPE),
        Member::new("SessionTokenSize", &SESSION_TOKEN_SIZE_TYPE),
    ],
);

pub(crate) static ISSUER: Shape = Shape::string("Issuer");

pub(crate) static POLICY_DESCRIPTOR_TYPE: Shape =
    Shape::structure("PolicyDescriptorType", &[Member::new("arn", &shared::ARN_TYPE)]);

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

pub(crate) static ACCESS_KEY_SECRET_TYPE: Shape = Shape::string("accessKeySecretType").secret();

pub(crate) static ASSUMED_ROLE_ID_TYPE: Shape = Shape::string("assumedRoleIdType")
    .min(2)
    .max(193)
    .pattern(&patterns::sessions::ASSUMED_ROLE_ID_TYPE);

pub(crate) static CLIENT_TOKEN_TYPE: Shape = Shape::string("clientTokenType").min(4).max(20000).sensitive();

pub(crate) static CONTEXT_ASSERTION_TYPE: Shape = Shape::string("contextAssertionType").min(4).max(2048);

pub(crate) static DATE_TYPE: Shape = Shape::timestamp("dateType", TimestampFormat::Protocol);

pub(crate) static DURATION_SECONDS_TYPE: Shape = Shape::integer("durationSecondsType").min(900).max(129600);

pub(crate) static EXTERNAL_ID_TYPE: Shape = Shape::string("externalIdType")
    .min(2)
    .max(1224)
    .pattern(&patterns::sessions::EXTERNAL_ID_TYPE);

pub(crate) static FEDERATED_ID_TYPE: Shape = Shape::string("federatedIdType")
    .min(2)
    .max(193)
    .pattern(&patterns::sessions::FEDERATED_ID_TYPE);

pub(crate) static MINIMUM_SESSION_TOKEN_SIZE_TYPE: Shape =
    Shape::integer("minimumSessionTokenSizeType").min(0).max(4096);

pub(crate) static NON_NEGATIVE_INTEGER_TYPE: Shape = Shape::integer("nonNegativeIntegerType").min(0);

pub(crate) static POLICY_DESCRIPTOR_LIST_TYPE: Shape =
    Shape::list("policyDescriptorListType", &POLICY_DESCRIPTOR_TYPE);

pub(crate) static ROLE_DURATION_SECONDS_TYPE: Shape =
    Shape::integer("roleDurationSecondsType").min(900).max(43200);

pub(crate) static ROLE_SESSION_NAME_TYPE: Shape = Shape::string("roleSessionNameType")
    .min(2)
    .max(64)
    .pattern(&patterns::sessions::ROLE_SESSION_NAME_TYPE);

pub(crate) static SERIAL_NUMBER_TYPE: Shape = Shape::string("serialNumberType")
    .min(9)
    .max(256)
    .pattern(&patterns::sessions::SERIAL_NUMBER_TYPE);

pub(crate) static SESSION_POLICY_DOCUMENT_TYPE: Shape = Shape::string("sessionPolicyDocumentType")
    .min(1)
    .max(2048)
    .pattern(&patterns::sessions::SESSION_POLICY_DOCUMENT_TYPE);

pub(crate) static SESSION_TOKEN_SIZE_TYPE: Shape = Shape::integer("sessionTokenSizeType").min(0);

pub(crate) static SESSION_TOKEN_UTILIZATION_TYPE: Shape =
    Shape::integer("sessionTokenUtilizationType").min(0);

pub(crate) static SOURCE_IDENTITY_TYPE: Shape = Shape::string("sourceIdentityType")
    .min(2)
    .max(64)
    .pattern(&patterns::sessions::ROLE_SESSION_NAME_TYPE);

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

pub(crate) static TOKEN_TYPE: Shape = Shape::string("tokenType").sensitive();

pub(crate) static UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE: Shape =
    Shape::string("unrestrictedSessionPolicyDocumentType")
        .min(1)
        .pattern(&patterns::sessions::SESSION_POLICY_DOCUMENT_TYPE);

pub(crate) static URL_TYPE: Shape = Shape::string("urlType").min(4).max(2048);

pub(crate) static USER_NAME_TYPE: Shape = Shape::string("userNameType")
    .min(2)
    .max(32)
    .pattern(&patterns::sessions::ROLE_SESSION_NAME_TYPE);

pub(crate) static WEB_IDENTITY_SUBJECT_TYPE: Shape = Shape::string("webIdentitySubjectType").min(6).max(255);
