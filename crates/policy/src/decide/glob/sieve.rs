//! Looks for a run at 64 places of a text at once.
//!
//! The places are consecutive, and a lane says of each whether the run can still begin there. The
//! run's characters are taken one by one; each is compared with the character that all lanes have at
//! that distance, which is a window over the text that moves on by one. These comparisons have no
//! branches, so that the compiler makes vector instructions of them.

use super::cursor::{Cursor, Fold, Step, is_continuation};
use super::run::Until;
use super::{Scope, count_step};

const LANES: usize = 64;

/// What a run wants of one character.
enum Wanted {
    Any,
    /// Its UTF-8 bytes in one number, the first of them highest.
    This(u32),
}

impl<'a> Scope<'a> {
    /// `text` from the first place on where the run at a cursor stands. The run has all its variables.
    pub(super) fn sieve<'t>(
        self,
        run: Cursor<'a>,
        text: &'t str,
        fold: Fold,
        until: Until,
    ) -> Option<&'t str> {
        let wanted = || self.wanted(run, until);
        let skipped = if text.is_ascii() {
            // A character that is not ASCII is nowhere; 0xfe stands for all of them.
            let narrow = |character: u32| u8::try_from(character).unwrap_or(0xfe);
            let characters = text.bytes().map(|byte| fold.apply(byte));
            places(characters, u8::MAX, wanted, narrow)?
        } else {
            let characters =
                Characters(text.as_bytes().iter()).map(|character| match u8::try_from(character) {
                    Ok(byte) => u32::from(fold.apply(byte)),
                    Err(_) => character,
                });
            places(characters, u32::MAX, wanted, |character| character)?
        };
        let (at, _) = text.char_indices().nth(skipped)?;
        text.get(at..)
    }

    /// The characters of the run at a cursor.
    fn wanted(self, mut cursor: Cursor<'a>, until: Until) -> impl Iterator<Item = Wanted> {
        std::iter::from_fn(move || {
            count_step();
            let first = match cursor.step(self) {
                Step::One => return Some(Wanted::Any),
                Step::Byte(byte) if !until.is_at(byte) => byte,
                _ => return None,
            };
            let mut character = u32::from(first);
            for _ in 1..first.leading_ones() {
                if let Step::Byte(byte) = cursor.step(self) {
                    character = character << 8 | u32::from(byte);
                }
            }
            Some(Wanted::This(character))
        })
    }
}

/// The characters of UTF-8, each with its bytes in one number.
#[derive(Clone)]
struct Characters<'t>(std::slice::Iter<'t, u8>);

impl Iterator for Characters<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let mut character = u32::from(*self.0.next()?);
        while let Some(byte) = self.0.as_slice().first().filter(|byte| is_continuation(**byte)) {
            character = character << 8 | u32::from(*byte);
            self.0.next();
        }
        Some(character)
    }
}

/// How many characters stand before the first place. `end` is no character; the window has it after
/// the text.
fn places<U, W>(
    mut text: impl Iterator<Item = U> + Clone,
    end: U,
    wanted: impl Fn() -> W,
    unit: impl Fn(u32) -> U,
) -> Option<usize>
where
    U: Copy + PartialEq,
    W: Iterator<Item = Wanted>,
{
    let mut skipped = 0;
    loop {
        let mut alive = [true; LANES];
        let mut ahead = text.clone();
        let mut window = [[end; LANES]; 2];
        for half in &mut window {
            fill(half, &mut ahead, end);
        }
        for (distance, wanted) in wanted().enumerate() {
            let moved = distance % LANES;
            if moved == 0 && distance > 0 {
                if !alive.contains(&true) {
                    break;
                }
                let [first, second] = &mut window;
                *first = *second;
                fill(second, &mut ahead, end);
            }
            let seen = window.as_flattened().get(moved..moved + LANES)?;
            if seen.first() == Some(&end) {
                // The run is too long for the first place, and for all others.
                return None;
            }
            match wanted {
                Wanted::Any => keep(&mut alive, seen, |seen| seen != end),
                Wanted::This(character) => {
                    let character = unit(character);
                    keep(&mut alive, seen, |seen| seen == character);
                }
            }
        }
        if let Some(lane) = alive.iter().position(|alive| *alive) {
            return Some(skipped + lane);
        }
        skipped += LANES;
        text.nth(LANES - 1)?;
    }
}

fn fill<U: Copy>(half: &mut [U; LANES], text: &mut impl Iterator<Item = U>, end: U) {
    for unit in half {
        *unit = text.next().unwrap_or(end);
    }
}

fn keep<U: Copy>(alive: &mut [bool; LANES], seen: &[U], is_wanted: impl Fn(U) -> bool) {
    for (alive, seen) in alive.iter_mut().zip(seen) {
        *alive &= is_wanted(*seen);
    }
}
