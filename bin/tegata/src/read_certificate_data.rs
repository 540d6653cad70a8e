//! `tegata read-certificate-data`: the client's command, at the edge of this process.

use std::process::ExitCode;

use tegata_client::Edge;
use tegata_client::read_certificate_data::{ReadCertificateDataArgs, run as read};

use crate::Program;

/// Show what requests say of a certificate, or which certificates are on a token.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    flags: ReadCertificateDataArgs,
}

/// What was found on stdout; exit 1, with one sentence on stderr, when nothing can be read.
pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    Edge::with_process(|edge| {
        let done = read(&args.flags, edge);
        program.finish("read-certificate-data", done, edge)
    })
}
