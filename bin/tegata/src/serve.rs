//! `tegata serve`: the client's command, at the edge of this process.

use std::io::{self, Write as _};
use std::process::ExitCode;

use crate::{Failure, Program};
use tegata_client::serve::{self, ServeArgs, StartLines};

/// Serve temporary credentials to the programs of this machine, as the metadata endpoints of EC2 and ECS do.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    serve: ServeArgs,
}

/// Serves until it is told to stop; exit 1, 2 or 3, with one sentence on stderr, when it cannot.
pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    let lines = match program {
        Program::Tegata | Program::AwsVault => StartLines::Tegata,
        Program::AwsSigningHelper => StartLines::AwsSigningHelper,
    };
    match serve::run(&args.serve, program.permissions(), lines) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Without standard error there is nobody to tell.
            let _ = writeln!(io::stderr(), "{} serve: {error}", program.name());
            program.failure(Failure::of(error.is_mistake(), error.is_permanent()))
        }
    }
}
