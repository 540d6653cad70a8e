//! The program under test: a data directory, and the server over it.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::caller::Key;
use crate::http::{Connection, PATIENCE};

pub(crate) const ACCOUNT: &str = "111122223333";
pub(crate) const REGION: &str = "us-east-1";

/// A data directory that goes with the test, and beside it the log of the servers over it.
pub(crate) struct Home {
    dir: tempfile::TempDir,
    data: PathBuf,
    pub(crate) root: Key,
}

/// A running server. Dropping it kills it.
pub(crate) struct Server {
    /// The process that was started: the server, or who watches it.
    child: Child,
    /// The server itself.
    process: Pid,
    pub(crate) address: SocketAddr,
}

/// A program with nothing of this environment but a path and a home.
pub(crate) fn program(name: &str, home: &Path) -> Command {
    let mut command = Command::new(name);
    let path = std::env::var_os("PATH").unwrap_or_default();
    command
        .env_clear()
        .env("PATH", path)
        .env("HOME", home)
        .stdin(Stdio::null());
    command
}

/// The program under test.
pub(crate) fn tegata(home: &Path) -> Command {
    program(env!("CARGO_BIN_EXE_tegata"), home)
}

/// The command that makes a data directory.
pub(crate) fn init(home: &Path, data: &Path) -> Command {
    let mut command = tegata(home);
    command
        .args(["server", "init", "--account-id", ACCOUNT, "--data"])
        .arg(data);
    command
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Output {
    command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

/// The text of a stream, which must be text.
pub(crate) fn text(stream: &[u8]) -> &str {
    std::str::from_utf8(stream).unwrap()
}

impl Home {
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    /// With flags or variables for `init`.
    pub(crate) fn with(more: impl FnOnce(&mut Command)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        Self::on(dir, data, more)
    }

    /// With the data elsewhere.
    pub(crate) fn over(data: PathBuf) -> Self {
        Self::on(tempfile::tempdir().unwrap(), data, |_| {})
    }

    fn on(dir: tempfile::TempDir, data: PathBuf, more: impl FnOnce(&mut Command)) -> Self {
        let mut command = init(dir.path(), &data);
        more(&mut command);
        let done = run(&mut command);
        assert!(done.status.success(), "{}", text(&done.stderr));
        let printed: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
        let root = Key::from_json(&printed);
        Self { dir, data, root }
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn data(&self) -> &Path {
        &self.data
    }

    /// Where the servers' logs are, one after the other.
    pub(crate) fn log(&self) -> PathBuf {
        self.dir.path().join("log")
    }

    /// The command that serves this directory on a free port.
    pub(crate) fn serve(&self) -> Command {
        let mut command = tegata(self.path());
        self.add_arguments(&mut command);
        command
    }

    /// Adds what comes after the program's name.
    pub(crate) fn add_arguments(&self, command: &mut Command) {
        command
            .args(["server", "run", "--listen", "127.0.0.1:0", "--data"])
            .arg(self.data());
    }

    pub(crate) fn start(&self) -> Server {
        self.start_as(self.serve())
    }

    /// Starts a server by this command and waits until it listens.
    pub(crate) fn start_as(&self, command: Command) -> Server {
        match self.try_start(command) {
            Ok(server) => server,
            Err(status) => panic!("the server ended with {status}; its log:\n{}", self.logged()),
        }
    }

    /// The same where the server may refuse to start.
    pub(crate) fn try_start(&self, mut command: Command) -> Result<Server, ExitStatus> {
        let log = File::options()
            .append(true)
            .create(true)
            .open(self.log())
            .unwrap();
        command.stdout(Stdio::piped()).stderr(log);
        let mut child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (told, tells) = mpsc::channel();
        std::thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                let _ = told.send(line);
            }
        });
        let Ok(line) = tells.recv_timeout(PATIENCE) else {
            let _ = child.kill();
            return Err(child.wait().unwrap());
        };
        let address = line
            .strip_prefix("listening on http://")
            .unwrap_or_else(|| panic!("{line}"));
        // The lock names the server, also when another program started it.
        let process = fs::read_to_string(self.data().join("lock")).unwrap_or_default();
        let process = process.trim().parse().unwrap_or(child.id());
        let process = Pid::from_raw(i32::try_from(process).unwrap()).unwrap();
        Ok(Server {
            child,
            process,
            address: address.parse().unwrap(),
        })
    }

    /// Everything that the servers logged.
    pub(crate) fn logged(&self) -> String {
        let mut log = Vec::new();
        if let Ok(mut file) = File::open(self.log()) {
            file.read_to_end(&mut log).unwrap();
        }
        String::from_utf8_lossy(&log).into_owned()
    }
}

impl Server {
    pub(crate) fn connection(&self) -> Connection {
        Connection::to(self.address)
    }

    /// SIGKILL: not a moment for anything.
    pub(crate) fn kill(mut self) {
        self.signal(Signal::KILL);
        self.child.wait().unwrap();
    }

    /// Sends SIGTERM and does not wait.
    pub(crate) fn ask_to_stop(&self) {
        self.signal(Signal::TERM);
    }

    /// Waits for the end, which must come.
    pub(crate) fn wait(mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < deadline, "the server does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// SIGTERM, after which the server must end by itself, without an error.
    pub(crate) fn stop(self) {
        self.ask_to_stop();
        let status = self.wait();
        assert!(status.success(), "{status}");
    }

    fn signal(&self, signal: Signal) {
        kill_process(self.process, signal).unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _ = kill_process(self.process, Signal::KILL);
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}
