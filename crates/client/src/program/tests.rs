use std::process::{Command, Stdio};
use std::time::Duration;

use super::*;

fn shell(text: &str) -> Command {
    let mut command = Command::new("/bin/sh");
    command
        .arg("-c")
        .arg(text)
        .stdin(Stdio::null())
        .stderr(Stdio::piped());
    command
}

fn ran(text: &str, patience: Duration) -> Result<Ended, ProgramError> {
    let output = 64;
    run(&mut shell(text), Limits { patience, output })
}

const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_millis(100);

#[test]
fn what_it_prints_and_complains_of_is_taken() {
    let ended = ran(
        "printf 123456; echo why; echo; printf 'it\\033[2J failed\\n\\n' >&2; exit 3",
        LONG,
    )
    .unwrap();
    assert_eq!(ended.output.as_slice(), b"123456why\n\n");
    assert_eq!(
        (ended.status.code(), ended.complaint.as_str()),
        (Some(3), "it[2J failed")
    );
}

#[test]
fn more_than_it_was_asked_for_is_refused_and_read_to_its_end() {
    // A program that nobody reads from would never end.
    let much = ran("head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2", LONG);
    assert!(matches!(much, Err(ProgramError::TooMuch(64))));
}

#[test]
fn one_that_hangs_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pid");
    let hangs = ran(&format!("echo $$ > {}; exec sleep 1000", file.display()), SHORT);
    assert!(matches!(hangs, Err(ProgramError::TooSlow(SHORT))));
    if let Ok(pid) = std::fs::read_to_string(file) {
        let pid = rustix::process::Pid::from_raw(pid.trim().parse().unwrap()).unwrap();
        assert!(rustix::process::test_kill_process(pid).is_err());
    }
}

#[test]
fn one_that_leaves_another_with_its_pipe_is_not_waited_for() {
    // That other ends by itself soon after.
    assert!(matches!(
        ran("sleep 2 & echo 1", SHORT),
        Err(ProgramError::TooSlow(_))
    ));
}

#[test]
fn one_that_is_not_there_is_told() {
    let mut command = Command::new("/nonexistent");
    let limits = Limits {
        patience: LONG,
        output: 64,
    };
    assert!(matches!(run(&mut command, limits), Err(ProgramError::Start(_))));
}
