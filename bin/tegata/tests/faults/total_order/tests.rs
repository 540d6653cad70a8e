//! The checker against histories that are known to be good or bad, and against trying every order.

use std::collections::HashSet;

use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};

use super::{Answer, Call, Object, explain};

/// Two places for numbers, none of them twice.
struct Places;

#[derive(Debug, Clone)]
enum Op {
    Put(u8),
    Take(u8),
    Look,
}

impl Object for Places {
    type State = Vec<u8>;
    type Op = Op;

    fn step(&self, state: &Vec<u8>, op: &Op, answer: Option<&Answer>) -> Vec<Vec<u8>> {
        let (next, real) = run(state, op);
        let fits = match answer {
            Some(answer) => *answer == real,
            None => matches!(real, Answer::Done(_)),
        };
        if fits { vec![next] } else { Vec::new() }
    }
}

fn run(state: &[u8], op: &Op) -> (Vec<u8>, Answer) {
    let mut next = state.to_vec();
    let answer = match op {
        Op::Put(number) if state.contains(number) => Answer::refused("Exists"),
        Op::Put(_) if state.len() == 2 => Answer::refused("Full"),
        Op::Put(number) => {
            next.push(*number);
            next.sort_unstable();
            Answer::done()
        }
        Op::Take(number) if !state.contains(number) => Answer::refused("Missing"),
        Op::Take(number) => {
            next.retain(|known| known != number);
            Answer::done()
        }
        Op::Look => Answer::Done(state.iter().map(u8::to_string).collect()),
    };
    (next, answer)
}

fn call(op: Op, answer: Answer, began: u64, ended: u64) -> Call<Op> {
    Call {
        op,
        answer: Some(answer),
        began,
        ended,
    }
}

fn unseen(op: Op, began: u64, ended: u64) -> Call<Op> {
    Call {
        op,
        answer: None,
        began,
        ended,
    }
}

fn look(numbers: &[u8], began: u64, ended: u64) -> Call<Op> {
    call(
        Op::Look,
        Answer::Done(numbers.iter().map(u8::to_string).collect()),
        began,
        ended,
    )
}

fn left(calls: &[Call<Op>]) -> Option<Vec<Vec<u8>>> {
    let mut states: Vec<_> = explain(&Places, &HashSet::from([Vec::new()]), calls)
        .ok()?
        .into_iter()
        .collect();
    states.sort_unstable();
    Some(states)
}

#[test]
fn one_after_the_other() {
    assert_eq!(left(&[]), Some(vec![vec![]]));
    assert_eq!(
        left(&[call(Op::Put(1), Answer::done(), 0, 1), look(&[1], 2, 3)]),
        Some(vec![vec![1]])
    );
}

#[test]
fn a_name_is_taken_once() {
    let twice = |second| {
        left(&[
            call(Op::Put(1), Answer::done(), 0, 2),
            call(Op::Put(1), second, 1, 3),
            look(&[1], 4, 5),
        ])
    };
    assert_eq!(twice(Answer::refused("Exists")), Some(vec![vec![1]]));
    assert_eq!(twice(Answer::done()), None);
    // A take between the two makes room, if it can lie between them.
    let with_take = |began, ended| {
        left(&[
            call(Op::Put(1), Answer::done(), 0, 2),
            call(Op::Put(1), Answer::done(), 3, 5),
            call(Op::Take(1), Answer::done(), began, ended),
        ])
    };
    assert_eq!(with_take(1, 4), Some(vec![vec![1]]));
    assert_eq!(with_take(6, 7), None);
}

#[test]
fn the_last_place_is_given_once() {
    let third = |answer| {
        left(&[
            call(Op::Put(1), Answer::done(), 0, 10),
            call(Op::Put(2), Answer::done(), 1, 11),
            call(Op::Put(3), answer, 2, 12),
        ])
    };
    assert_eq!(third(Answer::refused("Full")), Some(vec![vec![1, 2]]));
    assert_eq!(third(Answer::done()), None);
    assert_eq!(left(&[call(Op::Put(1), Answer::refused("Full"), 0, 1)]), None);
}

#[test]
fn a_read_may_not_be_stale() {
    let read = |began| {
        left(&[
            call(Op::Put(1), Answer::done(), 1, 3),
            look(&[], began, began + 10),
        ])
    };
    assert_eq!(
        read(2),
        Some(vec![vec![1]]),
        "the read began before the put had ended"
    );
    assert_eq!(read(4), None);
}

#[test]
fn reads_may_not_go_back() {
    let second = |numbers: &[u8]| {
        left(&[
            call(Op::Put(1), Answer::done(), 0, 20),
            look(&[1], 1, 5),
            look(numbers, 6, 9),
        ])
    };
    assert_eq!(second(&[1]), Some(vec![vec![1]]));
    assert_eq!(second(&[]), None);
}

