//! Links that a person has to open: in a browser that is started for them, or shown.
//!
//! `$BROWSER` names the browser as it does for `xdg-open` and Python's `webbrowser`: commands between colons, of
//! which the first that can be started is; `%s` in one stands for the link, which otherwise comes last. Without it
//! the desktop's own is asked. A link from a service is looked at first: a browser is handed web addresses alone.

use std::env::split_paths;
use std::fmt;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{Environment, NotUnicode};

/// How links are handed to the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Browsing {
    /// Programs with their arguments, in the order in which they are tried.
    browsers: Vec<Vec<String>>,
    /// Whether one is started.
    opens: bool,
}

/// The address of a web page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link(String);

/// What opens a link on a desktop, and whether it needs a display.
const OPENERS: [(&str, bool); 3] = [("open", false), ("xdg-open", true), ("wslview", false)];

impl Browsing {
    /// By `$BROWSER` and what this machine has. With `shown_only`, or `AWS_VAULT_STDOUT`, links are shown and
    /// none is opened.
    ///
    /// # Errors
    /// [`NotUnicode`].
    pub fn of(shown_only: bool, environment: &Environment) -> Result<Self, NotUnicode> {
        let said = environment.text("AWS_VAULT_STDOUT")?;
        let shown_only = shown_only || said.is_some_and(is_true);
        let browsers = match environment.text("BROWSER")? {
            Some(commands) => commands
                .split(':')
                .filter_map(shlex::split)
                .filter(|words| !words.is_empty())
                .collect(),
            None => of_desktop(environment),
        };
        Ok(Self {
            browsers,
            opens: !shown_only,
        })
    }

    /// The same, with a browser that was named in the place of the usual ones.
    #[must_use]
    pub(crate) fn with(self, command: &str) -> Self {
        let named = shlex::split(command).filter(|words| !words.is_empty());
        Self {
            browsers: named.into_iter().collect(),
            opens: true,
        }
    }

    /// Whether there is a browser on this machine, be it used or not.
    pub(crate) fn has_browser(&self) -> bool {
        !self.browsers.is_empty()
    }

    /// Opens a link, unless links are shown only. Returns whether a browser was started; it is not waited for.
    pub(crate) fn open(&self, link: &Link, environment: &Environment) -> bool {
        self.opens && self.browsers.iter().any(|words| start(words, link, environment))
    }
}

/// As Go's `ParseBool`, which aws-vault asks.
pub(crate) fn is_true(text: &str) -> bool {
    ["1", "t", "true"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word))
}

fn of_desktop(environment: &Environment) -> Vec<Vec<String>> {
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| environment.os(name).is_some());
    OPENERS
        .iter()
        // On Linux, `open` is another program.
        .filter(|(name, _)| (*name == "open") == cfg!(target_vendor = "apple"))
        .filter(|(_, needs_display)| has_display || !needs_display)
        .filter(|(name, _)| in_path(name, environment).is_some())
        .map(|(name, _)| vec![(*name).to_owned()])
        .collect()
}

/// The program of a name.
pub(crate) fn in_path(name: &str, environment: &Environment) -> Option<PathBuf> {
    let folders = split_paths(environment.os("PATH")?);
    folders
        .map(|folder| folder.join(name))
        .find(|path: &PathBuf| Path::is_file(path))
}

fn start(words: &[String], link: &Link, environment: &Environment) -> bool {
    let Some((program, arguments)) = words.split_first() else {
        return false;
    };
    let mut command = Command::new(program);
    let mut is_named = false;
    for argument in arguments {
        is_named |= argument.contains("%s");
        command.arg(argument.replace("%s", &link.0));
    }
    if !is_named {
        command.arg(&link.0);
    }
    // Keys and passphrases are none of a browser's business.
    for name in environment.names().filter(|name| is_ours(name)) {
        command.env_remove(name);
    }
    let started = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // Of its own, so that Ctrl-C here does not end a browser that was started here.
        .process_group(0)
        .spawn();
    let Ok(mut browser) = started else {
        return false;
    };
    // It may run for days; its end is taken note of, so that it leaves no zombie.
    thread::spawn(move || browser.wait());
    true
}

fn is_ours(name: &str) -> bool {
    name.starts_with("AWS_") || name.starts_with("TEGATA_")
}

impl Link {
    /// The address, if it is one of the web: nothing else is handed to a browser or shown on a terminal.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let is_web = text.starts_with("https://") || text.starts_with("http://");
        let is_plain = text.len() <= 8 << 10 && text.bytes().all(|byte| byte.is_ascii_graphic());
        (is_web && is_plain).then(|| Self(text.to_owned()))
    }

    /// The address in the form that Firefox' add-on for containers opens, in the container of this name.
    pub(crate) fn in_container(name: &str, text: &str) -> Option<Self> {
        Self::new(text)?;
        let escaped = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
        Some(Self(format!(
            "ext+container:name={}&url={}",
            escaped(name),
            escaped(text)
        )))
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests;
