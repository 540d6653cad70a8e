use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use tegata_base::Secret;

use super::{CommandError, PATIENCE, Program};

/// Far more than any pipe holds.
const LARGE: usize = 1 << 20;

fn run(script: &str, patience: Duration, input: Option<usize>) -> Result<Secret<Vec<u8>>, CommandError> {
    let program = Program {
        path: OsStr::new("sh"),
        variable: ("ROOT", Path::new("/nowhere")),
        limit: LARGE,
        patience,
    };
    let input = input.map(|length| Secret::new(vec![b'x'; length]));
    program.run(&["-c", script].map(OsString::from), input.as_ref())
}

fn is_running(pid: &str) -> bool {
    let stat = fs::read_to_string(format!("/proc/{}/stat", pid.trim()));
    stat.is_ok_and(|stat| !stat.contains(") Z "))
}

#[test]
fn what_is_larger_than_a_pipe_goes_through_in_both_directions() {
    let output = run("cat; cat <&0", PATIENCE, Some(LARGE)).unwrap();
    assert_eq!(output.expose().len(), LARGE);
    // Complaints and what is over the limit hold nobody up.
    let chatty = format!("head -c {LARGE} /dev/zero >&2; head -c {LARGE} /dev/zero");
    assert_eq!(run(&chatty, PATIENCE, None).unwrap().expose().len(), LARGE);
    let flood = run(&format!("{chatty}; echo"), PATIENCE, None);
    assert!(matches!(flood, Err(CommandError::TooMuch { limit: LARGE, .. })));
}

#[test]
fn one_that_takes_too_long_is_killed_however_little_it_reads() {
    let scratch = tempfile::tempdir().unwrap();
    let noted = scratch.path().join("pid");
    let script = format!("echo $$ > {}; exec sleep 1000", noted.display());
    let slow = run(&script, Duration::from_millis(500), Some(LARGE))
        .err()
        .unwrap();
    assert!(matches!(slow, CommandError::TooSlow { .. }), "{slow}");
    assert!(!is_running(&fs::read_to_string(noted).unwrap()));
}

#[test]
fn one_that_leaves_another_at_its_pipes_is_not_waited_for() {
    let started = Instant::now();
    let script = "sleep 30 & echo $!; echo done >&2";
    let output = run(script, PATIENCE, None).unwrap();
    let left = String::from_utf8(output.expose().clone()).unwrap();
    assert!(is_running(&left) && started.elapsed() < Duration::from_secs(25));
    run(&format!("kill {left}"), PATIENCE, None).unwrap();
    let failed = run("sleep 30 & echo why >&2; exit 3", PATIENCE, None)
        .err()
        .unwrap();
    assert_eq!(failed.to_string(), "sh failed (exit status: 3): why");
}

#[test]
fn one_that_ends_well_without_reading_has_kept_nothing() {
    let unread = run("exit 0", PATIENCE, Some(LARGE)).err().unwrap();
    assert!(matches!(unread, CommandError::Pipe { .. }), "{unread}");
    let failed = run("echo no >&2; exit 1", PATIENCE, Some(LARGE)).err().unwrap();
    assert_eq!(failed.to_string(), "sh failed (exit status: 1): no");
}
