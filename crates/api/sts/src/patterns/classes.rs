//! The sets of characters that the patterns name.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use tegata_wire::pattern::Class;

pub(super) static C0: Class = Class {
    ascii: 0x3ff000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C1: Class = Class {
    ascii: 0x7fffffe87ffffff27ffe80100000000,
    ranges: &[],
    letters: true,
    numbers: true,
    separators: true,
};

pub(super) static C2: Class = Class {
    ascii: 0x7fffffe87ffffff27fff80000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C3: Class = Class {
    ascii: 0x7fffffe87ffffff27ff780000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C4: Class = Class {
    ascii: 0x7fffffffffffffffffffffff00002600,
    ranges: &[('\u{85}', '\u{85}'), ('\u{a0}', '�'), ('𐀀', '\u{10ffff}')],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C5: Class = Class {
    ascii: 0xffffffffffffffffffffffff00002600,
    ranges: &[('\u{80}', 'ÿ')],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C6: Class = Class {
    ascii: 0x7fffffe87ffffff23ff780000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C7: Class = Class {
    ascii: 0x7fffffe87fffffe03ff000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};
