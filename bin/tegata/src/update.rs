//! `tegata update`: the client's command, at the edge of this process.

use std::process::ExitCode;

use tegata_client::Edge;
use tegata_client::update::{self, Signals, UpdateArgs};

use crate::{Failure, Program};

/// Keep a profile of the shared credentials file fresh, by a certificate.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    update: UpdateArgs,
}

/// Runs until it is told to stop, or once; exit 1, 2 or 3, with one sentence on stderr, when that fails.
pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    // To be stopped is how it ends, unless the one update that was asked for is broken off.
    let stopped = i32::from(args.update.once);
    Edge::with_process(|edge| {
        let mut signals = match Signals::take(stopped, edge.environment) {
            Ok(signals) => signals,
            Err(error) => {
                let refused = format!("cannot take signals: {error}");
                return program.finish("update", Err(refused), edge);
            }
        };
        match update::run(&args.update, program.permissions(), edge, &mut signals) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                let failure = Failure::of(error.is_mistake(), error.is_permanent());
                program.finish("update", Err(error), edge);
                program.failure(failure)
            }
        }
    })
}
