//! `tegata rotate`: the client's command, at the edge of this process.

use std::process::ExitCode;

use tegata_client::Edge;
use tegata_client::mfa::Face;
use tegata_client::rotate::{self, RotateArgs};

use crate::Program;
use crate::paint::printable;
use crate::process;

/// Replace a stored key by a new one
///
/// The new key is tried and stored before the old one is deactivated and, unless another program uses it, deleted.
/// What is interrupted is taken up by the next `rotate`. `tegata plan --for rotate` shows the calls.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    rotate: RotateArgs,
}

/// Exit 1, with one sentence on stderr, when it did not come to the end.
pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    process::hide_memory();
    Edge::with_process(|edge| {
        let done = edge.to_the_end(|edge| {
            rotate::run(&args.rotate, Face::of_stdout(), edge).map_err(|error| printable(&error.to_string()))
        });
        program.finish("rotate", done, edge)
    })
}
