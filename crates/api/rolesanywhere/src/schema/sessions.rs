//! Shapes of `types/sessions.rs`.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Location, Member, Shape, TimestampFormat};

use super::shared;
use crate::patterns;

pub(crate) static ASSUMED_ROLE_USER: Shape = Shape::structure(
    "AssumedRoleUser",
    &[
        Member::new("arn", &shared::STRING).required(),
        Member::new("assumedRoleId", &shared::STRING).required(),
    ],
);

pub(crate) static CERTIFICATE_HEADER: Shape = Shape::string("CertificateHeader");

pub(crate) static CREATE_SESSION_REQUEST: Shape = Shape::structure(
    "CreateSessionRequest",
    &[
        Member::new("profileArn", &SESSION_PROFILE_ARN)
            .at(Location::QueryOrBody, "profileArn")
            .required(),
        Member::new("roleArn", &shared::ROLE_ARN)
            .at(Location::QueryOrBody, "roleArn")
            .required(),
        Member::new("trustAnchorArn", &SESSION_TRUST_ANCHOR_ARN)
            .at(Location::QueryOrBody, "trustAnchorArn")
            .required(),
        Member::new("cert", &CERTIFICATE_HEADER)
            .at(Location::Header, "X-Amz-X509")
            .required(),
        Member::new("certChain", &CERTIFICATE_HEADER).at(Location::Header, "X-Amz-X509-Chain"),
        Member::new("durationSeconds", &SESSION_DURATION_SECONDS),
        Member::new("instanceProperties", &SESSION_INSTANCE_PROPERTIES),
        Member::new("roleSessionName", &SESSION_ROLE_SESSION_NAME),
        Member::new("sessionName", &shared::STRING),
    ],
);

pub(crate) static CREATE_SESSION_RESPONSE: Shape = Shape::structure(
    "CreateSessionResponse",
    &[
        Member::new("credentialSet", &CREDENTIAL_SET).required(),
        Member::new("subjectArn", &shared::STRING).required(),
    ],
);

pub(crate) static CREDENTIAL_RESPONSE: Shape = Shape::structure(
    "CredentialResponse",
    &[
        Member::new("assumedRoleUser", &ASSUMED_ROLE_USER).required(),
        Member::new("credentials", &CREDENTIALS).required(),
        Member::new("packedPolicySize", &shared::INTEGER),
        Member::new("roleArn", &shared::STRING).required(),
        Member::new("sourceIdentity", &shared::STRING),
    ],
);

pub(crate) static CREDENTIAL_SET: Shape = Shape::list("CredentialSet", &CREDENTIAL_RESPONSE);

pub(crate) static CREDENTIALS: Shape = Shape::structure(
    "Credentials",
    &[
        Member::new("accessKeyId", &shared::STRING).required(),
        Member::new("expiration", &EXPIRATION).required(),
        Member::new("secretAccessKey", &SECRET_ACCESS_KEY).required(),
        Member::new("sessionToken", &SESSION_TOKEN).required(),
    ],
);

pub(crate) static EXPIRATION: Shape = Shape::timestamp("Expiration", TimestampFormat::IsoSeconds);

pub(crate) static SECRET_ACCESS_KEY: Shape = Shape::string("SecretAccessKey").secret();

pub(crate) static SESSION_DURATION_SECONDS: Shape =
    Shape::integer("SessionDurationSeconds").min(900).max(43200);

pub(crate) static SESSION_INSTANCE_PROPERTIES: Shape = Shape::map(
    "SessionInstanceProperties",
    &SESSION_INSTANCE_PROPERTY_TEXT,
    &SESSION_INSTANCE_PROPERTY_TEXT,
)
.min(0)
.max(50);

pub(crate) static SESSION_INSTANCE_PROPERTY_TEXT: Shape =
    Shape::string("SessionInstancePropertyText").min(1).max(200);

pub(crate) static SESSION_PROFILE_ARN: Shape = Shape::string("SessionProfileArn")
    .min(1)
    .max(1011)
    .pattern(&patterns::sessions::SESSION_PROFILE_ARN);

pub(crate) static SESSION_ROLE_SESSION_NAME: Shape = Shape::string("SessionRoleSessionName")
    .min(2)
    .max(64)
    .pattern(&patterns::sessions::SESSION_ROLE_SESSION_NAME);

pub(crate) static SESSION_TOKEN: Shape = Shape::string("SessionToken").sensitive();

pub(crate) static SESSION_TRUST_ANCHOR_ARN: Shape = Shape::string("SessionTrustAnchorArn")
    .min(1)
    .max(1011)
    .pattern(&patterns::sessions::SESSION_TRUST_ANCHOR_ARN);
