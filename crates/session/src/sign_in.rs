//! Sign-in tokens: what the federation endpoint gives for a session, and takes when its holder signs in.
//!
//! Such a token holds the fields of the session that it was made from, sealed like a session token but under a
//! version of its own, which is authenticated: neither passes for the other. It says that whoever asked for it
//! held the session's secret. Nothing is stored.

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use tegata_base::{Rng, Secret};

use crate::fields::array;
use crate::mint::{encode, sealed};
use crate::open::{decode, unsealed};
use crate::packed::pack;
use crate::{Claims, KeyRing, TokenError};

/// How long a sign-in token is good for (AWS: *Enable custom identity broker access to the AWS console*).
pub const SIGN_IN_FOR: SignedDuration = SignedDuration::from_mins(15);

/// The longest sign-in token, in characters: the bytes of the longest session token, and [`OWN_FIELDS`].
pub const MAX_SIGN_IN_TOKEN: usize = 4_112;

/// Never one of a session token's versions, which count from 1.
const VERSION: u8 = b'S';

/// Bytes before the session's fields: when it was made, and for how many seconds the console was asked.
const OWN_FIELDS: usize = 8 + 4;

/// What a sign-in token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// The session.
    pub claims: Claims,
    /// When the token was made; whole seconds count.
    pub made: Timestamp,
    /// How many seconds the session of the console was asked to last; `None` for as long as the session itself.
    pub console_seconds: Option<u32>,
}

impl SignIn {
    /// The token: letters, digits, `-` and `_`.
    #[must_use]
    pub fn seal(&self, ring: &KeyRing, rng: &mut dyn Rng) -> Secret<String> {
        let fields = [
            &self.made.as_second().to_be_bytes()[..],
            &self.console_seconds.unwrap_or_default().to_be_bytes(),
            &encode(&self.claims, pack(&self.claims).as_deref()),
        ];
        Secret::new(BASE64URL_NOPAD.encode(&sealed(&fields.concat(), VERSION, ring.active(), rng)))
    }

    /// Opens a token.
    ///
    /// # Errors
    /// [`TokenError`]; [`TokenError::Expired`] only for a token that is otherwise good, and for one whose session
    /// has expired.
    pub fn open(token: &str, ring: &KeyRing, now: Timestamp) -> Result<Self, TokenError> {
        if token.len() > MAX_SIGN_IN_TOKEN {
            return Err(TokenError::Malformed);
        }
        let bytes = BASE64URL_NOPAD
            .decode(token.as_bytes())
            .map_err(|_| TokenError::Malformed)?;
        let (_, fields) = unsealed(&bytes, VERSION, ring)?;
        let (own, claims) = fields.split_at_checked(OWN_FIELDS).ok_or(TokenError::Malformed)?;
        let (made, seconds) = own.split_at_checked(8).ok_or(TokenError::Malformed)?;
        let made = i64::from_be_bytes(array(made)?);
        let opened = Self {
            claims: decode(claims)?,
            made: Timestamp::from_second(made).map_err(|_| TokenError::Malformed)?,
            console_seconds: Some(u32::from_be_bytes(array(seconds)?)).filter(|seconds| *seconds != 0),
        };
        if opened.good_until() <= now {
            return Err(TokenError::Expired);
        }
        Ok(opened)
    }

    /// When the token stops being good: after [`SIGN_IN_FOR`], and never later than its session.
    #[must_use]
    pub fn good_until(&self) -> Timestamp {
        let end = self.made.saturating_add(SIGN_IN_FOR).unwrap_or(self.made);
        end.min(self.claims.expires)
    }
}
