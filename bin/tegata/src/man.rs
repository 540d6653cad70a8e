//! `tegata man`: the manual pages, made from the definitions that `--help` shows; one for the program
//! and one for each of its subcommands, named as `git` names its own.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Command;
use clap_mangen::Man;

use crate::{Program, output};

const SOURCE: &str = concat!("tegata ", env!("CARGO_PKG_VERSION"));
const MANUAL: &str = "Tegata Manual";
/// When what the pages say last changed.
const DATE: &str = "2026-11-22";

/// Write the manual pages into a folder, one for each subcommand.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder, such as /usr/local/share/man/man1; it is made where it is missing
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// A page that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {cause}", path.display())]
struct WriteError {
    path: PathBuf,
    cause: io::Error,
}

pub(crate) fn run(args: &Args) -> ExitCode {
    match write_pages(crate::tree(Program::Tegata), &args.folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::tell(&format!("tegata man: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn write_pages(tree: Command, folder: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(folder).map_err(|cause| WriteError {
        path: folder.to_owned(),
        cause,
    })?;
    // `help` would have a page that says what every page says.
    let mut tree = tree.disable_help_subcommand(true);
    tree.build();
    for page in pages(tree) {
        let path = folder.join(page.get_filename());
        let mut text = Vec::new();
        page.render(&mut text)
            .and_then(|()| fs::write(&path, text))
            .map_err(|cause| WriteError { path, cause })?;
    }
    Ok(())
}

/// The page of a command and those of everything below it that help shows.
fn pages(command: Command) -> Vec<Man> {
    let below = command.get_subcommands().filter(|command| !command.is_hide_set());
    let mut all: Vec<Man> = below.cloned().flat_map(pages).collect();
    all.push(Man::new(command).date(DATE).source(SOURCE).manual(MANUAL));
    all
}

#[cfg(test)]
mod tests;
