//! `tegata serve`: the client's command, at the edge of this process.

use std::io::{self, Write as _};
use std::process::ExitCode;

use tegata_client::serve::{self, ServeArgs, StartLines};
use tegata_keys::Permissions;

use crate::Program;

/// Serve temporary credentials to the programs of this machine, as the metadata endpoints of EC2 and ECS do.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    serve: ServeArgs,
}

/// Serves until it is told to stop; exit 1, with one sentence on stderr, when it cannot.
pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    // Private keys that others can read are what the tool of that name has always taken.
    let (permissions, lines) = match program {
        Program::Tegata => (Permissions::Strict, StartLines::Tegata),
        Program::AwsSigningHelper => (Permissions::Lenient, StartLines::AwsSigningHelper),
    };
    match serve::run(&args.serve, permissions, lines) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Without standard error there is nobody to tell.
            let _ = writeln!(io::stderr(), "{} serve: {error}", program.name());
            ExitCode::FAILURE
        }
    }
}
