//! Stateless session tokens.
//!
//! ```text
//! mint  Claims + KeyRing ─▶ Credentials { access key id, secret, token }
//! open  token  + KeyRing ─▶ Opened { claims, secret }
//!
//! secret = KDF(root key, session id ‖ access key id)
//! token  = base64( version ‖ root key id ‖ AEAD(root key, fields) )
//! ```
//!
//! Nothing is stored: whoever holds the ring opens the token, learns who the session is and derives
//! its secret again. Only `authz` calls [`mint()`], with the claims of a grant it decided; everything
//! else opens. The fields are tagged; an unknown tag is refused, so an older node never overlooks a
//! restriction that a newer one wrote.
//!
//! A [`SignIn`] is a session on its way to the console, sealed the same way under a version of its own.
#![forbid(unsafe_code)]

mod claims;
mod dictionary;
mod fields;
mod mint;
mod open;
mod packed;
mod ring;
mod secret;
mod sign_in;

pub use claims::{
    CertificateOrigin, Claims, Kind, MAX_ANCESTORS, ManagedPolicy, Origin, Principal, SessionId,
};
pub use mint::{Credentials, MintError, mint};
pub use open::{Opened, TokenError, open};
pub use packed::packed_policy_size;
pub use ring::{KeyRing, MIN_NEXT_AGE, RingError, RootKey, RootKeyId, VERIFY_ONLY_FOR};
pub use sign_in::{MAX_SIGN_IN_TOKEN, SIGN_IN_FOR, SignIn};

/// The longest token, in characters of base64.
pub const MAX_TOKEN: usize = 4_096;

/// Opens every token; raised when the fields change in a way that an older node would misread.
const VERSION: u8 = 1;

#[cfg(test)]
mod tests;
