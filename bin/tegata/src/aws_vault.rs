//! The command line of `aws-vault`, which the binary takes when it is called by that name: kingpin's grammar
//! over our own definitions of the same commands, exit code 1 for whatever is wrong.
//!
//! ```text
//! words ─grammar─▶ Line ─reading─▶ Reading ─┬─ help, version, scripts, completion
//!                                           └─ Asked ─translation─▶ --flag=value … -- words ─clap─▶ run
//! ```
//!
//! `table` is the only place that knows aws-vault's commands and flags.

mod arguments_file;
mod completion;
mod grammar;
mod help;
mod reading;
mod table;
mod tokens;
mod translation;
mod words_of_go;

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use tegata_client::Environment;
use tegata_client::config_files::ConfigFiles;
use tegata_client::list::profile_names;
use tegata_client::mfa::Driver;
use tegata_profiles::catalog::Dialect;

use crate::{Program, dashes, output, version};
use reading::{Asked, Reading};
use table::{COMMANDS, GLOBAL};

const PROGRAM: Program = Program::AwsVault;

/// The names that it is called by: its own, and those of its releases, such as `aws-vault-linux-amd64`.
pub(crate) fn is_called(name: &str) -> bool {
    name == "aws-vault" || name.starts_with("aws-vault-")
}

/// Whether aws-vault has a command of this name.
pub(crate) fn has(name: &str) -> bool {
    COMMANDS.iter().any(|command| command.name == name)
}

/// Runs what the words after the program's name ask for.
pub(crate) fn run(called_as: Option<&OsString>, words: &[OsString]) -> ExitCode {
    let environment = Environment::of_process();
    let available = Driver::available(&environment);
    match reading::read(words, &environment, &available) {
        Reading::Run(asked) => start(called_as, asked),
        Reading::Help(command) => {
            output::tell(help::of(command).trim_end());
            ExitCode::SUCCESS
        }
        Reading::LongHelp => output::print(&help::of_all()),
        Reading::Manual => match help::manual() {
            Ok(page) => output::print_bytes(&page),
            Err(error) => refuse(called_as, &error.to_string()),
        },
        Reading::Version => {
            output::tell(version::VERSION);
            ExitCode::SUCCESS
        }
        Reading::Script(shell) => output::print(&completion::script(shell)),
        Reading::Completion => {
            let words = completion::words(words, || profiles(&environment));
            output::print(&words.join("\n"))
        }
        Reading::Mistake {
            message,
            points_to_help: true,
        } => refuse(called_as, &with_hint(message, words)),
        Reading::Mistake { message, .. } => {
            output::tell(&format!("{}: error: {message}", PROGRAM.name()));
            ExitCode::FAILURE
        }
    }
}

/// Tells a mistake in the command line, as kingpin does: by the name that the program was called by.
fn refuse(called_as: Option<&OsString>, message: &str) -> ExitCode {
    let name = called_as.and_then(|path| Path::new(path).file_name());
    let name = name.unwrap_or(OsStr::new(PROGRAM.name())).to_string_lossy();
    output::tell(&format!("{name}: error: {message}, try --help"));
    ExitCode::FAILURE
}

fn start(called_as: Option<&OsString>, asked: Asked) -> ExitCode {
    if let Some(hint) = misdashed(&asked) {
        return refuse(called_as, &hint);
    }
    let called = asked.command.name;
    let asked = match translation::renamed(asked) {
        Ok(asked) => asked,
        Err(message) => return PROGRAM.fail(called, &message),
    };
    let Some(subcommand) = PROGRAM.subcommand(asked.command.name) else {
        output::tell(&format!("{}: error: {called} is not built yet", PROGRAM.name()));
        return ExitCode::FAILURE;
    };
    // Variables have become flags already, and a flag may have turned one off.
    let definition = PROGRAM
        .command(subcommand)
        .mut_args(|arg| arg.env(None::<&'static str>));
    let words = match translation::words(&asked, &definition) {
        Ok(words) => words,
        Err(message) => return PROGRAM.fail(called, &message),
    };
    match definition.no_binary_name(true).try_get_matches_from(words) {
        Ok(matches) => PROGRAM.start(subcommand, &matches),
        Err(error) => refuse(called_as, &told_by_clap(&error)),
    }
}

/// What is wrong with a value that kingpin takes and we do not.
fn told_by_clap(error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let flag = context(ContextKind::InvalidArg)
        .and_then(|flag| flag.split([' ', '=']).next())
        .unwrap_or_default();
    match (error.kind(), std::error::Error::source(error)) {
        (ErrorKind::InvalidUtf8, _) => "a value that must be text is not Unicode".to_owned(),
        (_, Some(source)) => format!("{flag}: {source}"),
        (_, None) => {
            let text = error.to_string();
            let line = text.lines().next().unwrap_or_default();
            line.strip_prefix("error: ").unwrap_or(line).to_owned()
        }
    }
}

/// The mistake, and which dash to type where a word's is another than `-`.
fn with_hint(message: String, words: &[OsString]) -> String {
    let words = words.iter().filter_map(|word| word.to_str());
    let mut named = words.filter(|word| message.ends_with(word) || message.ends_with(&format!("{word:?}")));
    match named.find_map(dashes::hint) {
        Some(hint) => format!("{message}: {hint}"),
        None => message,
    }
}

/// A flag whose dash is another than `-`, in the place of a profile.
fn misdashed(asked: &Asked) -> Option<String> {
    let profile = asked.arguments.first()?.to_str()?;
    let hint = dashes::hint(profile)?;
    let mut flags = GLOBAL.iter().chain(asked.command.flags);
    let is_meant = |name: &str| hint.ends_with(&format!("type --{name}"));
    flags
        .any(|flag| is_meant(flag.name))
        .then(|| format!("{profile:?} is no flag: {hint}"))
}

/// The profiles of the config file, in its order; none where it cannot be read.
fn profiles(environment: &Environment) -> Vec<String> {
    let Ok(files) = ConfigFiles::read_config(environment) else {
        return Vec::new();
    };
    let catalog = files.catalog(Dialect::AwsVault);
    catalog.map(|catalog| profile_names(&catalog)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
