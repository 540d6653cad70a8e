//! The trust decision: is there a path from this end-entity certificate to a trust anchor, and if not,
//! which rule is broken first?
//!
//! ```text
//! leaf ─▶ its own form ─▶ webpki builds paths over chain and anchors ─▶ rules of each path, CRLs ─▶ VerifiedPath
//!                                        └── none left ─▶ explain: walk again, name the first broken rule
//! ```
//!
//! `webpki` checks signatures, names, validity, basic constraints, path lengths, critical extensions and
//! name constraints (RFC 5280 section 6.1). It ignores key usage and the anchor's dates and path length,
//! and its errors name no certificate; `rules` and `explain` see to these. A path is accepted only
//! when both agree.

mod anchor;
mod constraints;
mod error;
mod explain;
mod rules;

use std::cell::RefCell;
use std::time::Duration;

use jiff::Timestamp;
use rustls_pki_types::{CertificateDer, UnixTime};
use tegata_crypto::hash::Sha256;
use webpki::{EndEntityCert, ExtendedKeyUsageValidator, KeyPurposeIdIter};

use crate::certificate::Certificate;
use crate::crl::Crl;
use crate::signature;

pub use anchor::{AnchorError, Anchors, check_anchor};
pub use error::{Concerned, PathClass, PathError, Role, Warning};

/// How many certificates a request may send beside its own (Roles Anywhere, `X-Amz-X509-Chain`).
pub const MAX_CHAIN: usize = 5;

/// The CRLs that are in force, prepared once.
#[derive(Debug, Clone, Default)]
pub struct CrlSet {
    crls: Vec<Crl>,
    fingerprint: [u8; 32],
}

impl CrlSet {
    /// Takes the CRLs in.
    #[must_use]
    pub fn new(crls: Vec<Crl>) -> Self {
        let mut digest = Sha256::default();
        for crl in &crls {
            digest.update(crl.fingerprint());
        }
        Self {
            crls,
            fingerprint: digest.finish(),
        }
    }

    /// The CRLs.
    #[must_use]
    pub fn as_slice(&self) -> &[Crl] {
        &self.crls
    }
}

/// A path that was accepted.
#[derive(Debug, Clone)]
pub struct VerifiedPath {
    /// From the end-entity certificate to the trust anchor, both included.
    pub certificates: Vec<Certificate>,
    /// Which of the anchors it ends in.
    pub anchor_index: usize,
    /// What an operator should know, though the path is good.
    pub warnings: Vec<Warning>,
    /// The latest notBefore of the path.
    pub valid_from: Timestamp,
    /// The earliest notAfter of the path: its last second.
    pub valid_until: Timestamp,
}

impl VerifiedPath {
    /// Whether every certificate of the path is within its dates.
    #[must_use]
    pub fn is_valid_at(&self, now: Timestamp) -> bool {
        (self.valid_from.as_second()..=self.valid_until.as_second()).contains(&now.as_second())
    }
}

/// Finds a path from `leaf` to one of the anchors and checks it at `now`.
///
/// `chain` holds up to [`MAX_CHAIN`] certificates in any order; unrelated ones, the leaf itself and the
/// root are tolerated. Anchors may be roots or intermediates. Extended key usage is not required. Every
/// certificate below the anchor is looked up in the CRLs of its issuer; none need exist, one that is
/// past its nextUpdate is honoured with a warning, and one that its issuer did not sign ends the path.
///
/// # Errors
/// [`PathError`]: the first rule broken.
pub fn verify_path(
    leaf: &Certificate,
    chain: &[Certificate],
    anchors: &Anchors,
    crls: &CrlSet,
    now: Timestamp,
) -> Result<VerifiedPath, PathError> {
    if chain.len() > MAX_CHAIN {
        return Err(PathError::ChainTooLong { given: chain.len() });
    }
    rules::check_leaf(leaf)?;
    let search = Search {
        leaf,
        chain,
        anchors,
        crls,
        now,
    };
    search.with_webpki().map_err(|refusal| {
        search
            .explain()
            .unwrap_or_else(|| PathError::other(leaf, &refusal))
    })
}

