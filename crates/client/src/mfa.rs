//! Codes of MFA devices: where they come from, and how the person is asked for them.
//!
//! ```text
//! --mfa-token ─▶ mfa_process ─▶ a seed in the keystore ─▶ a driver: the terminal, a dialog, ykman, pinentry
//!     the first that there is for the device ─▶ six digits, none of them handed out before ─▶ STS
//! ```
//!
//! A code works once. What was handed out is remembered for as long as [`Codes`] lives, and a source that gives
//! it again is asked anew: a person at once, a program or seed in the next step of 30 seconds.

mod assuan;
mod code;
mod device;
mod dialog;
mod driver;
mod passphrases;
mod pinentry;
mod process;
mod prompts;
mod seeds;
mod ykman;

use std::collections::BTreeMap;

use clap::Args;
use tegata_base::Secret;
use tegata_profiles::duration::InvalidDuration;
use tegata_profiles::plan::{self, Mfa};

use crate::args::GivenSecret;
use crate::keystore::Keystore;
use crate::{Edge, Environment, NotUnicode};
use device::{Device, Origin};
use driver::Wanted;
pub use driver::{Driver, DriverArgs, Face};
pub use passphrases::Passphrases;
use prompts::Prompts;
pub use seeds::{SeedError, Seeds, SeedsError, TotpSeed};

/// The flags of every subcommand that may need a code.
#[derive(Debug, Clone, Default, Args)]
pub struct PromptArgs {
    /// How the person is asked
    #[command(flatten)]
    pub driver: DriverArgs,
    /// The code of the MFA device, for one call
    #[arg(short = 't', long, value_name = "CODE", value_parser = GivenSecret::parse)]
    pub mfa_token: Option<GivenSecret>,
}

/// Why there is no code. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MfaError {
    /// A variable that is no text.
    #[error(transparent)]
    Variable(#[from] NotUnicode),
    /// A variable that names no driver.
    #[error("AWS_VAULT_PROMPT names no way to ask; set it to one of {}", driver::names())]
    UnknownDriver,
    /// A driver that aws-vault had once.
    #[error(
        "the prompt `pass` is no more, in aws-vault either; write `mfa_process = pass otp NAME` into the profile"
    )]
    Removed,
    /// A driver of another system.
    #[error("the prompt `wincredui` is Windows' own; choose one of {}", driver::names())]
    OfWindows,
    /// A variable that is no duration.
    #[error("TEGATA_PROMPT_TIMEOUT is {0}")]
    Timeout(#[from] InvalidDuration),
    /// A variable that would let nobody answer, or hold up everything.
    #[error("TEGATA_PROMPT_TIMEOUT must be between 1s and 1h")]
    TimeoutRange,
    /// What the flag gave.
    #[error("the code of -t, --mfa-token is not six digits; leave it out to be asked")]
    Token,
    /// One code, two calls.
    #[error("-t, --mfa-token gave one code, and another is needed for {serial}; leave it out to be asked")]
    TokenSpent {
        /// The device.
        serial: String,
    },
    /// Nothing to ask at.
    #[error(
        "a code of {serial} is needed, and there is neither a terminal nor a display to ask at; give it with -t, or set mfa_process or --prompt"
    )]
    Nobody {
        /// The device.
        serial: String,
    },
    /// The driver.
    #[error("the code of {serial} was not given: {why}")]
    NotGiven {
        /// The device.
        serial: String,
        /// What the terminal or program says.
        why: String,
    },
    /// The program's version.
    #[error("AWS_VAULT_YKMAN_VERSION is no version; set it to 3 for an old ykman, or unset it")]
    YkmanVersion,
    /// `mfa_process`, in aws-vault's words.
    #[error("process provider: mfa_process `{command}` {why}")]
    Process {
        /// Its first word.
        command: String,
        /// How it went.
        why: String,
    },
    /// The answer was no code, however often it was asked for.
    #[error("{from} gave no code of six digits for {serial}")]
    NotACode {
        /// Who was asked.
        from: String,
        /// The device.
        serial: String,
    },
    /// The code is the one that was used already.
    #[error("{from} gave a code of {serial} that was used already; try again in 30 s")]
    SameCode {
        /// Who was asked.
        from: String,
        /// The device.
        serial: String,
    },
}

impl MfaError {
    /// Whether a person or program was asked, and this is what came of it.
    pub(crate) const fn is_answer(&self) -> bool {
        matches!(
            self,
            Self::NotGiven { .. } | Self::Process { .. } | Self::NotACode { .. } | Self::SameCode { .. }
        )
    }
}

/// The codes of one command's MFA devices.
pub struct Codes {
    has_token: bool,
    /// What the flag gave, until it is handed out.
    token: Option<Secret<String>>,
    prompts: Prompts,
    /// By serial.
    devices: BTreeMap<String, Device>,
}

