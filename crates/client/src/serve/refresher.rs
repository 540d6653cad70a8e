//! The one thread that asks for sessions: at their time, when files or the clock change, at SIGHUP,
//! and when clients find no credentials. Since it is one, there is one session at a time, however many
//! clients wait.
//!
//! ```text
//! tick, Command ─▶ Refresher ─attempt─▶ Source ─▶ Snapshot ─publish─▶ whoever answers requests
//! ```
//!
//! It blocks while it asks; requests are answered from the last snapshot meanwhile.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tegata_api_rolesanywhere::CredentialResponse;
use tegata_base::Rng;
use tegata_base::time::iso_seconds;
use tegata_pki::Certificate;
use tokio::sync::watch;

use super::credential::Credential;
use super::expiry::ExpiryWatch;
use super::log::Log;
use super::schedule::{ClockWatch, Schedule};
use super::snapshot::{Failure, Snapshot};
use crate::provider::UNTIL_CHANGED;
use crate::watched_files::WatchedFiles;

/// How often files, clocks and the schedule are looked at.
const TICK: Duration = Duration::from_secs(2);

/// Where sessions come from.
pub(super) trait Source {
    /// Asks for a session.
    fn obtain(&mut self) -> Result<CredentialResponse, Refusal>;

    /// The certificate that was read last.
    fn certificate(&self) -> Option<Certificate>;
}

/// Why there is no session.
pub(super) struct Refusal {
    /// The cause and the next step, in a sentence.
    pub(super) message: String,
    /// Whether to ask again is of no use, or may lock a token, before something is changed.
    pub(super) is_permanent: bool,
}

/// What others ask of the refresher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    /// A client found no credentials that are good. There will be a new snapshot, whatever comes of it.
    Demand,
    /// Ask for the first session. Whoever sends it tells of a failure, and ends.
    First,
    /// Ask for a new session now.
    Refresh,
    /// End.
    Stop,
}

/// The clocks, as values.
#[derive(Clone, Copy)]
pub(super) struct Clocks {
    pub(super) wall: fn() -> Timestamp,
    pub(super) mono: fn() -> Instant,
}

impl Clocks {
    fn now(self) -> (Timestamp, Instant) {
        ((self.wall)(), (self.mono)())
    }
}

/// See the module.
pub(super) struct Refresher<'a, S> {
    source: S,
    files: WatchedFiles,
    published: watch::Sender<Snapshot>,
    clocks: Clocks,
    log: Log,
    rng: &'a mut dyn Rng,
    schedule: Schedule,
    clock_watch: ClockWatch,
    expiry: ExpiryWatch,
}

impl<'a, S: Source> Refresher<'a, S> {
    pub(super) fn new(
        source: S,
        files: WatchedFiles,
        published: watch::Sender<Snapshot>,
        (clocks, log): (Clocks, Log),
        rng: &'a mut dyn Rng,
    ) -> Self {
        let (wall, mono) = clocks.now();
        Self {
            source,
            files,
            published,
            clocks,
            log,
            rng,
            schedule: Schedule::new(mono),
            clock_watch: ClockWatch::new(wall, mono),
            expiry: ExpiryWatch::default(),
        }
    }

