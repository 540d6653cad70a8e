//! Patterns of the shapes in `schema/sessions.rs`.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use tegata_wire::pattern::{Automaton, Pattern, Position};

use super::classes::*;

pub(crate) static TOKEN_CODE_TYPE: Pattern = Pattern {
    source: "[\\d]*",
    unless: None,
    automaton: Automaton {
        empty: true,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C0, 0x1)],
    },
};

pub(crate) static TAG_VALUE_TYPE: Pattern = Pattern {
    source: "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*",
    unless: None,
    automaton: Automaton {
        empty: true,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C1, 0x1)],
    },
};

pub(crate) static TAG_KEY_TYPE: Pattern = Pattern {
    source: "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+",
    unless: None,
    automaton: Automaton {
        empty: false,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C1, 0x1)],
    },
};

pub(crate) static EXTERNAL_ID_TYPE: Pattern = Pattern {
    source: "[\\w+=,.@:\\/-]*",
    unless: None,
    automaton: Automaton {
        empty: true,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C2, 0x1)],
    },
};

pub(crate) static FEDERATED_ID_TYPE: Pattern = Pattern {
    source: "[\\w+=,.@\\:-]*",
    unless: None,
    automaton: Automaton {
        empty: true,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C3, 0x1)],
    },
};

pub(crate) static SERIAL_NUMBER_TYPE: Pattern = Pattern {
    source: "[\\w+=/:,.@-]*",
    unless: None,
    automaton: Automaton {
        empty: true,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C2, 0x1)],
    },
};
