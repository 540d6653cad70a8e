//! What systemd is told, and what it passes: `sd_notify(3)` over `NOTIFY_SOCKET`, and the sockets of
//! `LISTEN_FDS`.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use crate::Environment;

/// Where states are told; says nothing when nobody asked for them.
pub(crate) struct Notify {
    socket: Option<UnixDatagram>,
    watchdog: Option<Duration>,
}

impl Notify {
    /// As the service manager asked for in the environment.
    pub(crate) fn new(environment: &Environment) -> Self {
        let number = |name| {
            environment
                .os(name)
                .and_then(|value| value.to_str()?.parse::<u64>().ok())
        };
        let for_us = number("WATCHDOG_PID").is_none_or(|pid| pid == u64::from(std::process::id()));
        let every = number("WATCHDOG_USEC").filter(|micros| *micros > 0 && for_us);
        Self {
            socket: environment.os("NOTIFY_SOCKET").and_then(connect),
            watchdog: every.map(|micros| Duration::from_micros(micros) / 2),
        }
    }

    /// How often [`Notify::alive`] is to be called, if at all.
    pub(crate) const fn watchdog(&self) -> Option<Duration> {
        self.watchdog
    }

    pub(crate) fn ready(&self) {
        self.send("READY=1");
    }

    pub(crate) fn alive(&self) {
        self.send("WATCHDOG=1");
    }

    pub(crate) fn stopping(&self) {
        self.send("STOPPING=1");
    }

    pub(crate) fn reloading(&self) {
        let now = clock_gettime(ClockId::Monotonic);
        let micros = now
            .tv_sec
            .saturating_mul(1_000_000)
            .saturating_add(now.tv_nsec / 1000);
        self.send(&format!("RELOADING=1\nMONOTONIC_USEC={micros}"));
    }

    /// One line that `systemctl status` shows.
    pub(crate) fn status(&self, text: &str) {
        self.send(&format!("STATUS={}", text.replace('\n', " ")));
    }

    fn send(&self, state: &str) {
        if let Some(socket) = &self.socket {
            // A manager that does not listen is none of our affair.
            let _ = socket.send(state.as_bytes());
        }
    }
}

/// A path, or with `@` in front a name in Linux's abstract namespace.
fn connect(name: &OsStr) -> Option<UnixDatagram> {
    let address = match name.as_bytes().strip_prefix(b"@") {
        Some(name) => abstract_name(name)?,
        None => SocketAddr::from_pathname(name).ok()?,
    };
    let socket = UnixDatagram::unbound().ok()?;
    socket.set_nonblocking(true).ok()?;
    socket.connect_addr(&address).ok()?;
    Some(socket)
}

#[cfg(target_os = "linux")]
fn abstract_name(name: &[u8]) -> Option<SocketAddr> {
    use std::os::linux::net::SocketAddrExt as _;
    SocketAddr::from_abstract_name(name).ok()
}

#[cfg(not(target_os = "linux"))]
fn abstract_name(_: &[u8]) -> Option<SocketAddr> {
    None
}

/// The sockets that were passed to this very process.
pub(crate) fn passed_sockets(environment: &Environment) -> listenfd::ListenFd {
    let ours = environment
        .os("LISTEN_PID")
        .and_then(|pid| pid.to_str())
        .is_some_and(|pid| pid.parse() == Ok(std::process::id()));
    match ours {
        true => listenfd::ListenFd::from_env(),
        false => listenfd::ListenFd::empty(),
    }
}
