//! `TSS2 PRIVATE KEY`, the file of a key that only its TPM can open ("ASN.1 Specification for TPM 2.0
//! Key Files", as tpm2-openssl, tpm2-tools and openssl_tpm2_engine write it).
//!
//! ```text
//! TPMKey ::= SEQUENCE {
//!     type         OBJECT IDENTIFIER,
//!     emptyAuth    [0] EXPLICIT BOOLEAN OPTIONAL,
//!     policy       [1] EXPLICIT SEQUENCE OF TPMPolicy OPTIONAL,
//!     secret       [2] EXPLICIT OCTET STRING OPTIONAL,
//!     authPolicy   [3] EXPLICIT SEQUENCE OF TPMAuthPolicy OPTIONAL,
//!     description  [4] EXPLICIT UTF8String OPTIONAL,
//!     rsaParent    [5] EXPLICIT BOOLEAN OPTIONAL,
//!     parentName   [6] EXPLICIT OCTET STRING OPTIONAL,
//!     parent       INTEGER,
//!     pubkey       OCTET STRING,      -- TPM2B_PUBLIC
//!     privkey      OCTET STRING }     -- TPM2B_PRIVATE
//! ```

use std::fmt;

use const_oid::ObjectIdentifier;
use der::asn1::{AnyRef, OctetStringRef};
use der::{Decode as _, Reader as _, SliceReader, Tag, Tagged as _};

use super::public::{Public, UnusableKey};
use super::wire::Reader;

const LOADABLE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.23.133.10.1.3");
const IMPORTABLE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.23.133.10.1.4");
const SEALED: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.23.133.10.1.5");

/// Why a key file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFileError {
    /// Not DER, or not of this form.
    #[error("its `TSS2 PRIVATE KEY` block is damaged")]
    Damaged,
    /// Of another type.
    #[error("it holds {0}; make the key in the TPM that is to use it")]
    Kind(String),
    /// Bound to more than a password.
    #[error("the key has {0}, which is not supported; make a key that a password alone, or nothing, opens")]
    Bound(&'static str),
    /// An RSA primary key as parent.
    #[error(
        "its parent is an RSA primary key, which is not supported; make the key under an elliptic-curve one or under a persistent key"
    )]
    RsaParent,
    /// Not a parent.
    #[error("its parent {0:#010x} is neither a persistent key (0x81…) nor a hierarchy")]
    Parent(u32),
    /// A key that cannot sign for Tegata.
    #[error("{0}")]
    Unusable(#[from] UnusableKey),
}

/// What a key is loaded under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parent {
    /// A key that the TPM keeps.
    Persistent(u32),
    /// The primary key of a hierarchy.
    Hierarchy(u32),
}

const HIERARCHIES: [(u32, &str); 4] = [
    (0x4000_0001, "owner hierarchy"),
    (0x4000_0007, "null hierarchy"),
    (0x4000_000b, "endorsement hierarchy"),
    (0x4000_000c, "platform hierarchy"),
];

impl Parent {
    pub(super) fn new(handle: u32) -> Option<Self> {
        if handle >> 24 == 0x81 {
            return Some(Self::Persistent(handle));
        }
        let hierarchy = HIERARCHIES.iter().any(|(known, _)| *known == handle);
        hierarchy.then_some(Self::Hierarchy(handle))
    }

    pub(super) const fn handle(self) -> u32 {
        match self {
            Self::Persistent(handle) | Self::Hierarchy(handle) => handle,
        }
    }
}

impl fmt::Display for Parent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match HIERARCHIES.iter().find(|(known, _)| *known == self.handle()) {
            Some((_, name)) => write!(f, "the {name}"),
            None => write!(f, "the parent key {:#010x}", self.handle()),
        }
    }
}

/// A loadable key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFile {
    /// The file says that the key has no password.
    pub empty_auth: bool,
    /// What it is loaded under.
    pub parent: Parent,
    /// What the public half says.
    pub public: Public,
    /// `TPMT_PUBLIC`, as it is sent.
    pub(super) public_area: Vec<u8>,
    /// The encrypted private half, as it is sent.
    pub(super) private_area: Vec<u8>,
}

impl KeyFile {
    /// Reads the DER of a `TSS2 PRIVATE KEY` block.
    ///
    /// # Errors
    /// [`KeyFileError`].
    pub fn from_der(der: &[u8]) -> Result<Self, KeyFileError> {
        let sequence = AnyRef::from_der(der)
            .ok()
            .filter(|any| any.tag() == Tag::Sequence)
            .ok_or(KeyFileError::Damaged)?;
        let mut reader = SliceReader::new(sequence.value())?;
        check_kind(reader.decode()?)?;
        let mut empty_auth = false;
        while Tag::peek(&reader)?.is_context_specific() {
            let field: AnyRef<'_> = reader.decode()?;
            match field.tag().number().value() {
                0 => empty_auth = is_true(field.value())?,
                1 => return Err(KeyFileError::Bound("a policy")),
                2 => return Err(KeyFileError::Bound("an encrypted secret")),
                3 => return Err(KeyFileError::Bound("a signed policy")),
                5 if is_true(field.value())? => return Err(KeyFileError::RsaParent),
                // Neither a description nor the parent's name changes what is loaded.
                4..=6 => {}
                _ => return Err(KeyFileError::Damaged),
            }
        }
        let parent = integer(reader.decode()?)?;
        let public = sized(reader.decode::<&OctetStringRef>()?.as_bytes())?;
        let private = sized(reader.decode::<&OctetStringRef>()?.as_bytes())?;
        reader.finish()?;
        Ok(Self {
            empty_auth,
            parent: Parent::new(parent).ok_or(KeyFileError::Parent(parent))?,
            public: Public::parse(public)?,
            public_area: public.to_vec(),
            private_area: private.to_vec(),
        })
    }
}

impl From<der::Error> for KeyFileError {
    fn from(_: der::Error) -> Self {
        Self::Damaged
    }
}

fn check_kind(oid: ObjectIdentifier) -> Result<(), KeyFileError> {
    match oid {
        LOADABLE => Ok(()),
        IMPORTABLE => Err(KeyFileError::Kind("an importable key".into())),
        SEALED => Err(KeyFileError::Kind("sealed data, not a key".into())),
        other => Err(KeyFileError::Kind(format!("an object of type {other}"))),
    }
}

/// A BOOLEAN within its context tag. tpm2-tools and tpm2-openssl write TRUE as 1, which is BER.
fn is_true(field: &[u8]) -> Result<bool, KeyFileError> {
    match field {
        [0x01, 0x01, value] => Ok(*value != 0),
        _ => Err(KeyFileError::Damaged),
    }
}

/// A handle. Some tools write one with its highest bit set as a negative number.
fn integer(any: AnyRef<'_>) -> Result<u32, KeyFileError> {
    any.tag().assert_eq(Tag::Integer)?;
    let bytes = match any.value() {
        [0, rest @ ..] if rest.len() == 4 => rest,
        bytes => bytes,
    };
    if bytes.is_empty() || bytes.len() > 4 {
        return Err(KeyFileError::Damaged);
    }
    Ok(bytes
        .iter()
        .fold(0, |number, byte| (number << 8) | u32::from(*byte)))
}

/// What a whole `TPM2B` holds.
fn sized(bytes: &[u8]) -> Result<&[u8], KeyFileError> {
    let mut reader = Reader(bytes);
    let inner = reader.sized().map_err(|_| KeyFileError::Damaged)?;
    reader.finish().map_err(|_| KeyFileError::Damaged)?;
    Ok(inner)
}

#[cfg(test)]
mod tests;
