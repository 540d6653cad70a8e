//! `tegata totp`: seeds of MFA devices in the keystore, for those who must have them there.

use std::io::{self, IsTerminal as _, Read as _, stdin};
use std::sync::Arc;

use tegata_base::{AskError, Secret};
use tegata_crypto::totp::step_at;
use tegata_vault::Ask as _;

use crate::Edge;
use crate::keystore::{Keystore, KeystoreArgs, KeystoreError};
use crate::mfa::{DriverArgs, Face, MfaError, Passphrases, SeedError, Seeds, SeedsError, TotpSeed};

/// Bytes of standard input that are read of a seed or URI.
const MAX_INPUT: u64 = 8 << 10;

/// The flags that say which seed, and where.
#[derive(Debug, clap::Args)]
pub struct DeviceArgs {
    /// The device's serial number or ARN, as mfa_serial names it
    serial: String,
    /// How the person is asked
    #[command(flatten)]
    prompt: DriverArgs,
    /// Where seeds are kept
    #[command(flatten)]
    keystore: KeystoreArgs,
}

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TotpError {
    /// How to ask.
    #[error(transparent)]
    Prompt(#[from] MfaError),
    /// Where to keep it.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// What is kept.
    #[error(transparent)]
    Seeds(#[from] SeedsError),
    /// What was given.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// Nothing was given.
    #[error("no seed was given: {0}")]
    Ask(#[from] AskError),
    /// Nothing could be read.
    #[error("standard input cannot be read: {0}")]
    Input(io::Error),
}

impl DeviceArgs {
    /// Keeps the seed that is asked for or read from standard input, with a warning on stderr.
    ///
    /// # Errors
    /// [`TotpError`].
    pub fn add(&self, edge: &mut Edge<'_>) -> Result<(), TotpError> {
        let passphrases = Arc::new(self.passphrases(edge)?);
        let keystore = self
            .keystore
            .open(edge.environment, Arc::clone(&passphrases) as _)?;
        let seeds = Seeds::in_store(keystore.store_and_tell(edge)?);
        seeds.check_new(&self.serial)?;
        let text = match stdin().is_terminal() {
            true => passphrases.ask(&format!("Secret key or otpauth:// URI of {}: ", self.serial))?,
            false => from_stdin()?,
        };
        seeds.add(&self.serial, &TotpSeed::parse(&text)?)?;
        edge.tell(&format!(
            "warning: the seed of {} is now in {}; whoever opens that has both factors, and a second factor beside the first is none",
            self.serial,
            keystore.store()?.place()
        ));
        Ok(())
    }

    /// Removes the seed.
    ///
    /// # Errors
    /// [`TotpError`].
    pub fn remove(&self, edge: &mut Edge<'_>) -> Result<(), TotpError> {
        let keystore = self.open(edge)?;
        Ok(Seeds::in_store(keystore.store_and_tell(edge)?).remove(&self.serial)?)
    }

    /// The code of now.
    ///
    /// # Errors
    /// [`TotpError`].
    pub fn code(&self, edge: &mut Edge<'_>) -> Result<Secret<String>, TotpError> {
        let keystore = self.open(edge)?;
        let found = Seeds::in_store(keystore.store_and_tell(edge)?).find(&self.serial)?;
        let seed = found.ok_or_else(|| SeedsError::Missing(self.serial.clone()))?;
        Ok(seed.code(step_at((edge.clock)().as_second())))
    }

    fn open(&self, edge: &Edge<'_>) -> Result<Keystore, TotpError> {
        let passphrases = Arc::new(self.passphrases(edge)?);
        Ok(self.keystore.open(edge.environment, passphrases)?)
    }

    fn passphrases(&self, edge: &Edge<'_>) -> Result<Passphrases, MfaError> {
        Passphrases::new(&self.prompt, Face::of_stdout(), edge.environment)
    }
}

/// The first line and whatever follows it; the parser says what is wrong with that.
fn from_stdin() -> Result<Secret<String>, TotpError> {
    let most = usize::try_from(MAX_INPUT).unwrap_or_default();
    let mut text = String::with_capacity(most);
    let read = stdin().lock().take(MAX_INPUT).read_to_string(&mut text);
    let text = Secret::new(text);
    read.map(|_| text).map_err(TotpError::Input)
}
