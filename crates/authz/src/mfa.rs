//! A second factor: one-time passwords of virtual MFA devices.
//!
//! A code is accepted once. Whoever accepts one makes a [`Shown`], which holds the device as it is afterwards:
//! storing that is a configuration write, so that the same code, and every one before it, is refused from then
//! on. What was shown reaches a session only through [`crate::permit`].
//!
//! A code has six digits, so guesses are limited: see [`Attempts`].

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use tegata_crypto::kek::{Kek, UnsealError};
use tegata_crypto::totp::{Seed, step_at};
use tegata_state::{Entity as _, MfaDevice, Snapshot};
use tegata_store::Change;

use crate::{Caller, Identity};

/// How many steps a code may be early or late by the device's own clock (RFC 6238 section 5.2).
const SIGN_IN_STEPS: i64 = 1;
/// The same for the pair that enables a device, whose clock nobody has seen yet: five minutes.
pub const ENABLE_STEPS: i64 = 10;
/// The same for the pair that brings a device back whose clock went astray: an hour.
pub const RESYNC_STEPS: i64 = 120;

/// How many wrong codes of a device are looked at before it has to wait.
const WRONG_CODES: i64 = 5;
/// How many seconds after which one more is.
const SECONDS_A_WRONG_CODE: i64 = 120;
/// From how many devices on those that need not wait are forgotten.
const REMEMBERED: usize = 1024;

/// Why a code is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MfaError {
    /// The caller has no such device.
    #[error("the caller has no such MFA device")]
    UnknownDevice,
    /// The code is wrong, or was used before.
    #[error("the code is wrong or was used before")]
    WrongCode,
    /// Too many wrong codes were given for the device.
    #[error("too many wrong codes were given for the device; try again in two minutes")]
    TooManyWrongCodes,
    /// The seed cannot be opened.
    #[error(transparent)]
    Sealed(#[from] UnsealError),
}

/// A second factor that was shown. Only [`show`] makes one.
#[derive(Debug, Clone)]
pub struct Shown {
    at: Timestamp,
    /// As it is afterwards.
    device: MfaDevice,
}

impl Shown {
    /// When.
    pub(crate) const fn at(&self) -> Timestamp {
        self.at
    }

    /// What has to be stored before the code counts.
    pub(crate) fn change(&self) -> Change {
        self.device.put()
    }
}

/// Takes the code of a device that is enabled for the caller, a user.
///
/// # Errors
/// [`MfaError`].
pub fn show(
    caller: &Caller,
    serial: &str,
    code: &str,
    snapshot: &Snapshot,
    kek: &Kek,
    attempts: &Attempts,
) -> Result<Shown, MfaError> {
    let Identity::User(user) = &caller.identity else {
        return Err(MfaError::UnknownDevice);
    };
    let device = snapshot.mfa_device_of_serial(caller.partition(), serial);
    let device = device.filter(|device| {
        device
            .holder
            .as_ref()
            .is_some_and(|holder| holder.user == user.id)
    });
    let device = device.ok_or(MfaError::UnknownDevice)?;
    let now = caller.request.now;
    if !attempts.may(&device.id, now) {
        return Err(MfaError::TooManyWrongCodes);
    }
    let seed = seed(device, kek)?;
    let shown = find(device, now, SIGN_IN_STEPS, |step| seed.is_code(step, code));
    let Some(step) = shown else {
        attempts.wrong(&device.id, now);
        return Err(MfaError::WrongCode);
    };
    Ok(Shown {
        at: now,
        device: used(device, step, now),
    })
}

/// Takes two codes of a device that follow each other, at most `steps` early or late: the device as it is
/// afterwards, with its clock known.
///
/// # Errors
/// [`MfaError`].
pub fn pair(
    device: &MfaDevice,
    (first, second): (&str, &str),
    steps: i64,
    now: Timestamp,
    (kek, attempts): (&Kek, &Attempts),
) -> Result<MfaDevice, MfaError> {
    if !attempts.may(&device.id, now) {
        return Err(MfaError::TooManyWrongCodes);
    }
    let seed = seed(device, kek)?;
    let found = find(device, now, steps, |step| {
        // Both are looked at in any case, so that time does not tell which of them is right.
        seed.is_code(step, first) & seed.is_code(step.saturating_add(1), second)
    });
    let Some(step) = found else {
        attempts.wrong(&device.id, now);
        return Err(MfaError::WrongCode);
    };
    Ok(used(device, step.saturating_add(1), now))
}

fn seed(device: &MfaDevice, kek: &Kek) -> Result<Seed, UnsealError> {
    let place = device.key().to_string();
    let bytes = kek.open(&place, MfaDevice::SEED_FIELD, &device.sealed_seed)?;
    Ok(Seed::new(bytes.expose()))
}

/// The step after the last used one, near now by the device's clock, that is the right one.
fn find(device: &MfaDevice, now: Timestamp, steps: i64, right: impl Fn(u64) -> bool) -> Option<i64> {
    let center = step_at(now.as_second()).saturating_add(device.drift);
    let window = center.saturating_sub(steps)..=center.saturating_add(steps);
    // All of the window is looked at, so that time does not tell where in it the code is.
    let found = window.filter(|step| u64::try_from(*step).is_ok_and(&right));
    found
        .fold(None, |first, step| first.or(Some(step)))
        .filter(|step| device.last_step.is_none_or(|last| *step > last))
}

/// A code of the step before is as likely typed late as made by a slow clock, so it does not count as drift.
fn used(device: &MfaDevice, step: i64, now: Timestamp) -> MfaDevice {
    let ahead = step.saturating_sub(step_at(now.as_second()));
    MfaDevice {
        drift: if ahead == -1 { 0 } else { ahead },
        last_step: Some(step),
        ..device.clone()
    }
}

/// The wrong codes of late, by device. Five of them are looked at, then one each two minutes: whoever holds a
/// stolen key guesses right within a day with a chance of 1 in 450. It is no configuration: it is gone with the
/// process, and a code that is refused on its account is not used up.
#[derive(Default)]
pub struct Attempts(Mutex<HashMap<String, i64>>);

impl Attempts {
    /// Whether a code of the device may be looked at.
    fn may(&self, device: &str, now: Timestamp) -> bool {
        let waits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let until = waits.get(device).copied().unwrap_or_default();
        let most = (WRONG_CODES - 1) * SECONDS_A_WRONG_CODE;
        until <= now.as_second().saturating_add(most)
    }

    /// Counts a wrong code: each takes its share of the time to come.
    fn wrong(&self, device: &str, now: Timestamp) {
        let now = now.as_second();
        let mut waits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waits.len() >= REMEMBERED {
            waits.retain(|_, until| *until > now);
        }
        let until = waits.entry(device.to_owned()).or_default();
        *until = (*until).max(now).saturating_add(SECONDS_A_WRONG_CODE);
    }
}
