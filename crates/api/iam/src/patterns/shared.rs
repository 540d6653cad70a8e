//! Patterns of the shapes in `schema/shared.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::pattern::{Automaton, Pattern, Position};

use super::classes::*;

pub(crate) static POLICY_PATH_TYPE: Pattern = Pattern {
    source: "((/[A-Za-z0-9\\.,\\+@=_-]+)*)/",
    unless: None,
    automaton: Automaton {
        empty: false,
        first: 0x5,
        last: 0x4,
        positions: &[
            Position::new(&C3, 0x2),
            Position::new(&C4, 0x7),
            Position::new(&C3, 0x0),
        ],
    },
};

pub(crate) static PATH_TYPE: Pattern = Pattern {
    source: "(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)",
    unless: None,
    automaton: Automaton {
        empty: false,
        first: 0x3,
        last: 0x9,
        positions: &[
            Position::new(&C3, 0x0),
            Position::new(&C3, 0x4),
            Position::new(&C5, 0xc),
            Position::new(&C3, 0x0),
        ],
    },
};

pub(crate) static TAG_VALUE_TYPE: Pattern = Pattern {
    source: "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*",
    unless: None,
    automaton: Automaton {
        empty: true,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C6, 0x1)],
    },
};

pub(crate) static TAG_KEY_TYPE: Pattern = Pattern {
    source: "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+",
    unless: None,
    automaton: Automaton {
        empty: false,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C6, 0x1)],
    },
};

pub(crate) static POLICY_DOCUMENT_TYPE: Pattern = Pattern {
    source: "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+",
    unless: None,
    automaton: Automaton {
        empty: false,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C7, 0x1)],
    },
};

pub(crate) static CERTIFICATION_KEY_TYPE: Pattern = Pattern {
    source: "[\\u0020-\\u00FF]+",
    unless: None,
    automaton: Automaton {
        empty: false,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C8, 0x1)],
    },
};

pub(crate) static ATTACHMENT_NAME: Pattern = Pattern {
    source: "[\\w+=,.@-]+",
    unless: None,
    automaton: Automaton {
        empty: false,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C4, 0x1)],
    },
};

pub(crate) static SERIAL_NUMBER_TYPE: Pattern = Pattern {
    source: "[\\w+=/:,.@-]+",
    unless: None,
    automaton: Automaton {
        empty: false,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C9, 0x1)],
    },
};

pub(crate) static ACCESS_KEY_ID_TYPE: Pattern = Pattern {
    source: "[\\w]+",
    unless: None,
    automaton: Automaton {
        empty: false,
        first: 0x1,
        last: 0x1,
        positions: &[Position::new(&C10, 0x1)],
    },
};

pub(crate) static PATH_PREFIX_TYPE: Pattern = Pattern {
    source: "\\u002F[\\u0021-\\u007F]*",
    unless: None,
    automaton: Automaton {
        empty: false,
        first: 0x1,
        last: 0x3,
        positions: &[Position::new(&C3, 0x2), Position::new(&C11, 0x2)],
    },
};

pub(crate) static POLICY_VERSION_ID_TYPE: Pattern = Pattern {
    source: "v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?",
    unless: None,
    automaton: Automaton {
        empty: false,
        first: 0x1,
        last: 0x1e,
        positions: &[
            Position::new(&C12, 0x2),
            Position::new(&C13, 0xc),
            Position::new(&C1, 0xc),
            Position::new(&C14, 0x10),
            Position::new(&C15, 0x10),
        ],
    },
};
