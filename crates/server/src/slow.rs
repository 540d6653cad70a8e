//! The threads of operations whose input decides how long they take: a few at a time, so that a
//! processor is left for everybody else, and a few more that wait for their turn.

use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinError;

/// How many may wait. Each keeps its input, up to the limit of a body.
const MAX_WAITING: usize = 64;
/// How long one waits for its turn.
const WAITS: Duration = Duration::from_secs(10);

/// Whose turn it is.
pub(crate) struct Slow {
    running: Arc<Semaphore>,
    waiting: Semaphore,
    waits: Duration,
}

/// Leave to run one; given back when it is dropped.
pub(crate) struct Turn(OwnedSemaphorePermit);

/// Why there was no turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoTurn {
    #[error("too many slow operations are waiting")]
    Full,
    #[error("the slow operations before this one did not end in time")]
    Late,
}

impl Slow {
    /// As many at a time as there are processors but one, and at least one.
    pub(crate) fn new() -> Self {
        let processors = available_parallelism().map_or(1, usize::from);
        Self::with(processors.saturating_sub(1).max(1), MAX_WAITING, WAITS)
    }

    pub(crate) fn with(running: usize, waiting: usize, waits: Duration) -> Self {
        Self {
            running: Arc::new(Semaphore::new(running)),
            waiting: Semaphore::new(waiting),
            waits,
        }
    }

    /// Waits for a turn, first come, first served.
    ///
    /// # Errors
    /// [`NoTurn`]
    pub(crate) async fn turn(&self) -> Result<Turn, NoTurn> {
        if let Ok(permit) = Arc::clone(&self.running).try_acquire_owned() {
            return Ok(Turn(permit));
        }
        let _place = self.waiting.try_acquire().map_err(|_| NoTurn::Full)?;
        let acquired = tokio::time::timeout(self.waits, Arc::clone(&self.running).acquire_owned()).await;
        // INVARIANT: the semaphore is never closed.
        acquired
            .map_err(|_| NoTurn::Late)?
            .map(Turn)
            .map_err(|_| NoTurn::Late)
    }
}

impl Turn {
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
            drop(self.0);
            done
        };
        tokio::task::spawn_blocking(run).await
    }
}

#[cfg(test)]
mod tests;
