//! A question at the terminal whose answer is not shown.
//!
//! ```text
//! question ─▶ terminal quiet ─▶ keys ─rpassword─▶ answer ─▶ terminal as it was
//!                 │  Ctrl-C, Ctrl-\: as it was, then the signal that the key stands for
//!                 │  Ctrl-Z: as it was, stopped; continued: quiet, and the question again
//!                 └─ SIGTERM, SIGHUP, …: as it was, then the end ([`signals`])
//! ```
//!
//! The terminal hands over every key, those for signals too, which must not take effect before the terminal is as
//! it was: a shell that gets it back without echo shows nothing of what is typed into it.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Write as _};
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

use rpassword::ConfigBuilder;
use rustix::process::{Signal, kill_current_process_group};
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};
use tegata_base::Secret;

use super::signals::{self, Attention};
use super::stars::Stars;

pub(super) const TERMINAL: &str = "/dev/tty";
/// The keys that end a program, and with what: Ctrl-C and Ctrl-\.
const ENDINGS: [(u8, Signal); 2] = [(0x03, Signal::INT), (0x1c, Signal::QUIT)];
/// Ctrl-D: the end of what is typed, be it no line yet.
const END_OF_INPUT: u8 = 0x04;
/// Ctrl-Z.
const SUSPEND: u8 = 0x1a;
/// Ctrl-U, as the reader of lines takes it: what was typed so far is forgotten.
const START_AGAIN: u8 = 0x15;

/// What is shown while a secret is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// Nothing.
    Nothing,
    /// A star for each character, as aws-vault does for secret access keys.
    Stars,
}

/// The one terminal of the process. Whoever ends the process restores it before.
static STATE: Mutex<State> = Mutex::new(State::AsItWas);

enum State {
    AsItWas,
    /// And how it was before.
    Quiet {
        terminal: File,
        before: Termios,
    },
    /// As it was, and to stay so.
    Ending,
}

/// What is typed on this process's terminal up to the end of the line, or Ctrl-D. Ctrl-C ends the process, unless
/// it handles that itself; then it is [`io::ErrorKind::Interrupted`].
pub(super) fn ask(question: &str, shown: Shown) -> io::Result<Secret<String>> {
    let mut terminal = File::options().read(true).write(true).open(TERMINAL)?;
    let pressed = Rc::new(Cell::new(None));
    let keys = Keys {
        terminal: terminal.try_clone()?,
        question: question.to_owned(),
        pressed: Rc::clone(&pressed),
        has_ended: false,
        stars: (shown == Shown::Stars).then(Stars::default),
    };
    let config = ConfigBuilder::new()
        .input_reader(keys)
        .output_writer(terminal.try_clone()?)
        .build();
    let attention = Attention::pay(end)?;
    let quiet = Quiet::over(&terminal)?;
    let answer = rpassword::prompt_password_with_config(question, config).map(Secret::new);
    drop(quiet);
    drop(attention);
    writeln!(terminal)?;
    match pressed.get() {
        Some(signal) => {
            // As the terminal does it: for those, too, who wait for this process.
            kill_current_process_group(signal)?;
            Err(interrupted())
        }
        None => answer,
    }
}

/// Makes the terminal as it was before the question that is being asked, if one is, and lets nobody ask another:
/// the process is about to end.
pub(super) fn end() {
    change(State::Ending);
}

fn restore() {
    change(State::AsItWas);
}

/// Leaves a terminal that is quiet as it was before.
fn change(to: State) {
    let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
    if let State::Quiet { terminal, before } = &*state {
        // A terminal that is gone needs no echo.
        let _ = tcsetattr(terminal, OptionalActions::Now, before);
    }
    if !matches!(*state, State::Ending) {
        *state = to;
    }
}

/// A terminal without echo; dropped, it is as before.
struct Quiet;

impl Quiet {
    fn over(terminal: &File) -> io::Result<Self> {
        make_quiet(terminal)?;
        Ok(Self)
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        restore();
    }
}

fn make_quiet(terminal: &File) -> io::Result<()> {
    let before = tcgetattr(terminal)?;
    let mut quiet = before.clone();
    quiet.local_modes &= !(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
    quiet.special_codes[SpecialCodeIndex::VMIN] = 1;
    quiet.special_codes[SpecialCodeIndex::VTIME] = 0;
    let to_restore = terminal.try_clone()?;
    // Held until it is quiet: whoever ends the process meanwhile restores it afterwards.
    let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
    if matches!(*state, State::Ending) {
        return Err(interrupted());
    }
    tcsetattr(terminal, OptionalActions::Now, &quiet)?;
    *state = State::Quiet {
        terminal: to_restore,
        before,
    };
    Ok(())
}

fn interrupted() -> io::Error {
    io::Error::new(io::ErrorKind::Interrupted, "interrupted")
}

/// What is typed, up to a key that ends a program or the input.
struct Keys {
    terminal: File,
    question: String,
    pressed: Rc<Cell<Option<Signal>>>,
    has_ended: bool,
    stars: Option<Stars>,
}

impl Read for Keys {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // One key at a time: what is typed after one that ends the input is another's.
        let Some(key) = buffer.first_mut().filter(|_| !self.has_ended) else {
            return Ok(0);
        };
        let read = self.terminal.read(std::slice::from_mut(key))?;
        if read == 0 {
            return Ok(0);
        }
        if let Some((_, signal)) = ENDINGS.iter().find(|(ending, _)| ending == key) {
            self.pressed.set(Some(*signal));
            return Err(interrupted());
        }
        match *key {
            // Taken for no answer where nothing was typed; else what was typed is the answer.
            END_OF_INPUT => self.has_ended = true,
            SUSPEND => {
                self.suspend()?;
                *key = START_AGAIN;
            }
            typed => {
                let echo = self.stars.as_mut().map(|stars| stars.echo(&[typed]));
                self.terminal.write_all(&echo.unwrap_or_default())?;
            }
        }
        Ok(1)
    }
}

impl Keys {
    /// Stops this process and those who wait for it, as the terminal does, and asks again when it goes on.
    fn suspend(&mut self) -> io::Result<()> {
        restore();
        writeln!(self.terminal)?;
        self.stars = self.stars.take().map(|_| Stars::default());
        signals::stop()?;
        // In the background this waits for the foreground.
        make_quiet(&self.terminal)?;
        self.terminal.write_all(self.question.as_bytes())
    }
}