#[test]
fn a_call_without_an_answer_may_have_happened_before_the_end() {
    let after = |numbers: &[u8]| left(&[unseen(Op::Put(1), 0, 5), look(numbers, 6, 7)]);
    assert_eq!(after(&[]), Some(vec![vec![]]));
    assert_eq!(after(&[1]), Some(vec![vec![1]]));
    assert_eq!(left(&[unseen(Op::Put(1), 0, 5)]), Some(vec![vec![], vec![1]]));
    // It cannot come true later, and not by halves.
    assert_eq!(
        left(&[unseen(Op::Put(1), 0, 5), look(&[], 6, 7), look(&[1], 8, 9)]),
        None
    );
    assert_eq!(left(&[unseen(Op::Put(1), 0, 5), look(&[2], 6, 7)]), None);
    // And an acknowledged one cannot be lost.
    assert_eq!(
        left(&[call(Op::Put(1), Answer::done(), 0, 1), look(&[], 6, 7)]),
        None
    );
}

#[test]
fn a_call_that_could_not_be_served_changes_nothing() {
    let after = |numbers: &[u8]| left(&[call(Op::Put(1), Answer::Unavailable, 0, 5), look(numbers, 6, 7)]);
    assert_eq!(after(&[]), Some(vec![vec![]]));
    assert_eq!(after(&[1]), None);
}

fn any_op() -> impl Strategy<Value = Op> {
    prop_oneof![
        (1_u8..4).prop_map(Op::Put),
        (1_u8..4).prop_map(Op::Take),
        Just(Op::Look)
    ]
}

/// Tries every order that keeps what ended before what began after.
fn tried(calls: &[Call<Op>], state: &[u8], left: &[usize], found: &mut bool) {
    *found |= left.is_empty();
    for number in left {
        let call = &calls[*number];
        if *found || left.iter().any(|other| calls[*other].ended < call.began) {
            continue;
        }
        let rest: Vec<usize> = left.iter().copied().filter(|other| other != number).collect();
        let (next, real) = run(state, &call.op);
        if call.answer.as_ref().is_none_or(|answer| *answer == real) {
            tried(calls, &next, &rest, found);
        }
        if call.answer.is_none() {
            tried(calls, state, &rest, found);
        }
    }
}

/// Spans of calls, by which of the moments 0..2n each begins and ends at.
fn spans(shuffled: &[usize]) -> Vec<(u64, u64)> {
    shuffled
        .chunks(2)
        .map(|pair| {
            (
                *pair.iter().min().unwrap() as u64,
                *pair.iter().max().unwrap() as u64,
            )
        })
        .collect()
}

proptest! {
    /// Answers at random: mostly nonsense, and the checker must know which is not.
    #[test]
    fn it_agrees_with_trying_every_order(
        ops in prop::collection::vec((any_op(), any::<Option<u8>>()), 0..6),
        moments in Just((0..12).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let calls: Vec<_> = ops
            .into_iter()
            .zip(spans(&moments))
            .map(|((op, choice), (began, ended))| {
                let answer = choice.map(|choice| {
                    let states: [&[u8]; 8] = [&[], &[1], &[2], &[3], &[1, 2], &[1, 3], &[2, 3], &[1]];
                    run(states[usize::from(choice % 8)], &op).1
                });
                Call { op, answer, began, ended }
            })
            .collect();
        let mut found = false;
        tried(&calls, &[], &(0..calls.len()).collect::<Vec<_>>(), &mut found);
        assert_eq!(explain(&Places, &HashSet::from([Vec::new()]), &calls).is_ok(), found);
    }

    /// Calls that a real object served one by one, some answers lost.
    #[test]
    fn it_accepts_what_a_real_object_did(
        ops in prop::collection::vec((any_op(), any::<bool>(), 0_u64..40, 0_u64..40), 0..40),
    ) {
        let mut state = Vec::new();
        let mut calls = Vec::new();
        let at = |n: usize| 1_000 + 100 * n as u64;
        for (number, (op, seen, before, after)) in ops.into_iter().enumerate() {
            let (next, answer) = run(&state, &op);
            state = next;
            // The spans reach up to four calls to either side, on moments of their own.
            let (began, ended) = (at(number) - before * 10 - 1, at(number) + after * 10);
            calls.push(Call { op, answer: seen.then_some(answer), began: began * 100 + number as u64, ended: ended * 100 + number as u64 });
        }
        let left = explain(&Places, &HashSet::from([Vec::new()]), &calls).unwrap();
        assert!(left.contains(&state));
    }
}
