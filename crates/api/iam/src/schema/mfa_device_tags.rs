//! Shapes of `types/mfa_device_tags.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static LIST_MFA_DEVICE_TAGS_REQUEST: Shape = Shape::structure(
    "ListMFADeviceTagsRequest",
    &[
        Member::new("SerialNumber", &shared::SERIAL_NUMBER_TYPE).required(),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_MFA_DEVICE_TAGS_RESPONSE: Shape = Shape::structure(
    "ListMFADeviceTagsResponse",
    &[
        Member::new("Tags", &shared::TAG_LIST_TYPE).required(),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static TAG_MFA_DEVICE_REQUEST: Shape = Shape::structure(
    "TagMFADeviceRequest",
    &[
        Member::new("SerialNumber", &shared::SERIAL_NUMBER_TYPE).required(),
        Member::new("Tags", &shared::TAG_LIST_TYPE).required(),
    ],
);

pub(crate) static UNTAG_MFA_DEVICE_REQUEST: Shape = Shape::structure(
    "UntagMFADeviceRequest",
    &[
        Member::new("SerialNumber", &shared::SERIAL_NUMBER_TYPE).required(),
        Member::new("TagKeys", &shared::TAG_KEY_LIST_TYPE).required(),
    ],
);
