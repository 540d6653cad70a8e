//! The threads of operations whose input decides how long they take: a few at a time, so that a
//! processor is left for everybody else, and a few more that wait for their turn.
//!
//! No caller gets them all: of each so many may be under way, and of these fewer run or stand in the queue
//! at the same time, so that whoever comes next need not wait for everything that another has asked.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::available_parallelism;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError};
use tokio::task::JoinError;

/// Whose turn it is.
pub(crate) struct Slow {
    running: Arc<Semaphore>,
    waiting: Semaphore,
    callers: Arc<Callers>,
    waits: Duration,
}

/// How many may be under way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// At a time.
    pub(crate) running: usize,
    /// Waiting for their turn. Each keeps its input, up to the limit of a body.
    pub(crate) waiting: usize,
    /// Running and waiting of one caller.
    pub(crate) of_one: usize,
    /// How long one waits for its turn.
    pub(crate) waits: Duration,
}

/// Who has operations under way: an entry for each, so no more than may run and wait.
struct Callers {
    lanes: Mutex<HashMap<String, Lane>>,
    running_of_one: usize,
    of_one: usize,
}

/// The operations of one caller.
struct Lane {
    /// How many more of them may run, or stand in the queue of all.
    running: Arc<Semaphore>,
    under_way: usize,
}

/// Leave to run one; given back when it is dropped.
pub(crate) struct Turn {
    _running: OwnedSemaphorePermit,
    _of_caller: OwnedSemaphorePermit,
    _place: Place,
}

/// One operation of a caller that is under way, until it is dropped.
struct Place {
    callers: Arc<Callers>,
    caller: String,
}

/// Why there was no turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoTurn {
    #[error("too many slow operations are waiting")]
    Full,
    #[error("the slow operations before this one did not end in time")]
    Late,
    #[error("the caller has too many slow operations under way")]
    TooMany,
}

impl Bounds {
    /// As many at a time as there are processors but one, and at least one.
    pub(crate) fn of_machine() -> Self {
        let processors = available_parallelism().map_or(1, usize::from);
        Self {
            running: processors.saturating_sub(1).max(1),
            waiting: 64,
            of_one: 8,
            waits: Duration::from_secs(10),
        }
    }
}

impl Slow {
    pub(crate) fn new(bounds: Bounds) -> Self {
        Self {
            running: Arc::new(Semaphore::new(bounds.running)),
            waiting: Semaphore::new(bounds.waiting),
            callers: Arc::new(Callers {
                lanes: Mutex::default(),
                running_of_one: bounds.running.saturating_sub(1).max(1),
                of_one: bounds.of_one,
            }),
            waits: bounds.waits,
        }
    }

    /// Waits for a turn of this caller: first come, first served, first among its own and then among all.
    ///
    /// # Errors
    /// [`NoTurn`]
    pub(crate) async fn turn(&self, caller: &str) -> Result<Turn, NoTurn> {
        let (place, own) = Callers::enter(&self.callers, caller)?;
        if let Ok((of_caller, running)) = self.at_once(&own) {
            return Ok(Turn::new(place, of_caller, running));
        }
        let _seat = self.waiting.try_acquire().map_err(|_| NoTurn::Full)?;
        let both = async {
            let of_caller = own.acquire_owned().await?;
            Ok((of_caller, Arc::clone(&self.running).acquire_owned().await?))
        };
        let acquired = tokio::time::timeout(self.waits, both).await;
        // INVARIANT: the semaphores are never closed.
        let acquired: Result<_, tokio::sync::AcquireError> = acquired.map_err(|_| NoTurn::Late)?;
        let (of_caller, running) = acquired.map_err(|_| NoTurn::Late)?;
        Ok(Turn::new(place, of_caller, running))
    }

    fn at_once(
        &self,
        own: &Arc<Semaphore>,
    ) -> Result<(OwnedSemaphorePermit, OwnedSemaphorePermit), TryAcquireError> {
        let of_caller = Arc::clone(own).try_acquire_owned()?;
        Ok((of_caller, Arc::clone(&self.running).try_acquire_owned()?))
    }
}

impl Callers {
    /// Notes one more operation of a caller.
    fn enter(this: &Arc<Self>, caller: &str) -> Result<(Place, Arc<Semaphore>), NoTurn> {
        let mut lanes = this.lanes();
        let lane = lanes.entry(caller.to_owned()).or_insert_with(|| Lane {
            running: Arc::new(Semaphore::new(this.running_of_one)),
            under_way: 0,
        });
        if lane.under_way >= this.of_one {
            return Err(NoTurn::TooMany);
        }
        lane.under_way += 1;
        let place = Place {
            callers: Arc::clone(this),
            caller: caller.to_owned(),
        };
        Ok((place, Arc::clone(&lane.running)))
    }

    fn lanes(&self) -> MutexGuard<'_, HashMap<String, Lane>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut lanes = self.callers.lanes();
        let Entry::Occupied(mut lane) = lanes.entry(std::mem::take(&mut self.caller)) else {
            return;
        };
        lane.get_mut().under_way -= 1;
        if lane.get().under_way == 0 {
            lane.remove();
        }
    }
}

impl Turn {
    const fn new(place: Place, of_caller: OwnedSemaphorePermit, running: OwnedSemaphorePermit) -> Self {
        Self {
            _running: running,
            _of_caller: of_caller,
            _place: place,
        }
    }

    /// Runs on a thread that may block. The turn ends with the work, not with whoever awaits it.
    ///
    /// # Errors
    /// The work panicked.
    pub(crate) async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, JoinError> {
        let run = move || {
            let done = work();
            drop(self);
            done
        };
        tokio::task::spawn_blocking(run).await
    }
}

#[cfg(test)]
mod tests;
