//! The sets of characters that the patterns name.
//!
//! Generated from `models/signin.json` by `tegata-codegen`; not to be edited.

use tegata_wire::pattern::Class;

pub(super) static C0: Class = Class {
    ascii: 0x2000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C1: Class = Class {
    ascii: 0x200000000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C2: Class = Class {
    ascii: 0x100000000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C3: Class = Class {
    ascii: 0x100000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C4: Class = Class {
    ascii: 0x8000000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C5: Class = Class {
    ascii: 0x40000000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C6: Class = Class {
    ascii: 0x200000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C7: Class = Class {
    ascii: 0x4000000000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C8: Class = Class {
    ascii: 0x4000000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C9: Class = Class {
    ascii: 0x800000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C10: Class = Class {
    ascii: 0x8000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C11: Class = Class {
    ascii: 0x10000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C12: Class = Class {
    ascii: 0x20000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C13: Class = Class {
    ascii: 0x40000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C14: Class = Class {
    ascii: 0x80000000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C15: Class = Class {
    ascii: 0x800000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C16: Class = Class {
    ascii: 0x47fffffe87fffffe03ff600000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C17: Class = Class {
    ascii: 0x400000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C18: Class = Class {
    ascii: 0x800000000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C19: Class = Class {
    ascii: 0x80000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C20: Class = Class {
    ascii: 0x400000000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C21: Class = Class {
    ascii: 0x1000000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C22: Class = Class {
    ascii: 0x800000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C23: Class = Class {
    ascii: 0x200000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C24: Class = Class {
    ascii: 0x2000000000000000000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

pub(super) static C25: Class = Class {
    ascii: 0x10000000000000,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};
