//! `key = value`, and what a value on several lines means.

use std::borrow::Cow;

use super::{Fault, MAX_SETTINGS};
use crate::space::is_space;

/// A setting of a section. It may hold a secret, so it has no `Debug`.
pub struct Setting<'a> {
    key: Cow<'a, str>,
    line: usize,
    value: Value<'a>,
    /// Lines below the first, with their numbers, until the value is complete.
    more: Vec<(usize, &'a str)>,
    length: usize,
}

/// What stands after the delimiter.
pub enum Value<'a> {
    /// On one line; without white space around it, and not empty of meaning when it is empty.
    Line(&'a str),
    /// On several, the first not empty: joined by `\n`, as botocore does.
    Lines(String),
    /// Nothing on the first line and an indented block below it, as in `s3 =`.
    Block(Vec<Nested<'a>>),
}

/// A line of an indented block; if a key repeats, the last counts.
pub struct Nested<'a> {
    /// As it stands there.
    pub key: &'a str,
    /// What stands after the first `=`.
    pub value: &'a str,
    /// From 1.
    pub line: usize,
}

impl<'a> Setting<'a> {
    pub(super) const fn new(key: Cow<'a, str>, line: usize, value: &'a str) -> Self {
        Self {
            key,
            line,
            value: Value::Line(value),
            more: Vec::new(),
            length: value.len(),
        }
    }

    /// In lower case.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Where it begins, from 1.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// What it is set to.
    #[must_use]
    pub const fn value(&self) -> &Value<'a> {
        &self.value
    }

    /// The bytes of the value so far.
    pub(super) const fn length(&self) -> usize {
        self.length
    }

    pub(super) fn goes_on(&mut self, line: usize, text: &'a str) {
        self.more.push((line, text));
        self.length += text.len() + 1;
    }

    /// Reads the lines below the first. Blank ones at the end are none of the value.
    pub(super) fn complete(&mut self) -> Result<(), (usize, Fault)> {
        let mut more = std::mem::take(&mut self.more);
        while more.pop_if(|(_, text)| text.is_empty()).is_some() {}
        let Value::Line(first) = self.value else {
            return Ok(());
        };
        if more.is_empty() {
            return Ok(());
        }
        if first.is_empty() {
            self.value = Value::Block(block(&more)?);
            return Ok(());
        }
        let mut joined = String::from(first);
        for (_, text) in more {
            joined.push('\n');
            joined.push_str(text);
        }
        self.value = Value::Lines(joined);
        Ok(())
    }
}

fn block<'a>(lines: &[(usize, &'a str)]) -> Result<Vec<Nested<'a>>, (usize, Fault)> {
    let mut found: Vec<Nested<'a>> = Vec::new();
    let pieces = lines
        .iter()
        .flat_map(|(line, text)| {
            text.split(is_line_break)
                .map(move |piece| (*line, piece.trim_matches(is_space)))
        })
        .filter(|(_, piece)| !piece.is_empty());
    for (line, piece) in pieces {
        let (key, value) = piece.split_once('=').ok_or((line, Fault::NestedNoEquals))?;
        let (key, value) = (key.trim_matches(is_space), value.trim_matches(is_space));
        if found.len() >= MAX_SETTINGS {
            return Err((line, Fault::ManySettings));
        }
        found.push(Nested { key, value, line });
    }
    Ok(found)
}

/// What Python's `str.splitlines` breaks lines at, besides `\n` and `\r`.
const fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}
