use std::cell::Cell;

use jiff::Timestamp;
use tegata_crypto::OsRng;
use tegata_profiles::plan::Code;

use super::*;

pub(super) const SERIAL: &str = "arn:aws:iam::111122223333:mfa/me";

/// Runs with a clock that only waiting moves, and tells what was said.
pub(super) fn edged<T>(run: impl FnOnce(&mut Edge<'_>) -> T) -> (T, String) {
    let now = Cell::new(Timestamp::from_second(1_700_000_020).unwrap());
    let mut said = Vec::new();
    let done = run(&mut Edge {
        environment: &Environment::default(),
        clock: &|| now.get(),
        sleep: &|pause| now.set(now.get() + pause),
        rng: &mut OsRng,
        stdout: &mut std::io::sink(),
        stderr: &mut said,
    });
    (done, String::from_utf8(said).unwrap())
}

fn codes(token: Option<&str>) -> Result<Codes, MfaError> {
    let args = PromptArgs {
        mfa_token: token.map(|token| GivenSecret::parse(token).unwrap()),
        ..PromptArgs::default()
    };
    Codes::new(&args, Face::Server, &Environment::default())
}

fn device(code: Code) -> Mfa {
    Mfa {
        serial: SERIAL.into(),
        code,
    }
}

#[test]
fn a_code_of_the_flag_is_given_once() {
    let mut codes = codes(Some("123 456")).unwrap();
    let mfa = device(Code::Prompt);
    let (code, _) = edged(|edge| codes.code(&mfa, None, edge));
    assert_eq!(code.unwrap().expose(), "123456");
    assert!(!codes.refused(&mfa));
    let (again, _) = edged(|edge| codes.code(&mfa, None, edge));
    assert!(matches!(again, Err(MfaError::TokenSpent { serial }) if serial == SERIAL));
}

#[test]
fn a_flag_that_gives_no_code_is_told_at_once() {
    for text in ["12345", "1234567", "12345a", "\u{661}23456"] {
        assert!(matches!(codes(Some(text)), Err(MfaError::Token)), "{text}");
    }
    // An empty flag is as good as none.
    assert!(codes(Some("")).is_ok());
}

#[test]
fn nobody_can_be_asked_beside_a_server() {
    let mut codes = codes(None).unwrap();
    let (none, _) = edged(|edge| codes.code(&device(Code::Prompt), None, edge));
    let told = none.err().unwrap().to_string();
    assert!(
        told.starts_with(&format!("a code of {SERIAL} is needed, and there is neither")),
        "{told}"
    );
}

#[test]
fn settings_that_make_no_sense_are_told() {
    let table = [
        ("AWS_VAULT_PROMPT", "tty", "AWS_VAULT_PROMPT names no way to ask"),
        ("AWS_VAULT_PROMPT", "pass", "write `mfa_process = pass otp NAME`"),
        ("AWS_VAULT_PROMPT", "wincredui", "Windows' own"),
        (
            "TEGATA_PROMPT_TIMEOUT",
            "soon",
            "TEGATA_PROMPT_TIMEOUT is not a duration",
        ),
        ("TEGATA_PROMPT_TIMEOUT", "500ms", "between 1s and 1h"),
        ("TEGATA_PROMPT_TIMEOUT", "61m", "between 1s and 1h"),
    ];
    for (name, value, expected) in table {
        let environment = Environment::new([(name.to_owned(), value)]);
        let Err(error) = Codes::new(&PromptArgs::default(), Face::Piped, &environment) else {
            panic!("{value} is taken");
        };
        let told = error.to_string();
        assert!(told.contains(expected), "{told}");
    }
}
