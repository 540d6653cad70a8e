//! `tegata proxy`: the address of EC2's metadata service, for `exec --ec2-server`.

use std::process::ExitCode;

use tegata_client::Edge;
use tegata_client::profile_server::proxy;

use crate::Program;

/// Bring 169.254.169.254:80 to the server of exec --ec2-server; run as root
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// End the proxy that runs
    #[arg(long)]
    stop: bool,
    /// Leave the terminal
    #[arg(long, hide = true)]
    background: bool,
}

/// Exit 1, with one sentence on stderr, when it cannot.
pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    let done = match args.stop {
        true => proxy::stop(),
        false => proxy::run(args.background),
    };
    Edge::with_process(|edge| program.finish("proxy", done, edge))
}
