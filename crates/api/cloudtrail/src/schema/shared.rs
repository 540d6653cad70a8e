//! Shapes of `types/shared.rs`.
//!
//! Generated from `models/cloudtrail.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Shape, TimestampFormat};

pub(crate) static DATE: Shape = Shape::timestamp("Date", TimestampFormat::Protocol);

pub(crate) static STRING: Shape = Shape::string("String");
