//! Shapes of `types/shared.rs`.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Location, Member, Shape, TimestampFormat};

use crate::patterns;

pub(crate) static ALIAS_NAME: Shape = Shape::string("AliasName")
    .min(0)
    .max(256)
    .pattern(&patterns::shared::ALIAS_NAME);

pub(crate) static BOOLEAN: Shape = Shape::boolean("Boolean");

pub(crate) static INTEGER: Shape = Shape::integer("Integer");

pub(crate) static LIST_REQUEST: Shape = Shape::structure(
    "ListRequest",
    &[
        Member::new("nextToken", &LIST_REQUEST_NEXT_TOKEN_STRING).at(Location::Query, "nextToken"),
        Member::new("pageSize", &INTEGER).at(Location::Query, "pageSize"),
    ],
);

pub(crate) static LIST_REQUEST_NEXT_TOKEN_STRING: Shape =
    Shape::string("ListRequestNextTokenString").min(1).max(10000);

pub(crate) static RESOURCE_NAME: Shape = Shape::string("ResourceName")
    .min(1)
    .max(255)
    .pattern(&patterns::shared::RESOURCE_NAME);

pub(crate) static ROLE_ARN: Shape = Shape::string("RoleArn")
    .min(1)
    .max(1011)
    .pattern(&patterns::shared::ROLE_ARN);

pub(crate) static STRING: Shape = Shape::string("String");

pub(crate) static SYNTHETIC_TIMESTAMP_DATE_TIME: Shape =
    Shape::timestamp("SyntheticTimestamp_date_time", TimestampFormat::IsoMicros);

pub(crate) static TAG: Shape = Shape::structure(
    "Tag",
    &[
        Member::new("key", &TAG_KEY).required(),
        Member::new("value", &TAG_VALUE).required(),
    ],
);

pub(crate) static TAG_KEY: Shape = Shape::string("TagKey")
    .min(1)
    .max(128)
    .pattern(&patterns::shared::TAG_KEY)
    .sensitive();

pub(crate) static TAG_LIST: Shape = Shape::list("TagList", &TAG).min(0).max(200);

pub(crate) static TAG_VALUE: Shape = Shape::string("TagValue")
    .min(0)
    .max(256)
    .pattern(&patterns::shared::TAG_KEY)
    .sensitive();

pub(crate) static TRUST_ANCHOR_RESOURCE_ARN: Shape = Shape::string("TrustAnchorResourceArn")
    .min(1)
    .max(1011)
    .pattern(&patterns::shared::TRUST_ANCHOR_RESOURCE_ARN);

pub(crate) static UUID: Shape = Shape::string("Uuid")
    .min(36)
    .max(36)
    .pattern(&patterns::shared::UUID);
