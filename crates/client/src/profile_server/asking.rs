//! The one thread that gets credentials of the profile, and the shelf from which they are given out.
//!
//! ```text
//! request ─▶ Shelf ─good─▶ answer
//!              │ none, or soon at their end
//!              ▼
//!           Wish ─▶ thread: ProfileCredentials::obtain ─▶ Shelf, answer
//! ```
//!
//! Since it is one thread, there is one prompt and one call at a time, however many clients wait; what one is
//! refused, those that waited for the same are refused, too.

use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tegata_base::Arn;
use tegata_profiles::plan::{Plan, Purpose};
use tokio::sync::oneshot;

use super::handed::{Age, Handed, RENEWED_BEFORE};
use super::{Manner, NoFurtherCode, Protocol, ServerError};
use crate::Edge;
use crate::exec::Habits;
use crate::profile_credentials::{CredentialArgs, ProfileCredentials};

/// How long a client is let wait: somebody may be typing a code.
const PATIENCE: Duration = Duration::from_secs(180);
/// Roles whose credentials are kept at a time.
const MAX_ROLES: usize = 1000;

/// Whose credentials are wanted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whose {
    /// The profile's.
    Profile,
    /// Those of a role that is assumed from the profile's.
    Role(String),
}

type Answer = Result<Arc<Handed>, Arc<str>>;

struct Wish {
    whose: Whose,
    /// None when nobody waits.
    answer: Option<oneshot::Sender<Answer>>,
}

type Shelf = Arc<Mutex<BTreeMap<Whose, Arc<Handed>>>>;

/// The ways to the thread.
#[derive(Clone)]
pub(super) struct Asking {
    shelf: Shelf,
    wishes: Sender<Wish>,
    wall: fn() -> Timestamp,
}

/// What the thread is started with.
pub(super) struct Beginning {
    pub(super) args: CredentialArgs,
    pub(super) manner: Manner,
    /// Whether the first credentials are got before a child is started.
    pub(super) is_eager: bool,
    pub(super) wall: fn() -> Timestamp,
}

impl Asking {
    /// Starts the thread. It returns with the plan, when the first credentials are there or are not wanted yet.
    pub(super) fn start(beginning: Beginning) -> Result<(Self, Plan), ServerError> {
        let (wishes, wished) = channel();
        let (started, starting) = channel();
        let asking = Self {
            shelf: Shelf::default(),
            wishes,
            wall: beginning.wall,
        };
        let shelf = Arc::clone(&asking.shelf);
        let thread = std::thread::Builder::new().name("credentials".to_owned());
        let system = |error| ServerError::System {
            what: "a thread",
            error,
        };
        thread
            .spawn(move || {
                Edge::with_process(|edge| match begin(&beginning, &shelf, edge) {
                    Ok((source, plan)) => {
                        let _ = started.send(Ok(plan.clone()));
                        let mut worker = Worker {
                            source,
                            plan,
                            shelf,
                            backlog: VecDeque::new(),
                            edge,
                        };
                        worker.run(&wished);
                    }
                    // Whoever started this waits for it.
                    Err(error) => drop(started.send(Err(error))),
                });
            })
            .map_err(system)?;
        let plan = starting
            .recv()
            .map_err(|_| system(std::io::ErrorKind::Interrupted.into()))??;
        Ok((asking, plan))
    }

    /// Credentials that are good, else why there are none.
    pub(super) async fn get(&self, whose: Whose) -> Answer {
        let found = shelf(&self.shelf).get(&whose).map(Arc::clone);
        let now = (self.wall)();
        match found.as_ref().map(|found| (found, found.age(now))) {
            Some((found, Age::Fresh)) => return Ok(Arc::clone(found)),
            Some((found, Age::Aging)) => {
                if found.may_renew(Instant::now()) {
                    let _ = self.wishes.send(Wish { whose, answer: None });
                }
                return Ok(Arc::clone(found));
            }
            Some((_, Age::Ended)) | None => {}
        }
        let stopping = || Arc::from("the server is stopping");
        let (answer, answered) = oneshot::channel();
        let answer = Some(answer);
        self.wishes.send(Wish { whose, answer }).map_err(|_| stopping())?;
        match tokio::time::timeout(PATIENCE, answered).await {
            Ok(answer) => answer.map_err(|_| stopping())?,
            Err(_) => Err(Arc::from("nobody answered in time; ask again")),
        }
    }
}

