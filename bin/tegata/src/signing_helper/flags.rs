//! The grammar of pflag, and how cobra finds a subcommand among flags.
//!
//! Flags are long; their value stands after `=` or in the next word, whatever that word looks like; only
//! switches need none. Words that are no flags are passed over, and so are all after `--`.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};

use clap::{Arg, Command};
use tegata_client::args::boolean;

/// The words of a subcommand, sorted out.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Given {
    /// Whether help is asked for.
    pub(super) help: bool,
    /// Flags, each as one word: `--flag=value`, or `--switch`.
    pub(super) flags: Vec<OsString>,
    /// The other words.
    pub(super) arguments: Vec<OsString>,
}

/// A word that cannot be.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BadFlag {
    /// What pflag says.
    pub(super) message: String,
    /// The flags before it.
    pub(super) before: Vec<OsString>,
}

/// The name of the subcommand, and the words without it.
pub(super) fn find(words: &[OsString], is_known: impl Fn(&str) -> bool) -> (Option<String>, Vec<OsString>) {
    let name = first_argument(words).filter(|name| is_known(name));
    let mut rest = words.to_vec();
    if let Some(name) = &name
        && let Some(at) = rest.iter().position(|word| word == OsStr::new(name))
    {
        // The first word like it, which may be a flag's value: so does cobra.
        rest.remove(at);
    }
    (name, rest)
}

/// The first word that is no flag. Before the subcommand is known, no flag is: each without `=` is taken to
/// have its value in the next word.
pub(super) fn first_argument(words: &[OsString]) -> Option<String> {
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let text = word.to_string_lossy();
        if text == "--" {
            return None;
        }
        let takes_next = text.starts_with("--") || (text.starts_with('-') && text.len() == 2);
        if takes_next && !text.contains('=') {
            words.next();
        } else if let Some(argument) = argument(word) {
            return Some(argument.into_owned());
        }
    }
    None
}

/// The word, unless it looks like a flag or is empty.
pub(super) fn argument(word: &OsStr) -> Option<Cow<'_, str>> {
    Some(word.to_string_lossy()).filter(|text| !text.is_empty() && !text.starts_with('-'))
}

/// Sorts out the words of a command, by its definition.
///
/// # Errors
/// [`BadFlag`] for the first word that is not of the grammar. Values are looked at later, but for help's.
pub(super) fn canonical(command: &Command, words: &[OsString]) -> Result<Given, BadFlag> {
    let mut given = Given::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let text = word.to_string_lossy();
        if text == "--" {
            given.arguments.extend(words.cloned());
            break;
        }
        let read = if let Some(long) = text.strip_prefix("--") {
            read_long(command, word, long, &mut words, &mut given)
        } else if let Some(letters) = text.strip_prefix('-').filter(|letters| !letters.is_empty()) {
            read_short(letters, &mut given)
        } else {
            given.arguments.push(word.clone());
            Ok(())
        };
        if let Err(message) = read {
            return Err(BadFlag {
                message,
                before: given.flags,
            });
        }
    }
    Ok(given)
}

fn read_long<'a>(
    command: &Command,
    word: &OsString,
    long: &str,
    following: &mut impl Iterator<Item = &'a OsString>,
    given: &mut Given,
) -> Result<(), String> {
    let (name, value) = match long.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (long, None),
    };
    if name.is_empty() || name.starts_with('-') {
        return Err(format!("bad flag syntax: --{long}"));
    }
    if name == "help" {
        given.help = help(value, "-h, --help")?;
        return Ok(());
    }
    let known = command
        .get_arguments()
        .find(|arg| arg.get_long() == Some(name))
        .ok_or_else(|| format!("unknown flag: --{name}"))?;
    if value.is_some() || is_switch(known) {
        given.flags.push(word.clone());
        return Ok(());
    }
    let next = following
        .next()
        .ok_or_else(|| format!("flag needs an argument: --{long}"))?;
    let mut joined = OsString::from(format!("--{name}="));
    joined.push(next);
    given.flags.push(joined);
    Ok(())
}

/// Letters behind one dash: help has the only one, and may have a value.
fn read_short(letters: &str, given: &mut Given) -> Result<(), String> {
    let mut rest = letters;
    while let Some(after) = rest.strip_prefix('h') {
        if let Some(value) = after.strip_prefix('=').filter(|value| !value.is_empty()) {
            given.help = help(Some(value), "-h, --help")?;
            return Ok(());
        }
        given.help = true;
        rest = after;
    }
    // Go looks at the first byte alone.
    match rest.bytes().next().map(char::from) {
        Some(letter) => Err(format!("unknown shorthand flag: {letter:?} in -{rest}")),
        None => Ok(()),
    }
}

fn help(value: Option<&str>, flag: &str) -> Result<bool, String> {
    let value = value.unwrap_or("true");
    boolean(value).map_err(|error| {
        let reason = error.in_words_of_go();
        format!("invalid argument {value:?} for {flag:?} flag: {reason}")
    })
}

/// A flag that needs no value.
fn is_switch(flag: &Arg) -> bool {
    flag.is_require_equals_set() || !flag.get_action().takes_values()
}
