//! What the commands of the keystore have in common: the person who knows the passphrase, and how they end.

use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;

use tegata_client::mfa::{DriverArgs, Face, Passphrases};
use tegata_client::{Edge, Person};

use crate::Program;
use crate::paint::printable;
use crate::process;

/// Runs a command; exit 1, with one sentence on stderr, when it fails.
pub(crate) fn run<E: Error>(
    name: &str,
    driver: &DriverArgs,
    program: Program,
    command: impl FnOnce(&Arc<dyn Person>, &mut Edge<'_>) -> Result<(), E>,
) -> ExitCode {
    process::hide_memory();
    Edge::with_process(|edge| {
        let person: Arc<dyn Person> = match Passphrases::new(driver, Face::of_stdout(), edge.environment) {
            Ok(passphrases) => Arc::new(passphrases),
            Err(error) => return program.finish(name, Err(error), edge),
        };
        let done = edge.to_the_end(|edge| command(&person, edge));
        program.finish(name, done.map_err(|error| printable(&error.to_string())), edge)
    })
}
