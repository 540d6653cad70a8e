use std::cell::RefCell;

use super::super::tests::{SERIAL, edged};
use super::*;

/// Answers one after the other, as programs and people give them.
fn answers(answers: &[&str]) -> impl Fn() -> Result<Secret<String>, MfaError> {
    let answers = RefCell::new(
        answers
            .iter()
            .map(|&answer| answer.to_owned())
            .collect::<Vec<_>>(),
    );
    move || Ok(Secret::new(answers.borrow_mut().remove(0)))
}

#[test]
fn a_program_that_prints_the_same_code_is_run_in_the_next_step() {
    let mut device = Device::default();
    device.hand_out(&Secret::new("123456".into()));
    let run = answers(&["123456\n", " 654321\n"]);
    let (code, said) = edged(|edge| device.ask_program(SERIAL, "mfa_process", run, edge));
    assert_eq!(code.unwrap().expose(), "654321");
    assert_eq!(said, format!("waiting 20 s for the next code of {SERIAL}\n"));
}

#[test]
fn a_program_without_a_new_code_is_told() {
    let mut device = Device::default();
    device.hand_out(&Secret::new("123456".into()));
    let (same, _) = edged(|edge| device.ask_program(SERIAL, "ykman", answers(&["123456", "123456"]), edge));
    assert!(matches!(same, Err(MfaError::SameCode { from, .. }) if from == "ykman"));
    let (none, _) = edged(|edge| device.ask_program(SERIAL, "ykman", answers(&["Touch your key"]), edge));
    assert!(matches!(none, Err(MfaError::NotACode { .. })));
}

#[test]
fn each_step_of_a_seed_is_used_once() {
    let text = Secret::new("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned());
    let seed = TotpSeed::parse(&text).unwrap();
    let mut device = Device {
        origin: Origin::Seed,
        ..Device::default()
    };
    let ((), said) = edged(|edge| {
        let step = 1_700_000_020 / 30;
        for more in 0..3 {
            let code = device.ask_seed(SERIAL, &seed, edge).unwrap();
            assert!(code == seed.code(step + more));
            device.hand_out(&code);
        }
    });
    let waited = [20, 30].map(|s| format!("waiting {s} s for the next code of {SERIAL}\n"));
    assert_eq!(said, waited.concat());
    // Another process may have used the code, but not two.
    assert_eq!((device.refuse(), device.refuse()), (true, false));
}

#[test]
fn a_person_is_asked_three_times_and_programs_are_not() {
    let refusals = |origin| {
        let mut device = Device {
            origin,
            ..Device::default()
        };
        [(); 4].map(|()| device.refuse())
    };
    assert_eq!(refusals(Origin::Person), [true, true, false, false]);
    assert_eq!(refusals(Origin::Program), [false; 4]);
    assert_eq!(refusals(Origin::Flag), [false; 4]);
    // A code that was accepted ends the row.
    let mut device = Device {
        origin: Origin::Person,
        ..Device::default()
    };
    device.refuse();
    device.refuse();
    device.hand_out(&Secret::new("123456".into()));
    device.begin();
    assert!(device.refuse());
}
