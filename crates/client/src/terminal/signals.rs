//! Signals that come while a question stands at the terminal.
//!
//! `serve` and `update` see to signals themselves, and restore the terminal before they end. Other commands leave
//! them to the system, which ends the process as it is: for them, and only while a question stands, a thread waits
//! for such a signal, restores the terminal, and then does what the system would have done. What was ignored from the
//! start, as by `nohup`, stays so.

use std::io;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, JoinHandle, sleep};
use std::time::Duration;

use rustix::process::{Signal, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::flag::{register, register_conditional_default};
use signal_hook::iterator::{Handle, Signals};
use signal_hook::low_level::emulate_default_handler;

use crate::ignored_signals::Ignored;

/// What ends a process from outside, and may be caught.
const ENDING: [i32; 4] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT];

/// Whether this process sees to signals itself.
static SEEN_TO: AtomicBool = AtomicBool::new(false);
/// Whether a signal does what it does by default, once this process has ever asked.
static BY_DEFAULT: AtomicBool = AtomicBool::new(true);
/// Whether this process was stopped and goes on, and nobody took note of it yet.
static CONTINUED: AtomicBool = AtomicBool::new(false);

/// From now on this process sees to signals itself, for good.
pub(super) fn are_seen_to() {
    SEEN_TO.store(true, Ordering::SeqCst);
    // What an earlier question had done for a signal is not done any more.
    BY_DEFAULT.store(false, Ordering::SeqCst);
}

/// Watches for signals until it is dropped.
pub(super) struct Attention(Option<(Handle, JoinHandle<()>)>);

impl Attention {
    /// Has `first` done before a signal ends the process.
    pub(super) fn pay(first: fn()) -> io::Result<Self> {
        if SEEN_TO.load(Ordering::SeqCst) {
            return Ok(Self(None));
        }
        let signals = leave_to_the_system()?;
        let mut signals = Signals::new(signals)?;
        let handle = signals.handle();
        BY_DEFAULT.store(false, Ordering::SeqCst);
        let end = move |signal| {
            first();
            let _ = emulate_default_handler(signal);
        };
        let watch = move || {
            signals.forever().for_each(end);
            // What came as it was told to end.
            signals.pending().for_each(end);
        };
        match Builder::new().name("terminal".into()).spawn(watch) {
            Ok(thread) => Ok(Self(Some((handle, thread)))),
            Err(error) => {
                BY_DEFAULT.store(true, Ordering::SeqCst);
                Err(error)
            }
        }
    }
}

impl Drop for Attention {
    fn drop(&mut self) {
        let Some((handle, thread)) = self.0.take() else {
            return;
        };
        BY_DEFAULT.store(true, Ordering::SeqCst);
        handle.close();
        let _ = thread.join();
    }
}

/// A signal that was ever waited for stays caught: what the system would do is done for it whenever nobody waits.
/// These are all to wait for.
fn leave_to_the_system() -> io::Result<&'static [i32]> {
    static LEFT: OnceLock<Vec<i32>> = OnceLock::new();
    if let Some(left) = LEFT.get() {
        return Ok(left);
    }
    let ignored = Ignored::now();
    let caught: Vec<i32> = ENDING
        .into_iter()
        .filter(|signal| !ignored.has(*signal))
        .collect();
    for signal in &caught {
        register_conditional_default(*signal, &BY_DEFAULT)?;
    }
    Ok(LEFT.get_or_init(|| caught))
}

/// From now on it is known when this process was stopped and goes on.
pub(super) fn notice_continuing() -> io::Result<()> {
    static NOTICED: OnceLock<()> = OnceLock::new();
    if NOTICED.get().is_none() {
        register(SIGCONT, &CONTINUED)?;
        let _ = NOTICED.set(());
    }
    Ok(())
}

/// Whether this process was stopped and goes on, since this was asked for the last time.
pub(super) fn was_continued() -> bool {
    CONTINUED.swap(false, Ordering::SeqCst)
}

/// Stops the process group by this signal, as Ctrl-Z or the system does, and returns when it goes on. What nobody
/// could continue, or ignores the signal, is not stopped by the system: then it returns false, after a moment.
pub(super) fn stop(signal: Signal) -> io::Result<bool> {
    const MOMENT: Duration = Duration::from_millis(10);
    const MOMENTS: u32 = 20;
    notice_continuing()?;
    was_continued();
    kill_current_process_group(signal)?;
    // Another thread may take the signal, and this one go on for a little.
    for _ in 0..MOMENTS {
        if was_continued() {
            return Ok(true);
        }
        sleep(MOMENT);
    }
    Ok(false)
}
