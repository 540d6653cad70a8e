//! The key, from wherever it is given.

use std::io::{self, Read};

use serde::{Deserialize, Deserializer};
use tegata_base::Secret;
use tegata_vault::{InvalidKey, LongTermKey};
use zeroize::Zeroizing;

use super::{AddArgs, AddError, csv, sound};
use crate::{Edge, Person};

/// Bytes of standard input. A key has 200.
const MAX_INPUT: usize = 64 << 10;

/// Why standard input gives no key. What it says is not repeated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StdinError {
    /// It broke off.
    #[error("cannot read standard input: {0}")]
    Read(io::Error),
    /// More than any key.
    #[error("standard input has more than {MAX_INPUT} bytes; give id and secret on two lines")]
    TooLarge,
    /// Neither of the two forms.
    #[error(
        "standard input is neither an access key id and its secret on two lines nor what `aws iam create-access-key` prints"
    )]
    Form,
    /// Credentials of a session.
    #[error("standard input has a session token; add the long-lived key of a user instead")]
    Session,
}

/// The key that flags, variables or a person give.
///
/// # Errors
/// [`AddError`].
pub(super) fn key(
    args: &AddArgs,
    person: &dyn Person,
    stdin: &mut dyn Read,
    edge: &mut Edge<'_>,
) -> Result<LongTermKey, AddError> {
    if args.env {
        return sound(from_environment(edge)?);
    }
    if args.stdin {
        return sound(from_stdin(stdin)?);
    }
    if let Some(path) = &args.csv {
        let key = sound(csv::read(path)?)?;
        edge.tell(&format!(
            "the secret is still readable in {}; remove that file",
            path.display()
        ));
        return Ok(key);
    }
    sound(typed(person)?)
}

fn typed(person: &dyn Person) -> Result<LongTermKey, AddError> {
    let failed = |what| move |error| AddError::Ask { what, error };
    let id = person
        .line("Enter Access Key ID: ")
        .map_err(failed("the access key id"))?;
    if id.trim().is_empty() {
        return Err(AddError::Key(InvalidKey::Empty));
    }
    let secret = person
        .secret("Enter Secret Access Key: ")
        .map_err(failed("the secret access key"))?;
    Ok(of(&id, secret.expose()))
}

fn from_environment(edge: &Edge<'_>) -> Result<LongTermKey, AddError> {
    let wanted = |name| match edge.environment.text(name)? {
        Some(value) => Ok(value),
        None => Err(AddError::Missing(name)),
    };
    Ok(of(wanted("AWS_ACCESS_KEY_ID")?, wanted("AWS_SECRET_ACCESS_KEY")?))
}

/// A key without the blanks that copying leaves around it.
pub(super) fn of(id: &str, secret: &str) -> LongTermKey {
    LongTermKey {
        access_key_id: id.trim().to_owned(),
        secret: Secret::new(secret.trim().to_owned()),
    }
}

fn from_stdin(stdin: &mut dyn Read) -> Result<LongTermKey, StdinError> {
    // Room for all of it, so that no half of it stays behind where it grew.
    let mut input = Zeroizing::new(Vec::with_capacity(MAX_INPUT + 1));
    let limit = MAX_INPUT as u64 + 1;
    stdin
        .take(limit)
        .read_to_end(&mut input)
        .map_err(StdinError::Read)?;
    if input.len() > MAX_INPUT {
        return Err(StdinError::TooLarge);
    }
    let text = std::str::from_utf8(&input).map_err(|_| StdinError::Form)?;
    match text.trim_start().starts_with('{') {
        true => from_json(text),
        false => from_lines(text),
    }
}

fn from_lines(text: &str) -> Result<LongTermKey, StdinError> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    match (lines.next(), lines.next(), lines.next()) {
        (Some(id), Some(secret), None) => Ok(of(id, secret)),
        _ => Err(StdinError::Form),
    }
}

/// What `aws iam create-access-key` prints, or its inner object alone.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Made {
    access_key: Option<Box<Made>>,
    access_key_id: Option<String>,
    #[serde(default, deserialize_with = "wiped")]
    secret_access_key: Option<Secret<String>>,
    #[serde(default, deserialize_with = "wiped")]
    session_token: Option<Secret<String>>,
}

fn wiped<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Secret<String>>, D::Error> {
    Ok(Option::deserialize(from)?.map(Secret::new))
}

fn from_json(text: &str) -> Result<LongTermKey, StdinError> {
    let mut outer: Made = serde_json::from_str(text).map_err(|_| StdinError::Form)?;
    let made = match outer.access_key.take() {
        Some(inner) => *inner,
        None => outer,
    };
    match (made.access_key_id, made.secret_access_key, made.session_token) {
        (_, _, Some(_)) => Err(StdinError::Session),
        (Some(id), Some(secret), None) => Ok(of(&id, secret.expose())),
        _ => Err(StdinError::Form),
    }
}
