//! `tegata remove`: the client's command, at the edge of this process.

use std::process::ExitCode;

use tegata_client::mfa::DriverArgs;
use tegata_client::remove::{self, RemoveArgs};

use crate::{Program, keystore_command};

/// Remove a long-lived key from the keystore
///
/// Sessions that were made with it stay until they end; `clear` removes them.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    remove: RemoveArgs,
    /// How the passphrase is asked for.
    #[command(flatten)]
    driver: DriverArgs,
}

pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    keystore_command::run("remove", &args.driver, program, |person, edge| {
        remove::run(&args.remove, person, edge)
    })
}
