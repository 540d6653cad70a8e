//! `tegata policy`: the policy language at hand, without a server.

use std::process::ExitCode;

mod eval;
mod validate;

/// Check policy documents, and decide requests against them.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Say what AWS would refuse in a document, and what its author may not have meant
    Validate(validate::Args),
    /// Decide requests: JSON lines in, one decision a line out
    Eval(eval::Args),
}

pub(crate) fn run(args: &Args) -> ExitCode {
    match &args.command {
        Command::Validate(args) => validate::run(args),
        Command::Eval(args) => eval::run(args),
    }
}
