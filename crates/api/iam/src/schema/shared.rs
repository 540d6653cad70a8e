//! Shapes of `types/shared.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape, TimestampFormat};

use crate::patterns;

pub(crate) static ACTION_NAME_TYPE: Shape = Shape::string("ActionNameType").min(3).max(128);

pub(crate) static ATTACHED_PERMISSIONS_BOUNDARY: Shape = Shape::structure(
    "AttachedPermissionsBoundary",
    &[
        Member::new("PermissionsBoundaryType", &PERMISSIONS_BOUNDARY_ATTACHMENT_TYPE),
        Member::new("PermissionsBoundaryArn", &ARN_TYPE),
    ],
);

pub(crate) static ATTACHED_POLICY: Shape = Shape::structure(
    "AttachedPolicy",
    &[
        Member::new("PolicyName", &POLICY_NAME_TYPE),
        Member::new("PolicyArn", &ARN_TYPE),
    ],
);

pub(crate) static COLUMN_NUMBER: Shape = Shape::integer("ColumnNumber");

pub(crate) static CONTEXT_ENTRY: Shape = Shape::structure(
    "ContextEntry",
    &[
        Member::new("ContextKeyName", &CONTEXT_KEY_NAME_TYPE),
        Member::new("ContextKeyValues", &CONTEXT_KEY_VALUE_LIST_TYPE),
        Member::new("ContextKeyType", &CONTEXT_KEY_TYPE_ENUM),
    ],
);

pub(crate) static CONTEXT_ENTRY_LIST_TYPE: Shape = Shape::list("ContextEntryListType", &CONTEXT_ENTRY);

pub(crate) static CONTEXT_KEY_NAME_TYPE: Shape = Shape::string("ContextKeyNameType").min(5).max(256);

pub(crate) static CONTEXT_KEY_NAMES_RESULT_LIST_TYPE: Shape =
    Shape::list("ContextKeyNamesResultListType", &CONTEXT_KEY_NAME_TYPE);

pub(crate) static CONTEXT_KEY_TYPE_ENUM: Shape = Shape::string("ContextKeyTypeEnum").values(&[
    "string",
    "stringList",
    "numeric",
    "numericList",
    "boolean",
    "booleanList",
    "ip",
    "ipList",
    "binary",
    "binaryList",
    "date",
    "dateList",
]);

pub(crate) static CONTEXT_KEY_VALUE_LIST_TYPE: Shape =
    Shape::list("ContextKeyValueListType", &CONTEXT_KEY_VALUE_TYPE);

pub(crate) static CONTEXT_KEY_VALUE_TYPE: Shape = Shape::string("ContextKeyValueType");

pub(crate) static LINE_NUMBER: Shape = Shape::integer("LineNumber");

pub(crate) static PERMISSIONS_BOUNDARY_ATTACHMENT_TYPE: Shape =
    Shape::string("PermissionsBoundaryAttachmentType").values(&["PermissionsBoundaryPolicy"]);

pub(crate) static POLICY_EVALUATION_DECISION_TYPE: Shape =
    Shape::string("PolicyEvaluationDecisionType").values(&["allowed", "explicitDeny", "implicitDeny"]);

pub(crate) static POLICY_USAGE_TYPE: Shape =
    Shape::string("PolicyUsageType").values(&["PermissionsPolicy", "PermissionsBoundary"]);

pub(crate) static POSITION: Shape = Shape::structure(
    "Position",
    &[
        Member::new("Line", &LINE_NUMBER),
        Member::new("Column", &COLUMN_NUMBER),
    ],
);

pub(crate) static RESOURCE_NAME_TYPE: Shape = Shape::string("ResourceNameType").min(1).max(2048);

pub(crate) static SIMULATION_POLICY_LIST_TYPE: Shape =
    Shape::list("SimulationPolicyListType", &POLICY_DOCUMENT_TYPE);

pub(crate) static TAG: Shape = Shape::structure(
    "Tag",
    &[
        Member::new("Key", &TAG_KEY_TYPE).required(),
        Member::new("Value", &TAG_VALUE_TYPE).required(),
    ],
);

pub(crate) static USER: Shape = Shape::structure(
    "User",
    &[
        Member::new("Path", &PATH_TYPE).required(),
        Member::new("UserName", &USER_NAME_TYPE).required(),
        Member::new("UserId", &ID_TYPE).required(),
        Member::new("Arn", &ARN_TYPE).required(),
        Member::new("CreateDate", &DATE_TYPE).required(),
        Member::new("PasswordLastUsed", &DATE_TYPE),
        Member::new("PermissionsBoundary", &ATTACHED_PERMISSIONS_BOUNDARY),
        Member::new("Tags", &TAG_LIST_TYPE),
    ],
);

