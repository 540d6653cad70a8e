//! What the client's commands cost, `credential-process` above all, beside `openssl version` in the same
//! run.

use std::path::PathBuf;

use tegata_crypto::KeyKind;

use crate::Result;
use crate::account::Root;
use crate::bench::create_session;
use crate::command::{self, Command, utf8};
use crate::fleet::{self, Fleet};
use crate::options::Options;
use crate::report::complain;
use crate::request::Place;
use crate::server::{Home, Process, REGION};
use crate::tls::TlsFiles;

/// A machine, and where it may have a session.
struct Caller {
    /// The kind of its key.
    kind: &'static str,
    /// Of its certificate and its key.
    files: (PathBuf, PathBuf),
    place: Place,
}

pub(crate) fn run(options: &Options) -> Result<String> {
    let mut commands = command::standards();
    commands.push(Command::tegata("`tegata --version`", &["--version"])?);
    commands.push(Command::tegata("`tegata version`", &["version"])?);
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
    command::measure(&mut commands, options)?;
    server.stop()?;
    secured.stop()?;
    Ok(command::report("credential-process", &commands))
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
