//! What `tegata credential-process` costs, beside `openssl version` in the same run.

use std::path::PathBuf;

use tegata_crypto::KeyKind;

use crate::Result;
use crate::account::Root;
use crate::bench::create_session;
use crate::fleet;
use crate::machine::{self, CLIENT_CORE};
use crate::options::Options;
use crate::report::{Table, Takes, complain};
use crate::request::Place;
use crate::server::{Home, Process, REGION, binary};
use crate::usage::{self, Usage};

/// The least number of batches that medians are taken over.
const BATCHES: usize = 10;
/// Runs of each command in a batch.
const RUNS: usize = 20;

struct Command {
    name: String,
    program: PathBuf,
    arguments: Vec<String>,
    /// The median of each batch.
    batches: Vec<Usage>,
}

pub(crate) fn run(options: &Options) -> Result<String> {
    let home = Home::init()?;
    let server = home.start(&[])?;
    let mut commands = vec![
        Command::new("`openssl version`", "openssl".into(), vec!["version".to_owned()]),
        Command::new("`true`, the floor of the measurement", "true".into(), Vec::new()),
        Command::new("`tegata --version`", binary()?, vec!["--version".to_owned()]),
    ];
    for kind in [KeyKind::P256, KeyKind::Rsa] {
        let fleet = create_session::fleet(kind, options)?;
        let place = Root {
            home: &home,
            server: &server,
        }
        .admit(&fleet, fleet::name(kind))?;
        let files = fleet.write_files(home.folder())?;
        let name = format!("`tegata credential-process`, http, {}", fleet::name(kind));
        commands.push(Command::new(
            &name,
            binary()?,
            arguments("credential-process", &server, &place, &files)?,
        ));
    }
    complain("credential-process");
    for _ in 0..options.count(BATCHES, 1) {
        for command in &mut commands {
            command.measure(options.count(RUNS, 3))?;
        }
    }
    server.stop()?;
    Ok(report(&commands))
}

/// The arguments of a subcommand that gets sessions by a certificate.
pub(super) fn arguments(
    subcommand: &str,
    server: &Process,
    place: &Place,
    files: &(PathBuf, PathBuf),
) -> Result<Vec<String>> {
    let path = |path: &PathBuf| path.to_str().map(str::to_owned).ok_or("a path that is not UTF-8");
    Ok([
        subcommand,
        "--certificate",
        &path(&files.0)?,
        "--private-key",
        &path(&files.1)?,
        "--trust-anchor-arn",
        &place.trust_anchor_arn,
        "--profile-arn",
        &place.profile_arn,
        "--role-arn",
        &place.role_arn,
        "--region",
        REGION,
        "--endpoint",
        &server.url(),
    ]
    .map(str::to_owned)
    .to_vec())
}

impl Command {
    fn new(name: &str, program: PathBuf, arguments: Vec<String>) -> Self {
        Self {
            name: name.to_owned(),
            program,
            arguments,
            batches: Vec::new(),
        }
    }

    /// Runs a batch on the client's core; the server has its own.
    fn measure(&mut self, runs: usize) -> Result<()> {
        let (program, arguments) = (&self.program, &self.arguments);
        let usages = machine::on_core(CLIENT_CORE, || usage::measure(runs, program, arguments))?;
        let median = |of: fn(&Usage) -> f64| usages.iter().map(of).collect::<Takes>().median();
        self.batches.push(Usage {
            wall_micros: median(|usage| usage.wall_micros),
            cpu_micros: median(|usage| usage.cpu_micros),
            peak_kib: median(|usage| usage.peak_kib),
        });
        Ok(())
    }

    fn takes(&self, of: impl Fn(&Usage) -> f64) -> Takes {
        self.batches.iter().map(of).collect()
    }
}

fn report(commands: &[Command]) -> String {
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
        "## credential-process\n\nMedians of {batches} interleaved batches.\n\n{}",
        table.finish()
    )
}
