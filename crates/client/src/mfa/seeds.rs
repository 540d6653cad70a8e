//! Seeds of virtual MFA devices in a keystore: items `tegata.totp:SERIAL`, whose data is the seed in base32.
//!
//! A second factor that lies beside the first is none. It is kept for those who must have it so, and only when
//! it is asked for.

use std::sync::LazyLock;

use data_encoding::{Encoding, Specification};
use percent_encoding::percent_decode_str;
use tegata_base::Secret;
use tegata_crypto::totp::Seed;
use tegata_vault::{InvalidItem, InvalidName, Item, ItemKind, ItemName, SecretStore, StoreError};
use zeroize::Zeroizing;

/// Bytes of a seed: RFC 4226 asks for 16; devices with 10 exist; AWS makes 40.
const BYTES: std::ops::RangeInclusive<usize> = 10..=128;
/// Bytes of a text that may be a seed or URI.
const MAX_TEXT: usize = 4 << 10;
/// Bytes of a serial number: IAM's limit.
const MAX_SERIAL: usize = 256;
/// What the codes of AWS's devices are made with, as URIs say it; left out, it is this.
const PARAMETERS: [(&str, &str); 3] = [("algorithm", "SHA1"), ("digits", "6"), ("period", "30")];

/// RFC 4648's base32, in which the last letter may have bits of no byte: devices make such seeds, and every app takes
/// them.
static BASE32: LazyLock<Option<Encoding>> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification.symbols.push_str("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
    specification.check_trailing_bits = false;
    specification.encoding().ok()
});

/// The seed of a device.
pub struct TotpSeed {
    /// In base32, without padding.
    text: Secret<String>,
    seed: Seed,
}

/// The text is no seed. Nothing of it is shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SeedError {
    /// Other characters.
    #[error("the seed is not base32 (A-Z, 2-7); copy the secret key of the device, or its otpauth:// URI")]
    NotBase32,
    /// Too short to be safe, or too long to be one.
    #[error(
        "the seed has {0} bytes, not {first} to {last}; copy all of it",
        first = BYTES.start(),
        last = BYTES.end()
    )]
    Length(usize),
    /// More than a URI has.
    #[error(
        "the seed has more than {MAX_TEXT} bytes; give the secret key of the device, or its otpauth:// URI"
    )]
    TooLong,
    /// Counters, for example.
    #[error("the URI is not for time-based codes; one begins with otpauth://totp/")]
    NotTotp,
    /// A URI without a seed.
    #[error("the URI has no secret")]
    NoSecret,
    /// Other codes than AWS's.
    #[error("the URI asks for another {0} than AWS's devices have (SHA1, 6 digits, 30 s)")]
    Parameter(&'static str),
}

