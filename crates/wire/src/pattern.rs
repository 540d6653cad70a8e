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

/// The states that took a character, and those that wait for the next.
#[derive(Default)]
struct Step {
    taken: u128,
    follow: u128,
}

impl Class {
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
