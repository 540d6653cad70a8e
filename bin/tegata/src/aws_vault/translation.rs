//! From what was asked to the words of our own definition of the subcommand.

use std::ffi::{OsStr, OsString};

use clap::Arg;

use super::grammar::Value;
use super::reading::Asked;
use super::table::{self, Flag, GLOBAL};

/// The command that is run for what was asked: `exec --json` is `export --format=json` by an old name.
///
/// # Errors
/// What aws-vault says of flags that exclude each other.
pub(super) fn renamed(asked: Asked) -> Result<Asked, String> {
    let is_json = asked.command.name == "exec" && asked.is_on("json");
    let (true, Some(export)) = (is_json, table::find("export")) else {
        return Ok(asked);
    };
    for (server, shown) in [
        ("ec2-server", "ec2-server"),
        ("ecs-server", "ecs-server"),
        ("server", "ecs-server"),
    ] {
        if asked.is_on(server) {
            return Err(format!("Can't use --{shown} with --json"));
        }
    }
    let is_of_export = |flag: &Flag| export.flags.contains(flag) || GLOBAL.contains(flag);
    let mut flags: Vec<_> = asked
        .flags
        .into_iter()
        .filter(|(flag, _)| is_of_export(flag))
        .collect();
    if let Some(format) = export.flags.iter().find(|flag| flag.name == "format") {
        flags.push((format, Value::Text("json".into())));
    }
    Ok(Asked {
        command: export,
        flags,
        arguments: asked.arguments.into_iter().take(1).collect(),
    })
}

/// The words that our definition of the command takes.
///
/// # Errors
/// A flag of aws-vault's that it does not have.
pub(super) fn words(asked: &Asked, definition: &clap::Command) -> Result<Vec<OsString>, String> {
    let mut words = Vec::new();
    for (flag, value) in &asked.flags {
        let positive = argument(definition, flag.name);
        let negative = argument(definition, &format!("no-{}", flag.name));
        match (value, positive, negative) {
            (Value::Switch(is_on), Some(switch), _) if switch.get_action().takes_values() => {
                words.push(format!("--{}={is_on}", flag.name).into());
            }
            (Value::Switch(true), Some(_), _) => words.push(format!("--{}", flag.name).into()),
            (Value::Switch(false), _, Some(_)) => words.push(format!("--no-{}", flag.name).into()),
            // It is off by itself, or on.
            (Value::Switch(false), ..) | (Value::Switch(true), None, Some(_)) => {}
            (Value::Text(text), Some(_), _) => {
                let mut word = OsString::from(format!("--{}=", flag.name));
                word.push(text);
                words.push(word);
            }
            // Of stores that are not built, and of other systems.
            _ if GLOBAL.contains(flag) => {}
            _ => return Err(format!("--{} is not built yet", flag.name)),
        }
    }
    push_arguments(&mut words, &asked.arguments, definition);
    Ok(words)
}

/// Whether our definition has a flag of this name.
pub(super) fn argument<'c>(definition: &'c clap::Command, name: &str) -> Option<&'c Arg> {
    definition.get_arguments().find(|arg| {
        let aliases = arg.get_all_aliases().unwrap_or_default();
        arg.get_long() == Some(name) || aliases.contains(&name)
    })
}

/// What is no flag stands behind `--`. Where our definition wants `--` between the profile and the command,
/// the profile stands before it.
fn push_arguments(words: &mut Vec<OsString>, arguments: &[OsString], definition: &clap::Command) {
    let wants_dashes = definition.get_positionals().any(Arg::is_last_set);
    let before = arguments.iter().take(usize::from(wants_dashes));
    let behind = arguments.iter().skip(usize::from(wants_dashes));
    words.extend(before.cloned());
    if behind.len() > 0 {
        words.push(OsStr::new("--").into());
        words.extend(behind.cloned());
    }
}
