//! Many cases, a few kept ones, and the corpora of the fuzz targets.

use std::thread;

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};

use crate::agreement::disagreement;
use crate::case::Case;
use crate::tally::Tally;
use crate::{generate, targets};

/// Cases of an ordinary run; the environment's `DIFFERENTIAL_CASES` asks for another number.
const CASES: u32 = 200_000;

/// Bytes that a case is made from: enough for most of its choices.
const BYTES: std::ops::Range<usize> = 64..320;

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

/// What the fuzz targets have collected, again, without a fuzzer.
#[test]
fn fuzz_corpora() {
    for (name, target) in [
        ("policy_parse", targets::policy_parse as fn(&[u8])),
        ("policy_decide", targets::policy_decide),
    ] {
        let folder = format!("{}/../../fuzz/corpus/{name}", env!("CARGO_MANIFEST_DIR"));
        let mut count = 0;
        for entry in std::fs::read_dir(&folder).unwrap() {
            target(&std::fs::read(entry.unwrap().path()).unwrap());
            count += 1;
        }
        assert!(count >= 20, "{count} inputs in {folder}");
    }
}
