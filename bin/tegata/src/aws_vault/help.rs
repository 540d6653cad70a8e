//! Help under aws-vault's name: of the commands and flags that both have, as our own definitions tell it.

use clap::{Arg, ArgAction};

use super::PROGRAM;
use super::table::{self, Command, Flag, GLOBAL};

/// Help on the program or on a command.
pub(super) fn of(command: Option<&'static Command>) -> String {
    let mut definition = match command.and_then(|command| Some((PROGRAM.subcommand(command.name)?, command)))
    {
        Some((subcommand, command)) => of_both(PROGRAM.command(subcommand), command),
        None => without_short_help(crate::tree(PROGRAM)).disable_help_subcommand(true),
    };
    definition.render_help().to_string()
}

/// Help on the program, and on each command.
pub(super) fn of_all() -> String {
    let commands = table::COMMANDS.iter().filter(|command| !command.is_hidden);
    let built = commands.filter(|command| PROGRAM.subcommand(command.name).is_some());
    let told = built.map(|command| format!("\n{}", of(Some(command))));
    std::iter::once(of(None)).chain(told).collect()
}

/// A manual page of the program.
pub(super) fn manual() -> std::io::Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(crate::tree(PROGRAM)).render(&mut page)?;
    Ok(page)
}

/// The definition without the flags that aws-vault does not have.
fn of_both(definition: clap::Command, command: &Command) -> clap::Command {
    let is_shown = |arg: &Arg| {
        let is_it = |flag: &&Flag| {
            let long = arg.get_long().unwrap_or_default();
            flag.name == long.strip_prefix("no-").unwrap_or(long) || flag.name == long
        };
        let flag = GLOBAL.iter().chain(command.flags).find(is_it);
        arg.is_positional() || flag.is_some_and(|flag| !flag.is_hidden)
    };
    let shown = definition.mut_args(|arg| match is_shown(&arg) {
        true => arg,
        false => arg.hide(true),
    });
    without_short_help(shown)
}

/// The definition with `--help` and no `-h`, which aws-vault does not know.
fn without_short_help(definition: clap::Command) -> clap::Command {
    let help = Arg::new("help")
        .long("help")
        .action(ArgAction::Help)
        .help("Print help");
    definition.disable_help_flag(true).arg(help)
}
