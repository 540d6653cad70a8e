//! Flags that were copied from a formatted text, in which `--` has become another dash.

/// The dashes and hyphens of Unicode that look like those before a flag.
const DASHES: [char; 9] = [
    '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2015}', '\u{2212}', '\u{fe63}',
    '\u{ff0d}',
];

/// What to type instead of a word that begins with such a dash.
pub(crate) fn hint(word: &str) -> Option<String> {
    let flag = word.trim_start_matches(|c| c == '-' || DASHES.contains(&c));
    let dashes = word.strip_suffix(flag).unwrap_or_default();
    dashes
        .contains(DASHES)
        .then(|| format!("its dash is not the one of the keyboard; type --{flag}"))
}

#[cfg(test)]
mod tests {
    use super::hint;

    #[test]
    fn only_dashes_that_are_not_ascii_are_told_of() {
        for word in [
            "\u{2013}certificate",
            "\u{2014}certificate",
            "-\u{2011}certificate",
            "\u{2212}\u{2212}certificate",
        ] {
            let hint = hint(word).unwrap();
            assert!(hint.ends_with("type --certificate"), "{word}: {hint}");
        }
        for word in ["", "-", "--certificate", "-c", "certificate", "web\u{2013}01"] {
            assert_eq!(hint(word), None, "{word}");
        }
    }
}
