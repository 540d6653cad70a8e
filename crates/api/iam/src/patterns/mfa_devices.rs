//! Patterns of the shapes in `schema/mfa_devices.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::pattern::{Automaton, Pattern, Position};

use super::classes::*;

pub(crate) static AUTHENTICATION_CODE_TYPE: Pattern = Pattern {
    source: "[\\d]+",
    unless: None,
    automaton: Automaton {
        empty: false,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C1, 0x1)],
    },
};
