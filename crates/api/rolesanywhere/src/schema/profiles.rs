//! Shapes of `types/profiles.rs`.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Location, Member, Shape};

use super::shared;
use crate::patterns;

pub(crate) static ATTRIBUTE_MAPPING: Shape = Shape::structure(
    "AttributeMapping",
    &[
        Member::new("certificateField", &CERTIFICATE_FIELD),
        Member::new("mappingRules", &MAPPING_RULES),
    ],
);

pub(crate) static ATTRIBUTE_MAPPINGS: Shape = Shape::list("AttributeMappings", &ATTRIBUTE_MAPPING);

pub(crate) static CERTIFICATE_FIELD: Shape =
    Shape::string("CertificateField").values(&["x509Subject", "x509Issuer", "x509SAN"]);

pub(crate) static CREATE_PROFILE_REQUEST: Shape = Shape::structure(
    "CreateProfileRequest",
    &[
        Member::new("name", &shared::RESOURCE_NAME).required(),
        Member::new("requireInstanceProperties", &shared::BOOLEAN),
        Member::new("sessionPolicy", &shared::STRING),
        Member::new("roleArns", &ROLE_ARN_LIST).required(),
        Member::new("managedPolicyArns", &MANAGED_POLICY_LIST),
        Member::new(
            "durationSeconds",
            &CREATE_PROFILE_REQUEST_DURATION_SECONDS_INTEGER,
        ),
        Member::new("enabled", &shared::BOOLEAN),
        Member::new("tags", &shared::TAG_LIST),
        Member::new("acceptRoleSessionName", &shared::BOOLEAN),
        Member::new("aliasName", &shared::ALIAS_NAME),
    ],
);

pub(crate) static CREATE_PROFILE_REQUEST_DURATION_SECONDS_INTEGER: Shape =
    Shape::integer("CreateProfileRequestDurationSecondsInteger")
        .min(900)
        .max(43200);

pub(crate) static DELETE_ATTRIBUTE_MAPPING_REQUEST: Shape = Shape::structure(
    "DeleteAttributeMappingRequest",
    &[
        Member::new("profileId", &PROFILE_IDENTIFIER)
            .at(Location::Uri, "profileId")
            .required(),
        Member::new("certificateField", &CERTIFICATE_FIELD)
            .at(Location::Query, "certificateField")
            .required(),
        Member::new("specifiers", &SPECIFIER_LIST).at(Location::Query, "specifiers"),
    ],
);

pub(crate) static DELETE_ATTRIBUTE_MAPPING_RESPONSE: Shape = Shape::structure(
    "DeleteAttributeMappingResponse",
    &[Member::new("profile", &PROFILE_DETAIL).required()],
);

pub(crate) static LIST_PROFILES_RESPONSE: Shape = Shape::structure(
    "ListProfilesResponse",
    &[
        Member::new("nextToken", &shared::STRING),
        Member::new("profiles", &PROFILE_DETAILS),
    ],
);

pub(crate) static MANAGED_POLICY_LIST: Shape =
    Shape::list("ManagedPolicyList", &MANAGED_POLICY_LIST_MEMBER_STRING)
        .min(0)
        .max(50);

pub(crate) static MANAGED_POLICY_LIST_MEMBER_STRING: Shape =
    Shape::string("ManagedPolicyListMemberString").min(1).max(200);

pub(crate) static MAPPING_RULE: Shape = Shape::structure(
    "MappingRule",
    &[Member::new("specifier", &MAPPING_RULE_SPECIFIER_STRING).required()],
);

pub(crate) static MAPPING_RULE_SPECIFIER_STRING: Shape =
    Shape::string("MappingRuleSpecifierString").min(0).max(60);

pub(crate) static MAPPING_RULES: Shape = Shape::list("MappingRules", &MAPPING_RULE);

pub(crate) static PROFILE_ALIAS_ARN: Shape = Shape::string("ProfileAliasArn")
    .min(1)
    .max(1011)
    .pattern(&patterns::profiles::PROFILE_ALIAS_ARN);

