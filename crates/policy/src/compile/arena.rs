//! The bytes that a compiled policy refers to, and the patterns encoded in them.
//!
//! A policy has two arenas: `text`, plain strings, and `code`, patterns. In `code` the bytes that
//! no UTF-8 text contains are instructions: [`ANY`], [`ONE`], and [`VARIABLE`] with three bytes of
//! index into the variable table, high byte first. All else is literal.

use super::token::{Syntax, Token, tokens};
use crate::location::Span;

pub(crate) const ANY: u8 = 0xff;
pub(crate) const ONE: u8 = 0xfe;
/// The least of the instructions.
pub(crate) const VARIABLE: u8 = 0xfd;

/// A text that the request is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// Matches everything.
    Everything,
    /// Matches nothing.
    Never,
    /// This text, in `text`.
    Exact(Span),
    /// Every text that begins so, in `text`.
    Prefix(Span),
    /// A glob, in `code`.
    Glob(Span),
    /// A glob over an ARN, in `code`: before the fifth colon a wildcard does not match a colon.
    Arn(Span),
}

/// A variable of the policy.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Variable {
    /// The condition key, lower case, in `text`.
    pub(crate) key: Span,
    /// The text to use when the request has no such key, in `text`.
    pub(crate) default: Option<Span>,
}

#[derive(Debug, Default)]
pub(super) struct Arena {
    pub(super) text: String,
    pub(super) code: Vec<u8>,
    pub(super) variables: Vec<Variable>,
}

impl Arena {
    pub(super) fn add(&mut self, text: &str) -> Span {
        let start = offset(self.text.len());
        self.text.push_str(text);
        Span {
            start,
            end: offset(self.text.len()),
        }
    }

    pub(super) fn add_lower(&mut self, text: &str) -> Span {
        if text.bytes().any(|b| b.is_ascii_uppercase() || !b.is_ascii()) {
            self.add(&text.to_lowercase())
        } else {
            self.add(text)
        }
    }

    /// A pattern over any text.
    pub(super) fn pattern(&mut self, text: &str, syntax: Syntax) -> Pattern {
        if syntax.wildcards && text == "*" {
            return Pattern::Everything;
        }
        if let Some(plain) = self.plain(text, syntax) {
            return plain;
        }
        match self.encode(text, syntax) {
            Some(code) => Pattern::Glob(code),
            None => Pattern::Never,
        }
    }

    /// A pattern over ARNs. `text` has all six parts.
    pub(super) fn arn_pattern(&mut self, text: &str, syntax: Syntax) -> Pattern {
        // A wildcard in front of the fifth colon would escape its part as a plain glob; a trailing
        // `*` is in the sixth part.
        if let Some(plain) = self.plain(text, syntax) {
            return plain;
        }
        match self.encode(text, syntax) {
            Some(code) => Pattern::Arn(code),
            None => Pattern::Never,
        }
    }

    /// A text without variables whose only wildcard, if any, is a `*` at its end.
    fn plain(&mut self, text: &str, syntax: Syntax) -> Option<Pattern> {
        if syntax.variables && text.contains("${") {
            return None;
        }
        if !syntax.wildcards || !text.contains(['*', '?']) {
            return Some(Pattern::Exact(self.add(text)));
        }
        let prefix = text.strip_suffix('*').filter(|rest| !rest.contains(['*', '?']))?;
        Some(Pattern::Prefix(self.add(prefix)))
    }

    /// Encodes a pattern; `None` when it is broken and can match nothing.
    fn encode(&mut self, text: &str, syntax: Syntax) -> Option<Span> {
        let start = self.code.len();
        for token in tokens(text, syntax) {
            match token {
                Token::Literal(literal) => self.code.extend_from_slice(literal.as_bytes()),
                Token::Any => self.code.push(ANY),
                Token::One => self.code.push(ONE),
                Token::Variable { key, default } => self.encode_variable(key, default),
                Token::Broken => {
                    self.code.truncate(start);
                    return None;
                }
            }
        }
        Some(Span {
            start: offset(start),
            end: offset(self.code.len()),
        })
    }

    fn encode_variable(&mut self, key: &str, default: Option<&str>) {
        let [_, index @ ..] = offset(self.variables.len()).to_be_bytes();
        let key = self.add_lower(key);
        let default = default.map(|text| self.add(text));
        self.variables.push(Variable { key, default });
        self.code.push(VARIABLE);
        self.code.extend_from_slice(&index);
    }
}

/// Offsets fit: a document is far below 4 GiB.
pub(super) fn offset(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
