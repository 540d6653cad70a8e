//! PKCS#12 files (RFC 7292): keys and certificates behind a password.
//!
//! ```text
//! bytes ─Pfx::read─▶ Pfx ─open(password)─▶ Contents { keys, certificates }
//! ```
//!
//! Read is what OpenSSL, Java, Windows, macOS and NSS write: password integrity with a MAC of SHA-1,
//! SHA-2 or PBMAC1 (RFC 9579), contents in the clear or encrypted with PBES2 or the schemes of PKCS#12.
//! A file without a MAC is taken too, as PEM is, which never has one: that the key is the certificate's
//! is checked anyhow, and what the certificate is worth the service decides.
//!
//! Own reading over `der`, since the crates for it bound neither the work that a file may ask for nor
//! what stays of keys in memory.

mod ber;
mod mac;

use const_oid::ObjectIdentifier;
use der::asn1::{AnyRef, OctetStringRef};
use der::{Decode as _, Encode as _, Sequence, Tag, TagNumber, Tagged as _};
use pkcs8::AlgorithmIdentifierRef;
use tegata_pki::{Certificate, CertificateError};
use zeroize::Zeroizing;

use crate::encryption::{EncryptionError, OpenError, Passphrase, Scheme, Schemes, Work, decrypt_pkcs8};
use ber::NotBer;
use mac::Mac;

/// How a file is written with today's algorithms; in between, the keys are encrypted.
const REWRITE: &str = "write it anew: `openssl pkcs12 -in FILE -out ALL.pem`, then `openssl pkcs12 -export -in ALL.pem -out NEWFILE`";

/// Why a PKCS#12 file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Pkcs12Error {
    /// Not what RFC 7292 describes, or torn.
    #[error("the PKCS#12 file is damaged; export it again, or copy it again from where it came")]
    Damaged,
    /// Protected with a key pair instead of a password.
    #[error("the PKCS#12 file is protected with a public key; export it with a password")]
    PublicKeyMode,
    /// A MAC with a hash that is not known.
    #[error("the PKCS#12 file is authenticated with {0}, which is not known; {REWRITE}")]
    Mac(String),
    /// Its encryption cannot be undone.
    #[error("what the PKCS#12 file holds cannot be decrypted: {0}; {REWRITE}")]
    Encryption(#[from] EncryptionError),
    /// A certificate in it cannot be read.
    #[error("a certificate in the PKCS#12 file cannot be read: {0}; have it issued anew")]
    Certificate(#[from] CertificateError),
    /// Certificates alone.
    #[error("the PKCS#12 file holds no private key; export the certificate together with its key")]
    NoKey,
    /// No certificate for the key.
    #[error("the PKCS#12 file holds no certificate that belongs to its private key; export both together")]
    NoCertificate,
    /// More than one key with a certificate.
    #[error(
        "the PKCS#12 file holds several private keys with certificates; say which with --cert-selector, or export \
         the one to use"
    )]
    SeveralKeys,
    /// More than anyone needs.
    #[error(
        "the PKCS#12 file holds more than {MAX_BAGS} keys, certificates and other things; export the one to use"
    )]
    TooMany,
}

impl From<der::Error> for Pkcs12Error {
    fn from(_: der::Error) -> Self {
        Self::Damaged
    }
}

impl From<NotBer> for Pkcs12Error {
    fn from(NotBer: NotBer) -> Self {
        Self::Damaged
    }
}

/// Bags that are read from one file.
const MAX_BAGS: usize = 200;
/// Bags within bags within bags.
const MAX_DEPTH: usize = 4;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const ENVELOPED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.3");
const ENCRYPTED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.6");
const KEY_BAG: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.1");
const SHROUDED_KEY_BAG: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.2");
const CERTIFICATE_BAG: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.3");
const SAFE_CONTENTS_BAG: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.6");
const X509_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.22.1");

/// Whether the bytes begin as a PKCS#12 file does: a SEQUENCE whose first element is the integer 3.
/// Neither certificates nor private keys do.
pub(crate) fn is_pkcs12(bytes: &[u8]) -> bool {
    ber::to_der(bytes).is_ok_and(|der| {
        AnyRef::from_der(&der)
            .is_ok_and(|pfx| pfx.tag() == Tag::Sequence && pfx.value().starts_with(&[0x02, 0x01, 0x03]))
    })
}

