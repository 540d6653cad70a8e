//! Commands as a POSIX shell reads them.

use std::fmt;
use std::path::Path;

use tegata_keys::{shell_path, shell_word};

/// A command line, complete and quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Command(String);

impl Command {
    /// A program.
    pub(super) fn new(program: impl AsRef<str>) -> Self {
        Self(shell_word(program.as_ref()))
    }

    /// An operation of the AWS CLI.
    pub(super) fn aws(service: &str, operation: &str) -> Self {
        Self::new("aws").word(service).word(operation)
    }

    /// One more word, whatever is in it.
    pub(super) fn word(self, word: impl AsRef<str>) -> Self {
        self.verbatim(&shell_word(word.as_ref()))
    }

    /// One more word for each.
    pub(super) fn words(self, words: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        words.into_iter().fold(self, Self::word)
    }

    /// A flag and its value.
    pub(super) fn flag(self, name: &str, value: impl AsRef<str>) -> Self {
        self.word(name).word(value)
    }

    /// A flag and the file that holds its value, as the AWS CLI takes it.
    pub(super) fn text_of(self, name: &str, file: &Path) -> Self {
        self.flag(name, format!("file://{}", file.display()))
    }

    /// A flag and the file that holds its bytes, as the AWS CLI takes it.
    pub(super) fn bytes_of(self, name: &str, file: &Path) -> Self {
        self.flag(name, format!("fileb://{}", file.display()))
    }

    /// As a caller: a profile of the AWS config file.
    pub(super) fn profile(self, name: &str) -> Self {
        self.flag("--profile", name)
    }

    /// Something that is shell already.
    pub(super) fn verbatim(self, shell: &str) -> Self {
        Self(format!("{} {shell}", self.0))
    }

    /// With its output in a file.
    pub(super) fn into_file(self, file: &Path) -> Self {
        self.verbatim(&format!("> {}", shell_path(file)))
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
