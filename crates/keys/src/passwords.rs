//! The password of an encrypted key file: given, found at a place, or asked for at the terminal.
//!
//! An answer is kept, so that a long-running command asks once; when the file is closed with another
//! password later on, the person is asked again.

use std::fmt;

use tegata_base::Secret;
use zeroize::Zeroizing;

use crate::encryption::OpenError;
use crate::material::Material;
use crate::{KeyError, KeyFormatError, Location, Password, Permissions, Surroundings};

/// How often the terminal is asked before it is given up.
const TRIES: u32 = 3;

/// What is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// A private key of the form `ENCRYPTED PRIVATE KEY`.
    Pkcs8,
    /// A PKCS#12 file.
    Pkcs12,
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pkcs8 => "PKCS#8 private key",
            Self::Pkcs12 => "PKCS#12",
        })
    }
}

/// Opens files with whatever password there is.
pub(crate) struct Opener<'a> {
    pub(crate) password: &'a Password,
    pub(crate) permissions: Permissions,
    pub(crate) surroundings: &'a dyn Surroundings,
    /// What was answered before.
    pub(crate) answer: &'a mut Option<Secret<String>>,
}

impl Opener<'_> {
    /// Opens with the first password that does. In a PKCS#12 file, having none is common, so the empty
    /// one is tried without asking.
    pub(crate) fn open<T>(
        &mut self,
        closed: Closed,
        place: &str,
        mut attempt: impl FnMut(&str) -> Result<T, OpenError<KeyFormatError>>,
    ) -> Result<T, KeyError> {
        let mut attempt = |password: &str| match attempt(password) {
            Ok(opened) => Ok(Some(opened)),
            Err(OpenError::WrongPassword) => Ok(None),
            Err(OpenError::Unusable(error)) => Err(KeyError::Key {
                place: place.into(),
                error,
            }),
        };
        let in_a_file = matches!(self.password, Password::In(Location::File(_)));
        let wrong = || KeyError::WrongPassword {
            closed,
            place: place.into(),
            in_a_file,
        };
        let given = given(self.password, self.permissions, self.surroundings)?;
        if let Some(password) = &given
            && let Some(opened) = attempt(password)?
        {
            return Ok(opened);
        }
        if closed == Closed::Pkcs12
            && let Some(opened) = attempt("")?
        {
            return Ok(opened);
        }
        if given.is_some() {
            return Err(wrong());
        }
        if let Some(answer) = self.answer.take()
            && let Some(opened) = attempt(answer.expose())?
        {
            *self.answer = Some(answer);
            return Ok(opened);
        }
        for tried in 0..TRIES {
            let again = if tried == 0 { "" } else { "Incorrect. " };
            let question = format!("{again}Password of the {} in {place}: ", closed.thing());
            let answer = self
                .surroundings
                .ask(&question)
                .map_err(|error| KeyError::NoPassword {
                    closed,
                    place: place.into(),
                    error,
                    in_a_file,
                })?;
            if let Some(opened) = attempt(answer.expose())? {
                *self.answer = Some(answer);
                return Ok(opened);
            }
        }
        Err(wrong())
    }
}

impl Closed {
    fn thing(self) -> &'static str {
        match self {
            Self::Pkcs8 => "private key",
            Self::Pkcs12 => "PKCS#12 file",
        }
    }
}

/// The password, unless the terminal is to be asked. An empty one is as good as none, as for
/// `aws_signing_helper`.
pub(crate) fn given(
    password: &Password,
    permissions: Permissions,
    surroundings: &dyn Surroundings,
) -> Result<Option<Zeroizing<String>>, KeyError> {
    let text = match password {
        Password::Ask => return Ok(None),
        Password::Given(password) => Zeroizing::new(password.expose().clone()),
        Password::In(location) => read(location, permissions, surroundings)?,
    };
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// The first line of a text, without its end, and without the mark that editors of Windows begin UTF-8 with.
pub(crate) fn first_line(text: &[u8]) -> Result<&str, std::str::Utf8Error> {
    let text = str::from_utf8(text)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let line = text.split('\n').next().unwrap_or_default();
    Ok(line.strip_suffix('\r').unwrap_or(line))
}

/// The first line of what is at the location.
fn read(
    location: &Location,
    permissions: Permissions,
    surroundings: &dyn Surroundings,
) -> Result<Zeroizing<String>, KeyError> {
    let material = Material::read(location, surroundings).map_err(|error| match error {
        KeyError::Read { error, .. } if is_absence(&error) => KeyError::NoPasswordThere { what: "file" },
        KeyError::NoVariable { .. } => KeyError::NoPasswordThere {
            what: "environment variable",
        },
        error => error,
    })?;
    material.check_permissions("password", permissions)?;
    match first_line(&material.bytes) {
        Ok(line) => Ok(Zeroizing::new(line.to_owned())),
        Err(_) => Err(KeyError::PasswordText {
            place: material.place,
        }),
    }
}

/// Whether nothing has the name. That a name is too long, or leads through a file, is known of names only.
pub(crate) fn is_absence(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{InvalidFilename, InvalidInput, NotADirectory, NotFound};
    matches!(
        error.kind(),
        NotFound | InvalidFilename | NotADirectory | InvalidInput
    )
}
