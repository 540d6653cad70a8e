//! Callers with a certificate: possession of its key is proved here, trust is decided later.

use std::sync::Arc;

use data_encoding::BASE64;
use quick_cache::sync::Cache;
use tegata_authz::Possession;
use tegata_crypto::hash::sha256;
use tegata_pki::Certificate;
use tegata_sigv4::Checked;

use crate::authenticate::AuthError;
use crate::metrics::{CacheName, Metrics};
use crate::raw::Raw;

/// The most certificates in `X-Amz-X509-Chain` (Roles Anywhere user guide, *Signing process*).
const MAX_CHAIN: usize = 5;
/// Parsed certificates kept.
const KEPT: usize = 20_000;
/// What a caller hears of a certificate that cannot be one of Roles Anywhere's.
const INSUFFICIENT: &str = "Untrusted certificate. Insufficient certificate";

/// What is remembered of certificates: parsed, by the hash of the header's text.
pub(crate) struct Certificates(Cache<[u8; 32], Known>);

#[derive(Clone)]
struct Known {
    certificate: Certificate,
    /// The serial number as a credential writes it.
    serial: Arc<str>,
}

/// A parsed certificate, and the place to remember it at when it is new.
struct Found {
    known: Known,
    new: Option<[u8; 32]>,
}

impl Default for Certificates {
    fn default() -> Self {
        Self(Cache::new(KEPT))
    }
}

impl Certificates {
    /// Reads the certificate headers and verifies the signature with the leaf's key.
    pub(crate) fn authenticate(
        &self,
        raw: &Raw,
        checked: &Checked<'_, '_>,
        metrics: &Metrics,
    ) -> Result<Possession, AuthError> {
        let leaf = self.leaf(raw)?;
        metrics.cache(CacheName::Certificate, leaf.new.is_none());
        let certificate = &leaf.known.certificate;
        let kind = certificate.key_kind().map_err(|error| insufficient(&error))?;
        let key = certificate.public_key().map_err(|error| insufficient(&error))?;
        checked.verify_x509(kind, key)?;
        if *leaf.known.serial != *checked.presented().credential.key_id() {
            return Err(AuthError::Certificate {
                message: "Invalid signature",
                cause: "the serial number in the credential is not the certificate's".into(),
            });
        }
        let chain = self.chain(raw)?;
        for Found { known, new } in [&leaf].into_iter().chain(&chain) {
            if let Some(hash) = new {
                self.0.insert(*hash, known.clone());
            }
        }
        Ok(Possession {
            leaf: leaf.known.certificate,
            chain: chain.into_iter().map(|found| found.known.certificate).collect(),
        })
    }

    /// The end-entity certificate of `X-Amz-X509`.
    fn leaf(&self, raw: &Raw) -> Result<Found, AuthError> {
        let mut values = raw.headers.get_all("x-amz-x509").iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            return Err(AuthError::Certificate {
                message: "The X-Amz-X509 header must hold one certificate.",
                cause: "the header is missing or repeated".into(),
            });
        };
        self.find(value.as_bytes())
            .map_err(|cause| AuthError::Certificate {
                message: "The X-Amz-X509 header must hold one certificate, its DER in base64.",
                cause,
            })
    }

    /// What `X-Amz-X509-Chain` holds. Clients send whatever a token or a bundle has, so entries that
    /// are no certificates are passed over; too many are not.
    fn chain(&self, raw: &Raw) -> Result<Vec<Found>, AuthError> {
        let values = raw.headers.get_all("x-amz-x509-chain").iter();
        let entries = values.flat_map(|value| value.as_bytes().split(|b| *b == b','));
        let mut entries = entries.map(<[u8]>::trim_ascii).filter(|entry| !entry.is_empty());
        let chain = entries
            .by_ref()
            .take(MAX_CHAIN)
            .filter_map(|entry| self.find(entry).ok())
            .collect();
        if entries.next().is_some() {
            return Err(AuthError::Certificate {
                message: "The X-Amz-X509-Chain header must hold at most 5 certificates.",
                cause: "the chain is too long".into(),
            });
        }
        Ok(chain)
    }

    fn find(&self, text: &[u8]) -> Result<Found, String> {
        let text = text.trim_ascii();
        let hash = sha256(text);
        if let Some(known) = self.0.get(&hash) {
            return Ok(Found { known, new: None });
        }
        let der = BASE64.decode(text).map_err(|error| error.to_string())?;
        let certificate = Certificate::from_der(&der).map_err(|error| error.to_string())?;
        let serial = certificate.serial().to_decimal().into();
        Ok(Found {
            known: Known { certificate, serial },
            new: Some(hash),
        })
    }
}

fn insufficient(error: &tegata_pki::UnsupportedKey) -> AuthError {
    AuthError::Certificate {
        message: INSUFFICIENT,
        cause: format!("the certificate {error}"),
    }
}
