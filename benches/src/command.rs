//! Commands that are measured as their users run them: a batch of each in turn, the first of them the standard
//! of all.

use std::path::{Path, PathBuf};

use crate::Result;
use crate::machine::{self, CLIENT_CORE};
use crate::options::Options;
use crate::report::{Table, Takes};
use crate::server::binary;
use crate::usage::{self, Usage};

/// The least number of batches that medians are taken over.
const BATCHES: usize = 10;
/// Runs of each command in a batch.
const RUNS: usize = 20;

/// A command that is measured.
pub(crate) struct Command {
    name: String,
    program: PathBuf,
    arguments: Vec<String>,
    /// Variables in its environment.
    variables: Vec<(&'static str, PathBuf)>,
    /// The median of each batch.
    batches: Vec<Usage>,
}

impl Command {
    pub(crate) fn new(name: &str, program: impl Into<PathBuf>, arguments: &[&str]) -> Self {
        Self {
            name: name.to_owned(),
            program: program.into(),
            arguments: arguments.iter().map(|&argument| argument.to_owned()).collect(),
            variables: Vec::new(),
            batches: Vec::new(),
        }
    }

    pub(crate) fn tegata(name: &str, arguments: &[&str]) -> Result<Self> {
        Ok(Self::new(name, binary()?, arguments))
    }

    /// With one more variable in its environment.
    pub(crate) fn with(mut self, variable: &'static str, value: impl AsRef<Path>) -> Self {
        self.variables.push((variable, value.as_ref().to_owned()));
        self
    }

    /// Runs it so often, each run a usage; on the client's core, the servers have their own.
    pub(crate) fn run(&self, runs: usize) -> Result<Vec<Usage>> {
        let variables: Vec<(&str, &Path)> = self
            .variables
            .iter()
            .map(|(name, value)| (*name, value.as_path()))
            .collect();
        machine::on_core(CLIENT_CORE, || {
            usage::measure(runs, &self.program, &self.arguments, &variables)
        })
    }

    fn measure(&mut self, runs: usize) -> Result<()> {
        let usages = self.run(runs)?;
        let median = |of: fn(&Usage) -> f64| usages.iter().map(of).collect::<Takes>().median();
        self.batches.push(Usage {
            wall_micros: median(|usage| usage.wall_micros),
            cpu_micros: median(|usage| usage.cpu_micros),
            peak_kib: median(|usage| usage.peak_kib),
        });
        Ok(())
    }

    /// What is left of it when what `whole` does beyond `nothing` is taken away, batch by batch.
    pub(crate) fn less(&self, name: &str, whole: &Self, nothing: &Self) -> Self {
        let parts = whole.batches.iter().zip(&nothing.batches);
        let left = self
            .batches
            .iter()
            .zip(parts)
            .map(|(own, (whole, nothing))| Usage {
                wall_micros: own.wall_micros - (whole.wall_micros - nothing.wall_micros),
                cpu_micros: own.cpu_micros - (whole.cpu_micros - nothing.cpu_micros),
                peak_kib: own.peak_kib,
            });
        Self {
            batches: left.collect(),
            ..Self::new(name, &self.program, &[])
        }
    }

    fn takes(&self, of: impl Fn(&Usage) -> f64) -> Takes {
        self.batches.iter().map(of).collect()
    }
}

/// What others are compared with: `openssl version`, the standard, and what starting any program costs.
pub(crate) fn standards() -> Vec<Command> {
    vec![
        Command::new("`openssl version`", "openssl", &["version"]),
        Command::new("`true`, the floor of the measurement", "true", &[]),
    ]
}

/// Takes every command's batches in turn.
pub(crate) fn measure(commands: &mut [Command], options: &Options) -> Result<()> {
    for _ in 0..options.count(BATCHES, 1) {
        for command in &mut *commands {
            command.measure(options.count(RUNS, 3))?;
        }
    }
    Ok(())
}

/// The section of a report: what each command took, and its ratio to the first.
pub(crate) fn report(title: &str, commands: &[Command]) -> String {
    let mut table = Table::new(["", "wall ms", "CPU ms", "CPU ÷ `openssl version`", "peak MiB"]);
    let base = commands.first();
    for command in commands {
        let ratios: Takes = base
            .into_iter()
            .flat_map(|base| command.batches.iter().zip(&base.batches))
            .map(|(own, base)| own.cpu_micros / base.cpu_micros)
            .collect();
        table.row([
            command.name.clone(),
            command.takes(|usage| usage.wall_micros / 1000.0).show(2),
            command.takes(|usage| usage.cpu_micros / 1000.0).show(2),
            ratios.show(2),
            format!("{:.1}", command.takes(|usage| usage.peak_kib / 1024.0).median()),
        ]);
    }
    let batches = base.map_or(0, |base| base.batches.len());
    format!(
        "## {title}\n\nMedians of {batches} interleaved batches.\n\n{}",
        table.finish()
    )
}

/// A path as an argument.
pub(crate) fn utf8(path: &Path) -> Result<&str> {
    Ok(path.to_str().ok_or("a path that is not UTF-8")?)
}
