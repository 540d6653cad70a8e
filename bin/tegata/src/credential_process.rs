//! `tegata credential-process`: the client's command, at the edge of this process.

use std::process::ExitCode;

use tegata_client::Edge;
use tegata_client::credential_process::{CredentialProcessArgs, run as get};

use crate::Program;

/// Print temporary credentials for a certificate, as the AWS CLI and SDKs read them.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    flags: CredentialProcessArgs,
}

/// Credentials on stdout; exit 1, with one sentence on stderr, when there are none.
pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    Edge::with_process(|edge| {
        let done = get(&args.flags, program.permissions(), edge);
        program.finish("credential-process", done, edge)
    })
}
