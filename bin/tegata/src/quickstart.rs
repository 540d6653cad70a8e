//! `tegata quickstart`: the whole story on one machine. A server, a certificate, credentials, what they
//! may do and may not, how they are taken away, and who did it.
//!
//! ```text
//! Place (a directory) ─▶ Story (server, operator) ─▶ STEPS, one by one ─▶ title, command, outcome
//! ```
//!
//! The server runs in this process; everything else goes over HTTP, as a stranger's client would. Each
//! step shows the command that does the same from a shell and checks that what happened is what it says.
//!
//! With `--keep DIR` the commands can be run again, each in a shell of its own: the files that they name
//! are kept, and resources that they refer to by id are still there. Only the role's name would be taken,
//! so `begin-again.sh`, shown at the top, takes the role away first. Creating the anchor, the profile and
//! the CRL again makes second ones (which `begin-again.sh` removes, too); the later commands go on to name
//! the first, and the profile takes the new role in when it gets its session policy.

mod calls;
mod command;
mod documents;
mod grant;
mod kept;
mod machine;
mod outcome;
mod place;
mod steps;
mod story;
mod trace;
mod withdrawal;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use tegata_client::Environment;

use crate::paint::{Paint, printable};
use outcome::{Outcome, Told, Trouble};
use place::Place;
use steps::STEPS;
use story::Story;

/// See the whole story on this machine: server, certificate, credentials, refusals, and who did it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Keep everything in this directory, so that the commands shown can be run
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

/// Why the story ended early.
#[derive(Debug, thiserror::Error)]
enum Stopped {
    #[error(transparent)]
    Trouble(#[from] Trouble),
    #[error("step {number}, \"{title}\", could not be done: {trouble}")]
    Step {
        number: usize,
        title: &'static str,
        trouble: Box<Trouble>,
    },
    #[error("step {number}, \"{title}\", did not behave as told: expected {expected}, saw {seen}")]
    Unexpected {
        number: usize,
        title: &'static str,
        expected: String,
        seen: String,
    },
    #[error("cannot write to standard output: {0}")]
    Output(#[from] io::Error),
}

/// Tells the story on stdout. Exit 1, naming the step, when one did not behave as told.
pub(crate) fn run(args: &Args) -> ExitCode {
    let paint = Paint::for_stdout(&Environment::of_process());
    match tell(args, paint, &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stopped) => {
            // Without standard error there is nobody to tell.
            let _ = writeln!(
                io::stderr(),
                "tegata quickstart: {}",
                printable(&stopped.to_string())
            );
            ExitCode::FAILURE
        }
    }
}

fn tell(args: &Args, paint: Paint, out: &mut dyn Write) -> Result<(), Stopped> {
    let begun = Instant::now();
    let mut story = Story::begin(Place::open(args.keep.as_deref())?)?;
    kept::introduce(&story, paint, out)?;
    for (position, step) in STEPS.iter().enumerate() {
        let number = position + 1;
        let told = (step.tell)(&mut story).map_err(|trouble| Stopped::Step {
            number,
            title: step.title,
            trouble: Box::new(trouble),
        })?;
        print(number, step.title, &told, paint, out)?;
        if let Outcome::Unexpected { expected, seen } = told.outcome {
            return Err(Stopped::Unexpected {
                number,
                title: step.title,
                expected,
                seen,
            });
        }
    }
    writeln!(
        out,
        "\nAll {} steps behaved as told, in {:.1} s.",
        STEPS.len(),
        begun.elapsed().as_secs_f64()
    )?;
    kept::conclude(&story, paint, out)?;
    Ok(())
}

/// A step: what was done, the command for it, and what came of it.
fn print(number: usize, title: &str, told: &Told, paint: Paint, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", paint.bold(format!("{number:2}. {title}")))?;
    writeln!(out, "    {}", paint.cyan(format!("$ {}", told.command)))?;
    match &told.outcome {
        Outcome::Done(detail) => writeln!(out, "    {}: {}", paint.green("done"), printable(detail)),
        Outcome::Shown(text) => {
            for line in text.lines() {
                writeln!(out, "    {line}")?;
            }
            Ok(())
        }
        Outcome::Refused { code, message } => {
            let refused = paint.green("refused");
            writeln!(out, "    {refused}: {}: {}", printable(code), printable(message))
        }
        Outcome::Unexpected { expected, seen } => {
            writeln!(out, "    {}: {}", paint.red("expected"), printable(expected))?;
            writeln!(out, "    {}: {}", paint.red("saw"), printable(seen))
        }
    }
}

#[cfg(test)]
mod tests;
