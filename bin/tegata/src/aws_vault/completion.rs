//! What could stand next on a command line, as kingpin finds it, and the scripts that ask for it.

use std::ffi::{OsStr, OsString};

use super::grammar::{Element, Line};
use super::reading::Shell;
use super::table::{COMMANDS, Flag, GLOBAL, Kind, Positional};

/// The function that a shell calls. `compgen` splits its list at line ends, since a profile's name may have
/// spaces; and a word that is begun counts as one that is done, so that only a flag's is shown.
const FUNCTION: &str = r#"_aws_vault_complete() {
    local IFS=$'\n' word="${COMP_WORDS[COMP_CWORD]}" flag=
    [[ $word == --* ]] && flag=$word
    COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" --completion-bash "${COMP_WORDS[@]:1:COMP_CWORD-1}" "$flag" 2>/dev/null)" -- "$word"))
}
complete -F _aws_vault_complete aws-vault
"#;

/// The script of a shell.
pub(super) fn script(shell: Shell) -> String {
    match shell {
        Shell::Bash => FUNCTION.to_owned(),
        Shell::Zsh => format!(
            "#compdef aws-vault\nautoload -U compinit bashcompinit\ncompinit\nbashcompinit\n\n{FUNCTION}"
        ),
    }
}

/// What a flag's name or value could be.
enum Found {
    /// It has no value that could be named, or has one that is complete.
    Done,
    /// Its values.
    Values(Vec<String>),
    /// No flag of this name: the names there are.
    Names(Vec<String>),
}

/// The words that could stand in the place of the last one. `profiles` is asked only where a profile could stand.
pub(super) fn words(words: &[OsString], profiles: impl Fn() -> Vec<String>) -> Vec<String> {
    let line = Line::of(words);
    let typed = words.get(1..).unwrap_or_default();
    let word = |from_end: usize| {
        let at = typed.len().checked_sub(from_end)?;
        typed.get(at).map(OsString::as_os_str)
    };
    let (current, previous) = (word(1).unwrap_or_default(), word(2).unwrap_or_default());
    let (name, value) = match (flag_name(previous), flag_name(current)) {
        (Some(name), None) => (name, current),
        (_, Some(name)) => (name, OsStr::new("")),
        (None, None) => return next(&line, profiles),
    };
    let Some(command) = line.command else {
        return match of_flag(GLOBAL, &name, value) {
            Found::Done => next(&line, profiles),
            Found::Values(words) | Found::Names(words) => words,
        };
    };
    let mut names = match of_flag(command.flags, &name, value) {
        Found::Done => return next(&line, profiles),
        Found::Values(values) => return values,
        Found::Names(names) => names,
    };
    match of_flag(GLOBAL, &name, value) {
        Found::Done => next(&line, profiles),
        Found::Values(values) => values,
        Found::Names(more) => {
            names.extend(more);
            names
        }
    }
}

/// What follows the two dashes.
fn flag_name(word: &OsStr) -> Option<String> {
    let word = word.to_string_lossy();
    word.strip_prefix("--").map(str::to_owned)
}

fn of_flag(flags: &[Flag], name: &str, value: &OsStr) -> Found {
    let Some(flag) = flags.iter().find(|flag| flag.name == name) else {
        let shown = flags.iter().filter(|flag| !flag.is_hidden);
        return Found::Names(shown.map(|flag| format!("--{}", flag.name)).collect());
    };
    let Kind::Choice(choices) = flag.kind else {
        return Found::Done;
    };
    let value = value.to_string_lossy();
    let is_begun = choices
        .iter()
        .any(|choice| *choice != value && choice.starts_with(value.as_ref()));
    if choices.contains(&value.as_ref()) && !is_begun {
        return Found::Done;
    }
    Found::Values(choices.iter().map(|&choice| choice.to_owned()).collect())
}

/// The next argument, or the commands.
fn next(line: &Line, profiles: impl Fn() -> Vec<String>) -> Vec<String> {
    let Some(command) = line.command else {
        let shown = COMMANDS.iter().filter(|command| !command.is_hidden);
        return shown.map(|command| command.name.to_owned()).collect();
    };
    let is_filled = |element: &&Element| matches!(element, Element::Positional(_, word) if !word.is_empty());
    let filled = line.elements.iter().filter(is_filled).count();
    match command.positionals.get(filled) {
        Some(Positional {
            offers_profiles: true,
            ..
        }) => profiles(),
        _ => Vec::new(),
    }
}
