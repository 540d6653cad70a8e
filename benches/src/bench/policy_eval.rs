//! How many lines `tegata policy eval` answers on one core, when it has seen their documents before;
//! beside reading the same lines with a general JSON reader.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};

use crate::Result;
use crate::machine::{self, CLIENT_CORE};
use crate::options::Options;
use crate::report::{Table, Takes, complain};
use crate::server::binary;
use crate::usage;

/// Lines of a take.
const LINES: usize = 1_000_000;
/// Different documents among them.
const DOCUMENTS: usize = 1_000;

/// What one way of going through the lines takes.
struct Way {
    name: &'static str,
    /// Lines a second of the clock.
    rate: Takes,
    /// Lines a second of processor time.
    processor_rate: Takes,
}

impl Way {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            rate: Takes::default(),
            processor_rate: Takes::default(),
        }
    }

    fn push(&mut self, lines: usize, wall_micros: f64, cpu_micros: f64) {
        self.rate.push(lines as f64 * 1e6 / wall_micros);
        self.processor_rate.push(lines as f64 * 1e6 / cpu_micros);
    }
}

pub(crate) fn run(options: &Options) -> Result<String> {
    let count = options.count(LINES, 20_000);
    let folder = machine::scratch()?;
    let file = folder.path().join("lines.jsonl");
    let text = lines(count);
    std::fs::write(&file, &text)?;
    check(&file, count)?;

    complain("policy-eval");
    let mut ways = [
        Way::new("`tegata policy eval`"),
        Way::new("`serde_json::Value` of each line"),
        Way::new("`wc -l`"),
    ];
    let [eval, value, wc] = &mut ways;
    for _ in 0..options.repeats {
        let used = command(&format!("exec {} policy eval", quoted(&binary()?)?), &file)?;
        eval.push(count, used.wall_micros, used.cpu_micros);
        let (wall, cpu) = values(&text)?;
        value.push(count, wall, cpu);
        let used = command("exec wc -l", &file)?;
        wc.push(count, used.wall_micros, used.cpu_micros);
    }
    Ok(report(&ways, count, text.len()))
}

/// Requests of one user, each with one short document.
fn lines(count: usize) -> String {
    let mut text = String::new();
    for number in 0..count {
        let bucket = number % DOCUMENTS;
        let statement = json!({
            "Sid": format!("Read{bucket}"), "Effect": "Allow", "Action": ["s3:Get*", "s3:List*"],
            "Resource": format!("arn:aws:s3:::bucket-{bucket}/*"),
        });
        let request = json!({
            "principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:GetObject",
            "resource": format!("arn:aws:s3:::bucket-{bucket}/key-{number}"),
            "context": {"aws:SourceIp": "203.0.113.7"},
        });
        let document = json!({"Version": "2012-10-17", "Statement": [statement]});
        // Writing to a String does not fail.
        let _ = writeln!(
            text,
            "{}",
            json!({"id": number, "policies": [document], "request": request})
        );
    }
    text
}

/// Every line must be allowed, else it would be refusals that were measured.
fn check(file: &Path, count: usize) -> Result<()> {
    let output = std::process::Command::new(binary()?)
        .args(["policy", "eval"])
        .stdin(std::fs::File::open(file)?)
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    let allowed = text
        .lines()
        .filter(|line| line.contains("\"decision\":\"Allowed\""))
        .count();
    if allowed != count {
        return Err(format!("{allowed} of {count} lines were allowed").into());
    }
    Ok(())
}

/// A shell's command on one core, the lines as its input.
fn command(command: &str, file: &Path) -> Result<usage::Usage> {
    let script = format!("{command} < {} > /dev/null", quoted(file)?);
    let used = machine::on_core(CLIENT_CORE, || {
        usage::measure(1, Path::new("sh"), &["-c".to_owned(), script], &[])
    })?;
    Ok(*used.first().ok_or("a command told no usage")?)
}

fn quoted(path: impl Into<PathBuf>) -> Result<String> {
    let path = path.into();
    let text = path.to_str().filter(|text| !text.contains('\''));
    Ok(format!("'{}'", text.ok_or("a path that a shell cannot take")?))
}

/// Microseconds of the clock and of the processor for reading each line on its own.
fn values(text: &str) -> Result<(f64, f64)> {
    machine::on_core(CLIENT_CORE, || {
        let (started, used) = (Instant::now(), machine::thread_time()?);
        for line in text.lines() {
            black_box(serde_json::from_str::<Value>(line)?);
        }
        let used = machine::thread_time()?.saturating_sub(used);
        Ok((started.elapsed().as_secs_f64() * 1e6, used.as_secs_f64() * 1e6))
    })
}

fn report(ways: &[Way; 3], count: usize, bytes: usize) -> String {
    let mut table = Table::new([
        "",
        "lines/s",
        "lines/s of processor time",
        "÷ `serde_json::Value`, by processor time",
    ]);
    let [_, value, _] = ways;
    for way in ways {
        let ratio = way.processor_rate.median() / value.processor_rate.median();
        table.row([
            way.name.to_owned(),
            way.rate.show(0),
            way.processor_rate.show(0),
            format!("{ratio:.1}"),
        ]);
    }
    format!(
        "## Policy decisions a line at a time\n\n{count} lines of {} bytes each, {DOCUMENTS} different \
         documents; one core.\n\n{}",
        bytes / count.max(1),
        table.finish()
    )
}
