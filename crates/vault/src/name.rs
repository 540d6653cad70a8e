//! Names of items, as aws-vault makes and reads them.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;

/// Bytes of a name. Profile names and start URLs are far shorter.
const MAX_NAME: usize = 1024;

const OIDC: &str = "oidc:";
const TOTP: &str = "tegata.totp:";
const ROTATION: &str = "tegata.rotation:";

/// What the operation of a session begins with that Tegata keeps.
pub const OWN_SESSIONS: &str = "tegata.";

/// The name of an item: a profile's name for its key, and longer forms for what aws-vault caches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemName {
    /// INVARIANT: not empty, at most [`MAX_NAME`] bytes, without control characters.
    text: String,
    kind: ItemKind,
}

/// What is kept under a name, as aws-vault tells it from the name alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ItemKind {
    /// A long-term key, under the profile's name. Everything that is nothing else.
    Key,
    /// A session that aws-vault cached.
    Session {
        /// `sts.GetSessionToken`, `sts.AssumeRole`, `sso.GetRoleCredentials`…
        operation: String,
        /// The profile it was made for.
        profile: String,
        /// Seconds since 1970 at which it ends.
        expires: i64,
    },
    /// A session that an old aws-vault cached; the new ones delete it on sight.
    OldSession,
    /// A token of IAM Identity Center.
    Oidc {
        /// The start URL of the directory it is for.
        start_url: String,
    },
    /// The seed of a virtual MFA device, of Tegata's own. aws-vault takes it for a key.
    Totp {
        /// The device's serial number or ARN.
        serial: String,
    },
    /// How far a rotation of a key has come, of Tegata's own. aws-vault takes it for a key.
    Rotation {
        /// The profile whose key it is.
        profile: String,
    },
}

/// No name of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidName {
    /// Nothing.
    #[error("a profile's name cannot be empty")]
    Empty,
    /// More than a store takes.
    #[error("a profile's name has at most {MAX_NAME} bytes")]
    TooLong,
    /// A line break, NUL…
    #[error("a profile's name cannot contain control characters")]
    ControlCharacter,
    /// What would be taken for a session or token.
    #[error(
        "a key cannot be kept under a name that has the form of a cached session or token; rename the profile"
    )]
    NotAKey,
}

impl ItemName {
    /// The name of a profile's long-term key.
    ///
    /// # Errors
    /// [`InvalidName`], also for a profile whose name has the form of a session's.
    pub fn key(profile: &str) -> Result<Self, InvalidName> {
        let name = Self::parse(profile)?;
        match name.kind {
            ItemKind::Key => Ok(name),
            _ => Err(InvalidName::NotAKey),
        }
    }

    /// The name of the seed of an MFA device.
    ///
    /// # Errors
    /// [`InvalidName`].
    pub fn totp(serial: &str) -> Result<Self, InvalidName> {
        match serial {
            "" => Err(InvalidName::Empty),
            serial => Self::parse(&format!("{TOTP}{serial}")),
        }
    }

    /// The name of the journal of a rotation of a profile's key.
    ///
    /// # Errors
    /// [`InvalidName`].
    pub fn rotation(profile: &str) -> Result<Self, InvalidName> {
        match profile {
            "" => Err(InvalidName::Empty),
            profile => Self::parse(&format!("{ROTATION}{profile}")),
        }
    }

    /// The name of a session of Tegata's. aws-vault takes its form for a session's too, so it lists and clears
    /// it, but uses none whose operation it does not know: those of Tegata begin with [`OWN_SESSIONS`].
    /// `context` tells apart the sessions of a profile.
    ///
    /// # Errors
    /// [`InvalidName::TooLong`].
    pub fn session(operation: &str, profile: &str, context: &str, expires: i64) -> Result<Self, InvalidName> {
        let encoded = |part: &str| BASE64URL_NOPAD.encode(part.as_bytes());
        let (profile, context) = (encoded(profile), encoded(context));
        Self::parse(&format!(
            "{OWN_SESSIONS}{operation},{profile},{context},{expires}"
        ))
    }

    /// What tells apart the sessions of a profile, if this is a session's name.
    #[must_use]
    pub fn session_context(&self) -> Option<String> {
        match self.kind {
            ItemKind::Session { .. } => four(&self.text, ',').and_then(|[_, _, context, _]| decoded(context)),
            _ => None,
        }
    }

