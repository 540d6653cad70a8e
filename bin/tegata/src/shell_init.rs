//! `tegata shell-init`: functions that switch a shell's account in place, without a shell in a shell.
//!
//! ```text
//! templates of the shell ─name, program, variables put in─▶ stdout ─eval─▶ tg PROFILE ─▶ eval "$(tegata export --format=sh)"
//! ```
//!
//! What a shell evaluates is made here and by `export`, which quotes every value; names of profiles reach it as
//! values alone.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use tegata_client::Edge;
use tegata_client::brought::PLACE;
use tegata_client::directory_profile::profile_of;
use tegata_client::exec::IDENTITY;
use tegata_client::export::{fish_quoted, powershell_quoted, sh_quoted};

use crate::paint::printable;
use crate::{Program, output};

const COMMON: &str = include_str!("shell_init/common.sh");
const DIRECTORIES: &str = include_str!("shell_init/directories.sh");

/// Print what lets a shell switch its account: eval "$(tegata shell-init bash)" defines the function tg
///
/// tg PROFILE puts the profile's credentials into the shell, tg --refresh renews them, tg --clear takes them away, and
/// tg tells whose they are and how long they hold.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Whose language
    #[arg(value_enum, required_unless_present = "profile_of")]
    shell: Option<Shell>,
    /// What the function is called
    #[arg(long, default_value = "tg", value_parser = function_name)]
    name: String,
    /// Also switch to the profile that a file .tegata in the folder, or in one above, names
    #[arg(long)]
    with_directories: bool,
    /// Print the profile that a file names, if it may be followed
    #[arg(long, hide = true, value_name = "FILE", conflicts_with = "shell")]
    profile_of: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
}

pub(crate) fn run(args: &Args) -> ExitCode {
    let told = match (&args.profile_of, args.shell) {
        (Some(file), _) => Edge::with_process(|edge| profile_of(file, edge.environment))
            .map(|profile| format!("{profile}\n"))
            .map_err(|error| error.to_string()),
        (None, Some(shell)) => {
            program().map(|program| shell.script(&program, &args.name, args.with_directories))
        }
        (None, None) => Err("no shell was named".to_owned()),
    };
    match told {
        Ok(text) => output::print(&text),
        Err(error) => Program::Tegata.fail("shell-init", &printable(&error)),
    }
}

impl Shell {
    /// The parts of its script, and those that follow directories.
    const fn parts(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Bash => (
                &[COMMON, include_str!("shell_init/bash.sh")],
                &[DIRECTORIES, include_str!("shell_init/bash_directories.sh")],
            ),
            Self::Zsh => (
                &[COMMON, include_str!("shell_init/zsh.sh")],
                &[DIRECTORIES, include_str!("shell_init/zsh_directories.sh")],
            ),
            Self::Fish => (
                &[include_str!("shell_init/fish.fish")],
                &[include_str!("shell_init/directories.fish")],
            ),
            Self::Powershell => (
                &[include_str!("shell_init/powershell.ps1")],
                &[include_str!("shell_init/directories.ps1")],
            ),
        }
    }

    fn script(self, program: &str, name: &str, with_directories: bool) -> String {
        let (always, directories) = self.parts();
        let mut text = always.concat();
        if with_directories {
            text.push_str(&directories.concat());
        }
        let list = |names: &[&str]| match self {
            Self::Powershell => format!("'{}'", names.join("', '")),
            _ => names.join(" "),
        };
        // The program last: its path may be anything.
        text.replace("@NAME@", name)
            .replace("@IDENTITY@", &list(&IDENTITY.concat()))
            .replace("@PLACE@", &list(&PLACE))
            .replace("@TEGATA@", &self.quoted(program))
    }

    fn quoted(self, program: &str) -> String {
        match self {
            Self::Bash | Self::Zsh => format!("command {}", sh_quoted(program)),
            Self::Fish => fish_quoted(program),
            Self::Powershell => powershell_quoted(program),
        }
    }
}

/// This program as it was called: by its path, if it was, else by its name, so that an update is followed.
fn program() -> Result<String, String> {
    let called_as = std::env::args_os()
        .next()
        .unwrap_or_else(|| OsString::from("tegata"));
    if Path::new(&called_as).components().count() == 1 {
        return Ok("tegata".to_owned());
    }
    // Links stay: what they lead to changes with an update.
    let path = std::path::absolute(&called_as)
        .map_err(|error| format!("cannot tell where this program is: {error}"))?;
    path.into_os_string().into_string().map_err(|_| {
        "the path of this program is not Unicode; put it into PATH, and run: tegata shell-init".to_owned()
    })
}

fn function_name(text: &str) -> Result<String, &'static str> {
    let is_word = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let begins = text.bytes().next().is_some_and(|byte| !byte.is_ascii_digit());
    match is_word && begins && text.len() <= 32 && text != "tegata" {
        true => Ok(text.to_owned()),
        false => Err("it must be up to 32 letters, digits and _, begin with no digit, and not be tegata"),
    }
}

#[cfg(test)]
mod tests;
