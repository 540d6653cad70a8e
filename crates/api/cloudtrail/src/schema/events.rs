//! Shapes of `types/events.rs`.
//!
//! Generated from `models/cloudtrail.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static EVENT: Shape = Shape::structure(
    "Event",
    &[
        Member::new("EventId", &shared::STRING),
        Member::new("EventName", &shared::STRING),
        Member::new("ReadOnly", &shared::STRING),
        Member::new("AccessKeyId", &shared::STRING),
        Member::new("EventTime", &shared::DATE),
        Member::new("EventSource", &shared::STRING),
        Member::new("Username", &shared::STRING),
        Member::new("Resources", &RESOURCE_LIST),
        Member::new("CloudTrailEvent", &shared::STRING),
    ],
);

pub(crate) static EVENT_CATEGORY: Shape = Shape::string("EventCategory").values(&["insight"]);

pub(crate) static EVENTS_LIST: Shape = Shape::list("EventsList", &EVENT);

pub(crate) static LOOKUP_ATTRIBUTE: Shape = Shape::structure(
    "LookupAttribute",
    &[
        Member::new("AttributeKey", &LOOKUP_ATTRIBUTE_KEY).required(),
        Member::new("AttributeValue", &LOOKUP_ATTRIBUTE_VALUE).required(),
    ],
);

pub(crate) static LOOKUP_ATTRIBUTE_KEY: Shape = Shape::string("LookupAttributeKey").values(&[
    "EventId",
    "EventName",
    "ReadOnly",
    "Username",
    "ResourceType",
    "ResourceName",
    "EventSource",
    "AccessKeyId",
]);

pub(crate) static LOOKUP_ATTRIBUTE_VALUE: Shape = Shape::string("LookupAttributeValue").min(1).max(2000);

pub(crate) static LOOKUP_ATTRIBUTES_LIST: Shape = Shape::list("LookupAttributesList", &LOOKUP_ATTRIBUTE);

pub(crate) static LOOKUP_EVENTS_REQUEST: Shape = Shape::structure(
    "LookupEventsRequest",
    &[
        Member::new("LookupAttributes", &LOOKUP_ATTRIBUTES_LIST),
        Member::new("StartTime", &shared::DATE),
        Member::new("EndTime", &shared::DATE),
        Member::new("EventCategory", &EVENT_CATEGORY),
        Member::new("MaxResults", &MAX_RESULTS),
        Member::new("NextToken", &NEXT_TOKEN),
    ],
);

pub(crate) static LOOKUP_EVENTS_RESPONSE: Shape = Shape::structure(
    "LookupEventsResponse",
    &[
        Member::new("Events", &EVENTS_LIST),
        Member::new("NextToken", &NEXT_TOKEN),
    ],
);

pub(crate) static MAX_RESULTS: Shape = Shape::integer("MaxResults").min(1).max(50);

pub(crate) static NEXT_TOKEN: Shape = Shape::string("NextToken");

pub(crate) static RESOURCE: Shape = Shape::structure(
    "Resource",
    &[
        Member::new("ResourceType", &shared::STRING),
        Member::new("ResourceName", &shared::STRING),
    ],
);

pub(crate) static RESOURCE_LIST: Shape = Shape::list("ResourceList", &RESOURCE);
