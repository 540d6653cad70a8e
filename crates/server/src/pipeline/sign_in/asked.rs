//! What a request asks of the federation endpoint: its few parameters, each within its limit.

use http::{Method, Uri};
use serde::{Deserialize, Deserializer};
use tegata_base::Secret;

use super::{MAX_FORM, Operation, SignInError};
use crate::raw::Raw;

/// Bytes of `Session`: the longest session token, and room for JSON that escapes every other character.
const MAX_SESSION: usize = 16 * 1024;
/// Bytes of `Destination`.
const MAX_DESTINATION: usize = 2048;
/// The seconds that a session of the console may last (AWS: *Enable custom identity broker access to the AWS
/// console*).
const CONSOLE_SECONDS: std::ops::RangeInclusive<u32> = 900..=43_200;

/// What is asked.
pub(super) enum Asked {
    /// `getSigninToken` and `login`
    SignIn(Proof),
    /// `logout`
    Logout,
}

/// What shows whose session it is, and what for.
pub(super) enum Proof {
    /// `getSigninToken`
    Session {
        session: Session,
        console_seconds: Option<u32>,
    },
    /// `login`
    Token {
        token: Secret<String>,
        destination: Destination,
    },
}

impl Proof {
    pub(super) const fn operation(&self) -> Operation {
        match self {
            Self::Session { .. } => Operation::GetSigninToken,
            Self::Token { .. } => Operation::ConsoleLogin,
        }
    }
}

/// The three parts of temporary credentials, as `Session` holds them.
#[derive(Deserialize)]
pub(super) struct Session {
    #[serde(rename = "sessionId")]
    pub(super) id: String,
    #[serde(rename = "sessionKey", deserialize_with = "secret")]
    pub(super) key: Secret<String>,
    #[serde(rename = "sessionToken", deserialize_with = "secret")]
    pub(super) token: Secret<String>,
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret<String>, D::Error> {
    String::deserialize(deserializer).map(Secret::new)
}

/// Where a browser is sent: an absolute address of the web, in the characters that an address has.
pub(super) struct Destination(String);

impl Destination {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let is_written_well = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
        if text.len() > MAX_DESTINATION || !text.bytes().all(is_written_well) {
            return None;
        }
        let uri: Uri = text.parse().ok()?;
        let is_web = matches!(uri.scheme_str(), Some("http" | "https"));
        let authority = uri.authority()?;
        // A name before an @ passes for the host in a reader's eyes.
        let is_plain = !authority.host().is_empty() && !authority.as_str().contains('@');
        (is_web && is_plain).then(|| Self(text.to_owned()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads the parameters of the query, and of the form in the body of a `POST`.
///
/// # Errors
/// The first that is missing, too long, or not what it must be.
pub(super) fn read(raw: &Raw) -> Result<Asked, SignInError> {
    if !matches!(raw.method, Method::GET | Method::POST) {
        return Err(SignInError::Method);
    }
    if raw.query().len() > MAX_FORM || raw.body.len() > MAX_FORM {
        return Err(SignInError::TooLong);
    }
    const NAMES: [&str; 5] = [
        "Action",
        "Session",
        "SessionDuration",
        "SigninToken",
        "Destination",
    ];
    let headers = raw.header_lists();
    let [action, session, duration, token, destination] =
        tegata_wire::form_values(&raw.wire(&headers), NAMES).map_err(SignInError::Form)?;
    match action.as_deref() {
        Some("getSigninToken") => {
            let session = session.map(|text| Secret::new(text.into_owned()));
            Ok(Asked::SignIn(Proof::Session {
                session: session
                    .and_then(|text| parse_session(&text))
                    .ok_or(SignInError::SessionJson)?,
                console_seconds: duration.as_deref().map(parse_duration).transpose()?,
            }))
        }
        Some("login") => Ok(Asked::SignIn(Proof::Token {
            token: Secret::new(token.ok_or(SignInError::NoToken)?.into_owned()),
            destination: destination
                .as_deref()
                .and_then(Destination::parse)
                .ok_or(SignInError::Destination)?,
        })),
        Some("logout") => Ok(Asked::Logout),
        _ => Err(SignInError::Action),
    }
}

fn parse_session(text: &Secret<String>) -> Option<Session> {
    let text = text.expose();
    (text.len() <= MAX_SESSION)
        .then(|| serde_json::from_str(text).ok())
        .flatten()
}

fn parse_duration(text: &str) -> Result<u32, SignInError> {
    let seconds = text.parse().ok();
    seconds
        .filter(|seconds| CONSOLE_SECONDS.contains(seconds))
        .ok_or(SignInError::Duration)
}
