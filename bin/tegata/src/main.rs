//! The only binary: argv → client | server; prints errors, sets exit codes.
//!
//! Only the parser of the subcommand named by argv[1] is built; the whole tree is there for help and
//! for a name that is none.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::ExitCode;

use clap::{ArgMatches, Args as _, Command, FromArgMatches};

mod asking;
mod credential_process;
mod doctor;
mod paint;
mod policy;
mod quickstart;
mod serve;
mod server;
mod update;
mod verify_certificate;
mod who;
mod why;

/// What the program was called as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    /// Itself.
    Tegata,
    /// AWS's credential helper, whose subcommands of the same names it takes over.
    AwsSigningHelper,
}

/// A subcommand: its parser and what it runs.
struct Subcommand {
    name: &'static str,
    /// Whether `aws_signing_helper` has it, too.
    of_helper: bool,
    /// Adds its arguments, and what it is for, to a command of its name.
    define: fn(Command) -> Command,
    run: fn(&ArgMatches, Program) -> ExitCode,
}

/// Every subcommand, in the order of the help text.
const SUBCOMMANDS: &[Subcommand] = &[
    Subcommand {
        name: "server",
        of_helper: false,
        define: server::Args::augment_args,
        run: |matches, _| parsed(matches, server::run),
    },
    Subcommand {
        name: "credential-process",
        of_helper: true,
        define: credential_process::Args::augment_args,
        run: |matches, program| parsed(matches, |args| credential_process::run(&args, program)),
    },
    Subcommand {
        name: "doctor",
        of_helper: false,
        define: doctor::Args::augment_args,
        run: |matches, _| parsed(matches, doctor::run),
    },
    Subcommand {
        name: "update",
        of_helper: true,
        define: update::Args::augment_args,
        run: |matches, program| parsed(matches, |args| update::run(&args, program)),
    },
    Subcommand {
        name: "serve",
        of_helper: true,
        define: serve::Args::augment_args,
        run: |matches, program| parsed(matches, |args| serve::run(&args, program)),
    },
    Subcommand {
        name: "verify-certificate",
        of_helper: false,
        define: verify_certificate::Args::augment_args,
        run: |matches, _| parsed(matches, |args| verify_certificate::run(&args)),
    },
    Subcommand {
        name: "quickstart",
        of_helper: false,
        define: quickstart::Args::augment_args,
        run: |matches, _| parsed(matches, |args| quickstart::run(&args)),
    },
    Subcommand {
        name: "who",
        of_helper: false,
        define: who::Args::augment_args,
        run: |matches, _| parsed(matches, |args| who::run(&args)),
    },
    Subcommand {
        name: "why",
        of_helper: false,
        define: why::Args::augment_args,
        run: |matches, _| parsed(matches, |args| why::run(&args)),
    },
    Subcommand {
        name: "policy",
        of_helper: false,
        define: policy::Args::augment_args,
        run: |matches, _| parsed(matches, |args| policy::run(&args)),
    },
];

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let program = Program::of(arguments.first());
    let name = arguments.get(1).map(OsString::as_os_str).unwrap_or_default();
    if let Some(subcommand) = program
        .subcommands()
        .find(|subcommand| OsStr::new(subcommand.name) == name)
    {
        let called = format!("{} {}", program.name(), subcommand.name);
        let command = (subcommand.define)(Command::new(subcommand.name).bin_name(called));
        return (subcommand.run)(&command.get_matches_from(arguments.iter().skip(1)), program);
    }
    let matches = tree(program).get_matches_from(arguments);
    let chosen = matches.subcommand().and_then(|(name, matches)| {
        let subcommand = program.subcommands().find(|subcommand| subcommand.name == name)?;
        Some((subcommand.run)(matches, program))
    });
    chosen.unwrap_or(ExitCode::FAILURE)
}

impl Program {
    fn of(called_as: Option<&OsString>) -> Self {
        let name = called_as.and_then(|path| Path::new(path).file_stem());
        match name.and_then(OsStr::to_str) {
            Some("aws_signing_helper") => Self::AwsSigningHelper,
            _ => Self::Tegata,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Tegata => "tegata",
            Self::AwsSigningHelper => "aws_signing_helper",
        }
    }

    fn subcommands(self) -> impl Iterator<Item = &'static Subcommand> {
        SUBCOMMANDS
            .iter()
            .filter(move |subcommand| self == Self::Tegata || subcommand.of_helper)
    }
}

/// The whole command, for help and for errors about its subcommands.
fn tree(program: Program) -> Command {
    let define = |subcommand: &'static Subcommand| (subcommand.define)(Command::new(subcommand.name));
    Command::new(program.name())
        .about("Short-lived AWS-style credentials for machines, people and pipelines")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(program.subcommands().map(define))
}

fn parsed<A: FromArgMatches>(matches: &ArgMatches, run: impl FnOnce(A) -> ExitCode) -> ExitCode {
    match A::from_arg_matches(matches) {
        Ok(args) => run(args),
        Err(error) => error.exit(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_parser_is_sound() {
        super::tree(super::Program::Tegata).debug_assert();
    }
}
