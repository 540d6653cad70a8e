//! `tegata completion`: a script that lets a shell complete our command lines, made from the definitions of
//! the flags themselves.

use std::ffi::OsStr;
use std::process::ExitCode;

use clap::{Arg, ArgAction, Command};
use clap_complete::{Shell, generate};

use crate::{Program, output};

/// The shells, by the names that cobra gives them.
const SHELLS: [(&str, Shell); 5] = [
    ("bash", Shell::Bash),
    ("elvish", Shell::Elvish),
    ("fish", Shell::Fish),
    ("powershell", Shell::PowerShell),
    ("zsh", Shell::Zsh),
];

/// Print the script that lets a shell complete command lines.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// bash, elvish, fish, powershell or zsh
    #[arg(value_parser = |text: &str| shell(OsStr::new(text)).ok_or("it is none of bash, elvish, fish, powershell and zsh"))]
    shell: Shell,
}

pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    print(args.shell, program)
}

pub(crate) fn shell(name: &OsStr) -> Option<Shell> {
    SHELLS
        .iter()
        .find(|(known, _)| OsStr::new(known) == name)
        .map(|(_, shell)| *shell)
}

pub(crate) fn print(shell: Shell, program: Program) -> ExitCode {
    let mut script = Vec::new();
    generate(shell, &mut crate::tree(program), program.name(), &mut script);
    output::print_bytes(&script)
}

/// The command as cobra has it, for its flags and its help.
pub(crate) fn command(path: &str) -> Command {
    Command::new("completion")
        .bin_name(path)
        .about("Print the script that lets a shell complete command lines")
        .override_usage(format!("{path} <{}>", SHELLS.map(|(name, _)| name).join("|")))
        .arg(
            Arg::new("no-descriptions")
                .long("no-descriptions")
                .help("Without descriptions, which the scripts show only where the shell can")
                .action(ArgAction::SetTrue),
        )
}

/// What `completion` without a shell tells.
pub(crate) fn usage(program: Program) -> String {
    command(&format!("{} completion", program.name()))
        .render_help()
        .to_string()
}
