//! Colour, where a person looks: on a terminal that knows it, unless `NO_COLOR` is set.

use std::fmt::Display;
use std::io::{IsTerminal as _, stdout};

use tegata_client::Environment;

/// Paints, or leaves text as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paint {
    on: bool,
}

impl Paint {
    /// As standard output takes it.
    pub(crate) fn for_stdout(environment: &Environment) -> Self {
        let dumb = environment.os("TERM").is_some_and(|term| term == "dumb");
        Self {
            on: stdout().is_terminal() && environment.os("NO_COLOR").is_none() && !dumb,
        }
    }

    /// Never.
    #[cfg(test)]
    pub(crate) const fn off() -> Self {
        Self { on: false }
    }

    /// Always.
    #[cfg(test)]
    pub(crate) const fn on() -> Self {
        Self { on: true }
    }

    pub(crate) fn bold(self, text: impl Display) -> String {
        self.with("1", text)
    }

    pub(crate) fn dim(self, text: impl Display) -> String {
        self.with("2", text)
    }

    pub(crate) fn red(self, text: impl Display) -> String {
        self.with("31", text)
    }

    pub(crate) fn green(self, text: impl Display) -> String {
        self.with("32", text)
    }

    pub(crate) fn cyan(self, text: impl Display) -> String {
        self.with("36", text)
    }

    /// ECMA-48 Select Graphic Rendition.
    fn with(self, code: &str, text: impl Display) -> String {
        if self.on {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_string()
        }
    }
}

/// Text from elsewhere, such as a certificate's subject, without what a terminal would obey.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let escaped = c.is_control() || is_bidirectional(c);
            let plain = (!escaped).then_some(c);
            let escape = escaped.then(|| c.escape_unicode()).into_iter().flatten();
            plain.into_iter().chain(escape)
        })
        .collect()
}

/// Marks that reorder the text after them (Unicode Standard Annex 9).
const fn is_bidirectional(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
