//! Pattern against text, without recursion or allocation.
//!
//! Variables are not expanded beforehand: [`Cursor`] walks the pattern's code and, inside a
//! variable, the value that the request has for it. Wildcards are matched greedily with one place
//! to resume from, and plain text between two `*` is found by the standard library's linear search,
//! so the work is at most text × the longest run that has `?` or a variable, and the sum of both
//! lengths for other patterns.

use super::request::Context;
use crate::compile::{ANY, Compiled, ONE, Pattern, VARIABLE};

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
            Pattern::Exact(span) => same_letters(self.policy.str(span).chars(), text),
            Pattern::Glob(span) => {
                let mut rest = self.policy.code(span);
                let mut missing = false;
                let chars = std::iter::from_fn(|| self.piece(&mut rest, &mut missing)).flat_map(str::chars);
                same_letters(chars, text) && !missing
            }
            Pattern::Everything | Pattern::Never | Pattern::Prefix(_) | Pattern::Arn(_) => false,
        }
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
        let mut resume: Option<(Cursor<'a>, &[u8])> = None;
        loop {
            #[cfg(test)]
            tests::STEPS.set(tests::STEPS.get() + 1);
            let mut ahead = cursor;
            match ahead.step(self) {
                Step::Missing => return false,
                Step::Any => {
                    if colons == 0 && ahead.is_at_end() {
                        return true;
                    }
                    if colons == 0
                        && fold == Fold::No
                        && let Some((run, then)) = ahead.plain_run()
                    {
                        // The first place is as good as any later one: another `*` follows, or nothing.
                        let Some(after) = after_run(text, rest, run, then) else {
                            return false;
                        };
                        cursor = Cursor {
                            code: then,
                            inserted: &[],
                        };
                        rest = after;
                        resume = None;
                        continue;
                    }
                    resume = Some((ahead, rest));
                    cursor = ahead;
                    continue;
                }
                Step::End if rest.is_empty() => return colons == 0,
                Step::End => {}
                Step::One => {
                    if let Some(after) = skip_character(rest, colons) {
                        rest = after;
                        cursor = ahead;
                        continue;
                    }
                }
                Step::Byte(expected) => {
                    if let Some((found, after)) = rest.split_first()
                        && expected == fold.apply(*found)
                    {
                        if expected == b':' && colons > 0 {
                            // The part is over: no wildcard in front of it may be taken up again.
                            colons -= 1;
                            resume = None;
                        }
                        rest = after;
                        cursor = ahead;
                        continue;
                    }
                }
            }
            let Some((pattern, from)) = resume else {
                return false;
            };
            let Some(from) = skip_character(from, colons) else {
                return false;
            };
            resume = Some((pattern, from));
            cursor = pattern;
            rest = from;
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fold {
    No,
    Ascii,
}

impl Fold {
    fn apply(self, byte: u8) -> u8 {
        match self {
            Self::No => byte,
            Self::Ascii => byte.to_ascii_lowercase(),
        }
    }
}

/// What a pattern wants next.
enum Step {
    Byte(u8),
    Any,
    One,
    End,
    /// A variable that the request has no value for.
    Missing,
}

/// A place in a pattern: the code that is left, after what is left of a variable's value.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    code: &'a [u8],
    inserted: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn is_at_end(&self) -> bool {
        self.code.is_empty() && self.inserted.is_empty()
    }

    /// The plain text that comes next, when a `*` or the end follows it, and what follows.
    fn plain_run(&self) -> Option<(&'a str, &'a [u8])> {
        let end = self
            .code
            .iter()
            .position(|b| *b >= VARIABLE)
            .unwrap_or(self.code.len());
        let (run, then) = self.code.split_at_checked(end)?;
        let is_followed_by_any = matches!(then, [] | [ANY, ..]);
        if run.is_empty() || !self.inserted.is_empty() || !is_followed_by_any {
            return None;
        }
        Some((std::str::from_utf8(run).ok()?, then))
    }

    fn step(&mut self, scope: Scope<'a>) -> Step {
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

/// What `rest`, a tail of `text`, has left after the first `run` in it; after its last when nothing
/// may follow.
fn after_run<'t>(text: &'t str, rest: &[u8], run: &str, then: &[u8]) -> Option<&'t [u8]> {
    let rest = text.get(text.len().checked_sub(rest.len())?..)?;
    let at = match then {
        [] => rest.ends_with(run).then(|| rest.len() - run.len())?,
        _ => rest.find(run)?,
    };
    rest.as_bytes().get(at + run.len()..)
}

/// The text after its first character. In an ARN's first parts a colon is not skipped.
fn skip_character(text: &[u8], colons: u8) -> Option<&[u8]> {
    let (first, rest) = text.split_first()?;
    if colons > 0 && *first == b':' {
        return None;
    }
    let continued = rest.iter().take_while(|b| **b & 0xc0 == 0x80).count();
    rest.get(continued..)
}

fn same_letters(chars: impl Iterator<Item = char>, text: &str) -> bool {
    chars
        .flat_map(char::to_lowercase)
        .eq(text.chars().flat_map(char::to_lowercase))
}

#[cfg(test)]
mod tests;