    /// Reads a name that is found in a store.
    ///
    /// # Errors
    /// [`InvalidName`] for what no store of ours would have.
    pub fn parse(text: &str) -> Result<Self, InvalidName> {
        if text.is_empty() {
            return Err(InvalidName::Empty);
        }
        if text.len() > MAX_NAME {
            return Err(InvalidName::TooLong);
        }
        if text.chars().any(char::is_control) {
            return Err(InvalidName::ControlCharacter);
        }
        Ok(Self {
            text: text.to_owned(),
            kind: kind(text),
        })
    }

    /// The name as stores have it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What is kept under it.
    #[must_use]
    pub const fn kind(&self) -> &ItemKind {
        &self.kind
    }

    /// What stores that show labels show, in aws-vault's words.
    #[must_use]
    pub fn label(&self) -> String {
        match &self.kind {
            ItemKind::Key => format!("aws-vault ({})", self.text),
            ItemKind::Session { profile, .. } => format!("aws-vault session for {profile}"),
            ItemKind::OldSession => "aws-vault session".to_owned(),
            ItemKind::Oidc { start_url } => format!("aws-vault oidc token for {start_url}"),
            ItemKind::Totp { serial } => format!("tegata TOTP seed of {serial}"),
            ItemKind::Rotation { profile } => format!("tegata rotation of the key of {profile}"),
        }
    }

    /// The kind in aws-vault's words; a key has none.
    #[must_use]
    pub const fn description(&self) -> &'static str {
        match self.kind {
            ItemKind::Key => "",
            ItemKind::Session { .. } | ItemKind::OldSession => "aws-vault session",
            ItemKind::Oidc { .. } => "aws-vault oidc token",
            ItemKind::Totp { .. } => "tegata TOTP seed",
            ItemKind::Rotation { .. } => "tegata rotation",
        }
    }
}

impl fmt::Display for ItemName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn kind(text: &str) -> ItemKind {
    // First, since serial numbers and names of profiles may have commas.
    if let Some(serial) = text.strip_prefix(TOTP).filter(|serial| !serial.is_empty()) {
        return ItemKind::Totp {
            serial: serial.to_owned(),
        };
    }
    if let Some(profile) = text.strip_prefix(ROTATION).filter(|profile| !profile.is_empty()) {
        return ItemKind::Rotation {
            profile: profile.to_owned(),
        };
    }
    if is_old_session(text) {
        return ItemKind::OldSession;
    }
    if let Some(session) = session(text) {
        return session;
    }
    match text.strip_prefix(OIDC) {
        Some(url) => ItemKind::Oidc {
            start_url: with_both_slashes(url),
        },
        None => ItemKind::Key,
    }
}

/// `TYPE,BASE64URL(profile),BASE64URL(MFA serial or start URL),SECONDS`.
fn session(text: &str) -> Option<ItemKind> {
    let [operation, profile, context, expires] = four(text, ',')?;
    decoded(context)?;
    Some(ItemKind::Session {
        operation: Some(operation)
            .filter(|operation| !operation.is_empty())?
            .to_owned(),
        profile: decoded(profile).filter(|profile| !profile.is_empty())?,
        expires: digits(expires).and_then(|digits| digits.parse().ok())?,
    })
}

/// The three forms of aws-vault before version 6.
fn is_old_session(text: &str) -> bool {
    if let Some([first, profile, context, expires]) = four(text, ',')
        && first == "session"
    {
        let expires = digits(expires).is_some_and(|digits| digits.len() >= 2);
        return expires && [profile, context].iter().all(|part| decoded(part).is_some());
    }
    if let Some([first, _, _, expires]) = four(text, ':')
        && first == "session"
    {
        return digits(expires).is_some();
    }
    text.strip_suffix(')')
        .and_then(|text| text.rsplit_once(" session ("))
        .is_some_and(|(_, seconds)| digits(seconds).is_some())
}

fn four(text: &str, separator: char) -> Option<[&str; 4]> {
    let mut parts = text.split(separator);
    let four = [parts.next()?, parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(four)
}

fn digits(text: &str) -> Option<&str> {
    let all = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then_some(text)
}

fn decoded(text: &str) -> Option<String> {
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
    String::from_utf8(bytes).ok()
}

/// Stores whose names are paths lose one slash of `https://`.
fn with_both_slashes(url: &str) -> String {
    match url.split_once(":/") {
        Some((scheme, rest)) if !rest.starts_with('/') => format!("{scheme}://{rest}"),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests;