/// Plans, refuses what cannot go on beside a child, and gets the first credentials.
fn begin<'a>(
    beginning: &'a Beginning,
    on_shelf: &Shelf,
    edge: &mut Edge<'_>,
) -> Result<(ProfileCredentials<'a>, Plan), ServerError> {
    let Manner { protocol, habits, .. } = beginning.manner;
    let failed = |error: &dyn std::fmt::Display| ServerError::Credentials(error.to_string());
    let source = ProfileCredentials::new(
        &beginning.args,
        Purpose::Session,
        beginning.manner.face,
        edge.environment,
    );
    let mut source = source.map_err(|error| failed(&error))?;
    if habits == Habits::AwsVault && source.asks_at_terminal() {
        return Err(ServerError::Terminal(protocol));
    }
    let plan = source.plan(edge).map_err(|error| failed(&error))?;
    let unaskable = match habits {
        Habits::Tegata => source.unaskable(&plan, edge),
        Habits::AwsVault => None,
    };
    let no_further_code = unaskable.map(|mfa| NoFurtherCode {
        profile: plan.profile.clone(),
        serial: mfa.serial.clone(),
    });
    if let Some(why) = &no_further_code {
        // The session that takes a code is there for all that follows, if it is kept.
        let is_kept = source.uses_kept_sessions().map_err(|error| failed(&error))?;
        if !(beginning.is_eager && is_kept) {
            return Err(ServerError::Code(why.clone()));
        }
    }
    if beginning.is_eager {
        match source.obtain(&plan, edge) {
            Ok(found) => {
                let handed = Handed::new(&found, (edge.clock)());
                shelf(on_shelf).insert(Whose::Profile, Arc::new(handed));
            }
            // As it does, but not without a word.
            Err(error) if habits == Habits::AwsVault && protocol == Protocol::Instance => {
                edge.tell(&format!("warning: {error}"));
            }
            Err(error) => return Err(failed(&error)),
        }
    }
    if let Some(warning) = no_further_code {
        edge.tell(&warning.to_string());
    }
    source.serve_beside_child(RENEWED_BEFORE);
    Ok((source, plan))
}

struct Worker<'a, 'e> {
    source: ProfileCredentials<'a>,
    plan: Plan,
    shelf: Shelf,
    backlog: VecDeque<Wish>,
    edge: &'a mut Edge<'e>,
}

impl Worker<'_, '_> {
    /// Works as long as there is somebody to wish for something.
    fn run(&mut self, wished: &Receiver<Wish>) {
        loop {
            let wish = match self.backlog.pop_front() {
                Some(wish) => wish,
                None => match wished.recv() {
                    Ok(wish) => wish,
                    Err(_) => return,
                },
            };
            let answer = self.fulfil(&wish.whose, wish.answer.is_some());
            self.backlog.extend(wished.try_iter());
            let refused = answer.is_err();
            let (same, others) = self
                .backlog
                .drain(..)
                .partition(|waiting: &Wish| refused && waiting.whose == wish.whose);
            self.backlog = others;
            let same: VecDeque<Wish> = same;
            for waiting in same.into_iter().chain([wish]).filter_map(|wish| wish.answer) {
                let _ = waiting.send(answer.clone());
            }
        }
    }

    fn fulfil(&mut self, whose: &Whose, is_awaited: bool) -> Answer {
        let now = (self.edge.clock)();
        let found = shelf(&self.shelf).get(whose).map(Arc::clone);
        if let Some(found) = found {
            // Somebody else wished for the same a moment ago.
            match found.age(now) {
                Age::Fresh => return Ok(found),
                Age::Aging if is_awaited => return Ok(found),
                Age::Aging | Age::Ended => {}
            }
        }
        let handed = Arc::new(self.obtain(whose).map_err(Arc::<str>::from)?);
        shelf(&self.shelf).insert(whose.clone(), Arc::clone(&handed));
        Ok(handed)
    }

    fn obtain(&mut self, whose: &Whose) -> Result<Handed, String> {
        let further = match whose {
            Whose::Profile => None,
            Whose::Role(arn) => Some(self.further(arn)?),
        };
        let plan = further.as_ref().unwrap_or(&self.plan);
        let found = self
            .source
            .obtain(plan, self.edge)
            .map_err(|error| error.to_string())?;
        Ok(Handed::new(&found, (self.edge.clock)()))
    }

    fn further(&self, arn: &str) -> Result<Plan, String> {
        let no_role = || format!("{arn:?} is not the ARN of a role");
        let is_known = shelf(&self.shelf).contains_key(&Whose::Role(arn.to_owned()));
        if !is_known && !has_room(&mut shelf(&self.shelf), (self.edge.clock)()) {
            return Err(format!(
                "{MAX_ROLES} roles are in use already; ask again when one of them has ended"
            ));
        }
        let arn: Arn = arn.parse().map_err(|_| no_role())?;
        self.plan.assuming(arn).ok_or_else(no_role)
    }
}

/// Whether one more role may be kept beside the profile's own credentials, once those are gone that ended.
fn has_room(shelf: &mut BTreeMap<Whose, Arc<Handed>>, now: Timestamp) -> bool {
    if shelf.len() > MAX_ROLES {
        shelf.retain(|kept, found| *kept == Whose::Profile || found.age(now) != Age::Ended);
    }
    shelf.len() <= MAX_ROLES
}

fn shelf(shelf: &Shelf) -> MutexGuard<'_, BTreeMap<Whose, Arc<Handed>>> {
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