/// A file that is not opened yet.
pub(crate) struct Pfx(Zeroizing<Vec<u8>>);

/// What a file held.
#[derive(Default)]
pub(crate) struct Contents {
    /// PKCS#8, unencrypted.
    pub(crate) keys: Vec<Zeroizing<Vec<u8>>>,
    /// In the file's order.
    pub(crate) certificates: Vec<Certificate>,
    /// Why the first of the certificates that cannot be read is not among them.
    pub(crate) unreadable: Option<CertificateError>,
}

impl Pfx {
    /// Takes a file's bytes.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Pkcs12Error> {
        Ok(Self(ber::to_der(bytes)?))
    }

    /// Checks the MAC and opens everything. An empty password is tried in both forms that software
    /// gives it.
    pub(crate) fn open(&self, password: &str) -> Result<Contents, OpenError<Pkcs12Error>> {
        let opened = self.open_with(&Passphrase::new(password));
        match opened {
            Err(OpenError::WrongPassword) if password.is_empty() => self.open_with(&Passphrase::none()),
            opened => opened,
        }
    }

    fn open_with(&self, password: &Passphrase) -> Result<Contents, OpenError<Pkcs12Error>> {
        let damaged = |_| Pkcs12Error::Damaged;
        let pfx = Outer::from_der(&self.0).map_err(damaged)?;
        let mut work = Work::new();
        let safe = pfx.safe.data()?;
        if let Some(mac) = pfx.mac {
            Mac::read(mac)?.check(password, &mut work, safe)?;
        }
        let mut reading = Reading {
            password,
            work,
            authenticated: pfx.mac.is_some(),
            bags: 0,
            contents: Contents::default(),
        };
        let safe = ber::to_der(safe).map_err(Pkcs12Error::from)?;
        for part in Vec::<ContentInfo<'_>>::from_der(&safe).map_err(damaged)? {
            reading.part(&part)?;
        }
        Ok(reading.contents)
    }
}

/// One way through the file.
struct Reading<'p> {
    password: &'p Passphrase,
    work: Work,
    /// The MAC has shown that the password is right.
    authenticated: bool,
    bags: usize,
    contents: Contents,
}

impl Reading<'_> {
    fn part(&mut self, part: &ContentInfo<'_>) -> Result<(), OpenError<Pkcs12Error>> {
        if part.kind == DATA {
            return self.safe_contents(part.data()?, MAX_DEPTH);
        }
        if part.kind != ENCRYPTED_DATA {
            return Err(part.refused().into());
        }
        let closed: EncryptedData<'_> = part.content.decode_as().map_err(Pkcs12Error::from)?;
        let Closed {
            algorithm, content, ..
        } = closed.content;
        let scheme = Scheme::read(&algorithm, Schemes::OfPkcs12).map_err(Pkcs12Error::from)?;
        let ciphertext = octets(content)?;
        let opened = scheme.decrypt(self.password, &mut self.work, &ciphertext);
        let plain = opened.map_err(|error| self.explained(error))?;
        match self.safe_contents(&plain, MAX_DEPTH) {
            // Without a MAC, what a wrong password makes of it may pass for padded.
            Err(OpenError::Unusable(Pkcs12Error::Damaged)) if !self.authenticated => {
                Err(OpenError::WrongPassword)
            }
            read => read,
        }
    }

    fn safe_contents(&mut self, bytes: &[u8], depth: usize) -> Result<(), OpenError<Pkcs12Error>> {
        let depth = depth.checked_sub(1).ok_or(Pkcs12Error::Damaged)?;
        let der = ber::to_der(bytes).map_err(Pkcs12Error::from)?;
        let bags = Vec::<Bag<'_>>::from_der(&der).map_err(Pkcs12Error::from)?;
        self.bags += bags.len();
        if self.bags > MAX_BAGS {
            return Err(Pkcs12Error::TooMany.into());
        }
        for bag in bags {
            let value = bag
                .value
                .to_der()
                .map(Zeroizing::new)
                .map_err(Pkcs12Error::from)?;
            if bag.kind == KEY_BAG {
                self.contents.keys.push(value);
            } else if bag.kind == SHROUDED_KEY_BAG {
                let key = decrypt_pkcs8(&value, self.password, Schemes::OfPkcs12, &mut self.work);
                self.contents
                    .keys
                    .push(key.map_err(|error| self.explained(error))?);
            } else if bag.kind == CERTIFICATE_BAG {
                self.certificate(bag.value)?;
            } else if bag.kind == SAFE_CONTENTS_BAG {
                self.safe_contents(&value, depth)?;
            }
        }
        Ok(())
    }

    fn certificate(&mut self, bag: AnyRef<'_>) -> Result<(), Pkcs12Error> {
        let bag: CertificateBag<'_> = bag.decode_as()?;
        if bag.kind != X509_CERTIFICATE {
            return Ok(());
        }
        match Certificate::from_der(bag.value.as_bytes()) {
            Ok(certificate) => self.contents.certificates.push(certificate),
            // It may be one that is not needed.
            Err(error) => self.contents.unreadable = self.contents.unreadable.take().or(Some(error)),
        }
        Ok(())
    }

    /// Once the MAC has held, what does not decrypt is damaged, or closed with another password, which
    /// nothing that is known writes.
    fn explained(&self, error: OpenError<EncryptionError>) -> OpenError<Pkcs12Error> {
        match error {
            OpenError::WrongPassword if self.authenticated => Pkcs12Error::Damaged.into(),
            OpenError::WrongPassword => OpenError::WrongPassword,
            OpenError::Unusable(error) => Pkcs12Error::from(error).into(),
        }
    }
}

