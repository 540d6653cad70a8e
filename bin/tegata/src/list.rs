//! `tegata list`: the client's command, at the edge of this process.

use std::process::ExitCode;
use std::sync::Arc;

use tegata_client::Person;
use tegata_client::list::{self, ListArgs};
use tegata_client::mfa::DriverArgs;

use crate::{Program, keystore_command};

/// List the profiles of the config file, the keys that are kept, and the sessions
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    list: ListArgs,
    /// How the passphrase is asked for.
    #[command(flatten)]
    driver: DriverArgs,
}

pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    keystore_command::run("list", &args.driver, program, |person, edge| {
        list::run(&args.list, Arc::<dyn Person>::clone(person), edge)
    })
}
