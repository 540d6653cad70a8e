//! The questions of commands that speak with a person: on the terminal, whatever standard input and output are.

use std::io::{self, Read as _, Write as _};

use tegata_base::{AskError, Secret};
use tegata_vault::Ask;

use super::quiet::{self, Shown};
use super::{Terminal, refused};

/// Bytes of a line. A terminal hands over no longer one.
const MAX_LINE: usize = 4096;

/// Who answers questions, and knows passphrases. Each question is a whole prompt, with its colon and space.
pub trait Person: Ask {
    /// Asks, and shows what is typed.
    ///
    /// # Errors
    /// [`AskError`] when nobody can be asked.
    fn line(&self, question: &str) -> Result<String, AskError>;

    /// Asks for a secret, and shows a star for each character.
    ///
    /// # Errors
    /// [`AskError`] when nobody can be asked.
    fn secret(&self, question: &str) -> Result<Secret<String>, AskError>;

    /// Asks for a yes, spelt out or by its first letter; anything else is none.
    ///
    /// # Errors
    /// [`AskError`] when nobody can be asked.
    fn agrees(&self, question: &str) -> Result<bool, AskError> {
        let answer = self.line(question)?;
        let answer = answer.trim();
        Ok(["y", "yes"].iter().any(|yes| answer.eq_ignore_ascii_case(yes)))
    }
}

impl Person for Terminal {
    fn line(&self, question: &str) -> Result<String, AskError> {
        line(question).map_err(refused)
    }

    fn secret(&self, question: &str) -> Result<Secret<String>, AskError> {
        quiet::ask(question, Shown::Stars, None).map_err(refused)
    }
}

/// A line as the terminal edits it. It is read byte by byte, so that what was typed ahead is left for the next
/// question.
fn line(question: &str) -> io::Result<String> {
    let mut terminal = super::open()?;
    terminal.write_all(question.as_bytes())?;
    let mut typed = Vec::new();
    let mut byte = [0];
    while typed.len() < MAX_LINE {
        let [key] = match terminal.read(&mut byte)? {
            0 if typed.is_empty() => return Err(io::ErrorKind::UnexpectedEof.into()),
            0 => break,
            _ => byte,
        };
        if key == b'\n' {
            break;
        }
        typed.push(key);
    }
    String::from_utf8(typed).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))
}
