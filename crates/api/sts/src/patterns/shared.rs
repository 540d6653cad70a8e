//! Patterns of the shapes in `schema/shared.rs`.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use tegata_wire::pattern::{Automaton, Pattern, Position};

use super::classes::*;

pub(crate) static ARN_TYPE: Pattern = Pattern {
    source: "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+",
    unless: None,
    automaton: Automaton {
        empty: false,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C4, 0x1)],
    },
};

pub(crate) static SESSION_POLICY_DOCUMENT_TYPE: Pattern = Pattern {
    source: "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+",
    unless: None,
    automaton: Automaton {
        empty: false,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C5, 0x1)],
    },
};

pub(crate) static ROLE_SESSION_NAME_TYPE: Pattern = Pattern {
    source: "[\\w+=,.@-]*",
    unless: None,
    automaton: Automaton {
        empty: true,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C6, 0x1)],
    },
};

pub(crate) static ASSUMED_ROLE_ID_TYPE: Pattern = Pattern {
    source: "[\\w+=,.@:-]*",
    unless: None,
    automaton: Automaton {
        empty: true,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C3, 0x1)],
    },
};

pub(crate) static ACCESS_KEY_ID_TYPE: Pattern = Pattern {
    source: "[\\w]*",
    unless: None,
    automaton: Automaton {
        empty: true,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C7, 0x1)],
    },
};
