//! Shapes of `types/context_keys.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static GET_CONTEXT_KEYS_FOR_CUSTOM_POLICY_REQUEST: Shape = Shape::structure(
    "GetContextKeysForCustomPolicyRequest",
    &[Member::new("PolicyInputList", &shared::SIMULATION_POLICY_LIST_TYPE).required()],
);

pub(crate) static GET_CONTEXT_KEYS_FOR_POLICY_RESPONSE: Shape = Shape::structure(
    "GetContextKeysForPolicyResponse",
    &[Member::new(
        "ContextKeyNames",
        &shared::CONTEXT_KEY_NAMES_RESULT_LIST_TYPE,
    )],
);

pub(crate) static GET_CONTEXT_KEYS_FOR_PRINCIPAL_POLICY_REQUEST: Shape = Shape::structure(
    "GetContextKeysForPrincipalPolicyRequest",
    &[
        Member::new("PolicySourceArn", &shared::ARN_TYPE).required(),
        Member::new("PolicyInputList", &shared::SIMULATION_POLICY_LIST_TYPE),
    ],
);