    /// Works until it is told to stop, or nobody is left to tell it. Nothing is asked for before the
    /// first command.
    pub(super) fn run(mut self, commands: &Receiver<Command>) {
        let Ok(mut command) = commands.recv() else {
            return;
        };
        let mut next_tick = (self.clocks.mono)();
        loop {
            if !self.carry_out(command) {
                return;
            }
            command = loop {
                let mono = (self.clocks.mono)();
                if mono >= next_tick {
                    self.tick();
                    next_tick = (self.clocks.mono)() + TICK;
                }
                match commands.recv_timeout(next_tick.saturating_duration_since((self.clocks.mono)())) {
                    Ok(command) => break command,
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            };
        }
    }

    /// Whether to go on.
    pub(super) fn carry_out(&mut self, command: Command) -> bool {
        match command {
            Command::Stop => return false,
            Command::First => drop(self.obtain()),
            Command::Refresh => self.attempt(),
            Command::Demand => self.meet_demand(),
        }
        true
    }

    fn meet_demand(&mut self) {
        let (wall, mono) = self.clocks.now();
        let is_good = self.published.borrow().good(wall).is_some();
        // A clock that was set is what makes credentials expire all of a sudden.
        let jumped = self.note_jump(wall, mono);
        let may_hurry = !self.schedule.has_given_up() && (jumped || self.schedule.may_hurry(mono));
        if !is_good && may_hurry {
            self.attempt();
        } else {
            // Another client's demand was met a moment ago, or it is too early to try again.
            self.published.send_modify(|_| {});
        }
    }

    /// Looks at everything that can make a new session due.
    pub(super) fn tick(&mut self) {
        let (wall, mono) = self.clocks.now();
        let jumped = self.note_jump(wall, mono);
        let renewed = self.files.have_changed();
        if renewed {
            self.log
                .line("certificate, key or password changed on disk: getting new credentials");
        }
        let is_time = jumped || self.schedule.is_due(wall, mono);
        if renewed || (is_time && !self.schedule.has_given_up()) {
            self.attempt();
        }
        self.warn_of_expiry();
    }

    /// Whether the wall clock was set, or the machine slept, since the last look.
    fn note_jump(&mut self, wall: Timestamp, mono: Instant) -> bool {
        let Some(jump) = self.clock_watch.jumped(wall, mono) else {
            return false;
        };
        self.log.line(&format!(
            "the clock went {} seconds {}, or the machine slept: getting new credentials",
            jump.abs().as_secs(),
            if jump.is_negative() { "back" } else { "forward" },
        ));
        true
    }

    fn attempt(&mut self) {
        if let Some(failure) = self.obtain() {
            self.log.line(&failure);
        }
    }

    /// Asks, and publishes what comes of it; what to tell of a failure.
    fn obtain(&mut self) -> Option<String> {
        // What is asked for from here on is of the files and the clock as they are now.
        self.files.read_now();
        let (wall, mono) = self.clocks.now();
        self.note_jump(wall, mono);
        let result = self.source.obtain();
        let certificate = self.source.certificate().map(Arc::new);
        let (wall, mono) = self.clocks.now();
        let mut told = None;
        match result {
            Ok(response) => {
                let credential = Arc::new(Credential::new(&response, wall));
                let next = self
                    .schedule
                    .succeeded(credential.expiration, (wall, mono), self.rng);
                self.log.line(&format!(
                    "credentials of {} until {}; the next are due at {}",
                    credential.assumed_role,
                    iso_seconds(credential.expiration),
                    iso_seconds(next),
                ));
                self.published.send_modify(|snapshot| {
                    snapshot.credential = Some(credential);
                    snapshot.certificate = certificate;
                    snapshot.failure = None;
                    snapshot.successes += 1;
                });
            }
            Err(refusal) => {
                let (in_a_row, pause) = match refusal.is_permanent {
                    true => (self.schedule.gave_up(mono), None),
                    false => {
                        let (in_a_row, pause) = self.schedule.failed(mono, self.rng);
                        (in_a_row, Some(pause))
                    }
                };
                told = Some(self.told_failure(&refusal.message, wall, pause));
                let failure = Arc::new(Failure {
                    message: refusal.message,
                    at: wall,
                    in_a_row,
                    is_permanent: refusal.is_permanent,
                });
                self.published.send_modify(|snapshot| {
                    snapshot.certificate = certificate.or(snapshot.certificate.take());
                    snapshot.failure = Some(failure);
                    snapshot.failures += 1;
                });
            }
        }
        self.warn_of_expiry();
        told
    }

    fn told_failure(&self, message: &str, now: Timestamp, pause: Option<Duration>) -> String {
        let left = match self.published.borrow().good(now) {
            Some(credential) => format!(
                "the credentials in use are good until {}",
                iso_seconds(credential.expiration)
            ),
            None => "there are no good credentials to serve".to_owned(),
        };
        let next = match pause {
            Some(pause) => format!("trying again in {} s", pause.as_secs() + 1),
            None => UNTIL_CHANGED.to_owned(),
        };
        format!("no new credentials: {message}; {left}; {next}")
    }

    fn warn_of_expiry(&mut self) {
        let certificate = self.published.borrow().certificate.clone();
        let now = (self.clocks.wall)();
        if let Some(warning) = certificate.and_then(|found| self.expiry.warning(&found, now)) {
            self.log.line(&warning);
        }
    }
}
