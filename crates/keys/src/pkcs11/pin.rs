//! PINs: where they come from, logging in with them, and remembering what a token refused.
//!
//! A wrong PIN is never tried twice: most tokens lock after three.

use std::fs::File;
use std::io::Read as _;
use std::sync::Arc;

use cryptoki_sys as c;
use tegata_base::Secret;
use zeroize::Zeroizing;

use super::error::{TokenError, Tries};
use super::ffi::{Rv, TokenInfo, User};
use super::session::Access;
use super::uri::PinAttribute;
use crate::Surroundings;

/// What a file with a PIN may hold.
const MAX_PIN_FILE: u64 = 4096;
pub(super) const LOG_IN: &str = "log in";

/// Where the PINs of a token come from.
#[derive(Clone)]
pub(super) struct PinSource {
    pub(super) attribute: Option<PinAttribute>,
    pub(super) surroundings: Arc<dyn Surroundings>,
}

/// PINs of one token, kept for as long as its session, and those that it refused.
#[derive(Default)]
pub(super) struct Pins {
    user: Option<Arc<Secret<String>>>,
    context: Option<Arc<Secret<String>>>,
    refused: Vec<Arc<Secret<String>>>,
}

impl PinSource {
    /// The PIN that the URI gives, else the answer at the terminal.
    fn user_pin(&self, token: &TokenInfo) -> Result<Arc<Secret<String>>, TokenError> {
        const ADVICE: &str = "give it with pin-value or pin-source in the URI";
        match &self.attribute {
            Some(PinAttribute::Value(pin)) => Ok(Arc::clone(pin)),
            Some(PinAttribute::Source(source)) => self.read(source).map(Arc::new),
            None => self.ask(token, "PIN", "its PIN", ADVICE),
        }
    }

    /// The PIN for one signature, which is asked for: `--reuse-pin` is what lets another one serve.
    fn context_pin(&self, token: &TokenInfo) -> Result<Arc<Secret<String>>, TokenError> {
        const ADVICE: &str = "--reuse-pin gives it the user PIN";
        self.ask(token, "PIN to sign", "its PIN for each signature", ADVICE)
    }

    fn ask(
        &self,
        token: &TokenInfo,
        name: &str,
        what: &'static str,
        advice: &'static str,
    ) -> Result<Arc<Secret<String>>, TokenError> {
        let warning = match Tries::from_flags(token.flags) {
            Tries::Last => " (last try: a wrong PIN locks the token)",
            _ => "",
        };
        let question = format!("{name} of the token {:?}{warning}: ", token.label);
        self.surroundings
            .ask(&question)
            .map(Arc::new)
            .map_err(|error| TokenError::no_pin(&token.label, what, &error, advice))
    }

    /// `pin-source`: a `file:` URL, a path, or `env:NAME`.
    fn read(&self, source: &str) -> Result<Secret<String>, TokenError> {
        let failed = |reason: String| TokenError::PinSource {
            source_name: source.into(),
            reason,
        };
        if source.starts_with('|') {
            return Err(failed("programs are not run; write the PIN to a file".into()));
        }
        if let Some(name) = source.strip_prefix("env:") {
            return self
                .surroundings
                .variable(name)
                .ok_or_else(|| failed("the variable is not set".into()));
        }
        let path = match source.strip_prefix("file:") {
            Some(url) => file_url(url).ok_or_else(|| failed("write file:///path".into()))?,
            None => source.to_owned(),
        };
        let file = File::open(path).map_err(|error| failed(error.to_string()))?;
        let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_PIN_FILE as usize + 1));
        file.take(MAX_PIN_FILE + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| failed(error.to_string()))?;
        if bytes.len() as u64 > MAX_PIN_FILE {
            return Err(failed("it is too large to be a PIN".into()));
        }
        let text = std::str::from_utf8(&bytes).map_err(|_| failed("it is not a text in UTF-8".into()))?;
        let line = text.lines().next().unwrap_or_default();
        if line.is_empty() {
            return Err(failed("its first line is empty".into()));
        }
        Ok(Secret::new(line.to_owned()))
    }
}

/// The path of a `file:` URL (RFC 8089), whose host can only be this one.
fn file_url(url: &str) -> Option<String> {
    let path = match url.strip_prefix("//") {
        Some(rest) => rest.strip_prefix("localhost").unwrap_or(rest),
        None => url,
    };
    if !path.starts_with('/') {
        return None;
    }
    let mut bytes = path.bytes();
    let mut out = Vec::with_capacity(path.len());
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let mut digit = || char::from(bytes.next()?).to_digit(16);
        let value = digit()? << 4 | digit()?;
        out.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(out).ok()
}

