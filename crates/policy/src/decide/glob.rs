//! Pattern against text, without recursion or allocation.
//!
//! Variables are not expanded beforehand: [`Cursor`] walks the pattern's code and, inside a
//! variable, the value that the request has for it. What stands between two `*` is a run; a run is
//! looked for once, and the first place where it stands is as good as any later one. A run before the
//! first `*` or after the last one has one place only, and before an ARN's fifth colon each part of
//! the ARN is a text of its own.
//!
//! For text of n characters and a longest run of m, the work is proportional to n + m where runs are
//! plain text or one variable, which the standard library finds, and n × m / 64 at the worst where
//! they mix text, variables and `?`, which is what [`sieve`] needs.

mod cursor;
mod run;
mod sieve;

use super::request::Context;
use crate::compile::{Compiled, Pattern, VARIABLE};
use cursor::{Cursor, Fold, Step, skip_character};
use run::Until;

/// A policy and the request's keys: what a pattern needs to be read.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) policy: &'a Compiled,
    pub(crate) context: &'a dyn Context,
}

/// Colons that separate the six parts of an ARN.
const ARN_COLONS: u8 = 5;

impl<'a> Scope<'a> {
    /// Whether `text` matches; letters as they are.
    pub(super) fn matches(self, pattern: Pattern, text: &str) -> bool {
        match pattern {
            Pattern::Everything => true,
            Pattern::Never => false,
            Pattern::Exact(span) => self.policy.str(span) == text,
            Pattern::Prefix(span) => text.starts_with(self.policy.str(span)),
            Pattern::Glob(span) => self.glob(self.policy.code(span), text, Fold::No, 0),
            Pattern::Arn(span) => self.glob(self.policy.code(span), text, Fold::No, ARN_COLONS),
        }
    }

    /// Whether `text` matches a pattern in lower case, ASCII letters folded.
    pub(super) fn matches_folded(self, pattern: Pattern, text: &str) -> bool {
        match pattern {
            Pattern::Everything => true,
            Pattern::Never => false,
            Pattern::Exact(span) => self.policy.str(span).eq_ignore_ascii_case(text),
            Pattern::Prefix(span) => {
                let prefix = self.policy.str(span);
                let head = text.as_bytes().get(..prefix.len());
                head.is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
            }
            Pattern::Glob(span) | Pattern::Arn(span) => {
                self.glob(self.policy.code(span), text, Fold::Ascii, 0)
            }
        }
    }

    /// Whether `text` equals a pattern without wildcards, letter case aside.
    pub(super) fn equals_ignoring_case(self, pattern: Pattern, text: &str) -> bool {
        match pattern {
            Pattern::Exact(span) => same_letters(self.policy.str(span), text),
            Pattern::Glob(span) => {
                let code = self.policy.code(span);
                self.equals_in_ascii(code, text)
                    .unwrap_or_else(|| self.equals_in_any_letters(code, text))
            }
            Pattern::Everything | Pattern::Never | Pattern::Prefix(_) | Pattern::Arn(_) => false,
        }
    }

    /// The same for text that is all ASCII, piece by piece: a short pattern of variables may stand for
    /// much text. `None` where other letters decide.
    fn equals_in_ascii(self, mut code: &'a [u8], text: &str) -> Option<bool> {
        if !text.is_ascii() {
            return None;
        }
        let mut rest = text.as_bytes();
        let mut missing = false;
        while let Some(piece) = self.piece(&mut code, &mut missing) {
            if !piece.is_ascii() {
                return None;
            }
            match rest.split_at_checked(piece.len()) {
                Some((head, after)) if head.eq_ignore_ascii_case(piece.as_bytes()) => rest = after,
                _ => return Some(false),
            }
        }
        Some(rest.is_empty() && !missing)
    }

    fn equals_in_any_letters(self, mut code: &'a [u8], text: &str) -> bool {
        let mut missing = false;
        let pieces = std::iter::from_fn(|| self.piece(&mut code, &mut missing));
        let letters = pieces.flat_map(str::chars).flat_map(char::to_lowercase);
        letters.eq(text.chars().flat_map(char::to_lowercase)) && !missing
    }

    /// The next literal or variable value of a pattern without wildcards.
    fn piece(self, rest: &mut &'a [u8], missing: &mut bool) -> Option<&'a str> {
        match rest {
            [] => None,
            [VARIABLE, a, b, c, after @ ..] => {
                *rest = after;
                let value = self.variable([*a, *b, *c]);
                *missing |= value.is_none();
                value
            }
            _ => {
                let end = rest.iter().position(|b| *b == VARIABLE).unwrap_or(rest.len());
                let (literal, after) = rest.split_at_checked(end)?;
                *rest = after;
                // Literals were cut from strings between characters.
                std::str::from_utf8(literal).ok()
            }
        }
    }

    /// The matcher proper. `colons` is how many colons the text must still pass before wildcards may
    /// match one.
    fn glob(self, code: &'a [u8], text: &str, fold: Fold, mut colons: u8) -> bool {
        let mut cursor = Cursor { code, inserted: &[] };
        let mut rest = text.as_bytes();
        loop {
            count_step();
            // What a variable brings is compared at once, where no colon has to be counted.
            if colons == 0 && fold == Fold::No && !cursor.inserted.is_empty() {
                let Some(after) = rest.strip_prefix(cursor.inserted) else {
                    return false;
                };
                (rest, cursor.inserted) = (after, &[]);
            }
            match cursor.step(self) {
                Step::Missing => return false,
                Step::End => return rest.is_empty() && colons == 0,
                Step::Any => {
                    let Some(rest_text) = text.get(text.len() - rest.len()..) else {
                        return false;
                    };
                    if colons == 0 {
                        return self.after_any(cursor, rest_text, fold, Until::End).is_some();
                    }
                    let Some((part, after)) = rest_text.split_once(':') else {
                        return false;
                    };
                    let Some(then) = self.after_any(cursor, part, fold, Until::Colon) else {
                        return false;
                    };
                    (cursor, rest) = (then, after.as_bytes());
                    colons -= 1;
                }
                Step::One => {
                    if colons > 0 && rest.first() == Some(&b':') {
                        return false;
                    }
                    let Some(after) = skip_character(rest) else {
                        return false;
                    };
                    rest = after;
                }
                Step::Byte(expected) => match rest.split_first() {
                    Some((found, after)) if expected == fold.apply(*found) => {
                        rest = after;
                        if expected == b':' {
                            colons = colons.saturating_sub(1);
                        }
                    }
                    _ => return false,
                },
            }
        }
    }
}

/// Counts what tests bound: what is left to the standard library's search is linear.
fn count_step() {
    #[cfg(test)]
    tests::STEPS.set(tests::STEPS.get() + 1);
}

fn same_letters(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    let letters = one.chars().flat_map(char::to_lowercase);
    letters.eq(other.chars().flat_map(char::to_lowercase))
}

#[cfg(test)]
mod tests;
