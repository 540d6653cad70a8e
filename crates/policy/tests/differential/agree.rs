//! Whether engine and naive evaluator agree, in verdict and in reason.

use std::thread;

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};
use tegata_policy::{PolicyType, Verdict};

use crate::case::{Answer, Case};
use crate::generate;
use crate::naive::{Judgement, judge};
use crate::tally::Tally;

/// Cases of an ordinary run; the environment's `DIFFERENTIAL_CASES` asks for another number.
const CASES: u32 = 200_000;

/// Bytes that a case is made from: enough for most of its choices.
const BYTES: std::ops::Range<usize> = 64..320;

/// What is wrong with the engine's answer, if anything is.
pub(crate) fn disagreement(case: &Case, tally: &mut Tally) -> Option<String> {
    let answer = case.ask_engine();
    let judgement = judge(case, tally);
    tally.answer(case, &answer);
    let complaint = if answer.verdict != judgement.verdict {
        format!(
            "the engine says {:?}, the naive evaluator {:?}",
            answer.verdict, judgement.verdict
        )
    } else if !is_well_founded(&answer, &judgement) {
        format!("{:?} is no reason for {:?}", answer, judgement.verdict)
    } else {
        return None;
    };
    let json = serde_json::to_string_pretty(case).unwrap();
    Some(format!("{complaint}:\n{json}"))
}

/// Whether the statement and the policy type that the engine names are what decides.
fn is_well_founded(answer: &Answer, judgement: &Judgement) -> bool {
    let statement = answer
        .deciding
        .map(|place| judgement.matched.iter().find(|matched| matched.place == place));
    match (answer.verdict, statement, answer.denied_by) {
        // Nothing decides where no policy is asked.
        (Verdict::Allowed, None, None) => true,
        (Verdict::Allowed, Some(Some(statement)), None) => {
            !statement.denies && may_grant(statement.place.policy_type)
        }
        (Verdict::ExplicitlyDenied, Some(Some(statement)), Some(by)) => {
            statement.denies && statement.place.policy_type == by
        }
        (Verdict::ImplicitlyDenied, None, Some(by)) => judgement.lacking.contains(&by),
        _ => false,
    }
}

fn may_grant(policy_type: PolicyType) -> bool {
    matches!(
        policy_type,
        PolicyType::Identity | PolicyType::Resource | PolicyType::RoleTrust
    )
}

/// So many cases, in one thread; the tally, or the simplest disagreement.
fn compare(cases: u32) -> Result<Tally, String> {
    let mut tally = std::cell::RefCell::new(Tally::default());
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 50_000,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(&vec(any::<u8>(), BYTES), |bytes| {
        match disagreement(&generate::case(&bytes), &mut tally.borrow_mut()) {
            None => Ok(()),
            Some(complaint) => Err(TestCaseError::fail(complaint)),
        }
    });
    match outcome {
        Ok(()) => Ok(std::mem::take(tally.get_mut())),
        Err(TestError::Fail(complaint, _)) => Err(complaint.to_string()),
        Err(TestError::Abort(reason)) => Err(reason.to_string()),
    }
}

#[test]
fn engine_and_naive_evaluator_agree() {
    let asked = std::env::var("DIFFERENTIAL_CASES").ok();
    let cases = asked.map_or(CASES, |text| {
        text.parse().expect("DIFFERENTIAL_CASES is a number")
    });
    let threads = thread::available_parallelism().map_or(1, |n| u32::try_from(n.get()).unwrap());
    let share = cases.div_ceil(threads);
    let outcomes: Vec<Result<Tally, String>> = thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(|| compare(share))).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let mut tally = Tally::default();
    for outcome in outcomes {
        match outcome {
            Ok(part) => tally.absorb(part),
            Err(complaint) => panic!("{complaint}"),
        }
    }
    println!("{tally}");
    assert!(tally.cases >= u64::from(cases));
    assert_eq!(tally.stale(), Vec::<String>::new());
}

/// Cases that were worth keeping, each with its verdict in the name.
#[test]
fn kept_cases() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/differential/cases");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let case: Case = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(
            disagreement(&case, &mut Tally::default()),
            None,
            "{}",
            path.display()
        );
        let verdict = format!("{:?}", case.ask_engine().verdict);
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(name.ends_with(&verdict), "{name} is {verdict}");
        count += 1;
    }
    assert!(count > 0);
}
