//! Certificate, key and chain, as they are in their places.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use tegata_base::time::iso_seconds;
use tegata_crypto::KeyKind;
use tegata_keys::pkcs11::TokenError;
use tegata_keys::{Identity, KeyError, Loaded, Location, SourceSpec};
use tegata_pki::path::{Anchors, CrlSet, verify_path};
use tegata_pki::{Certificate, CertificateError, Name};

use super::finding::{Check, Findings, Verdict};
use crate::refusal::{self, Chain};
use crate::{Edge, limited};

/// A certificate that has no longer than this to live, or a quarter of its life, wants renewing.
const SOON: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Certificates that a trust anchor may have.
const MAX_ANCHORS: usize = 100;
const MAX_ANCHOR_FILE: u64 = 1 << 20;

/// Where things are, as errors name it.
pub(super) struct Places {
    certificate: Option<String>,
    intermediates: Option<String>,
    /// The certificate is not in a file but at a token or an agent.
    is_elsewhere: bool,
}

impl Places {
    pub(super) fn of(spec: &SourceSpec) -> Self {
        let shown = |place: &Option<Location>| place.as_ref().map(Location::to_string);
        Self {
            certificate: shown(&spec.certificate),
            intermediates: shown(&spec.intermediates),
            is_elsewhere: matches!(spec.certificate, Some(Location::Token(_) | Location::Spiffe(_))),
        }
    }

    /// What is at fault.
    fn check_of(&self, error: &KeyError) -> Check {
        let of_place = |place: &str| {
            if self.intermediates.as_deref() == Some(place) {
                Check::Chain
            } else if self.certificate.as_deref() == Some(place) {
                Check::Certificate
            } else {
                Check::Key
            }
        };
        match error {
            KeyError::Certificate { place, .. }
            | KeyError::Read { place, .. }
            | KeyError::TooLarge { place }
            | KeyError::Directory { place }
            | KeyError::TooManyFiles { place } => of_place(place),
            KeyError::NoVariable { name } => of_place(&format!("env:{name}")),
            KeyError::ChainTooLong(_) | KeyError::IntermediatesBesidePkcs12 { .. } => Check::Chain,
            KeyError::NoCertificate | KeyError::Choice(_) | KeyError::NoStore | KeyError::Spiffe(_) => {
                Check::Certificate
            }
            KeyError::Token(
                TokenError::NoCertificate { .. }
                | TokenError::SeveralCertificates { .. }
                | TokenError::NoToken { .. }
                | TokenError::Module { .. },
            ) if self.is_elsewhere => Check::Certificate,
            _ => Check::Key,
        }
    }
}

/// Adds what there is to say; the identity, when it can be used. The certificate alone says something, too, where
/// there is no identity.
pub(super) fn look(
    (loaded, alone): (Result<Loaded, KeyError>, Option<Certificate>),
    places: &Places,
    anchor_file: Option<&Path>,
    edge: &Edge<'_>,
    findings: &mut Findings,
) -> Option<Identity> {
    let Loaded { identity, warnings } = match loaded {
        Ok(loaded) => loaded,
        Err(error) => {
            findings.add(places.check_of(&error), Verdict::Bad(error.to_string()));
            // One that is at fault itself has its verdict.
            if let Some(leaf) = alone {
                findings.add(Check::Certificate, certificate(&leaf, (edge.clock)()));
            }
            return None;
        }
    };
    let now = (edge.clock)();
    findings.add(Check::Certificate, certificate(identity.certificate(), now));
    let key = key(&identity, &warnings);
    let signs = !matches!(key, Verdict::Bad(_));
    findings.add(Check::Key, key);
    findings.add(Check::Chain, chain(&identity, anchor_file, now));
    signs.then_some(identity)
}

/// The key signs something: one in a TPM, on a token or behind a program may be known to be the
/// certificate's and yet refuse.
fn key(identity: &Identity, warnings: &[String]) -> Verdict {
    const MESSAGE: &[u8] = b"does this key sign?";
    let signature = match identity.sign(MESSAGE) {
        Ok(signature) => signature,
        Err(error) => return Verdict::Bad(error.to_string()),
    };
    let verifies = identity
        .certificate()
        .public_key()
        .is_ok_and(|key| key.verify(MESSAGE, &signature).is_ok());
    if !verifies {
        return Verdict::Bad(
            "what the key signs does not verify with the certificate; give the key that it was issued for"
                .into(),
        );
    }
    let warnings: Vec<&str> = warnings
        .iter()
        .map(|warning| warning.trim_start_matches("warning: "))
        .collect();
    match warnings.as_slice() {
        [] => Verdict::Good(format!(
            "{}, the certificate's own; it signs",
            key_name(identity.key_kind())
        )),
        warnings => Verdict::Doubtful(warnings.join("; ")),
    }
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
        return without_anchor(leaf, chain, now);
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

/// What can be told of a chain without the trust anchor.
fn without_anchor(leaf: &Certificate, chain: &[Certificate], now: Timestamp) -> Verdict {
    let anchor = |issuer: &Name| format!("the trust anchor must be `{issuer}`");
    match Chain::of(leaf, chain, now) {
        Chain::Upto { last, issuer } => Verdict::Good(format!(
            "leads from the certificate up to `{last}`; {}",
            anchor(&issuer)
        )),
        Chain::Missing if chain.is_empty() => Verdict::Good(format!(
            "nothing after the certificate; {}",
            anchor(leaf.issuer())
        )),
        Chain::Missing => Verdict::Doubtful(format!(
            "none of the certificates that are sent along issued `{}`; {}, or give what leads there with \
             --intermediates",
            leaf.subject(),
            anchor(leaf.issuer())
        )),
        Chain::OfAnother(issuer) => Verdict::Doubtful(format!(
            "the certificate `{issuer}` that is sent along has the issuer's name and another key; give the one whose \
             key signed `{}` with --intermediates",
            leaf.subject()
        )),
        Chain::Broken(reason) => Verdict::Bad(format!("{reason}; put that right in --intermediates")),
    }
}

fn anchors(path: &Path) -> Result<Anchors, String> {
    let text = limited::read(path, MAX_ANCHOR_FILE).map_err(|error| error.to_string())?;
    let certificates =
        Certificate::all_from_pem(&text, MAX_ANCHORS).map_err(|error: CertificateError| error.to_string())?;
    if certificates.is_empty() {
        return Err("it holds no certificate".into());
    }
    Anchors::new(certificates).map_err(|error| error.to_string())
}
