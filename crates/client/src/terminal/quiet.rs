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

/// What is typed on this process's terminal up to the end of the line. Ctrl-C ends the process, unless it
/// handles that itself; then it is [`io::ErrorKind::Interrupted`].
pub(super) fn ask(question: &str) -> io::Result<Secret<String>> {
    let mut terminal = File::options().read(true).write(true).open(TERMINAL)?;
    let pressed = Rc::new(Cell::new(None));
    let keys = Keys {
        terminal: terminal.try_clone()?,
        pressed: Rc::clone(&pressed),
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
            None => Ok(read),
        }
    }
}
