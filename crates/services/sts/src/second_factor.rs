//! `SerialNumber` and `TokenCode`: the second factor of a call.

use tegata_authz::Caller;
use tegata_authz::mfa::{self, MfaError, Shown};
use tegata_operation::{Ctx, Effect, ServiceError};

use crate::errors::StsError;

/// A code is used once: accepting it changes the configuration.
pub(crate) const fn effect(code: Option<&String>) -> Effect {
    if code.is_some() {
        Effect::Writes
    } else {
        Effect::Issues
    }
}

/// What the caller shows, if anything.
///
/// # Errors
/// [`StsError`]; an error of the server when the seed cannot be opened.
pub(crate) fn shown(
    serial: Option<&str>,
    code: Option<&str>,
    caller: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Option<Shown>, ServiceError> {
    let (serial, code) = match (serial, code) {
        (None, None) => return Ok(None),
        (Some(serial), Some(code)) => (serial, code),
        _ => return Err(StsError::HalfMfa.into()),
    };
    let shown = mfa::show(caller, serial, code, ctx.snapshot, ctx.kek, ctx.attempts);
    shown.map(Some).map_err(|error| match error {
        MfaError::UnknownDevice => StsError::UnknownMfa.into(),
        MfaError::WrongCode => StsError::WrongCode.into(),
        MfaError::TooManyWrongCodes => StsError::TooManyWrongCodes.into(),
        MfaError::Sealed(error) => crate::REFUSAL.internal(error),
    })
}
