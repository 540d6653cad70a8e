//! Shapes of `types/policy_versions.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static CREATE_POLICY_VERSION_REQUEST: Shape = Shape::structure(
    "CreatePolicyVersionRequest",
    &[
        Member::new("PolicyArn", &shared::ARN_TYPE).required(),
        Member::new("PolicyDocument", &shared::POLICY_DOCUMENT_TYPE).required(),
        Member::new("SetAsDefault", &shared::BOOLEAN_TYPE),
    ],
);

pub(crate) static CREATE_POLICY_VERSION_RESPONSE: Shape = Shape::structure(
    "CreatePolicyVersionResponse",
    &[Member::new("PolicyVersion", &POLICY_VERSION)],
);

pub(crate) static DELETE_POLICY_VERSION_REQUEST: Shape = Shape::structure(
    "DeletePolicyVersionRequest",
    &[
        Member::new("PolicyArn", &shared::ARN_TYPE).required(),
        Member::new("VersionId", &shared::POLICY_VERSION_ID_TYPE).required(),
    ],
);

pub(crate) static GET_POLICY_VERSION_REQUEST: Shape = Shape::structure(
    "GetPolicyVersionRequest",
    &[
        Member::new("PolicyArn", &shared::ARN_TYPE).required(),
        Member::new("VersionId", &shared::POLICY_VERSION_ID_TYPE).required(),
    ],
);

pub(crate) static GET_POLICY_VERSION_RESPONSE: Shape = Shape::structure(
    "GetPolicyVersionResponse",
    &[Member::new("PolicyVersion", &POLICY_VERSION)],
);

pub(crate) static LIST_POLICY_VERSIONS_REQUEST: Shape = Shape::structure(
    "ListPolicyVersionsRequest",
    &[
        Member::new("PolicyArn", &shared::ARN_TYPE).required(),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_POLICY_VERSIONS_RESPONSE: Shape = Shape::structure(
    "ListPolicyVersionsResponse",
    &[
        Member::new("Versions", &POLICY_DOCUMENT_VERSION_LIST_TYPE),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static POLICY_VERSION: Shape = Shape::structure(
    "PolicyVersion",
    &[
        Member::new("Document", &shared::POLICY_DOCUMENT_TYPE),
        Member::new("VersionId", &shared::POLICY_VERSION_ID_TYPE),
        Member::new("IsDefaultVersion", &shared::BOOLEAN_TYPE),
        Member::new("CreateDate", &shared::DATE_TYPE),
    ],
);

pub(crate) static SET_DEFAULT_POLICY_VERSION_REQUEST: Shape = Shape::structure(
    "SetDefaultPolicyVersionRequest",
    &[
        Member::new("PolicyArn", &shared::ARN_TYPE).required(),
        Member::new("VersionId", &shared::POLICY_VERSION_ID_TYPE).required(),
    ],
);

pub(crate) static POLICY_DOCUMENT_VERSION_LIST_TYPE: Shape =
    Shape::list("policyDocumentVersionListType", &POLICY_VERSION);
