//! A text under a passphrase, as JWE in its compact form (RFC 7516): the one combination that the Go keyring
//! library writes, PBES2-HS256+A128KW around A256GCM (RFC 7518 sections 4.8 and 5.3).
//!
//! ```text
//! passphrase ─PBKDF2(p2s, p2c)─▶ wrapping key ─AES-KW─▶ content key ─AES-GCM(header as AAD)─▶ text
//! ```

use std::num::NonZeroU32;

use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;
use serde_json::json;
use tegata_base::{Rng, Secret};
use tegata_crypto::jose::{Content, ContentKey};
use tegata_crypto::password::{PasswordHash, pbkdf2};
use zeroize::Zeroizing;

const ALG: &str = "PBES2-HS256+A128KW";
const ENC: &str = "A256GCM";

/// What the Go library derives with, in all its versions.
pub(crate) const ITERATIONS: NonZeroU32 = NonZeroU32::new(8192).unwrap();

/// Newer readers in Go refuse more, and a second of work is not for a file to ask.
const MAX_ITERATIONS: u32 = 1_300_000;

const MAX_HEADER: usize = 4 << 10;
const MAX_SALT: usize = 1 << 10;
const SALT_LEN: usize = 12;

/// Why a token does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum JweError {
    /// Not five parts of base64url with a JSON header.
    #[error("it is no JWE in compact form")]
    NotAToken,
    /// Another way to encrypt.
    #[error("it is encrypted in another way than {ALG} with {ENC}")]
    OtherAlgorithm,
    /// Work without end.
    #[error("it wants more than {MAX_ITERATIONS} iterations, or none, to derive its key")]
    Iterations,
    /// Another passphrase.
    #[error("its passphrase is another")]
    WrongPassphrase,
    /// The key was right, the rest is not.
    #[error("it is damaged")]
    Damaged,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    enc: String,
    #[serde(default)]
    p2c: u64,
    #[serde(default)]
    p2s: String,
    /// Extensions that a reader must know; none is known here.
    crit: Option<serde_json::Value>,
    /// Compression, which nobody writes.
    zip: Option<serde_json::Value>,
}

/// A token's parts, checked but not yet opened.
struct Token<'a> {
    header: &'a str,
    iterations: NonZeroU32,
    salt: Vec<u8>,
    wrapped: Vec<u8>,
    content: Content,
}

/// Encrypts under a new salt, content key and nonce.
pub(crate) fn seal(
    rng: &mut dyn Rng,
    passphrase: &Secret<Vec<u8>>,
    iterations: NonZeroU32,
    text: &[u8],
) -> String {
    let mut salt = [0; SALT_LEN];
    rng.fill(&mut salt);
    // In the order of the alphabet, as the Go library has it.
    let header = json!({
        "alg": ALG,
        "enc": ENC,
        "p2c": iterations,
        "p2s": BASE64URL_NOPAD.encode(&salt),
    });
    let header = BASE64URL_NOPAD.encode(header.to_string().as_bytes());
    let key = ContentKey::generate(rng);
    let wrapped = key.wrap(&wrapping_key(passphrase, &salt, iterations));
    let content = key.seal(rng, header.as_bytes(), text);
    let parts = [&wrapped[..], &content.nonce, &content.ciphertext, &content.tag];
    let encoded = parts.map(|part| BASE64URL_NOPAD.encode(part));
    format!("{header}.{}", encoded.join("."))
}

/// Decrypts.
pub(crate) fn open(passphrase: &Secret<Vec<u8>>, token: &[u8]) -> Result<Zeroizing<Vec<u8>>, JweError> {
    let token = Token::parse(token)?;
    let wrapping = wrapping_key(passphrase, &token.salt, token.iterations);
    let key = ContentKey::unwrap(&wrapping, &token.wrapped).map_err(|_| JweError::WrongPassphrase)?;
    key.open(token.header.as_bytes(), &token.content)
        .map_err(|_| JweError::Damaged)
}

/// How often the passphrase is hashed for this token.
pub(crate) fn iterations(token: &[u8]) -> Result<NonZeroU32, JweError> {
    Token::parse(token).map(|token| token.iterations)
}

impl<'a> Token<'a> {
    fn parse(token: &'a [u8]) -> Result<Self, JweError> {
        let token = std::str::from_utf8(token)
            .map_err(|_| JweError::NotAToken)?
            .trim_ascii();
        let mut parts = token.split('.');
        let header = parts.next().unwrap_or_default();
        let mut bytes = || {
            let part = parts.next().ok_or(JweError::NotAToken)?;
            BASE64URL_NOPAD
                .decode(part.as_bytes())
                .map_err(|_| JweError::NotAToken)
        };
        let (wrapped, nonce, ciphertext, tag) = (bytes()?, bytes()?, bytes()?, bytes()?);
        if parts.next().is_some() || header.len() > MAX_HEADER {
            return Err(JweError::NotAToken);
        }
        let content = Content {
            nonce: nonce.try_into().map_err(|_| JweError::NotAToken)?,
            ciphertext,
            tag: tag.try_into().map_err(|_| JweError::NotAToken)?,
        };
        let (iterations, salt) = Header::parse(header)?.costs()?;
        Ok(Self {
            header,
            iterations,
            salt,
            wrapped,
            content,
        })
    }
}

impl Header {
    fn parse(encoded: &str) -> Result<Self, JweError> {
        let json = BASE64URL_NOPAD
            .decode(encoded.as_bytes())
            .map_err(|_| JweError::NotAToken)?;
        serde_json::from_slice(&json).map_err(|_| JweError::NotAToken)
    }

    /// The iterations and salt, once nothing is unknown about the rest.
    fn costs(&self) -> Result<(NonZeroU32, Vec<u8>), JweError> {
        if self.alg != ALG || self.enc != ENC || self.crit.is_some() || self.zip.is_some() {
            return Err(JweError::OtherAlgorithm);
        }
        let iterations = u32::try_from(self.p2c)
            .ok()
            .filter(|count| *count <= MAX_ITERATIONS);
        let iterations = iterations.and_then(NonZeroU32::new).ok_or(JweError::Iterations)?;
        let salt = BASE64URL_NOPAD
            .decode(self.p2s.as_bytes())
            .map_err(|_| JweError::NotAToken)?;
        match salt.len() {
            1..=MAX_SALT => Ok((iterations, salt)),
            _ => Err(JweError::NotAToken),
        }
    }
}

/// The salt is the name of the algorithm, a zero, and the token's own (RFC 7518 section 4.8.1.1).
fn wrapping_key(passphrase: &Secret<Vec<u8>>, salt: &[u8], iterations: NonZeroU32) -> Zeroizing<[u8; 16]> {
    #[cfg(test)]
    tests::DERIVED.set(tests::DERIVED.get() + 1);
    let salt = [ALG.as_bytes(), &[0], salt].concat();
    let mut key = Zeroizing::new([0; 16]);
    pbkdf2(
        PasswordHash::Sha256,
        passphrase.expose(),
        &salt,
        iterations,
        &mut *key,
    );
    key
}

#[cfg(test)]
pub(crate) mod tests;
