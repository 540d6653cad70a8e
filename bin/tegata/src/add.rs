//! `tegata add`: the client's command, at the edge of this process.

use std::io::stdin;
use std::process::ExitCode;

use tegata_client::add::{self, AddArgs};
use tegata_client::mfa::DriverArgs;

use crate::{Program, keystore_command};

/// Put a long-lived key into the keystore, and its profile into the config file
///
/// The key is asked for at the terminal, unless --env, --csv or --stdin says where it is. Sessions that are kept for
/// the profile are removed, since they are of the key that was.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    add: AddArgs,
    /// How the passphrase is asked for.
    #[command(flatten)]
    driver: DriverArgs,
}

pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    let driver = &args.driver;
    // aws-vault replaces keys without a word.
    let args = AddArgs {
        force: args.add.force || program == Program::AwsVault,
        ..args.add.clone()
    };
    keystore_command::run("add", driver, program, |person, edge| {
        add::run(&args, person, &mut stdin().lock(), edge)
    })
}
