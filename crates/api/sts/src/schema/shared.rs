//! Shapes of `types/shared.rs`.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::Shape;

use crate::patterns;

pub(crate) static ACCESS_KEY_ID_TYPE: Shape = Shape::string("accessKeyIdType")
    .min(16)
    .max(128)
    .pattern(&patterns::shared::ACCESS_KEY_ID_TYPE);

pub(crate) static ARN_TYPE: Shape = Shape::string("arnType")
    .min(20)
    .max(2048)
    .pattern(&patterns::shared::ARN_TYPE);
