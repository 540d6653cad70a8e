//! Questions in a window: kdialog, zenity, and the AppleScript of macOS.
//!
//! The question is an argument of its own and passes no shell; the answer comes over a pipe.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use tegata_base::Secret;

use super::Driver;
use super::driver::Wanted;
use super::prompts::PromptError;
use crate::program::{self, Ended, Limits};

/// Bytes of an answer: a passphrase may be long.
pub(super) const MAX_ANSWER: usize = 4 << 10;

const TITLE: &str = "tegata";

/// Shows the dialog until it is answered.
pub(super) fn ask(
    (driver, program): (Driver, &Path),
    (wanted, question): (Wanted, &str),
    patience: Duration,
) -> Result<Secret<String>, PromptError> {
    let mut command = Command::new(program);
    command.args(arguments(driver, wanted, question.trim_end()));
    command.stdin(Stdio::null()).stderr(Stdio::piped());
    program::hide_settings(&mut command);
    let limits = Limits {
        patience,
        output: MAX_ANSWER,
    };
    let failed = |why| PromptError::Program(driver.name(), why);
    let ended = program::run(&mut command, limits).map_err(|error| failed(error.to_string()))?;
    match ended.status.code() {
        Some(0) => Ok(without_line_end(&ended)),
        // The button to cancel, the key Escape, or no window to show it in; the last is complained of.
        Some(1) if ended.complaint.is_empty() => Err(PromptError::Unanswered),
        _ => Err(failed(ended.failure())),
    }
}

/// The words after the program's name. The question is one of them, and taken for no flag. For zenity a
/// backslash begins an escape, and an underscore marks the letter after it.
fn arguments(driver: Driver, wanted: Wanted, question: &str) -> Vec<String> {
    let hides = wanted == Wanted::Passphrase;
    let of_zenity = question.replace('\\', "\\\\").replace('_', "__");
    let words = match (driver, hides) {
        (Driver::Kdialog, false) => vec!["--title", TITLE, "--inputbox", question],
        (Driver::Kdialog, true) => vec!["--title", TITLE, "--password", question],
        (Driver::Zenity, false) => vec!["--entry", "--title", TITLE, "--text", &of_zenity],
        (Driver::Zenity, true) => vec!["--entry", "--hide-text", "--title", TITLE, "--text", &of_zenity],
        (Driver::Osascript, _) => script(hides, question),
        _ => vec![],
    };
    words.into_iter().map(str::to_owned).collect()
}

/// A script that shows its argument, so that the question is no part of the program.
fn script(hides: bool, question: &str) -> Vec<&str> {
    let dialog = match hides {
        false => "set answer to display dialog item 1 of words with title \"tegata\" default answer \"\"",
        true => {
            "set answer to display dialog item 1 of words with title \"tegata\" default answer \"\" with hidden answer"
        }
    };
    let lines = ["on run words", dialog, "text returned of answer", "end run"];
    lines
        .into_iter()
        .flat_map(|line| ["-e", line])
        .chain(["--", question])
        .collect()
}

/// The answer: a passphrase may begin or end with a blank, but no answer has a line end.
fn without_line_end(ended: &Ended) -> Secret<String> {
    let text = ended.text();
    let text = text.expose();
    let text = text.strip_suffix('\n').unwrap_or(text);
    Secret::new(text.strip_suffix('\r').unwrap_or(text).to_owned())
}

#[cfg(test)]
mod tests;
