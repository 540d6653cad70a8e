//! Asking the person, with the driver that was named or that works here.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::ValueEnum as _;
use tegata_base::{AskError, Secret};
use tegata_profiles::duration::{Seconds, Units};

use super::driver::{Wanted, program};
use super::{Driver, DriverArgs, Face, MfaError, dialog, pinentry, ykman};
use crate::Environment;
use crate::terminal::{self, Shown};

/// How long a program is waited for.
const PATIENCE: Seconds = Seconds(120);
/// How long a person at the terminal is, who may have to look for the device: as long as by `sudo`. What stands in a
/// pipeline of a machine that has a terminal, but nobody at it, is to end.
const AT_TERMINAL: Seconds = Seconds(300);

/// How the person is asked.
pub(super) struct Prompts {
    named: Option<Driver>,
    face: Face,
    /// Whether a child has the terminal by now.
    is_beside_child: AtomicBool,
    patience: Duration,
    at_terminal: Duration,
    environment: Environment,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum PromptError {
    /// The dialog was closed.
    #[error("{}", AskError::Unanswered)]
    Unanswered,
    /// A program that was named.
    #[error("{0} is not in PATH; install it, or choose another way with --prompt or AWS_VAULT_PROMPT")]
    NotFound(&'static str),
    /// A program that asks.
    #[error("{0} {1}")]
    Program(&'static str, String),
    /// The terminal.
    #[error(transparent)]
    Terminal(#[from] AskError),
}

impl Prompts {
    /// # Errors
    /// [`MfaError`], for flags and variables that make no sense.
    pub(super) fn new(args: &DriverArgs, face: Face, environment: &Environment) -> Result<Self, MfaError> {
        let named = match (args.prompt, environment.text("AWS_VAULT_PROMPT")?) {
            (Some(driver), _) => Some(driver),
            (None, Some(name)) => Some(Driver::from_str(name, false).map_err(|_| MfaError::UnknownDriver)?),
            (None, None) => None,
        };
        match named {
            Some(Driver::Pass) => return Err(MfaError::Removed),
            Some(Driver::Wincredui) => return Err(MfaError::OfWindows),
            _ => {}
        }
        let patience = environment.text("TEGATA_PROMPT_TIMEOUT")?;
        let patience = patience.map(|text| Seconds::parse(text, Units::Go)).transpose()?;
        if patience.is_some_and(|patience| !(Seconds(1)..=Seconds::HOUR).contains(&patience)) {
            return Err(MfaError::TimeoutRange);
        }
        let duration = |seconds: Seconds| Duration::from_secs(seconds.0.into());
        Ok(Self {
            named,
            face,
            is_beside_child: AtomicBool::new(false),
            patience: duration(patience.unwrap_or(PATIENCE)),
            at_terminal: duration(patience.unwrap_or(AT_TERMINAL)),
            environment: environment.clone(),
        })
    }

    /// How long programs are waited for.
    pub(super) const fn patience(&self) -> Duration {
        self.patience
    }

    /// A child gets the terminal: nothing is asked there any more.
    pub(super) fn leave_terminal(&self) {
        self.is_beside_child.store(true, Ordering::Relaxed);
    }

    /// Whether, beside a child, there is no way to ask for a code but the terminal.
    pub(super) fn is_at_terminal(&self) -> bool {
        let beside = || Driver::that_works(Face::Server, Wanted::Code, &self.environment);
        matches!(self.named.or_else(beside), None | Some(Driver::Terminal))
    }

    /// The one that was named, or else the one that works here. A YubiKey knows no passphrase.
    pub(super) fn driver(&self, wanted: Wanted) -> Option<Driver> {
        let named = self
            .named
            .filter(|driver| wanted == Wanted::Code || *driver != Driver::Ykman);
        let is_beside_child = self.is_beside_child.load(Ordering::Relaxed);
        let face = if is_beside_child { Face::Server } else { self.face };
        let driver = named.or_else(|| Driver::that_works(face, wanted, &self.environment));
        driver.filter(|driver| !is_beside_child || *driver != Driver::Terminal)
    }

    /// Asks the person. `question` is a whole prompt, with its colon and space.
    pub(super) fn ask(
        &self,
        driver: Driver,
        wanted: Wanted,
        question: &str,
    ) -> Result<Secret<String>, PromptError> {
        match driver {
            Driver::Terminal => {
                let shown = match wanted {
                    Wanted::Code => Shown::Stars,
                    Wanted::Passphrase => Shown::Nothing,
                };
                Ok(terminal::ask_within(self.at_terminal, question, shown)?)
            }
            Driver::Kdialog | Driver::Osascript | Driver::Zenity => {
                let program = self.program(driver)?;
                dialog::ask((driver, &program), (wanted, question), self.patience)
            }
            Driver::Pinentry => {
                let program = self.program(driver)?;
                pinentry::ask(&program, (wanted, question), &self.environment, self.patience)
            }
            Driver::Ykman | Driver::Pass | Driver::Wincredui => Err(AskError::NoTerminal.into()),
        }
    }

    /// Asks the YubiKey.
    pub(super) fn ask_yubikey(&self, serial: &str) -> Result<Secret<String>, MfaError> {
        let program = self.program(Driver::Ykman).map_err(|error| MfaError::NotGiven {
            serial: serial.to_owned(),
            why: error.to_string(),
        })?;
        ykman::run(&program, serial, &self.environment, self.patience)
    }

    fn program(&self, driver: Driver) -> Result<PathBuf, PromptError> {
        program(driver.name(), &self.environment).ok_or(PromptError::NotFound(driver.name()))
    }
}
