//! Patterns of the shapes in `schema/roles.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::pattern::{Automaton, Pattern, Position};

use super::classes::*;

pub(crate) static ROLE_DESCRIPTION_TYPE: Pattern = Pattern {
    source: "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*",
    unless: None,
    automaton: Automaton {
        empty: true,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C0, 0x1)],
    },
};
