//! The only binary: argv → client | server; prints errors, sets exit codes.
//!
//! Only the parser of the subcommand named by argv[1] is built; the whole tree is there for help and
//! for a name that is none. Called as `aws_signing_helper` or `aws-vault`, it is that program
//! ([`signing_helper`], [`aws_vault`]).

use std::ffi::{OsStr, OsString};
use std::fmt::Display;
use std::path::Path;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command};
use tegata_client::Edge;
use tegata_client::args::excluded;
use tegata_client::exec::Habits;
use tegata_keys::Permissions;

mod add;
mod asking;
mod aws_vault;
mod clear;
mod completion;
mod credential_process;
mod dashes;
mod doctor;
mod exec;
mod export;
mod import;
mod keystore_command;
mod list;
mod login;
mod man;
mod migrate_backend;
mod obtaining;
mod output;
mod paint;
mod plan;
mod policy;
mod process;
mod proxy;
mod quickstart;
mod read_certificate_data;
mod remove;
mod rotate;
mod serve;
mod server;
mod shell_init;
mod sign_string;
mod signing_helper;
mod sso;
mod streams;
mod subcommands;
mod totp;
mod unicode;
mod unlock;
mod update;
mod verify_certificate;
mod version;
mod who;
mod why;

use subcommands::{SUBCOMMANDS, Subcommand};

/// The exit code of `serve` and `update` when a PIN or password was refused or cannot be had.
const PERMANENT: u8 = 3;
/// The exit code of a mistake in the command line, be it found by the parser or later.
const MISTAKE: u8 = 2;

/// How a command of the client failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failure {
    /// As the command line alone shows.
    Mistake,
    /// To start again is of no use before a person changes something.
    Permanent,
    /// For now, or for another reason.
    Other,
}

impl Failure {
    const fn of(is_mistake: bool, is_permanent: bool) -> Self {
        match (is_mistake, is_permanent) {
            (true, _) => Self::Mistake,
            (false, true) => Self::Permanent,
            (false, false) => Self::Other,
        }
    }
}

/// What the program was called as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    /// Itself.
    Tegata,
    /// AWS's credential helper, whose subcommands of the same names it takes over.
    AwsSigningHelper,
    /// The vault that ours succeeds, whose commands of the same names it takes over.
    AwsVault,
}

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let words = arguments.get(1..).unwrap_or_default();
    match Program::of(arguments.first()) {
        Program::Tegata => run(words),
        Program::AwsSigningHelper => signing_helper::run(words),
        Program::AwsVault => aws_vault::run(arguments.first(), words),
    }
}

/// Runs what the words after the program's name ask for. What is wrong with them is exit code 2, as
/// commands of Unix have it.
fn run(words: &[OsString]) -> ExitCode {
    let program = Program::Tegata;
    let name = words.first().and_then(|word| word.to_str()).unwrap_or_default();
    if let Some(subcommand) = program.subcommand(name) {
        let mut command = program.command(subcommand);
        if let Some(complaint) = dashes::complaint(&command, words) {
            command.error(ErrorKind::UnknownArgument, complaint).exit();
        }
        let matches = match command.try_get_matches_from_mut(words) {
            Ok(matches) => matches,
            Err(error) => return output::say(&with_hint(unicode::named(error, &mut command, words))),
        };
        refuse_excluded(&mut command, subcommand.name, &matches);
        return program.start(subcommand, &matches);
    }
    let matches = match tree(program).no_binary_name(true).try_get_matches_from(words) {
        Ok(matches) => matches,
        Err(error) => return output::say(&error),
    };
    let chosen = matches.subcommand().and_then(|(name, matches)| {
        let subcommand = program.subcommand(name)?;
        Some(program.start(subcommand, matches))
    });
    chosen.unwrap_or(ExitCode::FAILURE)
}

/// The error, and what to type instead of a flag whose dash is another than `-`.
fn with_hint(mut error: clap::Error) -> clap::Error {
    let hint = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(word)) if error.kind() == ErrorKind::UnknownArgument => dashes::hint(word),
        _ => None,
    };
    if let Some(hint) = hint {
        error.insert(
            ContextKind::Suggested,
            ContextValue::StyledStrs(vec![hint.into()]),
        );
    }
    error
}

/// Ends the process when two flags were given that exclude each other.
fn refuse_excluded(command: &mut Command, name: &str, matches: &ArgMatches) {
    if let Some(exclusion) = excluded(name, matches, true) {
        let [one, other] = exclusion.flags;
        let message = format!("--{one} and --{other} cannot be given together");
        command.error(ErrorKind::ArgumentConflict, message).exit();
    }
}