impl Codes {
    /// Nothing is asked yet; `face` is where the command stands when it asks.
    ///
    /// # Errors
    /// [`MfaError`], for flags and variables that make no sense.
    pub fn new(args: &PromptArgs, face: Face, environment: &Environment) -> Result<Self, MfaError> {
        let token = args.mfa_token.as_ref().and_then(GivenSecret::if_any);
        let token = token.map(|token| code::of(&token).ok_or(MfaError::Token));
        let token = token.transpose()?;
        Ok(Self {
            has_token: token.is_some(),
            token,
            prompts: Prompts::new(&args.driver, face, environment)?,
            devices: BTreeMap::new(),
        })
    }

    /// The next code of this device; never one that was handed out before. A keystore, where the command has
    /// one, is looked into for a seed.
    ///
    /// # Errors
    /// [`MfaError`].
    pub fn code(
        &mut self,
        mfa: &Mfa,
        keystore: Option<&Keystore>,
        edge: &mut Edge<'_>,
    ) -> Result<Secret<String>, MfaError> {
        let serial = &mfa.serial;
        let device = self.devices.entry(serial.clone()).or_default();
        device.begin();
        let code = match (self.has_token, &mfa.code) {
            (true, _) => {
                device.origin = Origin::Flag;
                self.token.take().ok_or_else(|| MfaError::TokenSpent {
                    serial: serial.clone(),
                })
            }
            (false, plan::Code::Process(command)) => {
                device.origin = Origin::Program;
                let run = || process::run(command, self.prompts.patience());
                device.ask_program(serial, "mfa_process", run, edge)
            }
            (false, plan::Code::Given | plan::Code::Prompt) => match seed(serial, keystore, edge) {
                Some(seed) => {
                    device.origin = Origin::Seed;
                    device.ask_seed(serial, &seed, edge)
                }
                None => prompted(serial, device, &self.prompts, edge),
            },
        }?;
        device.hand_out(&code);
        Ok(code)
    }

    /// From now on a child has the terminal: whoever is asked is asked elsewhere.
    pub(crate) fn leave_terminal(&self) {
        self.prompts.leave_terminal();
    }

    /// Whether a code of this device would be asked for at the terminal, or nowhere, once a child has that.
    pub(crate) fn needs_terminal(&self, mfa: &Mfa, keystore: &Keystore, edge: &mut Edge<'_>) -> bool {
        match mfa.code {
            // Whoever gives a code knows that it is one.
            _ if self.has_token => false,
            plan::Code::Process(_) => false,
            plan::Code::Given | plan::Code::Prompt => {
                self.prompts.is_at_terminal() && seed(&mfa.serial, Some(keystore), edge).is_none()
            }
        }
    }

    /// Whether the person would be asked at the terminal, or nowhere, once a child has that.
    pub(crate) fn are_asked_at_terminal(&self) -> bool {
        self.prompts.is_at_terminal()
    }

    /// Takes back the last code of this device, which was refused. Says whether it is worth asking for
    /// another: of a person three times in all, of a seed twice, of programs and flags never.
    pub fn refused(&mut self, mfa: &Mfa) -> bool {
        let device = self.devices.entry(mfa.serial.clone()).or_default();
        device.refuse()
    }
}

/// What the driver gives: a YubiKey's code, or what the person answers.
fn prompted(
    serial: &str,
    device: &mut Device,
    prompts: &Prompts,
    edge: &mut Edge<'_>,
) -> Result<Secret<String>, MfaError> {
    let driver = prompts.driver(Wanted::Code).ok_or_else(|| MfaError::Nobody {
        serial: serial.to_owned(),
    })?;
    if driver == Driver::Ykman {
        device.origin = Origin::Program;
        return device.ask_program(serial, driver.name(), || prompts.ask_yubikey(serial), edge);
    }
    device.origin = Origin::Person;
    device.ask_person(serial, driver.name(), |question| {
        let answer = prompts.ask(driver, Wanted::Code, question);
        answer.map_err(|error| MfaError::NotGiven {
            serial: serial.to_owned(),
            why: error.to_string(),
        })
    })
}

/// The seed that is kept for a device. A keystore that cannot be looked into is no reason not to ask.
fn seed(serial: &str, keystore: Option<&Keystore>, edge: &mut Edge<'_>) -> Option<TotpSeed> {
    let found = match keystore?.store_and_tell(edge) {
        Ok(store) => Seeds::in_store(store)
            .find(serial)
            .map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    found.unwrap_or_else(|error| {
        edge.tell(&format!("warning: no seed of {serial} was looked for: {error}"));
        None
    })
}

#[cfg(test)]
mod tests;
