//! `tegata totp`: seeds of MFA devices in the keystore.

use std::process::ExitCode;

use tegata_client::Edge;
use tegata_client::totp::DeviceArgs;

use crate::Program;
use crate::output;
use crate::paint::printable;
use crate::process;

/// Keep the seed of an MFA device in the keystore, so that nobody is asked for its codes
///
/// Whoever can open the keystore then has both factors, and a second factor beside the first is none.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Keep a seed: its secret key or otpauth:// URI is asked for, or read from standard input
    Add(DeviceArgs),
    /// Remove a seed
    Remove(DeviceArgs),
    /// Print the code of now
    Code(DeviceArgs),
}

/// Exit 1, with one sentence on stderr, when it cannot be done.
pub(crate) fn run(args: &Args) -> ExitCode {
    process::hide_memory();
    Edge::with_process(|edge| {
        let done = match &args.what {
            What::Add(device) => device.add(edge).map(|()| None),
            What::Remove(device) => device.remove(edge).map(|()| None),
            What::Code(device) => device.code(edge).map(Some),
        };
        match done {
            Ok(None) => ExitCode::SUCCESS,
            Ok(Some(code)) => output::print(&format!("{}\n", code.expose())),
            Err(error) => Program::Tegata.finish("totp", Err(printable(&error.to_string())), edge),
        }
    })
}
