use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use tegata_api_rolesanywhere::CredentialResponse;
use tegata_pki::Certificate;
use tokio::sync::watch;

use super::{Counting, hour, new_year, response};
use crate::serve::log::Log;
use crate::serve::refresher::{Clocks, Command, Refresher, Refusal, Source};
use crate::serve::schedule::{ClockWatch, MIN_INTERVAL, Schedule};
use crate::serve::snapshot::Snapshot;
use crate::watched_files::WatchedFiles;

/// Not to be tried again.
const WRONG_PIN: &str = "wrong PIN";
const SECOND: Duration = Duration::from_secs(1);

/// Answers in turn; what is left over was not asked for.
#[derive(Clone, Default)]
struct Script(Rc<RefCell<VecDeque<Result<Timestamp, &'static str>>>>);

impl Script {
    fn of(answers: &[Result<Timestamp, &'static str>]) -> Self {
        Self(Rc::new(RefCell::new(answers.iter().copied().collect())))
    }

    fn left(&self) -> usize {
        self.0.borrow().len()
    }
}

impl Source for Script {
    fn obtain(&mut self) -> Result<CredentialResponse, Refusal> {
        let answer = self.0.borrow_mut().pop_front().expect("asked once too often");
        answer.map(response).map_err(|message| Refusal {
            message: message.to_owned(),
            is_permanent: message == WRONG_PIN,
        })
    }

    fn certificate(&self) -> Option<Certificate> {
        None
    }
}

fn refresher<'a>(
    script: &Script,
    files: WatchedFiles,
    rng: &'a mut Counting,
) -> (Refresher<'a, Script>, watch::Receiver<Snapshot>) {
    let (publish, snapshot) = watch::channel(Snapshot::default());
    let clocks = Clocks {
        wall: new_year,
        mono: Instant::now,
    };
    let log = Log { clock: new_year };
    (
        Refresher::new(script.clone(), files, publish, (clocks, log), rng),
        snapshot,
    )
}

#[test]
fn row_03_many_clients_that_find_nothing_make_one_session() {
    let script = Script::of(&[Ok(new_year() + hour())]);
    let mut rng = Counting::default();
    let (mut refresher, snapshot) = refresher(&script, WatchedFiles::new(Vec::new()), &mut rng);
    for _ in 0..200 {
        assert!(refresher.carry_out(Command::Demand));
    }
    assert_eq!(script.left(), 0);
    assert_eq!(snapshot.borrow().successes, 1);
    assert!(!refresher.carry_out(Command::Stop));
}

#[test]
fn row_03_the_last_good_credentials_stay_when_the_service_is_away() {
    let script = Script::of(&[Ok(new_year() + hour()), Err("nobody answers")]);
    let mut rng = Counting::default();
    let (mut refresher, snapshot) = refresher(&script, WatchedFiles::new(Vec::new()), &mut rng);
    refresher.carry_out(Command::Refresh);
    refresher.carry_out(Command::Refresh);
    let snapshot = snapshot.borrow();
    assert!(snapshot.good(new_year()).is_some());
    assert!(snapshot.good(new_year() + hour()).is_none());
    let failure = snapshot.failure.as_ref().unwrap();
    assert_eq!(
        (failure.message.as_str(), failure.in_a_row),
        ("nobody answers", 1)
    );
    assert_eq!(snapshot.cause(), "nobody answers");
}

#[test]
fn every_demand_is_answered_even_when_it_is_too_early_to_try_again() {
    let script = Script::of(&[Err("refused")]);
    let mut rng = Counting::default();
    let (mut refresher, mut snapshot) = refresher(&script, WatchedFiles::new(Vec::new()), &mut rng);
    for _ in 0..3 {
        snapshot.mark_unchanged();
        refresher.carry_out(Command::Demand);
        assert!(snapshot.has_changed().unwrap());
    }
    assert_eq!(snapshot.borrow().failures, 1);
}

/// A token locks after a few wrong PINs, so nobody who asks brings another attempt; a person does.
#[test]
fn what_a_person_must_mend_is_not_tried_again_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("machine.key");
    std::fs::write(&path, "old").unwrap();
    let script = Script::of(&[Err(WRONG_PIN), Err(WRONG_PIN), Ok(new_year() + hour())]);
    let mut rng = Counting::default();
    let (mut refresher, mut snapshot) = refresher(&script, WatchedFiles::new(vec![path.clone()]), &mut rng);
    refresher.carry_out(Command::Refresh);
    assert!(
        snapshot
            .borrow_and_update()
            .failure
            .as_ref()
            .unwrap()
            .is_permanent
    );
    for _ in 0..3 {
        refresher.tick();
        refresher.carry_out(Command::Demand);
        assert!(snapshot.has_changed().unwrap(), "who asks is answered");
    }
    assert_eq!(script.left(), 2);
    refresher.carry_out(Command::Refresh);
    assert_eq!(snapshot.borrow().failure.as_ref().unwrap().in_a_row, 2);
    std::fs::write(&path, "another").unwrap();
    refresher.tick();
    refresher.tick();
    assert_eq!(script.left(), 0);
    assert!(snapshot.borrow().good(new_year()).is_some());
}

