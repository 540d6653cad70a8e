//! Flags that were copied from a formatted text, in which `--` has become another dash.

use std::ffi::OsString;

use clap::Command;

/// The dashes and hyphens of Unicode that look like those before a flag.
const DASHES: [(char, &str); 10] = [
    ('\u{2010}', "a typographic hyphen"),
    ('\u{2011}', "a non-breaking hyphen"),
    ('\u{2012}', "a figure dash"),
    ('\u{2013}', "an en dash"),
    ('\u{2014}', "an em dash"),
    ('\u{2015}', "a horizontal bar"),
    ('\u{2212}', "a minus sign"),
    ('\u{fe58}', "a small em dash"),
    ('\u{fe63}', "a small hyphen-minus"),
    ('\u{ff0d}', "a full-width hyphen-minus"),
];

/// What to type instead of a word that begins with such a dash.
pub(crate) fn hint(word: &str) -> Option<String> {
    let flag = flag(word)?;
    let dashes = word.strip_suffix(flag).unwrap_or_default();
    let (dash, name) = dashes.chars().find_map(known)?;
    let hyphens = if flag.chars().count() == 1 { "-" } else { "--" };
    let number = u32::from(dash);
    Some(format!(
        "its dash, {name} (U+{number:04X}), is not the one of the keyboard; type {hyphens}{flag}"
    ))
}

/// What is wrong with the first word that would be a flag of the command, had it the right dash. An
/// argument may begin with any.
pub(crate) fn complaint(command: &Command, words: &[OsString]) -> Option<String> {
    let before = words.iter().take_while(|word| *word != "--");
    before.filter_map(|word| word.to_str()).find_map(|word| {
        let name = flag(word)?.split('=').next().unwrap_or_default();
        let hint = has_flag(command, name).then(|| hint(word))??;
        Some(format!("{word:?} is no flag: {hint}"))
    })
}

/// The name of the flag that a word beginning with such a dash means, and what follows it.
fn flag(word: &str) -> Option<&str> {
    let flag = word.trim_start_matches(|c| c == '-' || known(c).is_some());
    let dashes = word.strip_suffix(flag).unwrap_or_default();
    dashes.chars().any(|c| known(c).is_some()).then_some(flag)
}

fn known(c: char) -> Option<(char, &'static str)> {
    DASHES.into_iter().find(|(dash, _)| *dash == c)
}

fn has_flag(command: &Command, name: &str) -> bool {
    command.get_arguments().any(|argument| {
        let long = argument.get_long_and_visible_aliases().unwrap_or_default();
        let short = argument.get_short_and_visible_aliases().unwrap_or_default();
        long.contains(&name) || short.iter().any(|short| name.chars().eq([*short]))
    }) || command.get_subcommands().any(|below| has_flag(below, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dashes_that_are_not_ascii_are_told_of() {
        for (word, dash) in [
            ("\u{2013}certificate", "an en dash (U+2013)"),
            ("\u{2014}certificate", "an em dash (U+2014)"),
            ("-\u{2011}certificate", "a non-breaking hyphen (U+2011)"),
            ("\u{2212}\u{2212}certificate", "a minus sign (U+2212)"),
        ] {
            let hint = hint(word).unwrap();
            let expected = format!("its dash, {dash}, is not the one of the keyboard; type --certificate");
            assert_eq!(hint, expected, "{word}");
        }
        for word in ["", "-", "--certificate", "-c", "certificate", "web\u{2013}01"] {
            assert_eq!(hint(word), None, "{word}");
        }
        assert!(hint("\u{2013}d").is_some_and(|hint| hint.ends_with("type -d")));
    }

    #[test]
    fn only_words_that_would_be_flags_are_complained_of() {
        let command = Command::new("plan").arg(clap::arg!(-d --duration <DURATION>));
        let complaint = |word: &str| complaint(&command, &["plan".into(), word.into()]);
        assert!(complaint("\u{2014}duration=1h").is_some_and(|told| told.ends_with("type --duration=1h")));
        assert!(complaint("\u{2013}d").is_some());
        assert_eq!(complaint("\u{2014}unknown"), None);
        assert_eq!(complaint("--duration"), None);
        let after = ["plan".into(), "--".into(), "\u{2014}duration".into()];
        assert_eq!(super::complaint(&command, &after), None);
    }
}
