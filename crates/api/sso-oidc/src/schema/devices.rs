//! Shapes of `types/devices.rs`.
//!
//! Generated from `models/sso-oidc.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static INTERVAL_IN_SECONDS: Shape = Shape::integer("IntervalInSeconds");

pub(crate) static START_DEVICE_AUTHORIZATION_REQUEST: Shape = Shape::structure(
    "StartDeviceAuthorizationRequest",
    &[
        Member::new("clientId", &shared::CLIENT_ID).required(),
        Member::new("clientSecret", &shared::CLIENT_SECRET).required(),
        Member::new("startUrl", &shared::URI).required(),
    ],
);

pub(crate) static START_DEVICE_AUTHORIZATION_RESPONSE: Shape = Shape::structure(
    "StartDeviceAuthorizationResponse",
    &[
        Member::new("deviceCode", &shared::DEVICE_CODE),
        Member::new("userCode", &USER_CODE),
        Member::new("verificationUri", &shared::URI),
        Member::new("verificationUriComplete", &shared::URI),
        Member::new("expiresIn", &shared::EXPIRATION_IN_SECONDS),
        Member::new("interval", &INTERVAL_IN_SECONDS),
    ],
);

pub(crate) static USER_CODE: Shape = Shape::string("UserCode");
