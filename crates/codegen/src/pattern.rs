//! AWS's regular expressions (Java's syntax, as far as the models use it) to position automata.
//!
//! ```text
//! text ─parse─▶ Node ─automaton─▶ first, last, follow sets over numbered characters
//! ```

mod automaton;
mod parse;
mod set;

pub use automaton::Automaton;
pub use set::CharSet;

use crate::Error;

/// A pattern as automata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compiled {
    /// What the text must not begin with.
    pub unless: Option<Automaton>,
    /// What the whole text must be.
    pub automaton: Automaton,
}

/// What a pattern is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    Set(CharSet),
    Sequence(Vec<Node>),
    Choice(Vec<Node>),
    /// At least so often, at most so often.
    Repeat(Box<Node>, u32, Option<u32>),
}

/// Turns a pattern into automata. It is matched against the whole text, with or without anchors.
///
/// # Errors
/// The pattern uses what this generator does not know, or names more than 128 characters.
pub fn compile(pattern: &str) -> Result<Compiled, Error> {
    let fail = |why| Error::Pattern {
        pattern: pattern.to_owned(),
        why,
    };
    let (unless, node) = parse::parse(pattern).map_err(fail)?;
    let unless = unless
        .map(|node| automaton::build(&node))
        .transpose()
        .map_err(fail)?;
    let automaton = automaton::build(&node).map_err(fail)?;
    Ok(Compiled { unless, automaton })
}
