//! `tegata credential-process`: the client's command, at the edge of this process.

use std::process::ExitCode;

use tegata_client::Edge;
use tegata_client::args::SessionArgs;
use tegata_client::credential_process;
use tegata_keys::Permissions;

use crate::Program;

/// Print temporary credentials for a certificate, as the AWS CLI and SDKs read them.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    session: SessionArgs,
}

/// Credentials on stdout; exit 1, with one sentence on stderr, when there are none.
pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    // Private keys that others can read are what the tool of that name has always taken.
    let permissions = match program {
        Program::Tegata => Permissions::Strict,
        Program::AwsSigningHelper => Permissions::Lenient,
    };
    Edge::with_process(
        |edge| match credential_process::run(&args.session, permissions, edge) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                edge.tell(&format!("{} credential-process: {error}", program.name()));
                ExitCode::FAILURE
            }
        },
    )
}
