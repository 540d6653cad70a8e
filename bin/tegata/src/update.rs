//! `tegata update`: the client's command, at the edge of this process.

use std::process::ExitCode;

use tegata_client::Edge;
use tegata_client::update::{self, Signals, UpdateArgs};
use tegata_keys::Permissions;

use crate::Program;

/// Keep a profile of the shared credentials file fresh, by a certificate.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    update: UpdateArgs,
}

/// Runs until it is told to stop, or once; exit 1, with one sentence on stderr, when that fails.
pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    let permissions = match program {
        Program::Tegata => Permissions::Strict,
        Program::AwsSigningHelper => Permissions::Lenient,
    };
    // To be stopped is how it ends, unless the one update that was asked for is broken off.
    let stopped = i32::from(args.update.once);
    Edge::with_process(|edge| {
        let result = match Signals::take(stopped, edge.environment) {
            Ok(mut signals) => {
                update::run(&args.update, permissions, edge, &mut signals).map_err(|error| error.to_string())
            }
            Err(error) => Err(format!("cannot take signals: {error}")),
        };
        match result {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                edge.tell(&format!("{} update: {error}", program.name()));
                ExitCode::FAILURE
            }
        }
    })
}
