//! Writing JSON: compact, or indented by four blanks a level.

use std::fmt::{self, Write};

/// Writes one JSON text, value by value; commas and line breaks come by themselves.
pub(crate) struct Writer<'w> {
    out: &'w mut dyn Write,
    indented: bool,
    depth: usize,
    /// What stands before the next value or key.
    before: Before,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The beginning of the text, or a key.
    Nothing,
    /// An opening bracket.
    Open,
    /// Another value.
    Value,
}

impl<'w> Writer<'w> {
    pub(crate) fn new(out: &'w mut dyn Write, indented: bool) -> Self {
        Self {
            out,
            indented,
            depth: 0,
            before: Before::Nothing,
        }
    }

    /// `{` or `[`.
    pub(crate) fn open(&mut self, bracket: char) -> fmt::Result {
        self.separate()?;
        self.depth += 1;
        self.before = Before::Open;
        self.out.write_char(bracket)
    }

    /// `}` or `]`.
    pub(crate) fn close(&mut self, bracket: char) -> fmt::Result {
        self.depth = self.depth.saturating_sub(1);
        if self.before == Before::Value {
            self.line()?;
        }
        self.before = Before::Value;
        self.out.write_char(bracket)
    }

    /// The key of a member, whose value follows.
    pub(crate) fn key(&mut self, key: &str) -> fmt::Result {
        self.string(key)?;
        self.before = Before::Nothing;
        self.out.write_str(if self.indented { ": " } else { ":" })
    }

    pub(crate) fn string(&mut self, text: &str) -> fmt::Result {
        self.separate()?;
        self.before = Before::Value;
        self.out.write_char('"')?;
        for character in text.chars() {
            match character {
                '"' | '\\' => write!(self.out, "\\{character}")?,
                // RFC 8259, section 7: these alone must be escaped.
                '\0'..='\x1f' => write!(self.out, "\\u{:04x}", u32::from(character))?,
                _ => self.out.write_char(character)?,
            }
        }
        self.out.write_char('"')
    }

    fn separate(&mut self) -> fmt::Result {
        match self.before {
            Before::Nothing => Ok(()),
            Before::Open => self.line(),
            Before::Value => {
                self.out.write_char(',')?;
                self.line()
            }
        }
    }

    fn line(&mut self) -> fmt::Result {
        if !self.indented {
            return Ok(());
        }
        write!(self.out, "\n{:width$}", "", width = 4 * self.depth)
    }
}
