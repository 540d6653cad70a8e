//! Reading a pattern: its code byte by byte, with the request's values in place of variables.

use super::Scope;
use crate::compile::{ANY, ONE, VARIABLE};

/// What a pattern wants next.
pub(super) enum Step {
    Byte(u8),
    Any,
    One,
    End,
    /// A variable that the request has no value for.
    Missing,
}

/// A place in a pattern: the code that is left, after what is left of a variable's value.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub(super) code: &'a [u8],
    pub(super) inserted: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(super) fn step(&mut self, scope: Scope<'a>) -> Step {
        loop {
            if let Some((byte, rest)) = self.inserted.split_first() {
                self.inserted = rest;
                return Step::Byte(*byte);
            }
            match self.code {
                [] => return Step::End,
                [ANY, rest @ ..] => {
                    self.code = rest;
                    return Step::Any;
                }
                [ONE, rest @ ..] => {
                    self.code = rest;
                    return Step::One;
                }
                [VARIABLE, a, b, c, rest @ ..] => {
                    let Some(value) = scope.variable([*a, *b, *c]) else {
                        return Step::Missing;
                    };
                    self.code = rest;
                    self.inserted = value.as_bytes();
                }
                [byte, rest @ ..] => {
                    self.code = rest;
                    return Step::Byte(*byte);
                }
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fold {
    No,
    Ascii,
}

impl Fold {
    pub(super) fn apply(self, byte: u8) -> u8 {
        match self {
            Self::No => byte,
            Self::Ascii => byte.to_ascii_lowercase(),
        }
    }
}

pub(super) fn is_continuation(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

/// The text after its first character.
pub(super) fn skip_character(text: &[u8]) -> Option<&[u8]> {
    let (_, rest) = text.split_first()?;
    let continued = rest.iter().take_while(|byte| is_continuation(**byte)).count();
    rest.get(continued..)
}

/// The end of a text, of so many characters; `None` when it has fewer.
pub(super) fn last_characters(text: &str, count: usize) -> Option<&str> {
    let Some(before_first) = count.checked_sub(1) else {
        return Some("");
    };
    let (at, _) = text.char_indices().rev().nth(before_first)?;
    text.get(at..)
}
