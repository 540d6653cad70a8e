//! The rules for one path, from the end-entity certificate upwards. They repeat what `webpki` checks
//! where an error must name the certificate, and add what it leaves unchecked.

use jiff::Timestamp;

use super::error::{Concerned, PathError, Role, Warning};
use super::{Anchors, CrlSet};
use crate::certificate::Certificate;
use crate::signature::SignatureAlgorithm;

/// What the end-entity certificate must be, whatever its path.
pub(super) fn check_leaf(leaf: &Certificate) -> Result<(), PathError> {
    let certificate = || Concerned::new(Role::EndEntity, leaf);
    check_version(leaf, Role::EndEntity)?;
    if leaf.subject().is_empty() {
        return Err(PathError::EmptySubject);
    }
    if leaf.is_ca() {
        return Err(PathError::CaAsEndEntity {
            certificate: certificate(),
        });
    }
    if !leaf.key_usage().is_some_and(|usage| usage.digital_signature) {
        return Err(PathError::DigitalSignatureMissing {
            certificate: certificate(),
        });
    }
    check_form(leaf, Role::EndEntity)
}

/// Rules of a complete path, from the end-entity certificate to the anchor: form, dates and constraints
/// of each certificate, upwards. Signatures and name constraints are `webpki`'s.
pub(super) fn check_path(path: &[&Certificate], now: Timestamp) -> Result<(), PathError> {
    for (position, certificate) in path.iter().enumerate() {
        let role = role(position, path.len());
        check_dates(certificate, role, now)?;
        if role == Role::EndEntity {
            continue;
        }
        check_version(certificate, role)?;
        check_form(certificate, role)?;
        // Between this CA and the end-entity certificate.
        check_issuer(certificate, role, position - 1)?;
    }
    Ok(())
}

pub(super) const fn role(position: usize, length: usize) -> Role {
    if position == 0 {
        Role::EndEntity
    } else if position + 1 == length {
        Role::Anchor
    } else {
        Role::Intermediate
    }
}

fn check_version(certificate: &Certificate, role: Role) -> Result<(), PathError> {
    match certificate.version() {
        3 => Ok(()),
        version => Err(PathError::Version {
            certificate: Concerned::new(role, certificate),
            version,
        }),
    }
}

/// Algorithms, key and critical extensions.
pub(super) fn check_form(certificate: &Certificate, role: Role) -> Result<(), PathError> {
    let concerned = || Concerned::new(role, certificate);
    match certificate.signature_algorithm() {
        SignatureAlgorithm::Weak(hash) => {
            return Err(PathError::WeakHash {
                certificate: concerned(),
                hash: (*hash).to_owned(),
            });
        }
        SignatureAlgorithm::Unsupported(oid) => {
            return Err(PathError::SignatureAlgorithm {
                certificate: concerned(),
                oid: oid.clone(),
            });
        }
        _ => {}
    }
    if let Some(reason) = certificate.unsupported_key() {
        return Err(PathError::Key {
            certificate: concerned(),
            reason: reason.clone(),
        });
    }
    // An anchor is trusted as it is configured (RFC 5280 section 6.1.1, d): of its extensions only
    // those that bind the path count.
    match &certificate.extensions().unknown_critical {
        Some(oid) if role != Role::Anchor => Err(PathError::CriticalExtension {
            certificate: concerned(),
            oid: oid.clone(),
        }),
        _ => Ok(()),
    }
}

fn check_dates(certificate: &Certificate, role: Role, now: Timestamp) -> Result<(), PathError> {
    let (not_before, not_after) = (certificate.not_before(), certificate.not_after());
    if now.as_second() < not_before.as_second() {
        let certificate = Concerned::new(role, certificate);
        return Err(PathError::NotYetValid {
            certificate,
            not_before,
        });
    }
    if now.as_second() > not_after.as_second() {
        let certificate = Concerned::new(role, certificate);
        return Err(PathError::Expired {
            certificate,
            not_after,
        });
    }
    Ok(())
}

/// Basic constraints, key usage and path length of a CA with `below` CAs under it.
fn check_issuer(ca: &Certificate, role: Role, below: usize) -> Result<(), PathError> {
    let certificate = || Concerned::new(role, ca);
    let constraints = match ca.basic_constraints() {
        Some(constraints) if constraints.ca => constraints,
        _ => {
            return Err(PathError::NotCa {
                certificate: certificate(),
            });
        }
    };
    if ca.key_usage().is_some_and(|usage| !usage.key_cert_sign) {
        return Err(PathError::KeyCertSignMissing {
            certificate: certificate(),
        });
    }
    match constraints.path_length {
        Some(allowed) if below > usize::from(allowed) => Err(PathError::PathLength {
            certificate: certificate(),
            allowed,
            found: below,
        }),
        _ => Ok(()),
    }
}

/// Looks every certificate below the anchor up in the CRLs that bear its issuer's name. Such a CRL must
/// be signed by the issuer, or by an anchor of the same name (a CA that changed its key); otherwise
/// nothing is known and the path is refused.
pub(super) fn check_revocation(
    path: &[&Certificate],
    anchors: &Anchors,
    crls: &CrlSet,
    now: Timestamp,
) -> Result<Vec<Warning>, PathError> {
    let mut warnings = Vec::new();
    for (position, pair) in path.windows(2).enumerate() {
        let [certificate, issuer] = pair else {
            continue;
        };
        let concerned = || Concerned::new(role(position, path.len()), certificate);
        for crl in crls
            .as_slice()
            .iter()
            .filter(|crl| crl.names(certificate.issuer()))
        {
            crl.check_signed_by(issuer)
                .or_else(|reason| {
                    let mut others = anchors.as_slice().iter();
                    if others.any(|other| crl.check_signed_by(other).is_ok()) {
                        Ok(())
                    } else {
                        Err(reason)
                    }
                })
                .map_err(|reason| PathError::Crl {
                    certificate: concerned(),
                    reason,
                })?;
            if let Some(at) = crl.revoked_at(certificate.serial()) {
                let serial = certificate.serial().to_hex();
                return Err(PathError::Revoked {
                    certificate: concerned(),
                    serial,
                    at,
                });
            }
            if crl.is_stale(now) {
                let stale = Warning::StaleCrl {
                    issuer: crl.issuer().to_string(),
                    next_update: crl.next_update(),
                };
                if !warnings.contains(&stale) {
                    warnings.push(stale);
                }
            }
        }
    }
    Ok(warnings)
}
