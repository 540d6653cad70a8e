//! `tegata version`: the version and nothing else, as scripts compare it.

use std::process::ExitCode;

use crate::output;

/// Print the version.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run() -> ExitCode {
    output::print(concat!(env!("CARGO_PKG_VERSION"), "\n"))
}