impl Program {
    fn of(called_as: Option<&OsString>) -> Self {
        let name = called_as.and_then(|path| Path::new(path).file_stem());
        match name.and_then(OsStr::to_str) {
            Some("aws_signing_helper") => Self::AwsSigningHelper,
            Some(name) if aws_vault::is_called(name) => Self::AwsVault,
            _ => Self::Tegata,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Tegata => "tegata",
            Self::AwsSigningHelper => "aws_signing_helper",
            Self::AwsVault => "aws-vault",
        }
    }

    fn subcommands(self) -> impl Iterator<Item = &'static Subcommand> {
        SUBCOMMANDS.iter().filter(move |subcommand| match self {
            Self::Tegata => true,
            Self::AwsSigningHelper => subcommand.of_helper,
            Self::AwsVault => aws_vault::has(subcommand.name),
        })
    }

    /// The subcommand of a name, or, as itself, of another one for it.
    fn subcommand(self, name: &str) -> Option<&'static Subcommand> {
        let known = match self {
            Self::Tegata => aliased(name),
            _ => name,
        };
        self.subcommands().find(|subcommand| subcommand.name == known)
    }

    /// Runs a subcommand, unless what it is for would be lost.
    fn start(self, subcommand: &Subcommand, matches: &ArgMatches) -> ExitCode {
        if subcommand.prints && streams::stdout_was_closed() {
            return self.fail(subcommand.name, &output::CLOSED);
        }
        (subcommand.run)(matches, self)
    }

    /// Whose habits `exec` and its like have.
    const fn habits(self) -> Habits {
        match self {
            Self::Tegata | Self::AwsSigningHelper => Habits::Tegata,
            Self::AwsVault => Habits::AwsVault,
        }
    }

    /// What it does about private keys that others can read. The tool of the other name has always
    /// taken them.
    const fn permissions(self) -> Permissions {
        match self {
            Self::Tegata | Self::AwsVault => Permissions::Strict,
            Self::AwsSigningHelper => Permissions::Lenient,
        }
    }

    /// The exit code of a command that a service manager runs. One that starts again what a wrong PIN ended
    /// brings a token nearer to its lock with each start, so that code is one of its own, which the units in
    /// `packaging/` know. The tool of the other name has one code for all.
    fn failure(self, failure: Failure) -> ExitCode {
        match (self, failure) {
            (Self::Tegata, Failure::Permanent) => ExitCode::from(PERMANENT),
            (Self::Tegata, Failure::Mistake) => ExitCode::from(MISTAKE),
            _ => ExitCode::FAILURE,
        }
    }

    /// The exit code of a subcommand that is done; its error is told in one line.
    fn finish<E: Display>(self, subcommand: &str, done: Result<(), E>, edge: &mut Edge<'_>) -> ExitCode {
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                edge.tell(&self.failed(subcommand, &error));
                ExitCode::FAILURE
            }
        }
    }

    /// Tells why a subcommand failed.
    fn fail(self, subcommand: &str, error: &dyn Display) -> ExitCode {
        output::tell(&self.failed(subcommand, error));
        ExitCode::FAILURE
    }

    /// The line that tells why a subcommand failed.
    fn failed(self, subcommand: &str, error: &dyn Display) -> String {
        let name = self.name();
        match self {
            Self::AwsVault => format!("{name}: error: {subcommand}: {error}"),
            _ => format!("{name} {subcommand}: {error}"),
        }
    }

    /// The parser of one subcommand.
    fn command(self, subcommand: &Subcommand) -> Command {
        let called = format!("{} {}", self.name(), subcommand.name);
        (subcommand.define)(Command::new(subcommand.name).bin_name(called))
    }
}

/// Names that aws-vault has given its users for two subcommands.
const ALIASES: [(&str, &str); 2] = [("ls", "list"), ("rm", "remove")];

/// The name of the subcommand that is meant by a word.
fn aliased(word: &str) -> &str {
    let alias = ALIASES.iter().find(|(alias, _)| *alias == word);
    alias.map_or(word, |(_, name)| name)
}

/// The whole command, for help and for errors about its subcommands.
fn tree(program: Program) -> Command {
    let define = |subcommand: &'static Subcommand| {
        let aliases = ALIASES.iter().filter(|(_, name)| *name == subcommand.name);
        (subcommand.define)(Command::new(subcommand.name)).visible_aliases(aliases.map(|(alias, _)| *alias))
    };
    let version = Arg::new("version")
        .long("version")
        .short('v')
        .short_alias('V')
        .action(ArgAction::Version)
        .help("Print version");
    Command::new(program.name())
        .about("Short-lived AWS-style credentials for machines, people and pipelines")
        .version(version::VERSION)
        .disable_version_flag(true)
        .arg(version)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(program.subcommands().map(define))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_parser_is_sound() {
        super::tree(super::Program::Tegata).debug_assert();
    }
}
