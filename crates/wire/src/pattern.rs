//! AWS's regular expressions as small automata: matching takes one step a character, allocates
//! nothing and never goes back.
//!
//! The generator turns each pattern into a position automaton (Glushkov's): one state for each
//! character that the pattern names, at most 128, so a set of states is one number. A pattern that
//! it cannot turn is an error there, never one here.

mod letters;

use letters::LETTERS;

/// A pattern of a model, and what decides it.
#[derive(Debug)]
pub struct Pattern {
    /// AWS's text, for messages.
    pub source: &'static str,
    /// What the text must not begin with: a leading `(?!…)`.
    pub unless: Option<Automaton>,
    /// What the whole text must be.
    pub automaton: Automaton,
}

/// A position automaton. State `i` waits for a character of `positions[i]`.
#[derive(Debug, Clone, Copy)]
pub struct Automaton {
    /// Whether the empty text matches.
    pub empty: bool,
    /// The states to start in, one bit each.
    pub first: u128,
    /// The states whose character may be the last.
    pub last: u128,
    /// The states.
    pub positions: &'static [Position],
}

/// One state: the characters it takes, and the states that follow.
#[derive(Debug, Clone, Copy)]
pub struct Position {
    /// What it takes.
    pub class: &'static Class,
    /// What may come after, one bit each.
    pub follow: u128,
}

/// A set of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    /// The ASCII characters, one bit each.
    pub ascii: u128,
    /// Runs outside ASCII, first and last.
    pub ranges: &'static [(char, char)],
    /// `\p{L}` outside ASCII.
    pub letters: bool,
    /// `\p{N}` outside ASCII.
    pub numbers: bool,
    /// `\p{Z}` outside ASCII.
    pub separators: bool,
}

impl Position {
    /// A state.
    #[must_use]
    pub const fn new(class: &'static Class, follow: u128) -> Self {
        Self { class, follow }
    }
}

impl Pattern {
    /// Whether the whole text matches.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        if self.unless.is_some_and(|automaton| automaton.begins(text)) {
            return false;
        }
        self.automaton.matches(text)
    }
}

impl Automaton {
    fn matches(&self, text: &str) -> bool {
        if self.positions.len() <= 64 && text.is_ascii() {
            return self.matches_ascii(text.as_bytes());
        }
        let mut waiting = self.first;
        let mut accepting = self.empty;
        for c in text.chars() {
            let Step { taken, follow } = self.step(waiting, c);
            if taken == 0 {
                return false;
            }
            accepting = taken & self.last != 0;
            waiting = follow;
        }
        accepting
    }

    /// The same for the usual text and an automaton of at most 64 states, in numbers of 64 bits.
    fn matches_ascii(&self, text: &[u8]) -> bool {
        let (mut waiting, last) = (low(self.first), low(self.last));
        let mut accepting = self.empty;
        let mut tail_is_open = true;
        let mut rest = text.iter();
        while let Some(byte) = rest.next() {
            let (mut taken, mut follow, mut left) = (0, 0, waiting);
            while left != 0 {
                let at = left.trailing_zeros();
                let state = left & left.wrapping_neg();
                left ^= state;
                let Some(position) = self.positions.get(at as usize) else {
                    break;
                };
                if position.class.contains_ascii(*byte) {
                    taken |= state;
                    follow |= low(position.follow);
                }
            }
            accepting = taken & last != 0;
            if accepting
                && tail_is_open
                && let Some(open) = self.repeating(taken & last)
            {
                if rest.as_slice().iter().all(|byte| open.contains_ascii(*byte)) {
                    return true;
                }
                // Looked for once, so that a text is read twice at most.
                tail_is_open = false;
            }
            if taken == 0 {
                return false;
            }
            waiting = follow;
        }
        accepting
    }

    /// What the first of these states takes that follows itself: in a state that may be the last, it is
    /// the `.*` at the end of most patterns.
    fn repeating(&self, states: u64) -> Option<&'static Class> {
        let mut numbered = self.positions.iter().enumerate();
        numbered
            .find(|(at, position)| states >> at & low(position.follow) >> at & 1 != 0)
            .map(|(_, position)| position.class)
    }

    /// Whether some prefix of the text matches.
    fn begins(&self, text: &str) -> bool {
        if self.empty {
            return true;
        }
        let mut waiting = self.first;
        for c in text.chars() {
            let Step { taken, follow } = self.step(waiting, c);
            if taken & self.last != 0 {
                return true;
            }
            if taken == 0 {
                return false;
            }
            waiting = follow;
        }
        false
    }

    /// One character on, from the states that wait.
    fn step(&self, waiting: u128, c: char) -> Step {
        let mut step = Step::default();
        let mut left = waiting;
        while left != 0 {
            let at = left.trailing_zeros();
            // The lowest state.
            let state = left & left.wrapping_neg();
            left &= !state;
            let Some(position) = self.positions.get(at as usize) else {
                break;
            };
            if position.class.contains(c) {
                step.taken |= state;
                step.follow |= position.follow;
            }
        }
        step
    }
}

/// The first 64 states of a set.
#[expect(clippy::cast_possible_truncation, reason = "the lower half is wanted")]
const fn low(states: u128) -> u64 {
    states as u64
}

/// The states that took a character, and those that wait for the next.
#[derive(Default)]
struct Step {
    taken: u128,
    follow: u128,
}

impl Class {
    /// Whether an ASCII character is in the set.
    #[inline]
    const fn contains_ascii(&self, byte: u8) -> bool {
        let half = if byte < 64 {
            low(self.ascii)
        } else {
            low(self.ascii >> 64)
        };
        half >> (byte & 63) & 1 != 0
    }

    /// Whether the character is in the set.
    #[must_use]
    pub fn contains(&self, c: char) -> bool {
        if c.is_ascii() {
            return self.ascii & (1 << (c as u32)) != 0;
        }
        self.ranges
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&c))
            || (self.letters && is_letter(c))
            || (self.numbers && c.is_numeric())
            // White space outside ASCII is category Z, but for the control character U+0085.
            || (self.separators && c.is_whitespace() && !c.is_control())
    }
}

/// Category L, outside ASCII.
fn is_letter(c: char) -> bool {
    // In the list of bounds, an odd count of bounds below `c` means that it is inside a run.
    let code = u32::from(c);
    let before = LETTERS.partition_point(|bound| *bound < code);
    before % 2 == 1 || LETTERS.get(before) == Some(&code)
}

#[cfg(test)]
mod tests;
