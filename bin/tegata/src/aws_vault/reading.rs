//! What a command line comes to: its values, with variables in the place of flags that are not given, and
//! what kingpin does first when several things are asked for at once.
//!
//! ```text
//! words ─Line::of─▶ elements ─variables─▶ ─values─▶ version, scripts, help ─▶ completion ─▶ mistakes ─▶ run
//! ```

use std::ffi::OsString;

use tegata_client::Environment;
use tegata_client::args::boolean;

use super::grammar::{Element, Line, Value};
use super::table::{Command, Flag, HELP, Kind};
use super::words_of_go;

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Help on the program or on a command.
    Help(Option<&'static Command>),
    /// Help on the program and all its commands.
    LongHelp,
    /// A manual page.
    Manual,
    /// The version.
    Version,
    /// A script for a shell.
    Script(Shell),
    /// Words that could stand next.
    Completion,
    /// A command.
    Run(Asked),
    /// A mistake, in kingpin's words, and whether they point to the help.
    Mistake { message: String, points_to_help: bool },
}

/// A shell that completes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shell {
    Bash,
    Zsh,
}

/// A flag, with its value.
pub(super) type Given = (&'static Flag, Value);

/// What is wrong with a flag's value, or with its being there.
struct Wrong {
    /// Its place among the elements.
    at: usize,
    message: String,
}

/// A command, with what was given.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) command: &'static Command,
    /// Each flag once, those of variables last.
    pub(super) flags: Vec<Given>,
    pub(super) arguments: Vec<OsString>,
}

impl Asked {
    /// Whether a switch is on.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.flags
            .iter()
            .any(|(flag, value)| flag.name == name && *value == Value::Switch(true))
    }
}

/// Reads a command line. `prompts` are the ways of asking for a code that there are here.
pub(super) fn read(words: &[OsString], environment: &Environment, prompts: &[&str]) -> Reading {
    let line = Line::of(words);
    read_line(&line, environment, prompts).unwrap_or_else(|message| Reading::Mistake {
        message,
        points_to_help: true,
    })
}

fn read_line(line: &Line, environment: &Environment, prompts: &[&str]) -> Result<Reading, String> {
    let standing_in = variables(line, environment)?;
    let (values, wrong) = values(line);
    let completes = values
        .iter()
        .any(|(flag, value)| flag.name == "completion-bash" && *value == Value::Switch(true));
    if completes {
        return Ok(Reading::Completion);
    }
    if let Some(reading) = first(line, wrong.as_ref().map_or(line.elements.len(), |wrong| wrong.at)) {
        return Ok(reading);
    }
    if let Some(mistake) = &line.mistake {
        return Err(mistake.clone());
    }
    if gives(line, "help") {
        return Ok(Reading::Help(line.command));
    }
    if let Some(wrong) = wrong {
        return Err(wrong.message);
    }
    let flags: Vec<_> = values.into_iter().chain(standing_in).collect();
    check_required(line, &flags)?;
    if let Some(mistake) = wrong_prompt(&flags, prompts) {
        return Ok(mistake);
    }
    let Some(command) = line.command else {
        return Ok(Reading::Help(None));
    };
    let arguments = line.elements.iter().filter_map(|element| match element {
        Element::Positional(_, word) => Some(word.clone()),
        _ => None,
    });
    Ok(Reading::Run(Asked {
        command,
        flags,
        arguments: arguments.collect(),
    }))
}

/// The values of variables whose flags are not given.
fn variables(line: &Line, environment: &Environment) -> Result<Vec<Given>, String> {
    if gives(line, "help") {
        return Ok(Vec::new());
    }
    let mut values = Vec::new();
    for flag in line.flags().filter(|flag| !gives(line, flag.name)) {
        let Some(text) = flag.variable.and_then(|variable| environment.os(variable)) else {
            continue;
        };
        let value = match flag.kind {
            Kind::Switch => {
                let is_on = boolean(&text.to_string_lossy());
                Value::Switch(is_on.map_err(|error| error.in_words_of_go().to_owned())?)
            }
            _ => Value::Text(text.to_owned()),
        };
        check(flag, &value)?;
        values.push((flag, value));
    }
    Ok(values)
}

