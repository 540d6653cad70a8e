//! Is there one total order of calls that explains what every client saw?
//!
//! A call takes effect at one moment between its beginning and its end. Going through the beginnings
//! and ends in order, the checker keeps every *configuration* that is still possible: a state of the
//! object, and which of the open calls have taken effect in it. When a call ends, only those remain in
//! which it has taken effect with the answer that was seen; when none remains, no order explains the
//! history. A call whose answer was never seen may have taken effect or not.
//!
//! Objects that no call touches together may be checked one by one: if each has an order, all have one
//! together (Herlihy and Wing, *Linearizability*, 1990).

use std::collections::{BTreeSet, HashSet};
use std::fmt::Debug;
use std::hash::Hash;

/// What an object answers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Answer {
    /// It was done; what was told of it, sorted.
    Done(Vec<String>),
    /// It was refused with this error code.
    Refused(String),
    /// The server could not do it now, so it changed nothing.
    Unavailable,
}

impl Answer {
    pub(crate) fn done() -> Self {
        Self::Done(Vec::new())
    }

    pub(crate) fn refused(code: &str) -> Self {
        Self::Refused(code.to_owned())
    }
}

/// An object that clients share, as it should behave.
pub(crate) trait Object {
    type State: Clone + Eq + Hash + Debug;
    type Op: Clone + Debug;

    /// The states that follow when the call takes effect now with this answer, `Done` or `Refused`:
    /// none when it cannot. Without an answer, those that follow when it succeeds.
    fn step(&self, state: &Self::State, op: &Self::Op, answer: Option<&Answer>) -> Vec<Self::State>;
}

/// One call of a client.
#[derive(Debug, Clone)]
pub(crate) struct Call<Op> {
    pub(crate) op: Op,
    /// `None` when it was never seen.
    pub(crate) answer: Option<Answer>,
    /// When it began, on a clock that all clients share and that never shows one moment twice.
    pub(crate) began: u64,
    /// When it ended: its answer was read, or the server was dead.
    pub(crate) ended: u64,
}

/// What might be true at a moment.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Configuration<State> {
    state: State,
    /// Those of the open calls that have taken effect.
    effective: BTreeSet<usize>,
}

/// The states that the calls can have left, beginning from one of `starts`.
///
/// # Errors
/// The call that no order explains, and what was possible before it ended.
pub(crate) fn explain<O: Object>(
    object: &O,
    starts: &HashSet<O::State>,
    calls: &[Call<O::Op>],
) -> Result<HashSet<O::State>, String> {
    let begins = calls
        .iter()
        .enumerate()
        .map(|(number, call)| (call.began, false, number));
    let ends = calls
        .iter()
        .enumerate()
        .map(|(number, call)| (call.ended, true, number));
    let mut moments: Vec<(u64, bool, usize)> = begins.chain(ends).collect();
    moments.sort_unstable();

    let mut open = BTreeSet::new();
    let starts = starts.iter().cloned();
    let mut possible: HashSet<_> = starts
        .map(|state| Configuration {
            state,
            effective: BTreeSet::new(),
        })
        .collect();
    for (_, ends, number) in moments {
        if !ends {
            open.insert(number);
            continue;
        }
        let next = with_effect_of(object, number, calls, &open, &possible);
        if next.is_empty() {
            return Err(unexplained(number, calls, &open, &possible));
        }
        open.remove(&number);
        possible = next;
    }
    Ok(possible
        .into_iter()
        .map(|configuration| configuration.state)
        .collect())
}

/// The configurations in which a call that ends has taken effect, and is open no more.
fn with_effect_of<O: Object>(
    object: &O,
    ending: usize,
    calls: &[Call<O::Op>],
    open: &BTreeSet<usize>,
    possible: &HashSet<Configuration<O::State>>,
) -> HashSet<Configuration<O::State>> {
    let mut remaining = HashSet::new();
    let mut seen = possible.clone();
    let mut unexplored: Vec<_> = possible.iter().cloned().collect();
    while let Some(mut configuration) = unexplored.pop() {
        if configuration.effective.remove(&ending) {
            remaining.insert(configuration);
            continue;
        }
        for number in open.difference(&configuration.effective) {
            for state in after(object, &configuration.state, &calls[*number]) {
                let mut effective = configuration.effective.clone();
                effective.insert(*number);
                let next = Configuration { state, effective };
                if seen.insert(next.clone()) {
                    unexplored.push(next);
                }
            }
        }
    }
    remaining
}

/// The states after a call that may have been lost.
fn after<O: Object>(object: &O, state: &O::State, call: &Call<O::Op>) -> Vec<O::State> {
    match &call.answer {
        Some(Answer::Unavailable) => vec![state.clone()],
        Some(answer) => object.step(state, &call.op, Some(answer)),
        None => {
            let mut states = object.step(state, &call.op, None);
            states.push(state.clone());
            states
        }
    }
}

fn unexplained<Op: Debug, State: Debug>(
    number: usize,
    calls: &[Call<Op>],
    open: &BTreeSet<usize>,
    possible: &HashSet<Configuration<State>>,
) -> String {
    let states: Vec<&State> = possible
        .iter()
        .map(|configuration| &configuration.state)
        .collect();
    let others: Vec<_> = open
        .iter()
        .filter(|other| **other != number)
        .map(|other| &calls[*other])
        .collect();
    let mut before: Vec<_> = calls
        .iter()
        .filter(|call| call.ended < calls[number].began)
        .collect();
    before.sort_unstable_by_key(|call| call.ended);
    let before = &before[before.len().saturating_sub(8)..];
    format!(
        "no order explains {:#?}\npossible states were {states:?}\nopen beside it: {others:#?}\nbefore it: {before:#?}",
        calls[number]
    )
}

mod tests;
