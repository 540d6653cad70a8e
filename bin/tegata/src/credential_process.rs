//! `tegata credential-process`: the client's command, at the edge of this process.

use std::process::ExitCode;

use tegata_client::Edge;
use tegata_client::credential_process::{CredentialProcessArgs, run as get};

use crate::{Failure, Program};

/// Print temporary credentials for a certificate, as the AWS CLI and SDKs read them.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    flags: CredentialProcessArgs,
}

/// Credentials on stdout; exit 1 or 2, with one sentence on stderr, when there are none.
pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    Edge::with_process(|edge| match get(&args.flags, program.permissions(), edge) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let failure = Failure::of(error.is_mistake(), false);
            program.finish("credential-process", Err(error), edge);
            program.failure(failure)
        }
    })
}
