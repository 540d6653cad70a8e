//! A question at the terminal whose answer is not shown.
//!
//! The terminal hands over every key, Ctrl-C too, which must not end the process before the terminal is as it
//! was: a shell that gets it back without echo shows nothing of what is typed into it.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Write as _};
use std::rc::Rc;

use rpassword::ConfigBuilder;
use rustix::process::{Signal, getpid, kill_process};
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};
use tegata_base::Secret;

pub(super) const TERMINAL: &str = "/dev/tty";
/// The keys that end a program, and with what: Ctrl-C and Ctrl-\.
const ENDINGS: [(u8, Signal); 2] = [(0x03, Signal::INT), (0x1c, Signal::QUIT)];

/// What is shown while a secret is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// Nothing.
    Nothing,
    /// A star for each character, as aws-vault does for secret access keys.
    Stars,
}

/// What is typed on this process's terminal up to the end of the line. Ctrl-C ends the process, unless it
/// handles that itself; then it is [`io::ErrorKind::Interrupted`].
pub(super) fn ask(question: &str, shown: Shown) -> io::Result<Secret<String>> {
    let mut terminal = File::options().read(true).write(true).open(TERMINAL)?;
    let pressed = Rc::new(Cell::new(None));
    let keys = Keys {
        terminal: terminal.try_clone()?,
        pressed: Rc::clone(&pressed),
        stars: (shown == Shown::Stars).then(Stars::default),
    };
    let config = ConfigBuilder::new()
        .input_reader(keys)
        .output_writer(terminal.try_clone()?)
        .build();
    let quiet = Quiet::over(terminal.try_clone()?)?;
    let answer = rpassword::prompt_password_with_config(question, config).map(Secret::new);
    drop(quiet);
    writeln!(terminal)?;
    match pressed.get() {
        Some(signal) => {
            kill_process(getpid(), signal)?;
            Err(io::Error::new(io::ErrorKind::Interrupted, "interrupted"))
        }
        None => answer,
    }
}

/// A terminal without echo; dropped, it is as before.
struct Quiet {
    terminal: File,
    before: Termios,
}

impl Quiet {
    fn over(terminal: File) -> io::Result<Self> {
        let before = tcgetattr(&terminal)?;
        let mut quiet = before.clone();
        quiet.local_modes &= !(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
        quiet.special_codes[SpecialCodeIndex::VMIN] = 1;
        quiet.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(&terminal, OptionalActions::Now, &quiet)?;
        Ok(Self { terminal, before })
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // A terminal that is gone needs no echo.
        let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
    }
}

/// What is typed, up to a key that ends a program.
struct Keys {
    terminal: File,
    pressed: Rc<Cell<Option<Signal>>>,
    stars: Option<Stars>,
}

impl Read for Keys {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.terminal.read(buffer)?;
        let typed = buffer.get(..read).unwrap_or_default();
        match ENDINGS.iter().find(|(key, _)| typed.contains(key)) {
            Some((_, signal)) => {
                self.pressed.set(Some(*signal));
                Err(io::Error::new(io::ErrorKind::Interrupted, "interrupted"))
            }
            None => {
                let echo = self.stars.as_mut().map(|stars| stars.echo(typed));
                self.terminal.write_all(&echo.unwrap_or_default())?;
                Ok(read)
            }
        }
    }
}

/// A star for each character of what is typed. `rpassword` shows them only where it opens the terminal itself.
#[derive(Default)]
struct Stars {
    count: usize,
    /// Within a key that sends several bytes, such as an arrow.
    in_sequence: bool,
}

impl Stars {
    /// What the terminal shows for these keys.
    fn echo(&mut self, typed: &[u8]) -> Vec<u8> {
        const ERASE: &[u8] = b"\x08 \x08";
        let mut echo = Vec::new();
        for &key in typed {
            match key {
                0x1b => self.in_sequence = true,
                _ if self.in_sequence => self.in_sequence = matches!(key, b'[' | b'O' | b'0'..=b'9' | b';'),
                0x08 | 0x7f if self.count > 0 => {
                    self.count -= 1;
                    echo.extend_from_slice(ERASE);
                }
                // Ctrl-U, Ctrl-W: all of it, since no secret has a space.
                0x15 | 0x17 => echo.extend(ERASE.repeat(std::mem::take(&mut self.count))),
                // A character, told by its first byte.
                0x20..=0x7e | 0xc0.. => {
                    self.count += 1;
                    echo.push(b'*');
                }
                _ => {}
            }
        }
        echo
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_for_each_character() {
        let mut stars = Stars::default();
        assert_eq!(stars.echo(b"a\xc3\xa9\x1b[Db"), b"***");
        assert_eq!(stars.echo(b"\x7f"), b"\x08 \x08");
        assert_eq!(stars.echo(b"\x15\x7f\r"), b"\x08 \x08\x08 \x08");
        assert_eq!(stars.echo("é".as_bytes()), b"*");
    }
}
