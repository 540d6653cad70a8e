//! kingpin's grammar: which flag, command or argument each token is.

use std::ffi::{OsStr, OsString};

use super::table::{self, Command, Flag, GLOBAL, Kind, Positional};
use super::tokens::{Token, Tokens};
use super::words_of_go::quoted;

/// The value of a flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Switch(bool),
    Text(OsString),
}

/// What a token turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Element {
    Command(&'static Command),
    Flag(&'static Flag, Value),
    Positional(&'static Positional, OsString),
}

/// A command line as far as it could be understood.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) command: Option<&'static Command>,
    pub(super) elements: Vec<Element>,
    /// Why no further.
    pub(super) mistake: Option<String>,
}

impl Line {
    pub(super) fn of(words: &[OsString]) -> Self {
        let mut line = Self::default();
        let mut tokens = Tokens::new(words);
        line.mistake = line.understand(&mut tokens).err();
        line
    }

    /// The flags that may be given, those of the command last.
    pub(super) fn flags(&self) -> impl Iterator<Item = &'static Flag> + use<> {
        let more = self.command.map(|command| command.flags).unwrap_or_default();
        GLOBAL.iter().chain(more)
    }

    fn positionals(&self) -> &'static [Positional] {
        self.command
            .map(|command| command.positionals)
            .unwrap_or_default()
    }

    fn short(&self, letter: char) -> Option<&'static Flag> {
        self.flags().find(|flag| flag.short == Some(letter))
    }

    fn long(&self, name: &OsStr) -> Option<&'static Flag> {
        self.flags().find(|flag| OsStr::new(flag.name) == name)
    }

    fn understand(&mut self, tokens: &mut Tokens) -> Result<(), String> {
        let mut filled = 0;
        loop {
            match tokens.peek(|letter| self.short(letter)) {
                Token::End => return Ok(()),
                Token::Error(message) => return Err(message),
                flag @ (Token::Long(_) | Token::Short(_)) => self.flag(&flag, tokens)?,
                Token::Argument(word) if self.command.is_none() => {
                    let command = word.to_str().and_then(table::find);
                    let command = command.ok_or_else(|| {
                        format!("expected command but got {}", quoted(word.as_encoded_bytes()))
                    })?;
                    self.command = Some(command);
                    self.elements.push(Element::Command(command));
                    tokens.take();
                }
                Token::Argument(word) => {
                    let positional = self.positionals().get(filled);
                    let Some(positional) = positional else {
                        return Err(format!("unexpected {}", word.to_string_lossy()));
                    };
                    filled += usize::from(!positional.is_rest);
                    self.elements.push(Element::Positional(positional, word));
                    tokens.take();
                }
            }
        }
    }

    fn flag(&mut self, token: &Token, tokens: &mut Tokens) -> Result<(), String> {
        let (flag, is_on) = self.named(token)?;
        tokens.take();
        let value = match flag.kind {
            Kind::Switch => Value::Switch(is_on),
            _ => match tokens.peek(|letter| self.short(letter)) {
                Token::Argument(value) => {
                    tokens.take();
                    Value::Text(value)
                }
                _ => return Err(format!("expected argument for flag '{}'", token.shown())),
            },
        };
        self.elements.push(Element::Flag(flag, value));
        Ok(())
    }

    /// The flag of a token, and whether it turns a switch on.
    fn named(&self, token: &Token) -> Result<(&'static Flag, bool), String> {
        let name = match token {
            Token::Long(name) => name,
            Token::Short(letter) => {
                let letter = letter.to_str().and_then(|letter| letter.chars().next());
                let flag = letter.and_then(|letter| self.short(letter));
                return flag
                    .map(|flag| (flag, true))
                    .ok_or_else(|| format!("unknown short flag '{}'", token.shown()));
            }
            _ => return Err(format!("unexpected {}", token.shown())),
        };
        if let Some(flag) = self.long(name) {
            return Ok((flag, true));
        }
        name.to_str()
            .and_then(|name| name.strip_prefix("no-"))
            .and_then(|name| self.long(OsStr::new(name)))
            .filter(|flag| flag.kind == Kind::Switch)
            .map(|flag| (flag, false))
            .ok_or_else(|| format!("unknown long flag '{}'", token.shown()))
    }
}
