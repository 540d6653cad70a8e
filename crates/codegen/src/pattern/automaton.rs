//! Glushkov's construction: every character of the pattern is a state.

use super::{CharSet, Node};

/// A position automaton.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Automaton {
    /// Whether the empty text matches.
    pub empty: bool,
    /// The states to start in, one bit each.
    pub first: u128,
    /// The states that may be the last.
    pub last: u128,
    /// For each state, what it takes and the states that may follow.
    pub positions: Vec<(CharSet, u128)>,
}

pub(super) fn build(node: &Node) -> Result<Automaton, &'static str> {
    let mut builder = Builder {
        positions: Vec::new(),
    };
    let part = builder.part(node)?;
    Ok(Automaton {
        empty: part.empty,
        first: part.first,
        last: part.last,
        positions: builder.positions,
    })
}

struct Builder {
    positions: Vec<(CharSet, u128)>,
}

#[derive(Clone, Copy)]
struct Part {
    empty: bool,
    first: u128,
    last: u128,
}

impl Part {
    const EMPTY: Self = Self {
        empty: true,
        first: 0,
        last: 0,
    };
}

impl Builder {
    fn part(&mut self, node: &Node) -> Result<Part, &'static str> {
        match node {
            Node::Set(set) => {
                let at = self.positions.len();
                if at == 128 {
                    return Err("more than 128 characters");
                }
                self.positions.push((set.clone(), 0));
                Ok(Part {
                    empty: false,
                    first: 1 << at,
                    last: 1 << at,
                })
            }
            Node::Sequence(nodes) => nodes.iter().try_fold(Part::EMPTY, |before, node| {
                let after = self.part(node)?;
                Ok(self.chain(before, after))
            }),
            Node::Choice(nodes) => {
                let mut all = Part {
                    empty: false,
                    ..Part::EMPTY
                };
                for node in nodes {
                    let part = self.part(node)?;
                    all.empty |= part.empty;
                    all.first |= part.first;
                    all.last |= part.last;
                }
                Ok(all)
            }
            Node::Repeat(node, least, most) => self.repeat(node, *least, *most),
        }
    }

    fn repeat(&mut self, node: &Node, least: u32, most: Option<u32>) -> Result<Part, &'static str> {
        let mut all = Part::EMPTY;
        for _ in 0..least {
            let part = self.part(node)?;
            all = self.chain(all, part);
        }
        let Some(most) = most else {
            // `x{n,}`: the last of the n copies repeats, or an optional one does.
            if least == 1 {
                self.follow(all.last, all.first);
                return Ok(all);
            }
            let part = self.part(node)?;
            self.follow(part.last, part.first);
            return Ok(self.chain(all, Part { empty: true, ..part }));
        };
        if most < least {
            return Err("a repetition whose bounds are crossed");
        }
        for _ in least..most {
            let part = self.part(node)?;
            all = self.chain(all, Part { empty: true, ..part });
        }
        Ok(all)
    }

    fn chain(&mut self, before: Part, after: Part) -> Part {
        self.follow(before.last, after.first);
        Part {
            empty: before.empty && after.empty,
            first: before.first | if before.empty { after.first } else { 0 },
            last: after.last | if after.empty { before.last } else { 0 },
        }
    }

    fn follow(&mut self, last: u128, first: u128) {
        for (at, (_, follow)) in self.positions.iter_mut().enumerate() {
            if last & (1 << at) != 0 {
                *follow |= first;
            }
        }
    }
}
