//! Words as kingpin cuts them: flags and their values, arguments, and the lines of files in the place of
//! `@file`.

use std::collections::VecDeque;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};

use super::arguments_file;
use super::table::{Flag, Kind};

/// The most files that a command line may name, those named in files among them.
const MOST_FILES: usize = 32;

/// A piece of the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// `--name`.
    Long(OsString),
    /// `-x`.
    Short(OsString),
    /// Anything else, a flag's value among it.
    Argument(OsString),
    /// A file that could not be read.
    Error(String),
    End,
}

impl Token {
    /// As it stood on the command line.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Long(name) => format!("--{}", name.to_string_lossy()),
            Self::Short(letter) => format!("-{}", letter.to_string_lossy()),
            Self::Argument(word) => word.to_string_lossy().into_owned(),
            Self::Error(message) => format!("error: {message}"),
            Self::End => "<EOL>".to_owned(),
        }
    }
}

/// The words that are left.
#[derive(Debug)]
pub(super) struct Tokens {
    words: VecDeque<Vec<u8>>,
    /// Tokens that were cut and not taken, the next one last.
    peeked: Vec<Token>,
    /// Whether `--` was met.
    only_arguments: bool,
    files: usize,
}

impl Tokens {
    pub(super) fn new(words: &[OsString]) -> Self {
        Self {
            words: words.iter().map(|word| word.as_bytes().to_vec()).collect(),
            peeked: Vec::new(),
            only_arguments: false,
            files: 0,
        }
    }

    /// The next token, which stays. `short` finds the flag of a letter.
    pub(super) fn peek(&mut self, short: impl Fn(char) -> Option<&'static Flag>) -> Token {
        if self.peeked.is_empty() {
            let token = self.cut(short);
            self.peeked.push(token);
        }
        self.peeked.last().cloned().unwrap_or(Token::End)
    }

    /// Takes the token that was peeked at.
    pub(super) fn take(&mut self) {
        self.peeked.pop();
    }

    fn cut(&mut self, short: impl Fn(char) -> Option<&'static Flag>) -> Token {
        while let Some(word) = self.words.pop_front() {
            if self.only_arguments || !word.starts_with(b"-") && !word.starts_with(b"@") || word == b"-" {
                return Token::Argument(OsString::from_vec(word));
            }
            if word == b"--" {
                self.only_arguments = true;
            } else if let Some(long) = word.strip_prefix(b"--") {
                return self.cut_long(long);
            } else if let Some(letters) = word.strip_prefix(b"-") {
                return self.cut_short(letters, short);
            } else if let Some(name) = word.strip_prefix(b"@")
                && let Err(message) = self.expand(name)
            {
                return Token::Error(message);
            }
        }
        Token::End
    }

    fn cut_long(&mut self, long: &[u8]) -> Token {
        let mut halves = long.splitn(2, |byte| *byte == b'=');
        let name = halves.next().unwrap_or_default();
        if let Some(value) = halves.next() {
            self.peeked.push(Token::Argument(OsStr::from_bytes(value).into()));
        }
        Token::Long(OsStr::from_bytes(name).into())
    }

    /// The first of the letters behind one dash. What is behind it is its value, if it takes one, and more
    /// flags if not.
    fn cut_short(&mut self, letters: &[u8], short: impl Fn(char) -> Option<&'static Flag>) -> Token {
        let first = letters.utf8_chunks().next();
        let letter = first.as_ref().and_then(|chunk| chunk.valid().chars().next());
        let (letter, length) = letter.map_or((char::REPLACEMENT_CHARACTER, 1), |c| (c, c.len_utf8()));
        let rest = letters.get(length..).unwrap_or_default();
        let takes_value = short(letter).is_some_and(|flag| flag.kind != Kind::Switch);
        if !rest.is_empty() && takes_value {
            self.peeked.push(Token::Argument(OsStr::from_bytes(rest).into()));
        } else if !rest.is_empty() {
            self.words.push_front([b"-", rest].concat());
        }
        Token::Short(letter.to_string().into())
    }

    fn expand(&mut self, name: &[u8]) -> Result<(), String> {
        self.files += 1;
        if self.files > MOST_FILES {
            return Err(format!(
                "more than {MOST_FILES} arguments files, or one that names itself"
            ));
        }
        for line in arguments_file::lines(name)?.into_iter().rev() {
            self.words.push_front(line);
        }
        Ok(())
    }
}
