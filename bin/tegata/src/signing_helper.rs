//! The command line of `aws_signing_helper`, which the binary takes when it is called by that name: cobra's
//! and pflag's grammar over our own definitions of the same flags, exit code 1 for whatever is wrong.
//!
//! ```text
//! words ─find─▶ subcommand ─flags::canonical─▶ --flag=value … ─clap─▶ matches ─excluded?─▶ run
//! ```

mod flags;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgMatches, Command};
use tegata_client::args::{ValueError, excluded};

use crate::{Program, Subcommand, completion, dashes, output, unicode};

const PROGRAM: Program = Program::AwsSigningHelper;

/// What a command line asks for.
enum Called {
    /// The help of the program, or of one of its subcommands.
    Help(Option<&'static Subcommand>),
    /// What `help` itself is for.
    HelpOfHelp,
    /// Help on what there is none for.
    UnknownTopic(String),
    /// A shell's completion script, or, without a shell, what there is.
    Completion(Option<clap_complete::Shell>),
    /// A subcommand.
    Run(&'static Subcommand, ArgMatches),
}

/// What is wrong with a command line, in cobra's words.
#[derive(Debug, PartialEq, Eq)]
struct Wrong {
    /// The command whose help tells more.
    path: String,
    message: String,
}

/// Runs what the words after the program's name ask for.
pub(crate) fn run(words: &[OsString]) -> ExitCode {
    match called(words) {
        Ok(Called::Run(subcommand, matches)) => PROGRAM.start(subcommand, &matches),
        Ok(Called::Help(None)) => output::print(&crate::tree(PROGRAM).render_help().to_string()),
        Ok(Called::Help(Some(subcommand))) => {
            output::print(&PROGRAM.command(subcommand).render_help().to_string())
        }
        Ok(Called::Completion(Some(shell))) => completion::print(shell, PROGRAM),
        Ok(Called::Completion(None)) => output::print(&completion::usage(PROGRAM)),
        Ok(Called::HelpOfHelp) => output::print(&help_of_help()),
        Ok(Called::UnknownTopic(topic)) => {
            output::tell(&format!("Unknown help topic `{topic}`"));
            output::tell(&crate::tree(PROGRAM).render_usage().to_string());
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            output::tell(&format!("Error: {}", wrong.message));
            output::tell(&format!("Run '{} --help' for usage.", wrong.path));
            ExitCode::FAILURE
        }
    }
}

fn called(words: &[OsString]) -> Result<Called, Wrong> {
    let (name, rest) = flags::find(words, |name| {
        matches!(name, "help" | "completion") || PROGRAM.subcommand(name).is_some()
    });
    match name.as_deref() {
        None => at_root(&rest),
        Some("help") => on_help(&rest),
        Some("completion") => on_completion(&rest),
        Some(name) => match PROGRAM.subcommand(name) {
            Some(subcommand) => on_subcommand(subcommand, &rest),
            None => at_root(&rest),
        },
    }
}

/// No subcommand: help, unless a word is none's name or a flag is unknown, since there are no others.
fn at_root(words: &[OsString]) -> Result<Called, Wrong> {
    let path = PROGRAM.name().to_owned();
    let wrong = |message| Wrong {
        path: path.clone(),
        message,
    };
    if let Some(unknown) = flags::first_argument(words) {
        return Err(wrong(format!("unknown command {unknown:?} for {path:?}")));
    }
    flags::canonical(&Command::new(PROGRAM.name()), words).map_err(|bad| wrong(bad.message))?;
    Ok(Called::Help(None))
}

fn on_help(words: &[OsString]) -> Result<Called, Wrong> {
    let path = format!("{} help", PROGRAM.name());
    let given = flags::canonical(&Command::new("help"), words).map_err(|bad| Wrong {
        path,
        message: bad.message,
    })?;
    if given.help {
        return Ok(Called::HelpOfHelp);
    }
    let Some(topic) = given.arguments.first() else {
        return Ok(Called::Help(None));
    };
    let topic = topic.to_string_lossy();
    Ok(match topic.as_ref() {
        "help" => Called::HelpOfHelp,
        "completion" => Called::Completion(None),
        topic => match PROGRAM.subcommand(topic) {
            Some(subcommand) => Called::Help(Some(subcommand)),
            None => Called::UnknownTopic(topic.to_owned()),
        },
    })
}

fn help_of_help() -> String {
    let name = PROGRAM.name();
    format!("Tells what a subcommand is for, and its flags\n\nUsage: {name} help [SUBCOMMAND]\n")
}

fn on_completion(words: &[OsString]) -> Result<Called, Wrong> {
    let path = format!("{} completion", PROGRAM.name());
    let wrong = |message| Wrong {
        path: path.clone(),
        message,
    };
    let given = flags::canonical(&completion::command(&path), words).map_err(|bad| wrong(bad.message))?;
    let shell = given.arguments.first().and_then(|word| completion::shell(word));
    match (shell, given.arguments.get(1)) {
        (Some(_), Some(more)) if !given.help => {
            let more = more.to_string_lossy();
            let shell = given
                .arguments
                .first()
                .map(|word| word.to_string_lossy())
                .unwrap_or_default();
            Err(wrong(format!("unknown command {more:?} for \"{path} {shell}\"")))
        }
        (Some(shell), _) if !given.help => Ok(Called::Completion(Some(shell))),
        _ => Ok(Called::Completion(None)),
    }
}

fn on_subcommand(subcommand: &'static Subcommand, words: &[OsString]) -> Result<Called, Wrong> {
    let command = PROGRAM.command(subcommand);
    let wrong = |message| Wrong {
        path: format!("{} {}", PROGRAM.name(), subcommand.name),
        message,
    };
    let parse = |flags: &[OsString]| {
        command
            .clone()
            .no_binary_name(true)
            .args_override_self(true)
            .try_get_matches_from(flags)
            .map_err(|error| {
                let error = unicode::named(error, &mut command.clone(), flags);
                wrong(value_error(&error))
            })
    };
    let given = match flags::canonical(&command, words) {
        Ok(given) => given,
        Err(bad) => {
            // The first mistake is told, be it a value before it.
            parse(&bad.before)?;
            return Err(wrong(bad.message));
        }
    };
    let matches = parse(&given.flags)?;
    if given.help {
        return Ok(Called::Help(Some(subcommand)));
    }
    if let Some(exclusion) = excluded(subcommand.name, &matches, false) {
        let mut set = exclusion.flags;
        set.sort_unstable();
        return Err(wrong(format!(
            "if any flags in the group [{}] are set none of the others can be; [{}] were all set",
            exclusion.flags.join(" "),
            set.join(" ")
        )));
    }
    for word in given.arguments.iter().filter_map(|word| word.to_str()) {
        if let Some(hint) = dashes::hint(word) {
            output::tell(&format!("warning: {word} is passed over: {hint}"));
        }
    }
    Ok(Called::Run(subcommand, matches))
}

/// What clap says of a flag's value, as pflag says it.
fn value_error(error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let flag = context(ContextKind::InvalidArg)
        .and_then(|text| text.split([' ', '=', '[']).next())
        .unwrap_or_default();
    let reason = match (error.kind(), std::error::Error::source(error)) {
        (ErrorKind::InvalidUtf8, _) => "it is not Unicode".to_owned(),
        (_, Some(source)) => match source.downcast_ref::<ValueError>() {
            Some(error) => error.in_words_of_go().to_owned(),
            None => source.to_string(),
        },
        (_, None) => "it is not a value of this flag".to_owned(),
    };
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    format!("invalid argument {value:?} for {flag:?} flag: {reason}")
}

#[cfg(test)]
mod tests;