/// The octets of `[0] IMPLICIT OCTET STRING`, in one piece or several.
fn octets(content: AnyRef<'_>) -> Result<Zeroizing<Vec<u8>>, Pkcs12Error> {
    match content.tag() {
        Tag::ContextSpecific {
            constructed: false,
            number: TagNumber(0),
        } => Ok(Zeroizing::new(content.value().to_vec())),
        Tag::ContextSpecific {
            constructed: true,
            number: TagNumber(0),
        } => Ok(ber::joined(content.value())?),
        _ => Err(Pkcs12Error::Damaged),
    }
}

/// `PFX` (RFC 7292 section 4).
#[derive(Sequence)]
struct Outer<'a> {
    version: u8,
    safe: ContentInfo<'a>,
    #[asn1(optional = "true")]
    mac: Option<AnyRef<'a>>,
}

/// `ContentInfo` (RFC 2315 section 7).
#[derive(Sequence)]
struct ContentInfo<'a> {
    kind: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    content: AnyRef<'a>,
}

impl<'a> ContentInfo<'a> {
    fn data(&self) -> Result<&'a [u8], Pkcs12Error> {
        if self.kind != DATA {
            return Err(self.refused());
        }
        let octets: &OctetStringRef = self.content.decode_as()?;
        Ok(octets.as_bytes())
    }

    fn refused(&self) -> Pkcs12Error {
        if [SIGNED_DATA, ENVELOPED_DATA].contains(&self.kind) {
            Pkcs12Error::PublicKeyMode
        } else {
            Pkcs12Error::Damaged
        }
    }
}

/// `EncryptedData` (RFC 2315 section 13).
#[derive(Sequence)]
struct EncryptedData<'a> {
    version: u8,
    content: Closed<'a>,
}

/// `EncryptedContentInfo` (RFC 2315 section 10.1).
#[derive(Sequence)]
struct Closed<'a> {
    kind: ObjectIdentifier,
    algorithm: AlgorithmIdentifierRef<'a>,
    content: AnyRef<'a>,
}

/// `SafeBag` (RFC 7292 section 4.2).
#[derive(Sequence)]
struct Bag<'a> {
    kind: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    value: AnyRef<'a>,
    /// Names and ids, which nothing here is chosen by.
    #[asn1(optional = "true")]
    attributes: Option<AnyRef<'a>>,
}

/// `CertBag` (RFC 7292 section 4.2.3).
#[derive(Sequence)]
struct CertificateBag<'a> {
    kind: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    value: &'a OctetStringRef,
}

#[cfg(test)]
mod tests;