pub(crate) static ACCESS_KEY_ID_TYPE: Shape = Shape::string("accessKeyIdType")
    .min(16)
    .max(128)
    .pattern(&patterns::shared::ACCESS_KEY_ID_TYPE);

pub(crate) static ACCESS_KEY_SECRET_TYPE: Shape = Shape::string("accessKeySecretType").secret();

pub(crate) static ARN_TYPE: Shape = Shape::string("arnType").min(20).max(2048);

pub(crate) static ATTACHED_POLICIES_LIST_TYPE: Shape =
    Shape::list("attachedPoliciesListType", &ATTACHED_POLICY);

pub(crate) static BOOLEAN_TYPE: Shape = Shape::boolean("booleanType");

pub(crate) static DATE_TYPE: Shape = Shape::timestamp("dateType", TimestampFormat::Protocol);

pub(crate) static EXISTING_USER_NAME_TYPE: Shape = Shape::string("existingUserNameType")
    .min(1)
    .max(128)
    .pattern(&patterns::shared::ATTACHMENT_NAME);

pub(crate) static GROUP_NAME_TYPE: Shape = Shape::string("groupNameType")
    .min(1)
    .max(128)
    .pattern(&patterns::shared::ATTACHMENT_NAME);

pub(crate) static ID_TYPE: Shape = Shape::string("idType")
    .min(16)
    .max(128)
    .pattern(&patterns::shared::ACCESS_KEY_ID_TYPE);

pub(crate) static MARKER_TYPE: Shape = Shape::string("markerType")
    .min(1)
    .max(320)
    .pattern(&patterns::shared::CERTIFICATION_KEY_TYPE);

pub(crate) static MAX_ITEMS_TYPE: Shape = Shape::integer("maxItemsType").min(1).max(1000);

pub(crate) static PATH_PREFIX_TYPE: Shape = Shape::string("pathPrefixType")
    .min(1)
    .max(512)
    .pattern(&patterns::shared::PATH_PREFIX_TYPE);

pub(crate) static PATH_TYPE: Shape = Shape::string("pathType")
    .min(1)
    .max(512)
    .pattern(&patterns::shared::PATH_TYPE);

pub(crate) static POLICY_DOCUMENT_TYPE: Shape = Shape::string("policyDocumentType")
    .min(1)
    .max(131072)
    .pattern(&patterns::shared::POLICY_DOCUMENT_TYPE);

pub(crate) static POLICY_NAME_LIST_TYPE: Shape = Shape::list("policyNameListType", &POLICY_NAME_TYPE);

pub(crate) static POLICY_NAME_TYPE: Shape = Shape::string("policyNameType")
    .min(1)
    .max(128)
    .pattern(&patterns::shared::ATTACHMENT_NAME);

pub(crate) static POLICY_PATH_TYPE: Shape = Shape::string("policyPathType")
    .min(1)
    .max(512)
    .pattern(&patterns::shared::POLICY_PATH_TYPE);

pub(crate) static POLICY_VERSION_ID_TYPE: Shape =
    Shape::string("policyVersionIdType").pattern(&patterns::shared::POLICY_VERSION_ID_TYPE);

pub(crate) static RESPONSE_MARKER_TYPE: Shape = Shape::string("responseMarkerType");

pub(crate) static ROLE_NAME_TYPE: Shape = Shape::string("roleNameType")
    .min(1)
    .max(64)
    .pattern(&patterns::shared::ATTACHMENT_NAME);

pub(crate) static SERIAL_NUMBER_TYPE: Shape = Shape::string("serialNumberType")
    .min(9)
    .max(256)
    .pattern(&patterns::shared::SERIAL_NUMBER_TYPE);

pub(crate) static STRING_TYPE: Shape = Shape::string("stringType");

pub(crate) static TAG_KEY_LIST_TYPE: Shape = Shape::list("tagKeyListType", &TAG_KEY_TYPE).max(50);

pub(crate) static TAG_KEY_TYPE: Shape = Shape::string("tagKeyType")
    .min(1)
    .max(128)
    .pattern(&patterns::shared::TAG_KEY_TYPE);

pub(crate) static TAG_LIST_TYPE: Shape = Shape::list("tagListType", &TAG).max(50);

pub(crate) static TAG_VALUE_TYPE: Shape = Shape::string("tagValueType")
    .min(0)
    .max(256)
    .pattern(&patterns::shared::TAG_VALUE_TYPE);

pub(crate) static USER_LIST_TYPE: Shape = Shape::list("userListType", &USER);

pub(crate) static USER_NAME_TYPE: Shape = Shape::string("userNameType")
    .min(1)
    .max(64)
    .pattern(&patterns::shared::ATTACHMENT_NAME);
