//! The machine and the run: what a figure must be read with.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use jiff::Timestamp;
use rustix::thread::{CpuSet, sched_setaffinity};

use crate::Result;
use crate::options::Options;
use crate::server::binary;

/// The core of the load generator and of commands that are measured.
pub(crate) const CLIENT_CORE: usize = 0;
/// The core of the server that is measured.
pub(crate) const SERVER_CORE: usize = 1;

/// The instant.
#[expect(clippy::disallowed_methods, reason = "a measurement is made now")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// Runs on one core alone, processes that are started there included.
pub(crate) fn on_core<T: Send>(core: usize, run: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    std::thread::scope(|scope| {
        let pinned = scope.spawn(|| {
            let mut cores = CpuSet::new();
            cores.set(core);
            sched_setaffinity(None, &cores)
                .map_err(|error| format!("core {core} cannot be used: {error}"))?;
            run()
        });
        pinned
            .join()
            .unwrap_or_else(|_| Err("a pinned thread panicked".into()))
    })
}

/// The folder of build products, where what is made once is kept.
pub(crate) fn target() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    let profile = program.parent().and_then(|profile| profile.parent());
    Ok(profile.ok_or("the program has no folder")?.to_owned())
}

/// A fresh folder on the disk of the build products: a temporary one may be in memory, where a sync
/// costs nothing.
pub(crate) fn scratch() -> Result<tempfile::TempDir> {
    let parent = target()?.join("bench");
    std::fs::create_dir_all(&parent)?;
    Ok(tempfile::Builder::new().prefix("run-").tempdir_in(parent)?)
}

/// One run of the program.
pub(crate) struct Run {
    heading: String,
    ticks: Ticks,
}

impl Run {
    pub(crate) fn begin(options: &Options) -> Result<Self> {
        let cores = std::thread::available_parallelism()?.get();
        if cores <= SERVER_CORE {
            return Err("two cores are needed: one for the server, one for the load".into());
        }
        let load = load_average()?;
        let quick = if options.quick {
            "\n**A quick run: the figures mean nothing.**\n"
        } else {
            ""
        };
        let heading = format!(
            "# Run of {}\n{quick}\n- CPU: {} × {cores}\n- Memory: {} MiB\n- Kernel: {}\n- Compiler: {}\n\
             - Commit: {}\n- Binary: {}\n- Each figure: median (lowest–highest) of {} takes of {} s\n- Load average at the start: {load}\n",
            now().strftime("%Y-%m-%d %H:%M UTC"),
            cpu_model()?,
            memory_mib()?,
            read("/proc/sys/kernel/osrelease")?.trim(),
            said("rustc", &["--version"]),
            commit(),
            measured_binary()?,
            options.repeats,
            options.measure.as_secs(),
        );
        Ok(Self {
            heading,
            ticks: Ticks::now()?,
        })
    }

    pub(crate) fn heading(&self) -> String {
        self.heading.clone()
    }

    pub(crate) fn end(&self) -> Result<String> {
        let ticks = Ticks::now()?;
        let all = ticks.all.saturating_sub(self.ticks.all).max(1);
        let stolen = ticks.stolen.saturating_sub(self.ticks.stolen);
        Ok(format!(
            "Load average at the end: {}; the hypervisor took {:.1} % of the run's processor time.\n",
            load_average()?,
            100.0 * stolen as f64 / all as f64
        ))
    }
}

/// Processor time since the machine started, of all cores.
struct Ticks {
    all: u64,
    stolen: u64,
}

impl Ticks {
    fn now() -> Result<Self> {
        let stat = read("/proc/stat")?;
        let line = stat.lines().next().unwrap_or_default();
        let ticks: Vec<u64> = line
            .split_whitespace()
            .skip(1)
            .filter_map(|tick| tick.parse().ok())
            .collect();
        Ok(Self {
            all: ticks.iter().take(8).sum(),
            stolen: ticks.get(7).copied().unwrap_or_default(),
        })
    }
}

/// Processor time of the calling thread.
pub(crate) fn thread_time() -> Result<Duration> {
    Ok(run_time(&read("/proc/thread-self/schedstat")?))
}

/// The first number of a `schedstat`: nanoseconds on a processor.
pub(crate) fn run_time(schedstat: &str) -> Duration {
    let first = schedstat.split_whitespace().next();
    Duration::from_nanos(first.and_then(|nanos| nanos.parse().ok()).unwrap_or_default())
}

pub(crate) fn read(path: &str) -> Result<String> {
    Ok(std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?)
}

/// What a command prints first; `unknown` when it cannot be run.
pub(crate) fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let text = output
        .ok()
        .filter(|output| output.status.success())
        .map(|output| output.stdout);
    let text = text
        .and_then(|text| String::from_utf8(text).ok())
        .unwrap_or_default();
    text.lines()
        .next()
        .map_or_else(|| "unknown".to_owned(), str::to_owned)
}

fn commit() -> String {
    let head = said("git", &["rev-parse", "--short=12", "HEAD"]);
    let changed = Command::new("git")
        .args(["status", "--porcelain", "--untracked-files=no"])
        .output()
        .is_ok_and(|output| !output.stdout.is_empty());
    if changed {
        format!("{head}, with changes")
    } else {
        head
    }
}

/// The profile and the size of the program that is measured.
fn measured_binary() -> Result<String> {
    let path = binary()?;
    let profile = path.parent().and_then(|folder| folder.file_name());
    let mib = path.metadata()?.len() as f64 / f64::from(1 << 20);
    Ok(format!(
        "profile `{}`, {mib:.1} MiB",
        profile.unwrap_or_default().display()
    ))
}

fn cpu_model() -> Result<String> {
    let info = read("/proc/cpuinfo")?;
    let line = info.lines().find(|line| line.starts_with("model name"));
    Ok(line
        .and_then(|line| line.split_once(": "))
        .map_or("unknown", |(_, name)| name)
        .to_owned())
}

fn memory_mib() -> Result<u64> {
    let info = read("/proc/meminfo")?;
    Ok(field_kib(&info, "MemTotal:").unwrap_or_default() / 1024)
}

/// The number in a line `Name:   123 kB`.
pub(crate) fn field_kib(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

fn load_average() -> Result<String> {
    let text = read("/proc/loadavg")?;
    Ok(text.split_whitespace().take(3).collect::<Vec<_>>().join(" "))
}
