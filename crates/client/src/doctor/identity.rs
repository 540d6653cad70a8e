//! Certificate, key and chain, as they are in their places.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use tegata_base::time::iso_seconds;
use tegata_crypto::KeyKind;
use tegata_keys::{Identity, KeyError, Loaded};
use tegata_pki::path::{Anchors, CrlSet, verify_path};
use tegata_pki::{Certificate, CertificateError};

use super::finding::{Check, Findings, Verdict};
use crate::{Edge, limited, refusal};

/// A certificate that has no longer than this to live, or a quarter of its life, wants renewing.
const SOON: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Certificates that a trust anchor may have.
const MAX_ANCHORS: usize = 100;
const MAX_ANCHOR_FILE: u64 = 1 << 20;

/// Adds what there is to say; the identity, when it can be used.
pub(super) fn look(
    loaded: Result<Result<Loaded, KeyError>, String>,
    anchor_file: Option<&Path>,
    edge: &Edge<'_>,
    findings: &mut Findings,
) -> Option<Identity> {
    let loaded = match loaded {
        Ok(Ok(loaded)) => loaded,
        Ok(Err(error)) => {
            failed(&error, findings);
            return None;
        }
        Err(reason) => {
            findings.add(Check::Certificate, Verdict::Bad(reason));
            return None;
        }
    };
    let now = (edge.clock)();
    let identity = loaded.identity;
    let leaf = identity.certificate();
    findings.add(Check::Certificate, certificate(leaf, now));
    let kind = format!("{}, the certificate's own", key_name(identity.key_kind()));
    findings.add(
        Check::Key,
        match loaded.warnings.first() {
            Some(warning) => Verdict::Doubtful(warning.trim_start_matches("warning: ").to_owned()),
            None => Verdict::Good(kind),
        },
    );
    findings.add(Check::Chain, chain(&identity, anchor_file, now));
    Some(identity)
}

const fn key_name(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Rsa => "RSA",
        KeyKind::P256 => "P-256",
        KeyKind::P384 => "P-384",
        KeyKind::P521 => "P-521",
        KeyKind::MlDsa44 => "ML-DSA-44",
        KeyKind::MlDsa65 => "ML-DSA-65",
        KeyKind::MlDsa87 => "ML-DSA-87",
    }
}

/// Whether the certificate or the key is at fault.
fn failed(error: &KeyError, findings: &mut Findings) {
    let of_certificate = matches!(error, KeyError::Certificate { .. } | KeyError::NoCertificate);
    let check = if of_certificate {
        Check::Certificate
    } else {
        Check::Key
    };
    if matches!(error, KeyError::Mismatch { .. }) {
        findings.add(Check::Certificate, Verdict::Good("can be read".into()));
    }
    findings.add(check, Verdict::Bad(error.to_string()));
}

fn certificate(leaf: &Certificate, now: Timestamp) -> Verdict {
    if let Some(fault) = refusal::unfit(leaf).or_else(|| refusal::outside_validity(leaf, now)) {
        return Verdict::Bad(fault);
    }
    let told = format!(
        "`{}`, serial number {}, valid until {}",
        leaf.subject(),
        leaf.serial().to_hex(),
        iso_seconds(leaf.not_after())
    );
    let life = leaf.not_after().duration_since(leaf.not_before());
    if leaf.not_after().duration_since(now) < SOON.min(life / 4) {
        Verdict::Doubtful(format!("{told}: that is soon; have it renewed"))
    } else {
        Verdict::Good(told)
    }
}

fn chain(identity: &Identity, anchor_file: Option<&Path>, now: Timestamp) -> Verdict {
    let leaf = identity.certificate();
    let chain = identity.chain();
    let Some(path) = anchor_file else {
        let top = chain.last().unwrap_or(leaf);
        return Verdict::Good(format!(
            "{} after the certificate; the trust anchor must be `{}`",
            match chain.len() {
                0 => "nothing".to_owned(),
                1 => "1 intermediate".to_owned(),
                count => format!("{count} intermediates"),
            },
            top.issuer()
        ));
    };
    let anchors = match anchors(path) {
        Ok(anchors) => anchors,
        Err(reason) => {
            return Verdict::Bad(format!(
                "cannot read the trust anchor {}: {reason}",
                path.display()
            ));
        }
    };
    match verify_path(leaf, chain, &anchors, &CrlSet::default(), now) {
        Ok(_) => Verdict::Good(format!("leads to the trust anchor in {}", path.display())),
        Err(error) => Verdict::Bad(format!(
            "{error}; `tegata verify-certificate --trust-anchor {} …` tells more",
            path.display()
        )),
    }
}

fn anchors(path: &Path) -> Result<Anchors, String> {
    let text = limited::read(path, MAX_ANCHOR_FILE).map_err(|error| error.to_string())?;
    let certificates =
        Certificate::all_from_pem(&text, MAX_ANCHORS).map_err(|error: CertificateError| error.to_string())?;
    Anchors::new(certificates).map_err(|error| error.to_string())
}
