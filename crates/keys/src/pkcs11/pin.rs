//! PINs: where they come from, logging in with them, and remembering what a token refused.
//!
//! Most tokens lock after three wrong PINs. So one that was refused is not tried again as long as this
//! process lives, by whichever session; and the last try is left to a PIN that somebody types, since one
//! that is configured is as wrong at the next start of a service as at this one.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use cryptoki_sys as c;
use tegata_base::Secret;
use zeroize::Zeroizing;

use super::error::{TokenError, Tries};
use super::ffi::{Rv, TokenInfo, User};
use super::session::Access;
use super::slots::same_token;
use super::uri::{PinAttribute, Uri};
use crate::material::RegularFile;
use crate::passwords::{first_line, is_absence};
use crate::{KeyError, Permissions, Surroundings};

/// What a file with a PIN may hold.
const MAX_PIN_FILE: u64 = 4096;
pub(super) const LOG_IN: &str = "log in";

/// Where the PINs of a token come from.
#[derive(Clone)]
pub(super) struct PinSource {
    pub(super) attribute: Option<PinAttribute>,
    pub(super) surroundings: Arc<dyn Surroundings>,
}

/// PINs of one token, kept for as long as its session.
#[derive(Default)]
pub(super) struct Pins {
    user: Option<Arc<Secret<String>>>,
    context: Option<Arc<Secret<String>>>,
}

/// What a token refused. The token itself, or a person, bounds how many there can be.
struct Refused {
    token: TokenInfo,
    user: User,
    pin: Arc<Secret<String>>,
}

static REFUSED: Mutex<Vec<Refused>> = Mutex::new(Vec::new());

impl PinSource {
    /// What must hold of the file that gives the PIN; or the warning that others can read it.
    pub(super) fn check(&self, permissions: Permissions) -> Result<Option<String>, KeyError> {
        match &self.attribute {
            Some(PinAttribute::Source(source)) => match Place::of(source) {
                Ok(Place::File(path)) => match RegularFile::open(&path) {
                    Ok(file) => file.protection.check("PIN", permissions),
                    // The reading of it says what is wrong.
                    Err(_) => Ok(None),
                },
                _ => Ok(None),
            },
            _ => Ok(None),
        }
    }