/// Logs the user in, unless the token wants no login.
pub(super) fn log_in(access: &mut Access<'_>, source: &PinSource) -> Result<(), TokenError> {
    let token = access
        .cryptoki
        .token_info(access.slot)
        .map_err(TokenError::failed("tell about the token"))?;
    if token.flags & c::CKF_LOGIN_REQUIRED == 0 {
        return Ok(());
    }
    if token.flags & c::CKF_USER_PIN_LOCKED != 0 {
        return Err(TokenError::PinLocked { token: token.label });
    }
    if by_keypad(&token, source) {
        return attempt(access, &token, User::Normal, None);
    }
    let pin = match access.pins.user.clone() {
        Some(pin) => pin,
        None => source.user_pin(&token)?,
    };
    attempt(access, &token, User::Normal, Some(&pin))?;
    access.pins.user = Some(pin);
    Ok(())
}

/// Permits one signature of a key with `CKA_ALWAYS_AUTHENTICATE`, between `C_SignInit`, which `begin` calls
/// before each try, and `C_Sign`.
pub(super) fn permit(
    access: &mut Access<'_>,
    source: &PinSource,
    reuse_pin: bool,
    begin: impl Fn(&mut Access<'_>) -> Result<(), TokenError>,
) -> Result<(), TokenError> {
    let token = access
        .cryptoki
        .token_info(access.slot)
        .map_err(TokenError::failed("tell about the token"))?;
    begin(access)?;
    if by_keypad(&token, source) {
        return attempt(access, &token, User::Context, None);
    }
    if let Some(pin) = access.pins.context.clone() {
        return attempt(access, &token, User::Context, Some(&pin));
    }
    if let Some(pin) = access.pins.user.clone().filter(|_| reuse_pin) {
        match attempt(access, &token, User::Context, Some(&pin)) {
            Err(error @ TokenError::PinIncorrect { .. }) => {
                let Ok(pin) = source.context_pin(&token) else {
                    return Err(error);
                };
                begin(access)?;
                return permit_with(access, &token, pin);
            }
            Ok(()) => access.pins.context = Some(pin),
            other => other?,
        }
        return Ok(());
    }
    let pin = source.context_pin(&token)?;
    permit_with(access, &token, pin)
}

fn permit_with(
    access: &mut Access<'_>,
    token: &TokenInfo,
    pin: Arc<Secret<String>>,
) -> Result<(), TokenError> {
    attempt(access, token, User::Context, Some(&pin))?;
    access.pins.context = Some(pin);
    Ok(())
}

/// The token has keys of its own to type the PIN at, and the URI gives none.
fn by_keypad(token: &TokenInfo, source: &PinSource) -> bool {
    token.flags & c::CKF_PROTECTED_AUTHENTICATION_PATH != 0 && source.attribute.is_none()
}

/// One `C_Login`. A PIN that is refused is forgotten, and remembered as refused.
fn attempt(
    access: &mut Access<'_>,
    token: &TokenInfo,
    user: User,
    pin: Option<&Arc<Secret<String>>>,
) -> Result<(), TokenError> {
    let label = || token.label.clone();
    if pin.is_some_and(|pin| access.pins.refused.contains(pin)) {
        return Err(TokenError::PinRefusedBefore { token: label() });
    }
    let bytes = pin.map(|pin| pin.expose().as_bytes());
    let Err(Rv(code)) = access.cryptoki.login(access.handle, user, bytes) else {
        return Ok(());
    };
    match code {
        c::CKR_USER_ALREADY_LOGGED_IN => Ok(()),
        c::CKR_PIN_INCORRECT | c::CKR_PIN_LEN_RANGE | c::CKR_PIN_INVALID => {
            if let Some(pin) = pin {
                access.pins.refuse(pin);
            }
            let flags = access.cryptoki.token_info(access.slot).map(|info| info.flags);
            Err(TokenError::PinIncorrect {
                token: label(),
                left: flags.map_or(Tries::Unknown, Tries::from_flags),
            })
        }
        c::CKR_PIN_LOCKED => Err(TokenError::PinLocked { token: label() }),
        c::CKR_PIN_EXPIRED => Err(TokenError::PinExpired { token: label() }),
        c::CKR_USER_PIN_NOT_INITIALIZED => Err(TokenError::PinNotSet { token: label() }),
        _ => Err(TokenError::failed(LOG_IN)(Rv(code))),
    }
}

impl Pins {
    fn refuse(&mut self, pin: &Arc<Secret<String>>) {
        for kept in [&mut self.user, &mut self.context] {
            if kept.as_ref() == Some(pin) {
                *kept = None;
            }
        }
        self.refused.push(Arc::clone(pin));
    }
}

#[cfg(test)]
mod tests;
