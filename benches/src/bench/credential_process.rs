//! What the client's commands cost, `credential-process` above all, beside `openssl version` in the same
//! run.

use std::path::{Path, PathBuf};

use tegata_crypto::KeyKind;

use crate::Result;
use crate::account::Root;
use crate::bench::create_session;
use crate::fleet::{self, Fleet};
use crate::machine::{self, CLIENT_CORE};
use crate::options::Options;
use crate::report::{Table, Takes, complain};
use crate::request::Place;
use crate::server::{Home, Process, REGION, binary};
use crate::tls::TlsFiles;
use crate::usage::{self, Usage};

/// The least number of batches that medians are taken over.
const BATCHES: usize = 10;
/// Runs of each command in a batch.
const RUNS: usize = 20;

/// A command that is measured.
struct Command {
    name: String,
    program: PathBuf,
    arguments: Vec<String>,
    /// Variables in its environment.
    variables: Vec<(&'static str, PathBuf)>,
    /// The median of each batch.
    batches: Vec<Usage>,
}

/// A machine, and where it may have a session.
struct Caller {
    /// The kind of its key.
    kind: &'static str,
    /// Of its certificate and its key.
    files: (PathBuf, PathBuf),
    place: Place,
}

pub(crate) fn run(options: &Options) -> Result<String> {
    let mut commands = vec![
        Command::new("`openssl version`", "openssl", &["version"]),
        Command::new("`true`, the floor of the measurement", "true", &[]),
        Command::tegata("`tegata --version`", &["--version"])?,
        Command::tegata("`tegata version`", &["version"])?,
    ];
    let fleets = [KeyKind::P256, KeyKind::Rsa]
        .map(|kind| Ok((fleet::name(kind), create_session::fleet(kind, options)?)));
    let fleets = fleets.into_iter().collect::<Result<Vec<_>>>()?;

    let plain = Home::init()?;
    let server = plain.start(&[])?;
    let callers = admit(&plain, &server, &fleets)?;
    for caller in &callers {
        commands.extend(caller.offline_commands()?);
    }
    for caller in &callers {
        commands.push(caller.credential_process("http", &server)?);
    }

    let secure = Home::init()?;
    let unsecured = secure.start(&[])?;
    let callers = admit(&secure, &unsecured, &fleets)?;
    unsecured.stop()?;
    let files = TlsFiles::write(secure.folder())?;
    let secured = secure.start(&[
        "--tls-cert",
        utf8(&files.certificate)?,
        "--tls-key",
        utf8(&files.key)?,
    ])?;
    for caller in &callers {
        let command = caller.credential_process("https, one CA in `AWS_CA_BUNDLE`", &secured)?;
        commands.push(command.with("AWS_CA_BUNDLE", &files.ca));
    }
    for caller in &callers {
        let command = caller.credential_process("https, the system's roots", &secured)?;
        commands.push(command.with("SSL_CERT_FILE", &files.system));
    }

    complain("credential-process");
    for _ in 0..options.count(BATCHES, 1) {
        for command in &mut commands {
            command.measure(options.count(RUNS, 3))?;
        }
    }
    server.stop()?;
    secured.stop()?;
    Ok(report(&commands))
}

/// Lets the fleets in, and writes the files of one machine of each.
fn admit(home: &Home, server: &Process, fleets: &[(&'static str, Fleet)]) -> Result<Vec<Caller>> {
    let admitted = fleets.iter().map(|(kind, fleet)| {
        let place = Root { home, server }.admit(fleet, kind)?;
        let files = fleet.write_files(home.folder())?;
        Ok(Caller { kind, files, place })
    });
    admitted.collect()
}

fn utf8(path: &Path) -> Result<&str> {
    Ok(path.to_str().ok_or("a path that is not UTF-8")?)
}

impl Caller {
    /// The commands that ask no service.
    fn offline_commands(&self) -> Result<[Command; 2]> {
        let name = |command: &str| format!("`tegata {command}`, {}", self.kind);
        Ok([
            Command::tegata(
                &name("read-certificate-data"),
                &["read-certificate-data", "--certificate", utf8(&self.files.0)?],
            )?,
            Command::tegata(
                &name("sign-string"),
                &[
                    "sign-string",
                    "--certificate",
                    utf8(&self.files.0)?,
                    "--private-key",
                    utf8(&self.files.1)?,
                ],
            )?,
        ])
    }

    fn credential_process(&self, how: &str, server: &Process) -> Result<Command> {
        let arguments = arguments("credential-process", server, &self.place, &self.files)?;
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        Command::tegata(
            &format!("`tegata credential-process`, {how}, {}", self.kind),
            &arguments,
        )
    }
}

/// The arguments of a subcommand that gets sessions by a certificate.
pub(super) fn arguments(
    subcommand: &str,
    server: &Process,
    place: &Place,
    files: &(PathBuf, PathBuf),
) -> Result<Vec<String>> {
    Ok([
        subcommand,
        "--certificate",
        utf8(&files.0)?,
        "--private-key",
        utf8(&files.1)?,
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
    fn new(name: &str, program: impl Into<PathBuf>, arguments: &[&str]) -> Self {
        Self {
            name: name.to_owned(),
            program: program.into(),
            arguments: arguments.iter().map(|&argument| argument.to_owned()).collect(),
            variables: Vec::new(),
            batches: Vec::new(),
        }
    }

    fn tegata(name: &str, arguments: &[&str]) -> Result<Self> {
        Ok(Self::new(name, binary()?, arguments))
    }

    fn with(mut self, variable: &'static str, file: &Path) -> Self {
        self.variables.push((variable, file.to_owned()));
        self
    }

    /// Runs a batch on the client's core; the servers have their own.
    fn measure(&mut self, runs: usize) -> Result<()> {
        let variables: Vec<(&str, &Path)> = self
            .variables
            .iter()
            .map(|(name, file)| (*name, file.as_path()))
            .collect();
        let usages = machine::on_core(CLIENT_CORE, || {
            usage::measure(runs, &self.program, &self.arguments, &variables)
        })?;
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
