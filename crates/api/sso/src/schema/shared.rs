//! Shapes of `types/shared.rs`.
//!
//! Generated from `models/sso.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::Shape;

pub(crate) static ACCESS_TOKEN_TYPE: Shape = Shape::string("AccessTokenType").secret();

pub(crate) static ACCOUNT_ID_TYPE: Shape = Shape::string("AccountIdType");

pub(crate) static ROLE_NAME_TYPE: Shape = Shape::string("RoleNameType");
