//! The certificates of a trust anchor: what may become one, and the parsed form of those that did.

use std::sync::Arc;

use tegata_api_rolesanywhere as api;
use tegata_operation::Limits;
use tegata_pki::Certificate;
use tegata_pki::path::{self, Anchors};
use tegata_state::{AnchorSource, TrustAnchor};

use crate::errors::RolesAnywhereError;

/// The most certificates that are read from one bundle, whatever the quota.
const MOST_CERTIFICATES: usize = 100;

/// Reads the source of a request and checks its certificates.
pub(crate) fn read(source: &api::Source, limits: &Limits) -> Result<AnchorSource, RolesAnywhereError> {
    let kind = source
        .source_type
        .as_deref()
        .ok_or(RolesAnywhereError::SourceTypeMissing)?;
    if kind == "AWS_ACM_PCA" {
        return Err(RolesAnywhereError::NoPrivateCa);
    }
    let data = source.source_data.as_ref();
    let pem = match data.map(|data| (&data.x509_certificate_data, &data.acm_pca_arn)) {
        Some((Some(pem), None)) => pem,
        _ => return Err(RolesAnywhereError::BundleMissing(kind.to_owned())),
    };
    check_bundle(pem, limits.certificates_per_trust_anchor)?;
    Ok(match kind {
        "SELF_SIGNED_REPOSITORY" => AnchorSource::SelfSignedRepository(pem.clone()),
        _ => AnchorSource::CertificateBundle(pem.clone()),
    })
}

fn check_bundle(pem: &str, most: usize) -> Result<(), RolesAnywhereError> {
    // It would be kept and shown in the clear.
    if pem.contains("PRIVATE KEY-----") {
        return Err(RolesAnywhereError::PrivateKeyInBundle);
    }
    let certificates = Certificate::all_from_pem(pem.as_bytes(), MOST_CERTIFICATES)
        .map_err(|error| RolesAnywhereError::Bundle(error.to_string()))?;
    if certificates.len() > most {
        return Err(RolesAnywhereError::TooManyCertificates {
            given: certificates.len(),
            most,
        });
    }
    certificates
        .iter()
        .try_for_each(path::check_anchor)
        .map_err(|error| RolesAnywhereError::AnchorCertificate(Box::new(error)))
}

/// The certificates of an anchor, parsed once.
pub(crate) fn anchors(anchor: &TrustAnchor) -> Result<Arc<Anchors>, RolesAnywhereError> {
    let unusable = |reason: String| RolesAnywhereError::AnchorUnusable {
        anchor: anchor.id.clone(),
        reason,
    };
    let pem = match &anchor.source {
        AnchorSource::CertificateBundle(pem) | AnchorSource::SelfSignedRepository(pem) => pem,
        AnchorSource::AcmPca(_) => return Err(unusable("it has no certificates of its own".into())),
    };
    anchor.parsed.get_or_parse(|| {
        let certificates = Certificate::all_from_pem(pem.as_bytes(), MOST_CERTIFICATES);
        let certificates = certificates.map_err(|error| unusable(error.to_string()))?;
        Anchors::new(certificates).map_err(|error| unusable(error.to_string()))
    })
}
