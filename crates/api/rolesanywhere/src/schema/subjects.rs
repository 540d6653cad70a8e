//! Shapes of `types/subjects.rs`.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Location, Member, Shape};

use super::shared;

pub(crate) static CREDENTIAL_SUMMARIES: Shape = Shape::list("CredentialSummaries", &CREDENTIAL_SUMMARY);

pub(crate) static CREDENTIAL_SUMMARY: Shape = Shape::structure(
    "CredentialSummary",
    &[
        Member::new("seenAt", &shared::SYNTHETIC_TIMESTAMP_DATE_TIME),
        Member::new("serialNumber", &shared::STRING),
        Member::new("issuer", &shared::STRING),
        Member::new("enabled", &shared::BOOLEAN),
        Member::new("x509CertificateData", &shared::STRING),
        Member::new("failed", &shared::BOOLEAN),
    ],
);

pub(crate) static INSTANCE_PROPERTIES: Shape = Shape::list("InstanceProperties", &INSTANCE_PROPERTY);

pub(crate) static INSTANCE_PROPERTY: Shape = Shape::structure(
    "InstanceProperty",
    &[
        Member::new("seenAt", &shared::SYNTHETIC_TIMESTAMP_DATE_TIME),
        Member::new("properties", &INSTANCE_PROPERTY_MAP),
        Member::new("failed", &shared::BOOLEAN),
    ],
);

pub(crate) static INSTANCE_PROPERTY_MAP: Shape = Shape::map(
    "InstancePropertyMap",
    &INSTANCE_PROPERTY_MAP_KEY_STRING,
    &INSTANCE_PROPERTY_MAP_VALUE_STRING,
)
.min(0)
.max(50);

pub(crate) static INSTANCE_PROPERTY_MAP_KEY_STRING: Shape =
    Shape::string("InstancePropertyMapKeyString").min(1).max(200);

pub(crate) static INSTANCE_PROPERTY_MAP_VALUE_STRING: Shape =
    Shape::string("InstancePropertyMapValueString").min(1).max(200);

pub(crate) static LIST_SUBJECTS_RESPONSE: Shape = Shape::structure(
    "ListSubjectsResponse",
    &[
        Member::new("subjects", &SUBJECT_SUMMARIES),
        Member::new("nextToken", &shared::STRING),
    ],
);

pub(crate) static SCALAR_SUBJECT_REQUEST: Shape = Shape::structure(
    "ScalarSubjectRequest",
    &[Member::new("subjectId", &shared::UUID)
        .at(Location::Uri, "subjectId")
        .required()],
);

pub(crate) static SUBJECT_DETAIL: Shape = Shape::structure(
    "SubjectDetail",
    &[
        Member::new("subjectArn", &shared::STRING),
        Member::new("subjectId", &shared::UUID),
        Member::new("enabled", &shared::BOOLEAN),
        Member::new("x509Subject", &shared::STRING),
        Member::new("lastSeenAt", &shared::SYNTHETIC_TIMESTAMP_DATE_TIME),
        Member::new("createdAt", &shared::SYNTHETIC_TIMESTAMP_DATE_TIME),
        Member::new("updatedAt", &shared::SYNTHETIC_TIMESTAMP_DATE_TIME),
        Member::new("credentials", &CREDENTIAL_SUMMARIES),
        Member::new("instanceProperties", &INSTANCE_PROPERTIES),
    ],
);

pub(crate) static SUBJECT_DETAIL_RESPONSE: Shape = Shape::structure(
    "SubjectDetailResponse",
    &[Member::new("subject", &SUBJECT_DETAIL)],
);

pub(crate) static SUBJECT_SUMMARIES: Shape = Shape::list("SubjectSummaries", &SUBJECT_SUMMARY);

pub(crate) static SUBJECT_SUMMARY: Shape = Shape::structure(
    "SubjectSummary",
    &[
        Member::new("subjectArn", &shared::STRING),
        Member::new("subjectId", &shared::UUID),
        Member::new("enabled", &shared::BOOLEAN),
        Member::new("x509Subject", &shared::STRING),
        Member::new("lastSeenAt", &shared::SYNTHETIC_TIMESTAMP_DATE_TIME),
        Member::new("createdAt", &shared::SYNTHETIC_TIMESTAMP_DATE_TIME),
        Member::new("updatedAt", &shared::SYNTHETIC_TIMESTAMP_DATE_TIME),
    ],
);
