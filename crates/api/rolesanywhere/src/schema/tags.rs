//! Shapes of `types/tags.rs`.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Location, Member, Shape};

use super::shared;

pub(crate) static AMAZON_RESOURCE_NAME: Shape = Shape::string("AmazonResourceName").min(1).max(1011);

pub(crate) static LIST_TAGS_FOR_RESOURCE_REQUEST: Shape = Shape::structure(
    "ListTagsForResourceRequest",
    &[Member::new("resourceArn", &AMAZON_RESOURCE_NAME)
        .at(Location::Query, "resourceArn")
        .required()],
);

pub(crate) static LIST_TAGS_FOR_RESOURCE_RESPONSE: Shape = Shape::structure(
    "ListTagsForResourceResponse",
    &[Member::new("tags", &shared::TAG_LIST)],
);

pub(crate) static TAG_KEY_LIST: Shape = Shape::list("TagKeyList", &shared::TAG_KEY).min(0).max(200);

pub(crate) static TAG_RESOURCE_REQUEST: Shape = Shape::structure(
    "TagResourceRequest",
    &[
        Member::new("resourceArn", &AMAZON_RESOURCE_NAME).required(),
        Member::new("tags", &shared::TAG_LIST).required(),
    ],
);

pub(crate) static TAG_RESOURCE_RESPONSE: Shape = Shape::structure("TagResourceResponse", &[]);

pub(crate) static UNTAG_RESOURCE_REQUEST: Shape = Shape::structure(
    "UntagResourceRequest",
    &[
        Member::new("resourceArn", &AMAZON_RESOURCE_NAME).required(),
        Member::new("tagKeys", &TAG_KEY_LIST).required(),
    ],
);

pub(crate) static UNTAG_RESOURCE_RESPONSE: Shape = Shape::structure("UntagResourceResponse", &[]);
