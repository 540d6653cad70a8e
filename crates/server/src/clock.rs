//! The one place of the server that reads the clock. Everything behind it takes `now` as a value.

use jiff::Timestamp;

/// Tells the time. Tests have one that they set.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The computer's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the server's edge: the time enters here"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
