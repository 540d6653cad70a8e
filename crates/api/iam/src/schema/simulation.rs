//! Shapes of `types/simulation.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;
use crate::patterns;

pub(crate) static ACTION_NAME_LIST_TYPE: Shape = Shape::list("ActionNameListType", &shared::ACTION_NAME_TYPE);

pub(crate) static ATTACHMENT_NAME: Shape = Shape::string("AttachmentName")
    .min(1)
    .max(128)
    .pattern(&patterns::shared::ATTACHMENT_NAME);

pub(crate) static ATTACHMENT_TYPE: Shape = Shape::string("AttachmentType").values(&["user", "group", "role"]);

pub(crate) static EVAL_DECISION_DETAILS_TYPE: Shape = Shape::map(
    "EvalDecisionDetailsType",
    &EVAL_DECISION_SOURCE_TYPE,
    &shared::POLICY_EVALUATION_DECISION_TYPE,
);

pub(crate) static EVAL_DECISION_SOURCE_TYPE: Shape = Shape::string("EvalDecisionSourceType").min(3).max(256);

pub(crate) static EVALUATION_RESULT: Shape = Shape::structure(
    "EvaluationResult",
    &[
        Member::new("EvalActionName", &shared::ACTION_NAME_TYPE).required(),
        Member::new("EvalResourceName", &shared::RESOURCE_NAME_TYPE),
        Member::new("EvalDecision", &shared::POLICY_EVALUATION_DECISION_TYPE).required(),
        Member::new("MatchedStatements", &STATEMENT_LIST_TYPE),
        Member::new(
            "MissingContextValues",
            &shared::CONTEXT_KEY_NAMES_RESULT_LIST_TYPE,
        ),
        Member::new("OrganizationsDecisionDetail", &ORGANIZATIONS_DECISION_DETAIL),
        Member::new(
            "PermissionsBoundaryDecisionDetail",
            &PERMISSIONS_BOUNDARY_DECISION_DETAIL,
        ),
        Member::new("EvalDecisionDetails", &EVAL_DECISION_DETAILS_TYPE),
        Member::new("ResourceSpecificResults", &RESOURCE_SPECIFIC_RESULT_LIST_TYPE),
    ],
);

pub(crate) static EVALUATION_RESULTS_LIST_TYPE: Shape =
    Shape::list("EvaluationResultsListType", &EVALUATION_RESULT);

pub(crate) static INLINE_POLICY_IDENTIFIER_TYPE: Shape = Shape::structure(
    "InlinePolicyIdentifierType",
    &[
        Member::new("PolicyName", &shared::POLICY_NAME_TYPE).required(),
        Member::new("AttachmentType", &ATTACHMENT_TYPE).required(),
        Member::new("AttachmentName", &ATTACHMENT_NAME).required(),
    ],
);

pub(crate) static ORDERED_ORGANIZATION_POLICY_TYPE: Shape = Shape::structure(
    "OrderedOrganizationPolicyType",
    &[Member::new(
        "ServiceControlPolicyInputList",
        &shared::SIMULATION_POLICY_LIST_TYPE,
    )],
);

pub(crate) static ORGANIZATION_POLICY_LIST_TYPE: Shape =
    Shape::list("OrganizationPolicyListType", &ORDERED_ORGANIZATION_POLICY_TYPE).max(7);

pub(crate) static ORGANIZATIONS_DECISION_DETAIL: Shape = Shape::structure(
    "OrganizationsDecisionDetail",
    &[Member::new("AllowedByOrganizations", &shared::BOOLEAN_TYPE)],
);

pub(crate) static PERMISSIONS_BOUNDARY_DECISION_DETAIL: Shape = Shape::structure(
    "PermissionsBoundaryDecisionDetail",
    &[Member::new("AllowedByPermissionsBoundary", &shared::BOOLEAN_TYPE)],
);

pub(crate) static POLICY_EXCLUSIONS_LIST_TYPE: Shape =
    Shape::list("PolicyExclusionsListType", &POLICY_IDENTIFIER).max(256);

pub(crate) static POLICY_IDENTIFIER: Shape = Shape::union(
    "PolicyIdentifier",
    &[
        Member::new("PolicyType", &POLICY_IDENTIFIER_POLICY_TYPE),
        Member::new("PolicyArn", &shared::ARN_TYPE),
        Member::new("InlinePolicyIdentifier", &INLINE_POLICY_IDENTIFIER_TYPE),
    ],
);

pub(crate) static POLICY_IDENTIFIER_POLICY_TYPE: Shape =
    Shape::string("PolicyIdentifierPolicyType").values(&[
        "inline",
        "aws-managed",
        "user-managed",
        "permission-boundary",
        "scp",
        "rcp",
    ]);

pub(crate) static POLICY_IDENTIFIER_TYPE: Shape = Shape::string("PolicyIdentifierType");