#[test]
fn row_15_a_file_that_changed_makes_a_new_session_once_it_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (path, fresh) = (folder.path().join("machine.pem"), folder.path().join("fresh"));
    std::fs::write(&path, "old").unwrap();
    let script = Script::of(&[Ok(new_year() + hour()), Ok(new_year() + hour())]);
    let mut rng = Counting::default();
    let (mut refresher, snapshot) = refresher(&script, WatchedFiles::new(vec![path.clone()]), &mut rng);
    refresher.carry_out(Command::Refresh);
    refresher.tick();
    assert_eq!(script.left(), 1);
    std::fs::write(&fresh, "new").unwrap();
    std::fs::rename(&fresh, &path).unwrap();
    refresher.tick();
    assert_eq!(script.left(), 1, "seen for the first time");
    refresher.tick();
    assert_eq!(script.left(), 0);
    refresher.tick();
    assert_eq!(snapshot.borrow().successes, 2);
}

#[test]
fn the_next_session_is_due_after_half_of_the_life() {
    let (wall, mono) = (new_year(), Instant::now());
    let mut rng = Counting::default();
    let mut schedule = Schedule::new(mono);
    assert!(schedule.is_due(wall, mono));
    for _ in 0..20 {
        let due = schedule.succeeded(wall + hour(), (wall, mono), &mut rng);
        let after = due.duration_since(wall);
        assert!(after >= SignedDuration::from_mins(30) && after <= SignedDuration::from_mins(36));
        assert!(!schedule.is_due(due - SignedDuration::from_secs(1), mono));
        assert!(schedule.is_due(due, mono));
    }
}

#[test]
fn pauses_between_failures_grow_to_a_minute() {
    let mut mono = Instant::now();
    let mut rng = Counting::default();
    let mut schedule = Schedule::new(mono);
    for (number, longest) in [(1, 2), (2, 4), (3, 8), (4, 16), (5, 32), (6, 60), (7, 60)] {
        let (in_a_row, pause) = schedule.failed(mono, &mut rng);
        assert_eq!(in_a_row, number);
        assert!(
            pause <= SECOND * longest && pause >= SECOND * longest / 2,
            "{pause:?}"
        );
        assert!(!schedule.may_hurry(mono) && schedule.may_hurry(mono + MIN_INTERVAL));
        assert!(!schedule.is_due(new_year(), mono) && schedule.is_due(new_year(), mono + pause));
        mono += pause;
    }
}

#[test]
fn a_session_that_is_over_when_it_comes_is_not_asked_for_again_at_once() {
    let (wall, mono) = (new_year(), Instant::now());
    let mut schedule = Schedule::new(mono);
    schedule.succeeded(wall, (wall, mono), &mut Counting::default());
    assert!(!schedule.is_due(wall, mono));
    assert!(schedule.is_due(wall, mono + MIN_INTERVAL));
}

#[test]
fn a_clock_that_is_set_is_noticed_and_one_that_drifts_is_not() {
    let (wall, mono) = (new_year(), Instant::now());
    let mut watch = ClockWatch::new(wall, mono);
    let minute = SignedDuration::from_mins(1);
    assert_eq!(watch.jumped(wall + minute, mono + SECOND * 58), None);
    let forward = watch.jumped(wall + minute * 4, mono + SECOND * 60);
    assert_eq!(forward, Some(SignedDuration::from_secs(178)));
    let back = watch.jumped(wall, mono + SECOND * 60);
    assert_eq!(back, Some(SignedDuration::from_mins(-4)));
    assert_eq!(watch.jumped(wall + minute, mono + SECOND * 120), None);
}
