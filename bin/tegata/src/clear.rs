//! `tegata clear`: the client's command, at the edge of this process.

use std::process::ExitCode;
use std::sync::Arc;

use tegata_client::Person;
use tegata_client::clear::{self, ClearArgs};
use tegata_client::mfa::DriverArgs;

use crate::{Program, keystore_command};

/// Remove kept sessions and tokens, of one profile or of all
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    clear: ClearArgs,
    /// How the passphrase is asked for.
    #[command(flatten)]
    driver: DriverArgs,
}

pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    keystore_command::run("clear", &args.driver, program, |person, edge| {
        clear::run(&args.clear, Arc::<dyn Person>::clone(person), edge)
    })
}
