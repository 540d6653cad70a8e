//! Shapes of `types/lineage.rs`.
//!
//! Generated from `models/cloudtrail.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static GET_LINEAGE_REQUEST: Shape = Shape::structure(
    "GetLineageRequest",
    &[
        Member::new("AccessKeyId", &LINEAGE_SUBJECT),
        Member::new("SessionId", &LINEAGE_SUBJECT),
        Member::new("EventId", &LINEAGE_SUBJECT),
        Member::new("SessionName", &LINEAGE_SUBJECT),
        Member::new("ResourceArn", &LINEAGE_SUBJECT),
    ],
);

pub(crate) static GET_LINEAGE_RESPONSE: Shape =
    Shape::structure("GetLineageResponse", &[Member::new("Hops", &HOP_LIST).required()]);

pub(crate) static HOP: Shape = Shape::structure(
    "Hop",
    &[
        Member::new("Kind", &HOP_KIND).required(),
        Member::new("Id", &shared::STRING),
        Member::new("Arn", &shared::STRING),
        Member::new("Serial", &shared::STRING),
        Member::new("Subject", &shared::STRING),
        Member::new("Issuer", &shared::STRING),
        Member::new("Fingerprint", &shared::STRING),
        Member::new("Time", &shared::DATE),
        Member::new("Source", &shared::STRING),
        Member::new("Action", &shared::STRING),
        Member::new("Outcome", &shared::STRING),
    ],
);

pub(crate) static HOP_KIND: Shape = Shape::string("HopKind");

pub(crate) static HOP_LIST: Shape = Shape::list("HopList", &HOP);

pub(crate) static LINEAGE_SUBJECT: Shape = Shape::string("LineageSubject").min(1).max(2048);
