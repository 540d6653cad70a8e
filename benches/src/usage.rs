//! What commands cost: wall time, processor time and peak memory of each run.
//!
//! The peak that the system reports of a child is never less than its parent's memory at the time, so
//! a small process of its own starts the commands: `tegata-bench usage COUNT PROGRAM ARGUMENT…`.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::Result;

/// The cost of one run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usage {
    pub(crate) wall_micros: f64,
    pub(crate) cpu_micros: f64,
    pub(crate) peak_kib: f64,
}

/// Runs a command so many times, one after the other, from a process of its own, with these variables and
/// `PATH` in its environment, and nothing else: a name of roots or of a proxy that the caller happens to
/// have would change what is measured.
pub(crate) fn measure(
    count: usize,
    program: &Path,
    arguments: &[String],
    variables: &[(&str, &Path)],
) -> Result<Vec<Usage>> {
    let output = Command::new(std::env::current_exe()?)
        .arg("usage")
        .arg(count.to_string())
        .arg(program)
        .args(arguments)
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .envs(variables.iter().copied())
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("{} could not be measured", program.display()).into());
    }
    let parse = |line: &str| -> Option<Usage> {
        let mut numbers = line.split(' ').map(str::parse);
        let mut next = || numbers.next()?.ok();
        Some(Usage {
            wall_micros: next()?,
            cpu_micros: next()?,
            peak_kib: next()?,
        })
    };
    let text = String::from_utf8(output.stdout)?;
    Ok(text.lines().filter_map(parse).collect())
}

/// `tegata-bench usage`: one line a run.
pub(crate) fn print_usages(arguments: &[String]) -> Result<()> {
    let [count, program, arguments @ ..] = arguments else {
        return Err("usage COUNT PROGRAM ARGUMENT…".into());
    };
    let mut out = std::io::stdout().lock();
    for _ in 0..count.parse::<usize>()? {
        let started = Instant::now();
        let child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("{program}: {error}"))?;
        let (status, usage) = wait(child.id())?;
        let wall = started.elapsed().as_micros();
        if status != 0 {
            return Err(format!("{program} failed").into());
        }
        let micros = |time: libc::timeval| time.tv_sec * 1_000_000 + time.tv_usec;
        let cpu = micros(usage.ru_utime) + micros(usage.ru_stime);
        writeln!(out, "{wall} {cpu} {}", usage.ru_maxrss)?;
    }
    Ok(())
}

#[expect(
    unsafe_code,
    reason = "no library in use here wraps wait4, the one call that tells a child's usage"
)]
fn wait(process: u32) -> Result<(i32, libc::rusage)> {
    let process = libc::pid_t::try_from(process)?;
    let mut status = 0;
    // SAFETY: an all-zero `rusage` is a value of it, being numbers alone.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: both pointers are to values that live through the call.
    let waited = unsafe { libc::wait4(process, &raw mut status, 0, &raw mut usage) };
    if waited != process {
        return Err(std::io::Error::last_os_error().into());
    }
    Ok((status, usage))
}