/// Why a seed cannot be kept or found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SeedsError {
    /// No serial number.
    #[error("{0:?} is no serial number or ARN of an MFA device; it is what mfa_serial names")]
    Serial(String),
    /// No name for an item.
    #[error(transparent)]
    Name(#[from] InvalidName),
    /// There is one.
    #[error("a seed of {0} is kept already; remove it first, with: tegata totp remove {0}")]
    Exists(String),
    /// There is none.
    #[error("no seed of {0} is kept; keep one with: tegata totp add {0}")]
    Missing(String),
    /// What is kept is none.
    #[error("what is kept for {serial} is no seed: {error}; remove it and add it again")]
    Broken {
        /// The device.
        serial: String,
        /// Why.
        error: SeedError,
    },
    /// Too large.
    #[error(transparent)]
    Item(#[from] InvalidItem),
    /// The keystore.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The seeds in a keystore.
#[derive(Clone, Copy)]
pub struct Seeds<'s>(&'s dyn SecretStore);

impl<'s> Seeds<'s> {
    /// Those in this store.
    #[must_use]
    pub const fn in_store(store: &'s dyn SecretStore) -> Self {
        Self(store)
    }

    /// The devices whose seeds are kept.
    ///
    /// # Errors
    /// [`SeedsError::Store`].
    pub fn serials(self) -> Result<Vec<String>, SeedsError> {
        let names = self.0.names()?;
        let kinds = names.iter().map(ItemName::kind);
        Ok(kinds
            .filter_map(|kind| match kind {
                ItemKind::Totp { serial } => Some(serial.clone()),
                _ => None,
            })
            .collect())
    }

    /// The seed of a device, if it is kept. Nothing is opened where it is not.
    ///
    /// # Errors
    /// [`SeedsError`].
    pub fn find(self, serial: &str) -> Result<Option<TotpSeed>, SeedsError> {
        if !self.serials()?.iter().any(|kept| kept == serial) {
            return Ok(None);
        }
        let Some(item) = self.0.get(&ItemName::totp(serial)?)? else {
            return Ok(None);
        };
        let text = Secret::new(String::from_utf8_lossy(item.data.expose()).into_owned());
        let seed = TotpSeed::parse(&text).map_err(|error| SeedsError::Broken {
            serial: serial.to_owned(),
            error,
        })?;
        Ok(Some(seed))
    }

    /// Whether a seed of this device could be added.
    ///
    /// # Errors
    /// [`SeedsError`], when there is one, or this is no device.
    pub fn check_new(self, serial: &str) -> Result<(), SeedsError> {
        let is_serial = |c: char| c.is_ascii_alphanumeric() || "_+=/:,.@-".contains(c);
        if serial.is_empty() || serial.len() > MAX_SERIAL || !serial.chars().all(is_serial) {
            return Err(SeedsError::Serial(serial.to_owned()));
        }
        match self.serials()?.iter().any(|kept| kept == serial) {
            true => Err(SeedsError::Exists(serial.to_owned())),
            false => Ok(()),
        }
    }

    /// Keeps the seed of a device that has none.
    ///
    /// # Errors
    /// [`SeedsError`].
    pub fn add(self, serial: &str, seed: &TotpSeed) -> Result<(), SeedsError> {
        self.check_new(serial)?;
        let data = Secret::new(seed.text.expose().as_bytes().to_vec());
        Ok(self.0.set(&Item::new(ItemName::totp(serial)?, data)?)?)
    }

    /// Removes the seed of a device.
    ///
    /// # Errors
    /// [`SeedsError`].
    pub fn remove(self, serial: &str) -> Result<(), SeedsError> {
        match self.0.remove(&ItemName::totp(serial)?)? {
            true => Ok(()),
            false => Err(SeedsError::Missing(serial.to_owned())),
        }
    }
}

impl TotpSeed {
    /// Reads base32 as people and AWS write it, or an `otpauth://` URI.
    ///
    /// # Errors
    /// [`SeedError`].
    pub fn parse(text: &Secret<String>) -> Result<Self, SeedError> {
        let text = text.expose().trim();
        if text.len() > MAX_TEXT {
            return Err(SeedError::TooLong);
        }
        let is_uri = |text: &str| {
            text.get(..8)
                .is_some_and(|start| start.eq_ignore_ascii_case("otpauth:"))
        };
        match is_uri(text) {
            true => Self::of_base32(&secret_of(text)?),
            false => Self::of_base32(text),
        }
    }

    fn of_base32(text: &str) -> Result<Self, SeedError> {
        let mut letters = Zeroizing::new(String::with_capacity(text.len()));
        let written = text.chars().filter(|c| !c.is_whitespace() && *c != '-');
        letters.extend(written.map(|c| c.to_ascii_uppercase()));
        let letters = letters.trim_end_matches('=');
        let decoded = BASE32
            .as_ref()
            .and_then(|base32| base32.decode(letters.as_bytes()).ok());
        let bytes = Zeroizing::new(decoded.ok_or(SeedError::NotBase32)?);
        if !BYTES.contains(&bytes.len()) {
            return Err(SeedError::Length(bytes.len()));
        }
        Ok(Self {
            seed: Seed::new(&bytes),
            text: Secret::new(letters.to_owned()),
        })
    }

    /// The code of a step; before 1970 there is but one.
    #[must_use]
    pub fn code(&self, step: i64) -> Secret<String> {
        let digits = self.seed.code(u64::try_from(step).unwrap_or_default());
        Secret::new(digits.expose().iter().copied().map(char::from).collect())
    }
}

/// The `secret` of `otpauth://totp/LABEL?secret=…&issuer=…`.
fn secret_of(uri: &str) -> Result<Zeroizing<String>, SeedError> {
    const START: &str = "otpauth://totp/";
    let is_totp = uri
        .get(..START.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(START));
    if !is_totp {
        return Err(SeedError::NotTotp);
    }
    let (_, query) = uri.split_once('?').ok_or(SeedError::NoSecret)?;
    let query = query.split('#').next().unwrap_or_default();
    let mut secret = None;
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        let value = Zeroizing::new(percent_decode_str(value).decode_utf8_lossy().into_owned());
        let other = |(known, expected): &&(&str, &str)| {
            name.eq_ignore_ascii_case(known) && !value.eq_ignore_ascii_case(expected)
        };
        if let Some((parameter, _)) = PARAMETERS.iter().find(other) {
            return Err(SeedError::Parameter(parameter));
        }
        if name.eq_ignore_ascii_case("secret") {
            secret = Some(value);
        }
    }
    secret.ok_or(SeedError::NoSecret)
}

#[cfg(test)]
mod tests;
