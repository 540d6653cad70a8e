//! Asking the person, with the driver that was named or that works here.

use std::time::Duration;

use clap::ValueEnum as _;
use tegata_base::{AskError, Secret};
use tegata_profiles::duration::{Seconds, Units};
use tegata_vault::Ask as _;

use super::{Driver, DriverArgs, Face, MfaError};
use crate::Environment;
use crate::terminal::{self, Terminal};

/// How long an answer is waited for.
const PATIENCE: Seconds = Seconds(120);

/// How the person is asked.
pub(super) struct Prompts {
    named: Option<Driver>,
    face: Face,
    patience: Duration,
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
        let patience = patience.unwrap_or(PATIENCE);
        if !(Seconds(1)..=Seconds::HOUR).contains(&patience) {
            return Err(MfaError::TimeoutRange);
        }
        Ok(Self {
            named,
            face,
            patience: Duration::from_secs(patience.0.into()),
        })
    }

    /// How long programs are waited for.
    pub(super) const fn patience(&self) -> Duration {
        self.patience
    }

    /// The one that was named, or else the one that works here.
    pub(super) fn driver(&self) -> Option<Driver> {
        self.named.or_else(|| {
            let has_terminal = self.face != Face::Server && terminal::open().is_ok();
            has_terminal.then_some(Driver::Terminal)
        })
    }

    /// Asks without showing the answer. `question` is a whole prompt, with its colon and space.
    pub(super) fn ask(&self, driver: Driver, question: &str) -> Result<Secret<String>, AskError> {
        match driver {
            Driver::Terminal => Terminal.ask(question),
            Driver::Pass | Driver::Wincredui => Err(AskError::NoTerminal),
        }
    }
}
