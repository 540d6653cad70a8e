//! Words for a POSIX shell, where a person is told what to run.

use std::path::Path;

/// One word that the shell takes as it is.
#[must_use]
pub fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "%+,-./:=@_".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// A path as one word, which no program takes for a flag.
#[must_use]
pub fn shell_path(path: &Path) -> String {
    let shown = path.display().to_string();
    match shown.starts_with('-') {
        true => shell_word(&format!("./{shown}")),
        false => shell_word(&shown),
    }
}

#[cfg(test)]
mod tests;
