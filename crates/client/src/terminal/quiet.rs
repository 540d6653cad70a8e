//! A question at the terminal whose answer is not shown.
//!
//! ```text
//! question ─▶ terminal quiet ─▶ keys ─rpassword─▶ answer ─▶ terminal as it was
//!                 │  Ctrl-C, Ctrl-\: as it was, then the signal that the key stands for
//!                 │  Ctrl-Z: as it was, stopped; continued: quiet, and the question again
//!                 │  stopped from outside, or put into the background: the same, once it is in the foreground
//!                 └─ SIGTERM, SIGHUP, …: as it was, then the end ([`signals`])
//! ```
//!
//! A process in the background leaves the terminal alone: it is another's, and the system stops who reads from it or
//! changes it, before a signal that came with the continuing could end it. So nothing waits in a read.
//!
//! The terminal hands over every key, those for signals too, which must not take effect before the terminal is as
//! it was: a shell that gets it back without echo shows nothing of what is typed into it.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rpassword::ConfigBuilder;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::io::Errno;
use rustix::process::{Signal, getpgrp, kill_current_process_group};
use rustix::termios::{
    LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetpgrp, tcsetattr,
};
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

/// What a quiet terminal does not do.
const LOUD: LocalModes = LocalModes::ECHO.union(LocalModes::ICANON).union(LocalModes::ISIG);
/// How often it is looked whether this process is still in the foreground.
const LOOK: Duration = Duration::from_secs(1);
/// How long is waited where a key was told of and is not there.
const MOMENT: Duration = Duration::from_millis(10);

/// What is shown while a secret is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
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
/// it handles that itself; then it is [`io::ErrorKind::Interrupted`]. After `patience`, if there is an end to it, it is
/// [`io::ErrorKind::TimedOut`].
pub(super) fn ask(question: &str, shown: Shown, patience: Option<Duration>) -> io::Result<Secret<String>> {
    static TURN: Mutex<()> = Mutex::new(());
    // There is one terminal: who asks at the same time waits.
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut terminal = File::options().read(true).write(true).open(TERMINAL)?;
    let pressed = Rc::new(Cell::new(None));
    signals::notice_continuing()?;
    let mut before = None;
    let keys = Keys {
        held: Some(Held::take(&terminal, &mut before)?),
        before,
        source: File::options()
            .read(true)
            .custom_flags(OFlags::NONBLOCK.bits().cast_signed())
            .open(TERMINAL)?,
        terminal: terminal.try_clone()?,
        question: question.to_owned(),
        pressed: Rc::clone(&pressed),
        has_ended: false,
        stars: (shown == Shown::Stars).then(Stars::default),
        patience,
        deadline: patience.map(|patience| Instant::now() + patience),
    };
    // The terminal is as it was when the keys are dropped, which is before this returns.
    let config = ConfigBuilder::new()
        .input_reader(keys)
        .output_writer(terminal.try_clone()?)
        .build();
    let answer = rpassword::prompt_password_with_config(question, config).map(Secret::new);
    writeln!(terminal)?;
    drop(turn);
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
    if let State::Quiet { terminal, before } = &*state
        && is_foreground(terminal)
    {
        // A terminal that is gone needs no echo.
        let _ = tcsetattr(terminal, OptionalActions::Now, before);
    }
    if !matches!(*state, State::Ending) {
        *state = to;
    }
}

/// Whether the terminal is this process's, as far as the system tells.
fn is_foreground(terminal: &File) -> bool {
    tcgetpgrp(terminal).map_or(true, |group| group == getpgrp())
}

/// A terminal without echo, and the signals that end this process before it is as it was.
struct Held {
    // In the order in which they are let go of.
    _quiet: Quiet,
    _attention: Attention,
}

impl Held {
    /// Waits in the background until this process is in the foreground. `before` is how the terminal was when it was
    /// held for the first time.
    fn take(terminal: &File, before: &mut Option<Termios>) -> io::Result<Self> {
        while !is_foreground(terminal) {
            // As the system does it with whoever changes another's terminal.
            if !signals::stop(Signal::TTOU)? {
                return Err(io::Error::other("this process is in the background"));
            }
        }
        let attention = Attention::pay(end)?;
        Ok(Self {
            _quiet: Quiet::over(terminal, before)?,
            _attention: attention,
        })
    }
}

/// A terminal without echo; dropped, it is as before.
struct Quiet;

impl Quiet {
    fn over(terminal: &File, before: &mut Option<Termios>) -> io::Result<Self> {
        let found = tcgetattr(terminal)?;
        // A shell may have kept a quiet terminal for this process, and given it back so.
        let loud = match before.take() {
            Some(before) if !found.local_modes.intersects(LOUD) => before,
            _ => found,
        };
        make_quiet(terminal, loud.clone())?;
        *before = Some(loud);
        Ok(Self)
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        restore();
    }
}

fn make_quiet(terminal: &File, before: Termios) -> io::Result<()> {
    let mut quiet = before.clone();
    quiet.local_modes &= !LOUD;
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
    held: Option<Held>,
    before: Option<Termios>,
    /// Does not wait: a key that was there may be another's by now.
    source: File,
    terminal: File,
    question: String,
    pressed: Rc<Cell<Option<Signal>>>,
    has_ended: bool,
    stars: Option<Stars>,
    patience: Option<Duration>,
    deadline: Option<Instant>,
}

impl Read for Keys {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // One key at a time: what is typed after one that ends the input is another's.
        let Some(key) = buffer.first_mut().filter(|_| !self.has_ended) else {
            return Ok(0);
        };
        let read = loop {
            if let Wait::AskedAgain = self.wait()? {
                *key = START_AGAIN;
                return Ok(1);
            }
            match self.source.read(std::slice::from_mut(key)) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // Another had it; or the system, as macOS, does not tell of a terminal by this name when there is one.
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => sleep(MOMENT),
                other => break other?,
            }
        };
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
                self.ask_again(Some(Signal::TSTP))?;
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

/// What was waited for.
enum Wait {
    /// A key, or the end of the terminal, can be read.
    Key,
    /// The process was stopped, or in the background, and has asked again.
    AskedAgain,
}

impl Keys {
    fn wait(&mut self) -> io::Result<Wait> {
        loop {
            if signals::was_continued() || !is_foreground(&self.terminal) {
                self.ask_again(None)?;
                return Ok(Wait::AskedAgain);
            }
            let left = self
                .deadline
                .map(|deadline| deadline.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                return Err(io::ErrorKind::TimedOut.into());
            }
            let look = Timespec::try_from(left.map_or(LOOK, |left| left.min(LOOK)));
            let look = look.map_err(io::Error::other)?;
            match poll(&mut [PollFd::new(&self.source, PollFlags::IN)], Some(&look)) {
                Ok(0) | Err(Errno::INTR) => {}
                Ok(_) => return Ok(Wait::Key),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Leaves the terminal as it was, stops if it is to, and asks again when this process is in the foreground.
    fn ask_again(&mut self, stop: Option<Signal>) -> io::Result<()> {
        self.held = None;
        if is_foreground(&self.terminal) {
            writeln!(self.terminal)?;
        }
        if let Some(signal) = stop {
            signals::stop(signal)?;
        }
        self.stars = self.stars.take().map(|_| Stars::default());
        self.held = Some(Held::take(&self.terminal, &mut self.before)?);
        // The time during which nobody could answer does not count.
        self.deadline = self.patience.map(|patience| Instant::now() + patience);
        self.terminal.write_all(self.question.as_bytes())
    }
}