/// The flags that are given; and the first that is given twice or wrongly, which ends them.
fn values(line: &Line) -> (Vec<Given>, Option<Wrong>) {
    let mut values: Vec<Given> = Vec::new();
    for (at, element) in line.elements.iter().enumerate() {
        let Element::Flag(flag, value) = element else {
            continue;
        };
        let checked = match values.iter().any(|(given, _)| given == flag) {
            true => Err(format!("flag '{}' cannot be repeated", flag.name)),
            false => check(flag, value),
        };
        if let Err(message) = checked {
            return (values, Some(Wrong { at, message }));
        }
        values.push((flag, value.clone()));
    }
    (values, None)
}

fn check(flag: &Flag, value: &Value) -> Result<(), String> {
    let Value::Text(text) = value else {
        return Ok(());
    };
    let text = text.to_string_lossy();
    match flag.kind {
        Kind::Duration => words_of_go::duration(&text),
        Kind::Choice(words) if !words.contains(&text.as_ref()) => {
            let words = words.join(",");
            Err(format!("enum value must be one of {words}, got '{text}'"))
        }
        _ => Ok(()),
    }
}

/// What is done before anything is found wrong, whichever comes first. kingpin does not ask whether `--no-`
/// stands before its name. `known` is how many elements have values.
fn first(line: &Line, known: usize) -> Option<Reading> {
    line.elements.iter().find_map(|element| match element {
        Element::Flag(flag, _) => match flag.name {
            "help-long" => Some(Reading::LongHelp),
            "help-man" => Some(Reading::Manual),
            "completion-script-bash" => Some(Reading::Script(Shell::Bash)),
            "completion-script-zsh" => Some(Reading::Script(Shell::Zsh)),
            "version" => Some(Reading::Version),
            _ => None,
        },
        Element::Command(command) if command.name == HELP => {
            let topic = line
                .elements
                .iter()
                .take(known)
                .filter_map(|element| match element {
                    Element::Positional(_, word) => Some(word.clone()),
                    _ => None,
                });
            Some(help_on(&topic.collect::<Vec<_>>()))
        }
        _ => None,
    })
}

/// `help WORDS`: help on what the words would run.
fn help_on(topic: &[OsString]) -> Reading {
    let line = Line::of(topic);
    match line.mistake {
        Some(message) => Reading::Mistake {
            message,
            points_to_help: false,
        },
        None => Reading::Help(line.command),
    }
}

fn gives(line: &Line, name: &str) -> bool {
    line.elements
        .iter()
        .any(|element| matches!(element, Element::Flag(flag, _) if flag.name == name))
}

fn check_required(line: &Line, flags: &[Given]) -> Result<(), String> {
    let is_given = |wanted: &Flag| flags.iter().any(|(flag, _)| *flag == wanted);
    if let Some(flag) = line.flags().find(|flag| flag.is_required && !is_given(flag)) {
        return Err(format!("required flag --{} not provided", flag.name));
    }
    let positionals = line
        .command
        .map(|command| command.positionals)
        .unwrap_or_default();
    let is_filled = |wanted| {
        line.elements
            .iter()
            .any(|element| matches!(element, Element::Positional(positional, _) if *positional == wanted))
    };
    match positionals
        .iter()
        .find(|positional| positional.is_required && !is_filled(*positional))
    {
        Some(positional) => Err(format!("required argument '{}' not provided", positional.name)),
        None => Ok(()),
    }
}

/// A way of asking for a code that there is not here.
fn wrong_prompt(flags: &[Given], prompts: &[&str]) -> Option<Reading> {
    let prompt = flags.iter().find_map(|(flag, value)| match value {
        Value::Text(text) if flag.name == "prompt" && !text.is_empty() => Some(text.to_string_lossy()),
        _ => None,
    })?;
    if prompts.contains(&prompt.as_ref()) {
        return None;
    }
    let is_removed = prompt == "pass";
    let message = match is_removed {
        true => "--prompt=pass (or AWS_VAULT_PROMPT=pass) is gone; to have pass give codes, set mfa_process = pass otp \
                 <your mfa_serial> in the profiles of ~/.aws/config"
            .to_owned(),
        false => format!("--prompt value must be one of {}, got '{prompt}'", prompts.join(",")),
    };
    Some(Reading::Mistake {
        message,
        points_to_help: !is_removed,
    })
}
