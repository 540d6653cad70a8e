//! `tegata list`: the client's command, at the edge of this process.

use std::process::ExitCode;
use std::sync::Arc;

use tegata_client::Person;
use tegata_client::list::{self, ListArgs};

use crate::{Program, keystore_command};

/// List the profiles of the config file, the keys that are kept, and the sessions
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    list: ListArgs,
}

pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    start(&args.list, program)
}

/// Runs it with arguments that were read in whatever way.
pub(crate) fn start(args: &ListArgs, program: Program) -> ExitCode {
    keystore_command::run("list", program, |person, edge| {
        list::run(args, Arc::<dyn Person>::clone(person), edge)
    })
}
