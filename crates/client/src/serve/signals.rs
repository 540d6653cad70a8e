//! The signals that a service manager sends.

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::ServeError;
use crate::terminal;

/// SIGTERM, SIGINT and SIGHUP. From its making on they no longer end the process by themselves.
pub(crate) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl Signals {
    pub(crate) fn new() -> Result<Self, ServeError> {
        let listen = |kind| {
            signal(kind).map_err(|error| ServeError::System {
                what: "to pass on signals",
                error,
            })
        };
        terminal::sees_to_signals();
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
            hang_up: listen(SignalKind::hangup())?,
        })
    }

    pub(crate) async fn next(&mut self) -> Heard {
        tokio::select! {
            _ = self.hang_up.recv() => return Heard::HangUp,
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
        terminal::end();
        Heard::End
    }

    /// Waits for one that ends the process.
    pub(crate) async fn end(&mut self) {
        while self.next().await != Heard::End {}
    }
}

/// What a signal asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heard {
    End,
    HangUp,
}
