//! `tegata unlock` and `tegata lock`: encrypted files that stay open for a while.

use std::fmt::Display;
use std::process::ExitCode;
use std::sync::Arc;

use tegata_client::mfa::{DriverArgs, Face, Passphrases};
use tegata_client::unlock::{LockArgs, UnlockArgs, run_agent};
use tegata_client::{Edge, Terminal};

use crate::Program;
use crate::paint::printable;

/// Type the passphrase of encrypted files once, and keep them unlocked for a while
///
/// A process in the background keeps it in memory, for this user's commands alone. It ends by itself, and by tegata
/// lock. Without --backend, the files that have keys are unlocked.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    unlock: UnlockArgs,
    /// How the passphrase is asked for.
    #[command(flatten)]
    driver: DriverArgs,
    /// Be the process in the background.
    #[arg(long, hide = true)]
    agent: bool,
}

/// Forget the passphrase of encrypted files at once
#[derive(Debug, clap::Args)]
pub(crate) struct Lock {
    #[command(flatten)]
    lock: LockArgs,
}

/// What is unlocked on stdout; exit 1, with one sentence on stderr, when nothing could be.
pub(crate) fn run(args: &Args) -> ExitCode {
    if args.agent {
        return finish("unlock", |_| run_agent());
    }
    finish("unlock", |edge| {
        let passphrases = Passphrases::new(&args.driver, Face::of_stdout(), edge.environment)
            .map_err(|error| error.to_string())?;
        let done = args.unlock.run(Arc::new(passphrases), edge);
        done.map_err(|error| error.to_string())
    })
}

/// What is locked on stdout; exit 1, with one sentence on stderr, when that is not known.
pub(crate) fn lock(args: &Lock) -> ExitCode {
    finish("lock", |edge| args.lock.run(Arc::new(Terminal), edge))
}

fn finish<E: Display>(subcommand: &str, run: impl FnOnce(&mut Edge<'_>) -> Result<(), E>) -> ExitCode {
    Edge::with_process(|edge| {
        let done = run(edge).map_err(|error| printable(&error.to_string()));
        Program::Tegata.finish(subcommand, done, edge)
    })
}
