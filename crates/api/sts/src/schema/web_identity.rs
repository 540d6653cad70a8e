//! Shapes of `types/web_identity.rs`.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static ASSUME_ROLE_WITH_WEB_IDENTITY_REQUEST: Shape = Shape::structure(
    "AssumeRoleWithWebIdentityRequest",
    &[
        Member::new("RoleArn", &shared::ARN_TYPE).required(),
        Member::new("RoleSessionName", &shared::ROLE_SESSION_NAME_TYPE).required(),
        Member::new("WebIdentityToken", &CLIENT_TOKEN_TYPE).required(),
        Member::new("ProviderId", &URL_TYPE),
        Member::new("PolicyArns", &shared::POLICY_DESCRIPTOR_LIST_TYPE),
        Member::new("Policy", &shared::SESSION_POLICY_DOCUMENT_TYPE),
        Member::new("DurationSeconds", &shared::ROLE_DURATION_SECONDS_TYPE),
        Member::new(
            "MinimumSessionTokenSize",
            &shared::MINIMUM_SESSION_TOKEN_SIZE_TYPE,
        ),
    ],
);

pub(crate) static ASSUME_ROLE_WITH_WEB_IDENTITY_RESPONSE: Shape = Shape::structure(
    "AssumeRoleWithWebIdentityResponse",
    &[
        Member::new("Credentials", &shared::CREDENTIALS),
        Member::new("SubjectFromWebIdentityToken", &WEB_IDENTITY_SUBJECT_TYPE),
        Member::new("AssumedRoleUser", &shared::ASSUMED_ROLE_USER),
        Member::new("PackedPolicySize", &shared::NON_NEGATIVE_INTEGER_TYPE),
        Member::new("Provider", &ISSUER),
        Member::new("Audience", &AUDIENCE),
        Member::new("SourceIdentity", &shared::SOURCE_IDENTITY_TYPE),
        Member::new("SessionTokenUtilization", &shared::SESSION_TOKEN_UTILIZATION_TYPE),
        Member::new("SessionTokenSize", &shared::SESSION_TOKEN_SIZE_TYPE),
    ],
);

pub(crate) static AUDIENCE: Shape = Shape::string("Audience");

pub(crate) static ISSUER: Shape = Shape::string("Issuer");

pub(crate) static CLIENT_TOKEN_TYPE: Shape = Shape::string("clientTokenType").min(4).max(20000).sensitive();

pub(crate) static URL_TYPE: Shape = Shape::string("urlType").min(4).max(2048);

pub(crate) static WEB_IDENTITY_SUBJECT_TYPE: Shape = Shape::string("webIdentitySubjectType").min(6).max(255);