/// Reads the certificates that came with a request, for [`verify_path`]. One that cannot be read can be
/// part of no path and is passed over, but counts.
///
/// # Errors
/// [`PathError::ChainTooLong`].
pub fn read_chain(ders: &[impl AsRef<[u8]>]) -> Result<Vec<Certificate>, PathError> {
    if ders.len() > MAX_CHAIN {
        return Err(PathError::ChainTooLong { given: ders.len() });
    }
    Ok(ders
        .iter()
        .filter_map(|der| Certificate::from_der(der.as_ref()).ok())
        .collect())
}

/// What a search for a path goes by.
struct Search<'a> {
    leaf: &'a Certificate,
    chain: &'a [Certificate],
    anchors: &'a Anchors,
    crls: &'a CrlSet,
    now: Timestamp,
}

impl Search<'_> {
    fn with_webpki(&self) -> Result<VerifiedPath, webpki::Error> {
        let end_entity = EndEntityCert::try_from(self.leaf.as_pki_types())?;
        let intermediates: Vec<CertificateDer<'_>> = self
            .chain
            .iter()
            .map(|known| CertificateDer::from(known.der()))
            .collect();
        let accepted = RefCell::new(None);
        let check = |path: &webpki::VerifiedPath<'_>| -> Result<(), webpki::Error> {
            let found = self.candidate(path).ok_or(webpki::Error::UnknownIssuer)?;
            // The reason is found again, in its place among others, by `explain`.
            let found = self.accept(found).map_err(|_| webpki::Error::UnknownIssuer)?;
            accepted.replace(Some(found));
            Ok(())
        };
        let seconds = u64::try_from(self.now.as_second()).unwrap_or(0);
        end_entity.verify_for_usage(
            signature::accepted(),
            self.anchors.for_webpki(),
            &intermediates,
            UnixTime::since_unix_epoch(Duration::from_secs(seconds)),
            AnyUsage,
            None,
            Some(&check),
        )?;
        accepted.into_inner().ok_or(webpki::Error::UnknownIssuer)
    }

    /// The certificates behind a path that `webpki` found, and the index of its anchor.
    fn candidate(&self, path: &webpki::VerifiedPath<'_>) -> Option<(Vec<Certificate>, usize)> {
        let mut certificates = vec![self.leaf.clone()];
        for intermediate in path.intermediate_certificates() {
            let der = intermediate.der();
            certificates.push(self.chain.iter().find(|known| known.der() == &*der)?.clone());
        }
        let index = self.anchors.index_of(path.anchor())?;
        certificates.push(self.anchors.as_slice().get(index)?.clone());
        Some((certificates, index))
    }

    fn accept(
        &self,
        (certificates, anchor_index): (Vec<Certificate>, usize),
    ) -> Result<VerifiedPath, PathError> {
        let path: Vec<&Certificate> = certificates.iter().collect();
        rules::check_path(&path, self.now)?;
        let warnings = rules::check_revocation(&path, self.anchors, self.crls, self.now)?;
        let starts = certificates.iter().map(Certificate::not_before);
        let ends = certificates.iter().map(Certificate::not_after);
        Ok(VerifiedPath {
            valid_from: starts.max().unwrap_or(Timestamp::MAX),
            valid_until: ends.min().unwrap_or(Timestamp::MIN),
            certificates,
            anchor_index,
            warnings,
        })
    }
}

/// Accepts any extended key usage, or none: Roles Anywhere asks for digitalSignature alone.
struct AnyUsage;

impl ExtendedKeyUsageValidator for AnyUsage {
    fn validate(&self, _: KeyPurposeIdIter<'_, '_>) -> Result<(), webpki::Error> {
        Ok(())
    }
}

/// The key under which a [`VerifiedPath`] may be remembered until its `valid_until`: SHA-256 over the
/// fingerprints of the anchors, the CRLs, the end-entity certificate and the certificates sent with it,
/// and over the name of the anchors' holder, for what is remembered beside the path.
#[must_use]
pub fn cache_key(
    leaf: &Certificate,
    chain: &[Certificate],
    (holder, anchors): (&str, &Anchors),
    crls: &CrlSet,
) -> [u8; 32] {
    let mut digest = Sha256::default();
    digest.update(anchors.fingerprint());
    digest.update(&crls.fingerprint);
    // With its length before it, no name runs together with the fingerprints.
    digest.update(&holder.len().to_be_bytes());
    digest.update(holder.as_bytes());
    for certificate in std::iter::once(leaf).chain(chain) {
        digest.update(certificate.fingerprint());
    }
    digest.finish()
}

#[cfg(test)]
mod tests;
