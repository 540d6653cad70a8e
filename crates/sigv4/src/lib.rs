//! AWS Signature Version 4, for both sides from one canonicaliser.
//!
//! ```text
//! signing    Request ─canonical─▶ bytes ─hash─▶ string to sign ─▶ Authorization | presigned query
//! verifying  Request ─Presented::find─▶ Presented ─check(now, rules)─▶ Checked ─verify(key)─▶ ()
//! ```
//!
//! Three families of algorithms share everything but the last step: HMAC with a derived key
//! (`AWS4-HMAC-SHA256`), and a certificate's private key over the string to sign
//! (`AWS4-X509-RSA-SHA256`, `AWS4-X509-ECDSA-SHA256`, `AWS4-X509-MLDSA` of IAM Roles Anywhere).
//! A [`Checked`] can be made only by checking the clock, the scope and the signed headers, so a
//! signature cannot be verified without them. Paths are encoded once more as received, which is
//! the rule for every service but S3.
#![forbid(unsafe_code)]

mod algorithm;
mod canonical;
mod credential;
mod error;
mod key;
mod presented;
mod request;
mod sign;
mod verify;

pub use algorithm::Algorithm;
pub use credential::{Credential, Scope};
pub use error::{Code, Mismatch, SignatureError};
pub use key::SigningKey;
pub use presented::{Carrier, Presented};
pub use request::{EMPTY_PAYLOAD_HASH, Request, UNSIGNED_PAYLOAD};
pub use sign::{SignError, authorize, authorize_hmac, presign_hmac};
pub use verify::{Checked, Rules};

#[cfg(test)]
mod tests;
