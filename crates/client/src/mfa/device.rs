//! A device, and which of its codes were handed out.

use std::time::Duration;

use tegata_base::Secret;
use tegata_crypto::totp::{STEP_SECONDS, step_at};

use super::seeds::TotpSeed;
use super::{MfaError, code};
use crate::Edge;

/// How often a person is asked for one code.
const ATTEMPTS: usize = 3;

/// What is known of a device.
#[derive(Default)]
pub(super) struct Device {
    handed_out: Vec<Secret<String>>,
    /// The step whose code a seed gave.
    last_step: Option<i64>,
    /// Where its last code is from.
    pub(super) origin: Origin,
    /// Codes that were refused in a row.
    refusals: usize,
    /// Whether the last code was refused.
    is_refused: bool,
}

/// Where a code is from: it decides whether another can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Origin {
    /// `-t`.
    #[default]
    Flag,
    /// A program that is asked anew gives what it gave.
    Program,
    /// A seed has another code in the next step.
    Seed,
    /// A person reads again, and types again.
    Person,
}

impl Device {
    /// A code is wanted. Refusals before one that was accepted do not count.
    pub(super) fn begin(&mut self) {
        if !self.is_refused {
            self.refusals = 0;
        }
    }

    pub(super) fn hand_out(&mut self, code: &Secret<String>) {
        self.is_refused = false;
        self.handed_out.push(Secret::new(code.expose().clone()));
    }

    /// The last code was refused. Whether to ask for another.
    pub(super) fn refuse(&mut self) -> bool {
        self.is_refused = true;
        self.refusals += 1;
        match self.origin {
            Origin::Flag | Origin::Program => false,
            // Another process may have used that code. A wrong seed or clock is not mended by waiting.
            Origin::Seed => self.refusals < 2,
            Origin::Person => self.refusals < ATTEMPTS,
        }
    }

    /// What a program prints. For the rest of its step it prints the same, so that is waited for.
    pub(super) fn ask_program(
        &self,
        serial: &str,
        name: &str,
        run: impl Fn() -> Result<Secret<String>, MfaError>,
        edge: &mut Edge<'_>,
    ) -> Result<Secret<String>, MfaError> {
        let not_a_code = || not_a_code(name, serial);
        let first = code::of(&run()?).ok_or_else(not_a_code)?;
        if self.is_new(&first) {
            return Ok(first);
        }
        wait_for_next_step(serial, edge);
        let second = code::of(&run()?).ok_or_else(not_a_code)?;
        match self.is_new(&second) {
            true => Ok(second),
            false => Err(same_code(name, serial)),
        }
    }

    /// The code of the first step whose code is new.
    pub(super) fn ask_seed(
        &mut self,
        serial: &str,
        seed: &TotpSeed,
        edge: &mut Edge<'_>,
    ) -> Result<Secret<String>, MfaError> {
        for _ in 0..ATTEMPTS {
            let step = step_at((edge.clock)().as_second());
            if self.last_step.is_none_or(|last| step > last) {
                self.last_step = Some(step);
                let code = seed.code(step);
                if self.is_new(&code) {
                    return Ok(code);
                }
            }
            wait_for_next_step(serial, edge);
        }
        Err(same_code("the clock", serial))
    }

    /// What a person answers, who is told what is wrong with it.
    pub(super) fn ask_person(
        &self,
        serial: &str,
        from: &str,
        ask: impl Fn(&str) -> Result<Secret<String>, MfaError>,
    ) -> Result<Secret<String>, MfaError> {
        let mut hint = match self.is_refused {
            true => "The code was refused. ",
            false => "",
        };
        let mut error: fn(&str, &str) -> MfaError = not_a_code;
        for _ in 0..ATTEMPTS {
            let answer = ask(&format!("{hint}Enter MFA code for {}: ", shown(serial)))?;
            match code::of(&answer) {
                Some(code) if self.is_new(&code) => return Ok(code),
                Some(_) => (hint, error) = ("That code was used already; wait for the next. ", same_code),
                None => (hint, error) = ("A code has six digits. ", not_a_code),
            }
        }
        Err(error(from, serial))
    }

    fn is_new(&self, code: &Secret<String>) -> bool {
        !self.handed_out.contains(code)
    }
}

/// Waits until other codes are shown than now.
pub(super) fn wait_for_next_step(serial: &str, edge: &mut Edge<'_>) {
    let passed = (edge.clock)().as_second().rem_euclid(STEP_SECONDS);
    let left = STEP_SECONDS - passed;
    edge.tell(&format!(
        "waiting {left} s for the next code of {}",
        shown(serial)
    ));
    (edge.sleep)(Duration::from_secs(left.unsigned_abs()));
}

/// A serial number as a config file gives it, without what a terminal would obey.
fn shown(serial: &str) -> String {
    serial.chars().filter(|c| !c.is_control()).collect()
}

fn not_a_code(from: &str, serial: &str) -> MfaError {
    MfaError::NotACode {
        from: from.to_owned(),
        serial: serial.to_owned(),
    }
}

fn same_code(from: &str, serial: &str) -> MfaError {
    MfaError::SameCode {
        from: from.to_owned(),
        serial: serial.to_owned(),
    }
}

#[cfg(test)]
mod tests;
