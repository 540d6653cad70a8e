//! Shapes of `types/explanation.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static EXPLAIN_ACCESS_REQUEST: Shape = Shape::structure(
    "ExplainAccessRequest",
    &[
        Member::new("PrincipalArn", &shared::RESOURCE_NAME_TYPE).required(),
        Member::new("ActionName", &shared::ACTION_NAME_TYPE).required(),
        Member::new("ResourceArn", &shared::RESOURCE_NAME_TYPE),
        Member::new("ContextEntries", &shared::CONTEXT_ENTRY_LIST_TYPE),
    ],
);

pub(crate) static EXPLAIN_ACCESS_RESPONSE: Shape = Shape::structure(
    "ExplainAccessResponse",
    &[
        Member::new("Decision", &shared::POLICY_EVALUATION_DECISION_TYPE).required(),
        Member::new("DecidedBy", &EXPLAINED_POLICY_TYPE),
        Member::new("Message", &EXPLANATION_TEXT),
        Member::new("Policies", &EXPLAINED_POLICY_LIST).required(),
        Member::new("Statements", &EXPLAINED_STATEMENT_LIST).required(),
        Member::new(
            "MissingContextValues",
            &shared::CONTEXT_KEY_NAMES_RESULT_LIST_TYPE,
        )
        .required(),
        Member::new("Change", &EXPLANATION_TEXT),
        Member::new("Report", &EXPLANATION_TEXT).required(),
    ],
);

pub(crate) static EXPLAINED_POLICY: Shape = Shape::structure(
    "ExplainedPolicy",
    &[
        Member::new("PolicyType", &EXPLAINED_POLICY_TYPE).required(),
        Member::new("Name", &EXPLANATION_TEXT).required(),
        Member::new("VersionId", &EXPLANATION_TEXT),
        Member::new("Sha256", &EXPLANATION_TEXT),
        Member::new("Readable", &shared::BOOLEAN_TYPE).required(),
    ],
);

pub(crate) static EXPLAINED_POLICY_LIST: Shape = Shape::list("ExplainedPolicyList", &EXPLAINED_POLICY);

pub(crate) static EXPLAINED_POLICY_TYPE: Shape = Shape::string("ExplainedPolicyType");

pub(crate) static EXPLAINED_STATEMENT: Shape = Shape::structure(
    "ExplainedStatement",
    &[
        Member::new("Policy", &EXPLANATION_NUMBER).required(),
        Member::new("Statement", &EXPLANATION_NUMBER).required(),
        Member::new("Sid", &EXPLANATION_TEXT),
        Member::new("Effect", &EXPLANATION_TEXT).required(),
        Member::new("Outcome", &EXPLANATION_TEXT).required(),
        Member::new("Decides", &shared::BOOLEAN_TYPE).required(),
        Member::new("Reason", &EXPLANATION_TEXT),
        Member::new("ReasonPosition", &shared::POSITION),
        Member::new("Text", &EXPLANATION_TEXT),
    ],
);

pub(crate) static EXPLAINED_STATEMENT_LIST: Shape =
    Shape::list("ExplainedStatementList", &EXPLAINED_STATEMENT);

pub(crate) static EXPLANATION_NUMBER: Shape = Shape::integer("ExplanationNumber");

pub(crate) static EXPLANATION_TEXT: Shape = Shape::string("ExplanationText");
