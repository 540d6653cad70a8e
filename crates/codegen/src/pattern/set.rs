//! Sets of characters.

/// ASCII bit by bit, the rest as runs and categories.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CharSet {
    /// The ASCII characters, one bit each.
    pub ascii: u128,
    /// Runs outside ASCII, first and last, ascending and apart.
    pub ranges: Vec<(char, char)>,
    /// `\p{L}` outside ASCII.
    pub letters: bool,
    /// `\p{N}` outside ASCII.
    pub numbers: bool,
    /// `\p{Z}` outside ASCII.
    pub separators: bool,
}

impl CharSet {
    pub(super) fn one(c: char) -> Self {
        let mut set = Self::default();
        set.add(c, c);
        set
    }

    /// Adds a run.
    pub(super) fn add(&mut self, first: char, last: char) {
        for code in 0..128_u8 {
            if (first..=last).contains(&char::from(code)) {
                self.ascii |= 1 << code;
            }
        }
        if last >= '\u{80}' {
            self.ranges.push((first.max('\u{80}'), last));
            self.normalise();
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.ascii |= other.ascii;
        self.ranges.extend(&other.ranges);
        self.letters |= other.letters;
        self.numbers |= other.numbers;
        self.separators |= other.separators;
        self.normalise();
    }

    /// All other characters; none if categories are involved.
    pub(super) fn negated(&self) -> Option<Self> {
        if self.letters || self.numbers || self.separators {
            return None;
        }
        let mut ranges = Vec::new();
        let mut next = Some('\u{80}');
        for (first, last) in &self.ranges {
            let start = next?;
            if start < *first {
                ranges.push((start, (start..*first).next_back()?));
            }
            next = (*last..=char::MAX).nth(1);
        }
        ranges.extend(next.map(|start| (start, char::MAX)));
        Some(Self {
            ascii: !self.ascii,
            ranges,
            ..Self::default()
        })
    }

    fn normalise(&mut self) {
        self.ranges.sort_unstable();
        let mut merged: Vec<(char, char)> = Vec::new();
        for (first, last) in self.ranges.drain(..) {
            match merged.last_mut() {
                Some((_, end)) if first <= (*end..=char::MAX).nth(1).unwrap_or(char::MAX) => {
                    *end = last.max(*end)
                }
                _ => merged.push((first, last)),
            }
        }
        self.ranges = merged;
    }
}
