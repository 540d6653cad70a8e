//! Shapes of `types/crls.rs`.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Location, Member, Shape};

use super::shared;
use crate::patterns;

pub(crate) static BLOB: Shape = Shape::blob("Blob");

pub(crate) static CRL_ALIAS_ARN: Shape = Shape::string("CrlAliasArn")
    .min(1)
    .max(1011)
    .pattern(&patterns::crls::CRL_ALIAS_ARN);

pub(crate) static CRL_DETAIL: Shape = Shape::structure(
    "CrlDetail",
    &[
        Member::new("crlId", &shared::UUID),
        Member::new("crlArn", &CRL_RESOURCE_ARN),
        Member::new("name", &shared::STRING),
        Member::new("enabled", &shared::BOOLEAN),
        Member::new("crlData", &BLOB),
        Member::new("trustAnchorArn", &shared::TRUST_ANCHOR_RESOURCE_ARN),
        Member::new("createdAt", &shared::SYNTHETIC_TIMESTAMP_DATE_TIME),
        Member::new("updatedAt", &shared::SYNTHETIC_TIMESTAMP_DATE_TIME),
        Member::new("aliasName", &shared::ALIAS_NAME),
        Member::new("aliasArn", &CRL_ALIAS_ARN),
        Member::new("previousAliasName", &shared::ALIAS_NAME),
    ],
);

pub(crate) static CRL_DETAIL_RESPONSE: Shape =
    Shape::structure("CrlDetailResponse", &[Member::new("crl", &CRL_DETAIL).required()]);

pub(crate) static CRL_DETAILS: Shape = Shape::list("CrlDetails", &CRL_DETAIL);

pub(crate) static CRL_IDENTIFIER: Shape = Shape::string("CrlIdentifier")
    .min(1)
    .max(1011)
    .pattern(&patterns::crls::CRL_IDENTIFIER);

pub(crate) static CRL_RESOURCE_ARN: Shape = Shape::string("CrlResourceArn")
    .min(1)
    .max(1011)
    .pattern(&patterns::crls::CRL_RESOURCE_ARN);

pub(crate) static IMPORT_CRL_REQUEST: Shape = Shape::structure(
    "ImportCrlRequest",
    &[
        Member::new("name", &shared::RESOURCE_NAME).required(),
        Member::new("crlData", &IMPORT_CRL_REQUEST_CRL_DATA_BLOB).required(),
        Member::new("enabled", &shared::BOOLEAN),
        Member::new("tags", &shared::TAG_LIST),
        Member::new("trustAnchorArn", &TRUST_ANCHOR_IDENTIFIER_ARN).required(),
        Member::new("aliasName", &shared::ALIAS_NAME),
    ],
);

pub(crate) static IMPORT_CRL_REQUEST_CRL_DATA_BLOB: Shape =
    Shape::blob("ImportCrlRequestCrlDataBlob").min(1).max(300000);

pub(crate) static LIST_CRLS_RESPONSE: Shape = Shape::structure(
    "ListCrlsResponse",
    &[
        Member::new("nextToken", &shared::STRING),
        Member::new("crls", &CRL_DETAILS),
    ],
);

pub(crate) static SCALAR_CRL_REQUEST: Shape = Shape::structure(
    "ScalarCrlRequest",
    &[Member::new("crlId", &CRL_IDENTIFIER)
        .at(Location::Uri, "crlId")
        .required()],
);

pub(crate) static TRUST_ANCHOR_IDENTIFIER_ARN: Shape = Shape::string("TrustAnchorIdentifierArn")
    .min(1)
    .max(1011)
    .pattern(&patterns::crls::TRUST_ANCHOR_IDENTIFIER_ARN);

pub(crate) static UPDATE_CRL_REQUEST: Shape = Shape::structure(
    "UpdateCrlRequest",
    &[
        Member::new("crlId", &CRL_IDENTIFIER)
            .at(Location::Uri, "crlId")
            .required(),
        Member::new("name", &shared::RESOURCE_NAME),
        Member::new("crlData", &UPDATE_CRL_REQUEST_CRL_DATA_BLOB),
        Member::new("aliasName", &shared::ALIAS_NAME),
    ],
);

pub(crate) static UPDATE_CRL_REQUEST_CRL_DATA_BLOB: Shape =
    Shape::blob("UpdateCrlRequestCrlDataBlob").min(1).max(300000);
