//! The log on standard error, written by a thread of its own.
//!
//! A request does not wait for its line: lines gather in a buffer, and what has gathered is one write.
//! Warnings and errors are written at once, after all that was before them, since the process may be
//! about to end.

mod text;

use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tracing::{Level, Metadata};
use tracing_subscriber::fmt::MakeWriter;

pub(super) use self::text::Text;

/// Bytes that may wait; beyond, whoever logs writes itself.
const MAX_WAITING: usize = 1 << 20;

/// How long lines gather before they are written.
const GATHER: Duration = Duration::from_millis(10);

/// The way into the log; clones share it.
#[derive(Clone)]
pub(super) struct Log(Arc<Shared>);

#[derive(Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    /// Signalled when the thread sleeps and there is a line.
    work: Condvar,
    /// Held while writing, so that lines stay in order.
    out: Mutex<()>,
}

#[derive(Default)]
struct Waiting {
    lines: Vec<u8>,
    asleep: bool,
}

impl Log {
    /// Starts the thread. It ends with the process; [`Log::flush`] before that.
    ///
    /// # Errors
    /// When there can be no thread.
    pub(super) fn start() -> io::Result<Self> {
        let shared = Arc::<Shared>::default();
        let of_thread = Arc::clone(&shared);
        std::thread::Builder::new()
            .name("log".to_owned())
            .spawn(move || {
                loop {
                    of_thread.wait();
                    std::thread::sleep(GATHER);
                    of_thread.flush();
                }
            })?;
        Ok(Self(shared))
    }

    /// Writes all lines that wait.
    pub(super) fn flush(&self) {
        self.0.flush();
    }
}

impl Shared {
    fn push(&self, line: &[u8]) -> usize {
        let mut waiting = lock(&self.waiting);
        waiting.lines.extend_from_slice(line);
        if waiting.asleep {
            waiting.asleep = false;
            self.work.notify_one();
        }
        waiting.lines.len()
    }

    fn wait(&self) {
        let mut waiting = lock(&self.waiting);
        while waiting.lines.is_empty() {
            waiting.asleep = true;
            waiting = self.work.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        waiting.asleep = false;
    }

    fn flush(&self) {
        let _writing = lock(&self.out);
        let lines = std::mem::take(&mut lock(&self.waiting).lines);
        // Without standard error there is nowhere to say so.
        let _ = io::stderr().write_all(&lines);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes one line.
pub(super) struct Line {
    log: Log,
    urgent: bool,
}

impl Write for Line {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.log.0.push(line) > MAX_WAITING || self.urgent {
            self.log.flush();
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line {
            log: self.clone(),
            urgent: true,
        }
    }

    fn make_writer_for(&'a self, event: &Metadata<'_>) -> Line {
        Line {
            log: self.clone(),
            urgent: *event.level() <= Level::WARN,
        }
    }
}
