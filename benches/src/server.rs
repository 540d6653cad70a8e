//! A `tegata server` as its user has it: the binary, a data directory on the disk, its log in a file.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::Result;
use crate::exchange;
use crate::machine::{self, SERVER_CORE};
use crate::request::Credentials;

/// The account of every bench.
pub(crate) const ACCOUNT: &str = "111122223333";
/// Its region.
pub(crate) const REGION: &str = "us-east-1";
/// A server that has not stopped by then is killed.
const STOP_WITHIN: Duration = Duration::from_secs(20);

/// The `tegata` that is measured: the one that `TEGATA_BIN` names, else what was built beside this program.
pub(crate) fn binary() -> Result<PathBuf> {
    let path = match std::env::var_os("TEGATA_BIN") {
        Some(path) => std::path::absolute(path)?,
        None => std::env::current_exe()?.with_file_name("tegata"),
    };
    if path.exists() {
        return Ok(path);
    }
    Err(format!(
        "{} is missing: build it with `cargo build --release -p tegata`",
        path.display()
    )
    .into())
}

/// A data directory and the root user of its account.
pub(crate) struct Home {
    folder: tempfile::TempDir,
    pub(crate) root: Credentials,
}

impl Home {
    /// Makes one with `tegata server init`.
    pub(crate) fn init() -> Result<Self> {
        let folder = machine::scratch()?;
        let output = Command::new(binary()?)
            .args([
                "server",
                "init",
                "--account-id",
                ACCOUNT,
                "--region",
                REGION,
                "--data",
            ])
            .arg(folder.path().join("data"))
            .stderr(Stdio::inherit())
            .output()?;
        let told: serde_json::Value = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("`tegata server init` did not print its JSON: {error}"))?;
        let root = Credentials::read(&told).ok_or("`tegata server init` printed no credential")?;
        Ok(Self { folder, root })
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts the server on its core.
    pub(crate) fn start(&self, flags: &[&str]) -> Result<Process> {
        let mut command = Command::new(binary()?);
        command.args(["server", "run", "--listen", "127.0.0.1:0", "--data"]);
        command.arg(self.data()).args(flags);
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.folder().join("server.log"))?;
        Process::start(command, log.into())
    }
}

/// A process that listens and says where.
pub(crate) struct Process {
    child: Child,
    /// `http` or `https`.
    scheme: &'static str,
    pub(crate) address: SocketAddr,
    /// From its start to the line that says where it listens.
    pub(crate) ready_after: Duration,
}

impl Process {
    /// Starts it on the server's core and waits until it says on its standard output that it listens.
    pub(crate) fn start(mut command: Command, stderr: Stdio) -> Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(stderr);
        Self::start_as(&mut command, |child| Some(Box::new(child.stdout.take()?)))
    }

    /// The same of one that says so on standard error.
    pub(crate) fn start_telling_on_stderr(mut command: Command) -> Result<Self> {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        Self::start_as(&mut command, |child| Some(Box::new(child.stderr.take()?)))
    }

    fn start_as(
        command: &mut Command,
        output: fn(&mut Child) -> Option<Box<dyn Read + Send>>,
    ) -> Result<Self> {
        let started = Instant::now();
        let mut child = machine::on_core(SERVER_CORE, || Ok(command.spawn()?))?;
        let mut output = BufReader::new(output(&mut child).ok_or("a process without output")?);
        let mut told = String::new();
        let mut found = None;
        while found.is_none() && output.read_line(&mut told)? > 0 {
            let line = told.lines().last().unwrap_or_default();
            found = listening_on(line.trim_end());
        }
        let ready_after = started.elapsed();
        let Some((scheme, address)) = found else {
            let _ = child.kill();
            let status = child.wait()?;
            return Err(format!("{command:?} did not start ({status}): {told}").into());
        };
        // What it says later must not fill the pipe.
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        Ok(Self {
            child,
            scheme,
            address,
            ready_after,
        })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The host as requests name it.
    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    pub(crate) fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    /// The sum of a server's counters of this name whose labels hold all of `labels`.
    pub(crate) fn counter(&self, name: &str, labels: &[&str]) -> Result<f64> {
        let request = format!(
            "GET /metrics HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.address
        );
        let text = exchange::send(self.address, request.as_bytes())?.text();
        let lines = text.lines().filter(|line| {
            line.strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(['{', ' ']))
                && labels.iter().all(|label| line.contains(label))
        });
        Ok(lines
            .filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok())
            .sum())
    }

    /// Asks it to stop, and waits.
    pub(crate) fn stop(mut self) -> Result<()> {
        if let Some(process) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            kill_process(process, Signal::TERM)?;
        }
        let deadline = Instant::now() + STOP_WITHIN;
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait()? {
                return if status.success() || status.code().is_none() {
                    Ok(())
                } else {
                    Err(format!("a server ended with {status}").into())
                };
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Err("a server did not stop in time".into())
    }
}

/// The scheme and the address of the URL in the line that a process prints when it listens.
fn listening_on(line: &str) -> Option<(&'static str, SocketAddr)> {
    let (_, url) = line.split_once("listening on ")?;
    ["http", "https"].into_iter().find_map(|scheme| {
        let address = url.strip_prefix(scheme)?.strip_prefix("://")?;
        Some((scheme, address.parse().ok()?))
    })
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