pub(crate) static PROFILE_DETAIL: Shape = Shape::structure(
    "ProfileDetail",
    &[
        Member::new("profileId", &shared::UUID),
        Member::new("profileArn", &PROFILE_RESOURCE_ARN),
        Member::new("name", &shared::RESOURCE_NAME),
        Member::new("requireInstanceProperties", &shared::BOOLEAN),
        Member::new("enabled", &shared::BOOLEAN),
        Member::new("createdBy", &shared::STRING),
        Member::new("sessionPolicy", &shared::STRING),
        Member::new("roleArns", &ROLE_ARN_LIST),
        Member::new("managedPolicyArns", &MANAGED_POLICY_LIST),
        Member::new("createdAt", &shared::SYNTHETIC_TIMESTAMP_DATE_TIME),
        Member::new("updatedAt", &shared::SYNTHETIC_TIMESTAMP_DATE_TIME),
        Member::new("durationSeconds", &shared::INTEGER),
        Member::new("acceptRoleSessionName", &shared::BOOLEAN),
        Member::new("attributeMappings", &ATTRIBUTE_MAPPINGS),
        Member::new("aliasName", &shared::ALIAS_NAME),
        Member::new("aliasArn", &PROFILE_ALIAS_ARN),
        Member::new("previousAliasName", &shared::ALIAS_NAME),
    ],
);

pub(crate) static PROFILE_DETAIL_RESPONSE: Shape = Shape::structure(
    "ProfileDetailResponse",
    &[Member::new("profile", &PROFILE_DETAIL)],
);

pub(crate) static PROFILE_DETAILS: Shape = Shape::list("ProfileDetails", &PROFILE_DETAIL);

pub(crate) static PROFILE_IDENTIFIER: Shape = Shape::string("ProfileIdentifier")
    .min(1)
    .max(1011)
    .pattern(&patterns::profiles::PROFILE_IDENTIFIER);

pub(crate) static PROFILE_RESOURCE_ARN: Shape = Shape::string("ProfileResourceArn")
    .min(1)
    .max(1011)
    .pattern(&patterns::profiles::PROFILE_RESOURCE_ARN);

pub(crate) static PUT_ATTRIBUTE_MAPPING_REQUEST: Shape = Shape::structure(
    "PutAttributeMappingRequest",
    &[
        Member::new("profileId", &PROFILE_IDENTIFIER)
            .at(Location::Uri, "profileId")
            .required(),
        Member::new("certificateField", &CERTIFICATE_FIELD).required(),
        Member::new("mappingRules", &MAPPING_RULES).required(),
    ],
);

pub(crate) static PUT_ATTRIBUTE_MAPPING_RESPONSE: Shape = Shape::structure(
    "PutAttributeMappingResponse",
    &[Member::new("profile", &PROFILE_DETAIL).required()],
);

pub(crate) static ROLE_ARN_LIST: Shape = Shape::list("RoleArnList", &shared::ROLE_ARN).min(0).max(250);

pub(crate) static SCALAR_PROFILE_REQUEST: Shape = Shape::structure(
    "ScalarProfileRequest",
    &[Member::new("profileId", &PROFILE_IDENTIFIER)
        .at(Location::Uri, "profileId")
        .required()],
);

pub(crate) static SPECIFIER_LIST: Shape = Shape::list("SpecifierList", &shared::STRING);

pub(crate) static UPDATE_PROFILE_REQUEST: Shape = Shape::structure(
    "UpdateProfileRequest",
    &[
        Member::new("profileId", &PROFILE_IDENTIFIER)
            .at(Location::Uri, "profileId")
            .required(),
        Member::new("name", &shared::RESOURCE_NAME),
        Member::new("sessionPolicy", &UPDATE_PROFILE_REQUEST_SESSION_POLICY_STRING),
        Member::new("roleArns", &ROLE_ARN_LIST),
        Member::new("managedPolicyArns", &MANAGED_POLICY_LIST),
        Member::new(
            "durationSeconds",
            &UPDATE_PROFILE_REQUEST_DURATION_SECONDS_INTEGER,
        ),
        Member::new("acceptRoleSessionName", &shared::BOOLEAN),
        Member::new("aliasName", &shared::ALIAS_NAME),
    ],
);

pub(crate) static UPDATE_PROFILE_REQUEST_DURATION_SECONDS_INTEGER: Shape =
    Shape::integer("UpdateProfileRequestDurationSecondsInteger")
        .min(900)
        .max(43200);

pub(crate) static UPDATE_PROFILE_REQUEST_SESSION_POLICY_STRING: Shape =
    Shape::string("UpdateProfileRequestSessionPolicyString")
        .min(1)
        .max(100000);
