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

mod sieve;

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
        loop {
            count_step();
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

    /// Whether what follows a `*`, up to the end or the next colon of the pattern, matches the end of
    /// `text`, with anything before it: what follows in the pattern.
    fn after_any(
        self,
        mut cursor: Cursor<'a>,
        mut text: &str,
        fold: Fold,
        until: Until,
    ) -> Option<Cursor<'a>> {
        loop {
            if let Some(plain) = self.plain_run(cursor, until).filter(|_| fold == Fold::No) {
                let Some(then) = plain.then else {
                    return text.ends_with(plain.text).then_some(plain.end);
                };
                let at = text.find(plain.text)?;
                text = text.get(at + plain.text.len()..)?;
                cursor = then;
                continue;
            }
            let run = self.run(cursor, until)?;
            if run.is_last {
                let tail = last_characters(text, run.characters)?;
                let rest = self.run_at(cursor, tail.as_bytes(), fold, until).ok()?;
                return rest.is_empty().then_some(run.then);
            }
            text = self.search(cursor, text, fold, until)?;
            cursor = run.then;
        }
    }

    /// The run at a cursor, when it is plain text or a variable alone.
    fn plain_run(self, cursor: Cursor<'a>, until: Until) -> Option<PlainRun<'a>> {
        if !cursor.inserted.is_empty() {
            return None;
        }
        let (text, after) = match cursor.code {
            [VARIABLE, a, b, c, after @ ..] => (self.variable([*a, *b, *c])?, after),
            code => {
                let ends = |byte: &u8| *byte >= VARIABLE || until.is_at(*byte);
                let end = code.iter().position(ends).unwrap_or(code.len());
                let (text, after) = code.split_at_checked(end)?;
                (std::str::from_utf8(text).ok()?, after)
            }
        };
        // A variable's value may end the part in its midst.
        if until == Until::Colon && text.contains(':') {
            return None;
        }
        let at = |code| Cursor { code, inserted: &[] };
        let (then, end) = match after {
            [ANY, rest @ ..] => (Some(at(rest)), at(rest)),
            [] if until == Until::End => (None, at(after)),
            [b':', rest @ ..] if until == Until::Colon => (None, at(rest)),
            _ => return None,
        };
        Some(PlainRun { text, then, end })
    }

    /// Measures the run at a cursor. `None` when a variable has no value, or the pattern ends before
    /// its colon.
    fn run(self, mut cursor: Cursor<'a>, until: Until) -> Option<Run<'a>> {
        let mut characters = 0;
        loop {
            count_step();
            let is_last = match cursor.step(self) {
                Step::Missing => return None,
                Step::End if until == Until::Colon => return None,
                Step::End => true,
                Step::Byte(byte) if until.is_at(byte) => true,
                Step::Any => false,
                Step::One => {
                    characters += 1;
                    continue;
                }
                Step::Byte(byte) => {
                    characters += usize::from(!is_continuation(byte));
                    continue;
                }
            };
            return Some(Run {
                characters,
                is_last,
                then: cursor,
            });
        }
    }

    /// What `text` has left after the run at a cursor.
    fn run_at<'t>(
        self,
        mut cursor: Cursor<'a>,
        text: &'t [u8],
        fold: Fold,
        until: Until,
    ) -> Result<&'t [u8], Miss> {
        let mut rest = text;
        loop {
            count_step();
            rest = match cursor.step(self) {
                Step::Any | Step::End => return Ok(rest),
                Step::Missing => return Err(Miss::TooShort),
                Step::Byte(byte) if until.is_at(byte) => return Ok(rest),
                Step::One => skip_character(rest).ok_or(Miss::TooShort)?,
                Step::Byte(expected) => match rest.split_first() {
                    None => return Err(Miss::TooShort),
                    Some((found, after)) if expected == fold.apply(*found) => after,
                    Some(_) => return Err(Miss::After(text.len() - rest.len())),
                },
            }
        }
    }

    /// What `text` has left after the first place of the run at a cursor. Places are tried one by one
    /// while that is cheap, and then many at once.
    fn search<'t>(self, run: Cursor<'a>, text: &'t str, fold: Fold, until: Until) -> Option<&'t str> {
        const PATIENCE: usize = 64;
        let mut from = text.as_bytes();
        let mut patience = PATIENCE;
        loop {
            match self.run_at(run, from, fold, until) {
                Ok(rest) => return text.get(text.len() - rest.len()..),
                // It is too long for any later place, too.
                Err(Miss::TooShort) => return None,
                Err(Miss::After(matched)) => {
                    from = skip_character(from)?;
                    let Some(left) = patience.checked_sub(matched) else {
                        break;
                    };
                    // A place costs a few steps in any case.
                    patience = left + 8;
                }
            }
        }
        let from = text.get(text.len() - from.len()..)?;
        let place = self.sieve(run, from, fold, until)?;
        let rest = self.run_at(run, place.as_bytes(), fold, until).ok()?;
        text.get(text.len() - rest.len()..)
    }
}

/// Where a part of the pattern ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    End,
    Colon,
}

impl Until {
    fn is_at(self, byte: u8) -> bool {
        self == Self::Colon && byte == b':'
    }
}

/// What stands between two `*`, or after the last.
struct Run<'a> {
    characters: usize,
    /// Whether the part of the pattern ends after it.
    is_last: bool,
    /// After the `*` or the colon.
    then: Cursor<'a>,
}

/// A run that is one text.
struct PlainRun<'a> {
    text: &'a str,
    /// After the `*` that follows; `None` when the part of the pattern ends.
    then: Option<Cursor<'a>>,
    /// After what follows.
    end: Cursor<'a>,
}

/// Why a run is not at a place.
enum Miss {
    /// The text ends before it.
    TooShort,
    /// A character differs, after so many bytes.
    After(usize),
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

fn is_continuation(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

/// The text after its first character.
fn skip_character(text: &[u8]) -> Option<&[u8]> {
    let (_, rest) = text.split_first()?;
    let continued = rest.iter().take_while(|byte| is_continuation(**byte)).count();
    rest.get(continued..)
}

/// The end of a text, of so many characters; `None` when it has fewer.
fn last_characters(text: &str, count: usize) -> Option<&str> {
    let Some(before_first) = count.checked_sub(1) else {
        return Some("");
    };
    let (at, _) = text.char_indices().rev().nth(before_first)?;
    text.get(at..)
}

/// Counts what tests bound: what is left to the standard library's search is linear.
fn count_step() {
    #[cfg(test)]
    tests::STEPS.set(tests::STEPS.get() + 1);
}

fn same_letters(chars: impl Iterator<Item = char>, text: &str) -> bool {
    chars
        .flat_map(char::to_lowercase)
        .eq(text.chars().flat_map(char::to_lowercase))
}

#[cfg(test)]
mod tests;
