//! `tegata version`: the version and nothing else, as scripts compare it.

use std::process::ExitCode;

use crate::output;

/// What it prints, and what `--version` prints of the same.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Print the version.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run() -> ExitCode {
    output::print(&format!("{VERSION}\n"))
}
