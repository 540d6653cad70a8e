//! Shapes of `types/shared.rs`.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape, TimestampFormat};

use crate::patterns;

pub(crate) static ASSUMED_ROLE_USER: Shape = Shape::structure(
    "AssumedRoleUser",
    &[
        Member::new("AssumedRoleId", &ASSUMED_ROLE_ID_TYPE).required(),
        Member::new("Arn", &ARN_TYPE).required(),
    ],
);

pub(crate) static CREDENTIALS: Shape = Shape::structure(
    "Credentials",
    &[
        Member::new("AccessKeyId", &ACCESS_KEY_ID_TYPE).required(),
        Member::new("SecretAccessKey", &ACCESS_KEY_SECRET_TYPE).required(),
        Member::new("SessionToken", &TOKEN_TYPE).required(),
        Member::new("Expiration", &DATE_TYPE).required(),
    ],
);

pub(crate) static POLICY_DESCRIPTOR_TYPE: Shape =
    Shape::structure("PolicyDescriptorType", &[Member::new("arn", &ARN_TYPE)]);

pub(crate) static ACCESS_KEY_ID_TYPE: Shape = Shape::string("accessKeyIdType")
    .min(16)
    .max(128)
    .pattern(&patterns::shared::ACCESS_KEY_ID_TYPE);

pub(crate) static ACCESS_KEY_SECRET_TYPE: Shape = Shape::string("accessKeySecretType").secret();

pub(crate) static ARN_TYPE: Shape = Shape::string("arnType")
    .min(20)
    .max(2048)
    .pattern(&patterns::shared::ARN_TYPE);

pub(crate) static ASSUMED_ROLE_ID_TYPE: Shape = Shape::string("assumedRoleIdType")
    .min(2)
    .max(193)
    .pattern(&patterns::shared::ASSUMED_ROLE_ID_TYPE);

pub(crate) static DATE_TYPE: Shape = Shape::timestamp("dateType", TimestampFormat::Protocol);

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
    .pattern(&patterns::shared::ROLE_SESSION_NAME_TYPE);

pub(crate) static SESSION_POLICY_DOCUMENT_TYPE: Shape = Shape::string("sessionPolicyDocumentType")
    .min(1)
    .max(2048)
    .pattern(&patterns::shared::SESSION_POLICY_DOCUMENT_TYPE);

pub(crate) static SESSION_TOKEN_SIZE_TYPE: Shape = Shape::integer("sessionTokenSizeType").min(0);

pub(crate) static SESSION_TOKEN_UTILIZATION_TYPE: Shape =
    Shape::integer("sessionTokenUtilizationType").min(0);

pub(crate) static SOURCE_IDENTITY_TYPE: Shape = Shape::string("sourceIdentityType")
    .min(2)
    .max(64)
    .pattern(&patterns::shared::ROLE_SESSION_NAME_TYPE);

pub(crate) static TOKEN_TYPE: Shape = Shape::string("tokenType").sensitive();
