//! `tegata policy`: the policy language at hand, without a server.

use std::process::ExitCode;

mod eval;

/// Decide requests against them.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Decide requests: JSON lines in, one decision a line out
    Eval(eval::Args),
}

pub(crate) fn run(args: &Args) -> ExitCode {
    match &args.command {
        Command::Eval(args) => eval::run(args),
    }
}