pub(crate) static POLICY_SOURCE_TYPE: Shape = Shape::string("PolicySourceType").values(&[
    "user",
    "group",
    "role",
    "aws-managed",
    "user-managed",
    "resource",
    "none",
]);

pub(crate) static RESOURCE_HANDLING_OPTION_TYPE: Shape =
    Shape::string("ResourceHandlingOptionType").min(1).max(64);

pub(crate) static RESOURCE_NAME_LIST_TYPE: Shape =
    Shape::list("ResourceNameListType", &shared::RESOURCE_NAME_TYPE);

pub(crate) static RESOURCE_SPECIFIC_RESULT: Shape = Shape::structure(
    "ResourceSpecificResult",
    &[
        Member::new("EvalResourceName", &shared::RESOURCE_NAME_TYPE).required(),
        Member::new("EvalResourceDecision", &shared::POLICY_EVALUATION_DECISION_TYPE).required(),
        Member::new("MatchedStatements", &STATEMENT_LIST_TYPE),
        Member::new(
            "MissingContextValues",
            &shared::CONTEXT_KEY_NAMES_RESULT_LIST_TYPE,
        ),
        Member::new("EvalDecisionDetails", &EVAL_DECISION_DETAILS_TYPE),
        Member::new(
            "PermissionsBoundaryDecisionDetail",
            &PERMISSIONS_BOUNDARY_DECISION_DETAIL,
        ),
    ],
);

pub(crate) static RESOURCE_SPECIFIC_RESULT_LIST_TYPE: Shape =
    Shape::list("ResourceSpecificResultListType", &RESOURCE_SPECIFIC_RESULT);

pub(crate) static SIMULATE_CUSTOM_POLICY_REQUEST: Shape = Shape::structure(
    "SimulateCustomPolicyRequest",
    &[
        Member::new("PolicyInputList", &shared::SIMULATION_POLICY_LIST_TYPE).required(),
        Member::new(
            "PermissionsBoundaryPolicyInputList",
            &shared::SIMULATION_POLICY_LIST_TYPE,
        ),
        Member::new(
            "OrderedOrganizationPolicyInputList",
            &ORGANIZATION_POLICY_LIST_TYPE,
        ),
        Member::new("ActionNames", &ACTION_NAME_LIST_TYPE).required(),
        Member::new("ResourceArns", &RESOURCE_NAME_LIST_TYPE),
        Member::new("ResourcePolicy", &shared::POLICY_DOCUMENT_TYPE),
        Member::new("ResourceOwner", &shared::RESOURCE_NAME_TYPE),
        Member::new("CallerArn", &shared::RESOURCE_NAME_TYPE),
        Member::new("ContextEntries", &shared::CONTEXT_ENTRY_LIST_TYPE),
        Member::new("ResourceHandlingOption", &RESOURCE_HANDLING_OPTION_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
        Member::new("Marker", &shared::MARKER_TYPE),
    ],
);

pub(crate) static SIMULATE_POLICY_RESPONSE: Shape = Shape::structure(
    "SimulatePolicyResponse",
    &[
        Member::new("EvaluationResults", &EVALUATION_RESULTS_LIST_TYPE),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static SIMULATE_PRINCIPAL_POLICY_REQUEST: Shape = Shape::structure(
    "SimulatePrincipalPolicyRequest",
    &[
        Member::new("PolicySourceArn", &shared::ARN_TYPE).required(),
        Member::new("PolicyInputList", &shared::SIMULATION_POLICY_LIST_TYPE),
        Member::new(
            "PermissionsBoundaryPolicyInputList",
            &shared::SIMULATION_POLICY_LIST_TYPE,
        ),
        Member::new("PolicyExclusionList", &POLICY_EXCLUSIONS_LIST_TYPE),
        Member::new("ActionNames", &ACTION_NAME_LIST_TYPE).required(),
        Member::new("ResourceArns", &RESOURCE_NAME_LIST_TYPE),
        Member::new("ResourcePolicy", &shared::POLICY_DOCUMENT_TYPE),
        Member::new("ResourceOwner", &shared::RESOURCE_NAME_TYPE),
        Member::new("CallerArn", &shared::RESOURCE_NAME_TYPE),
        Member::new("ContextEntries", &shared::CONTEXT_ENTRY_LIST_TYPE),
        Member::new("ResourceHandlingOption", &RESOURCE_HANDLING_OPTION_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
        Member::new("Marker", &shared::MARKER_TYPE),
    ],
);

pub(crate) static STATEMENT: Shape = Shape::structure(
    "Statement",
    &[
        Member::new("SourcePolicyId", &POLICY_IDENTIFIER_TYPE),
        Member::new("SourcePolicyType", &POLICY_SOURCE_TYPE),
        Member::new("StartPosition", &shared::POSITION),
        Member::new("EndPosition", &shared::POSITION),
    ],
);

pub(crate) static STATEMENT_LIST_TYPE: Shape = Shape::list("StatementListType", &STATEMENT);