    /// The PIN that the URI gives, else the answer at the terminal.
    fn user_pin(&self, token: &TokenInfo) -> Result<Arc<Secret<String>>, TokenError> {
        const ADVICE: &str = "give it with pin-source in the URI";
        match &self.attribute {
            Some(_) if is_last_try(token) => Err(TokenError::PinLastTry {
                token: token.label.clone(),
            }),
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

    /// The first line of what `pin-source` names.
    fn read(&self, source: &str) -> Result<Secret<String>, TokenError> {
        let failed = |reason: &str| TokenError::PinSource {
            source_name: format!(" {source:?}"),
            reason: reason.into(),
        };
        // What nothing has for a name may be the PIN itself.
        let absent = |what: &str| TokenError::PinSource {
            source_name: String::new(),
            reason: format!(
                "there is no {what} of its name, which is not shown, since it may be the PIN itself"
            ),
        };
        let no_place = |reason: &str| TokenError::PinSource {
            source_name: String::new(),
            reason: reason.into(),
        };
        let bytes = match Place::of(source).map_err(no_place)? {
            Place::Variable(name) => {
                let value = self.surroundings.variable(name);
                let value = value.ok_or_else(|| absent("environment variable"))?;
                Zeroizing::new(value.expose().clone())
            }
            Place::File(path) => {
                let unread = |error: std::io::Error| match is_absence(&error) {
                    true => absent("file"),
                    false => failed(&error.to_string()),
                };
                let file = RegularFile::open(&path).map_err(unread)?;
                file.read(MAX_PIN_FILE).map_err(unread)?
            }
        };
        if bytes.len() as u64 > MAX_PIN_FILE {
            return Err(failed("it is too large to be a PIN"));
        }
        let line = first_line(&bytes).map_err(|_| failed("it is not a text in UTF-8"))?;
        if line.is_empty() {
            return Err(failed("its first line is empty"));
        }
        Ok(Secret::new(line.to_owned()))
    }
}

/// The file that a URI's PIN is read from, if it is in one.
pub(crate) fn pin_file(uri: &Uri) -> Option<PathBuf> {
    match &uri.pin {
        Some(PinAttribute::Source(source)) => match Place::of(source) {
            Ok(Place::File(path)) => Some(path),
            _ => None,
        },
        _ => None,
    }
}

/// What `pin-source` can name.
enum Place<'a> {
    File(PathBuf),
    Variable(&'a str),
}

impl<'a> Place<'a> {
    /// A `file:` URL, a path, or `env:NAME`.
    fn of(source: &'a str) -> Result<Self, &'static str> {
        if source.starts_with('|') {
            return Err("programs are not run; write the PIN to a file");
        }
        if let Some(name) = source.strip_prefix("env:") {
            return Ok(Self::Variable(name));
        }
        match source.strip_prefix("file:") {
            Some(url) => file_url(url)
                .map(|path| Self::File(path.into()))
                .ok_or("write file:///path"),
            None => Ok(Self::File(source.into())),
        }
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
    let token = token_that_takes_pins(access)?;
    if token.flags & c::CKF_LOGIN_REQUIRED == 0 {
        return Ok(());
    }
    if by_keypad(&token, source) {
        return attempt(access, &token, User::Normal, None);
    }
    let pin = match access.pins.user.clone().filter(|_| !is_last_try(&token)) {
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
    let token = token_that_takes_pins(access)?;
    begin(access)?;
    if by_keypad(&token, source) {
        return attempt(access, &token, User::Context, None);
    }
    let last_try = is_last_try(&token);
    if let Some(pin) = access.pins.context.clone().filter(|_| !last_try) {
        return attempt(access, &token, User::Context, Some(&pin));
    }
    // Why the user PIN does not do, where it was to.
    let mut refused = None;
    if let Some(pin) = access.pins.user.clone().filter(|_| reuse_pin) {
        let tried = match last_try {
            true => Err(TokenError::PinLastTry {
                token: token.label.clone(),
            }),
            false => permit_with(access, &token, pin),
        };
        match tried {
            Err(
                error @ (TokenError::PinIncorrect { .. }
                | TokenError::PinRefusedBefore { .. }
                | TokenError::PinLastTry { .. }),
            ) => refused = Some(error),
            other => return other,
        }
    }
    let token = token_that_takes_pins(access)?;
    let pin = source.context_pin(&token);
    let pin = pin.map_err(|error| refused.unwrap_or(error))?;
    begin(access)?;
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

/// The token as it is now, unless it takes no PIN any more.
fn token_that_takes_pins(access: &mut Access<'_>) -> Result<TokenInfo, TokenError> {
    let token = access
        .cryptoki
        .token_info(access.slot)
        .map_err(TokenError::failed("tell about the token"))?;
    if token.flags & c::CKF_LOGIN_REQUIRED != 0 && token.flags & c::CKF_USER_PIN_LOCKED != 0 {
        return Err(TokenError::PinLocked { token: token.label });
    }
    Ok(token)
}

fn is_last_try(token: &TokenInfo) -> bool {
    Tries::from_flags(token.flags) == Tries::Last
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
    if pin.is_some_and(|pin| was_refused(token, user, pin)) {
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
                access.pins.forget(user);
                refuse(token, user, pin);
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
    fn forget(&mut self, user: User) {
        match user {
            User::Normal => self.user = None,
            User::Context => self.context = None,
        }
    }
}

fn was_refused(token: &TokenInfo, user: User, pin: &Arc<Secret<String>>) -> bool {
    let refused = REFUSED.lock().unwrap_or_else(PoisonError::into_inner);
    refused
        .iter()
        .any(|known| known.user == user && known.pin == *pin && same_token(&known.token, token))
}

fn refuse(token: &TokenInfo, user: User, pin: &Arc<Secret<String>>) {
    let mut refused = REFUSED.lock().unwrap_or_else(PoisonError::into_inner);
    refused.push(Refused {
        token: token.clone(),
        user,
        pin: Arc::clone(pin),
    });
}

#[cfg(test)]
mod tests;
