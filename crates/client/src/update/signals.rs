//! Signals, on a thread of their own: SIGTERM and SIGINT end the process at once, but for a file that is
//! being replaced; SIGHUP ends a wait.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{Watch, Woken};
use crate::Environment;
use crate::systemd::Notify;
use crate::terminal;

/// This process's signals.
pub struct Signals {
    hang_ups: Receiver<()>,
    busy: Arc<Mutex<()>>,
}

impl Signals {
    /// From now on SIGTERM and SIGINT end the process with this exit code, and the service manager that the
    /// environment names is told so.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn take(exit_code: i32, environment: &Environment) -> io::Result<Self> {
        let notify = Notify::new(environment);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()?;
        let (terminate, interrupt, hang_up) = {
            let _context = runtime.enter();
            (
                signal(SignalKind::terminate())?,
                signal(SignalKind::interrupt())?,
                signal(SignalKind::hangup())?,
            )
        };
        terminal::sees_to_signals();
        // One that nobody has seen to yet is enough.
        let (sender, hang_ups) = sync_channel(1);
        let busy = Arc::new(Mutex::new(()));
        let until_idle = Arc::clone(&busy);
        std::thread::Builder::new()
            .name("signals".into())
            .spawn(move || {
                runtime.block_on(ended(terminate, interrupt, hang_up, &sender));
                terminal::end();
                notify.stopping();
                let _idle = until_idle.lock().unwrap_or_else(PoisonError::into_inner);
                std::process::exit(exit_code);
            })?;
        Ok(Self { hang_ups, busy })
    }
}

/// Returns when the process is to end.
async fn ended(mut terminate: Signal, mut interrupt: Signal, mut hang_up: Signal, sender: &SyncSender<()>) {
    loop {
        tokio::select! {
            _ = terminate.recv() => return,
            _ = interrupt.recv() => return,
            _ = hang_up.recv() => {
                let _ = sender.try_send(());
            }
        }
    }
}

impl Watch for Signals {
    fn undisturbed(&mut self, work: &mut dyn FnMut()) {
        let _busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        work();
    }

    fn wait(&mut self, at_most: Duration) -> Woken {
        match self.hang_ups.recv_timeout(at_most) {
            Ok(()) => Woken::Refresh,
            Err(RecvTimeoutError::Timeout) => Woken::Time,
            // The thread never ends before the process does.
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(at_most);
                Woken::Time
            }
        }
    }
}
