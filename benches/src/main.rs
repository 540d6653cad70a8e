//! Measures Tegata from outside, over loopback, each figure as a ratio to something measured in the
//! same run. See `benches/README.md`.
//!
//! ```text
//! leaves, accounts ─▶ requests signed ahead ─load (core 0)─▶ server or bare server (core 1) ─▶ rates ─▶ report
//! ```
//!
//! Every bench is a module under `bench`; what they share is beside it. Nothing here is part of the
//! product.

mod account;
mod bare;
mod bench;
mod command;
mod exchange;
mod fleet;
mod load;
mod machine;
mod options;
mod process;
mod report;
mod request;
mod server;
mod tls;
mod usage;

use std::process::ExitCode;

use crate::options::Options;

/// What ends a bench early, in words.
type Failure = Box<dyn std::error::Error + Send + Sync>;
type Result<T> = std::result::Result<T, Failure>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report::complain(&format!("tegata-bench: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let (first, rest) = arguments.split_first().ok_or(options::USAGE)?;
    // Programs that the benches start: each measures, or is measured, as a process of its own.
    match first.as_str() {
        "bare" => return bare::serve(rest),
        "usage" => return usage::print_usages(rest),
        "pbkdf2" => return bench::vault::derive(rest),
        "first-random" => return bench::first_random::print_once(),
        _ => {}
    }
    let options = Options::parse(arguments)?;
    let run = machine::Run::begin(&options)?;
    report::print(&run.heading());
    for bench in &options.benches {
        report::print(&(bench.run)(&options)?);
    }
    report::print(&run.end()?);
    Ok(())
}
