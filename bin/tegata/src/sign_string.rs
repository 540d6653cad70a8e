//! `tegata sign-string`: the client's command, at the edge of this process.

use std::process::ExitCode;

use tegata_client::Edge;
use tegata_client::sign_string::{SignStringArgs, run as sign};

use crate::Program;

/// Sign a fixed text, to see that certificate and key can be used; nothing is sent.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    flags: SignStringArgs,
}

/// The signature on stdout; exit 1, with one sentence on stderr, when there is none.
pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    Edge::with_process(|edge| {
        let done = sign(&args.flags, program.permissions(), edge);
        program.finish("sign-string", done, edge)
    })
}
