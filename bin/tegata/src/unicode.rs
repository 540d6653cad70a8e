//! A command line with a value that must be text and is not Unicode: which flag's it is, as the parser does
//! not tell.

use std::any::TypeId;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

/// The error, with the flag's name where it is about a value that is not Unicode.
pub(crate) fn named(error: clap::Error, command: &mut Command, words: &[OsString]) -> clap::Error {
    if error.kind() != ErrorKind::InvalidUtf8 {
        return error;
    }
    let Some(flag) = culprit(command, words) else {
        return error;
    };
    let message = format!("the value of {flag} is not Unicode");
    let mut named = command.error(ErrorKind::InvalidUtf8, message);
    named.insert(ContextKind::InvalidArg, ContextValue::String(flag));
    named
}

/// The first flag of text whose value is none.
fn culprit(command: &Command, words: &[OsString]) -> Option<String> {
    let mut before: Option<&OsString> = None;
    for word in words {
        if word.to_str().is_none() {
            let flag = given_with(word).or_else(|| before.and_then(|word| word.to_str()));
            if let Some(flag) = flag
                && takes_text(command, flag.trim_start_matches('-'))
            {
                return Some(flag.to_owned());
            }
        }
        before = Some(word);
    }
    None
}

/// The flag of `--flag=value`.
fn given_with(word: &OsStr) -> Option<&str> {
    let bytes = word.as_encoded_bytes();
    let end = bytes.iter().position(|byte| *byte == b'=')?;
    std::str::from_utf8(bytes.get(..end)?).ok()
}

/// Whether the command, or one below it, has a flag of this name whose value is text; that of a path may be
/// any bytes.
fn takes_text(command: &Command, name: &str) -> bool {
    let is_text = |arg: &Arg| {
        let kind = arg.get_value_parser().type_id();
        arg.get_long() == Some(name) && kind != TypeId::of::<PathBuf>() && kind != TypeId::of::<OsString>()
    };
    command.get_arguments().any(is_text) || command.get_subcommands().any(|below| takes_text(below, name))
}
