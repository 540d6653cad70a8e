//! Shapes of `types/shared.rs`.
//!
//! Generated from `models/sso-oidc.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::Shape;

pub(crate) static CLIENT_ID: Shape = Shape::string("ClientId");

pub(crate) static CLIENT_SECRET: Shape = Shape::string("ClientSecret").secret();

pub(crate) static DEVICE_CODE: Shape = Shape::string("DeviceCode").secret();

pub(crate) static EXPIRATION_IN_SECONDS: Shape = Shape::integer("ExpirationInSeconds");

pub(crate) static GRANT_TYPE: Shape = Shape::string("GrantType");

pub(crate) static SCOPE: Shape = Shape::string("Scope");

pub(crate) static SCOPES: Shape = Shape::list("Scopes", &SCOPE);

pub(crate) static URI: Shape = Shape::string("URI");
