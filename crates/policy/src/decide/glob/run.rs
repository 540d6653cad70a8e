//! What follows a `*`: the runs between one `*` and the next, each looked for once.

use super::cursor::{Cursor, Fold, Step, is_continuation, last_characters, skip_character};
use super::{Scope, count_step};
use crate::compile::{ANY, VARIABLE};

impl<'a> Scope<'a> {
    /// Whether what follows a `*`, up to the end or the next colon of the pattern, matches the end of
    /// `text`, with anything before it: what follows in the pattern.
    pub(super) fn after_any(
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
pub(super) enum Until {
    End,
    Colon,
}

impl Until {
    pub(super) fn is_at(self, byte: u8) -> bool {
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
