//! Patterns of the shapes in `schema/accounts.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::pattern::{Automaton, Pattern, Position};

use super::classes::*;

pub(crate) static ACCOUNT_NUMBER_TYPE: Pattern = Pattern {
    source: "[0-9]*",
    unless: None,
    automaton: Automaton {
        empty: true,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C1, 0x1)],
    },
};

pub(crate) static REGION_NAME_TYPE: Pattern = Pattern {
    source: "[a-z0-9-]*",
    unless: None,
    automaton: Automaton {
        empty: true,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C2, 0x1)],
    },
};
