//! `tegata import`: the client's command, at the edge of this process.

use std::process::ExitCode;

use tegata_client::import::{self, ImportArgs};
use tegata_client::mfa::DriverArgs;

use crate::{Program, keystore_command};

/// Take the keys of ~/.aws/credentials into the keystore, and out of that file if wanted
///
/// Each key is read back from the keystore and compared before the file is touched. Keys of sessions are passed over.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    import: ImportArgs,
    /// How the passphrase is asked for.
    #[command(flatten)]
    driver: DriverArgs,
}

pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    keystore_command::run("import", &args.driver, program, |person, edge| {
        import::run(&args.import, person, edge)
    })
}
