//! `tegata migrate-backend`: the client's command, at the edge of this process.

use std::process::ExitCode;
use std::sync::Arc;

use tegata_client::Person;
use tegata_client::mfa::DriverArgs;
use tegata_client::migrate_backend::{self, MigrateBackendArgs};

use crate::{Program, keystore_command};

/// Copy long-lived keys from one kind of keystore to another
///
/// Each key is read back and compared. Sessions and tokens stay where they are.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    migrate_backend: MigrateBackendArgs,
    /// How the passphrase is asked for.
    #[command(flatten)]
    driver: DriverArgs,
}

pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    keystore_command::run("migrate-backend", &args.driver, program, |person, edge| {
        migrate_backend::run(&args.migrate_backend, Arc::<dyn Person>::clone(person), edge)
    })
}
