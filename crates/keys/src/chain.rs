//! What leads from a certificate towards a trust anchor, in the order of the path.

use tegata_pki::Certificate;

use crate::KeyError;
use crate::identity::MAX_CHAIN;

/// Certificates, sorted by whether they are on the way up from a leaf.
struct Sorted {
    /// Those that issued the leaf, then those that issued these, and so on; all that fit at each step,
    /// so that a cross-signed CA goes with both its certificates.
    path: Vec<Certificate>,
    /// The others, as they were given.
    others: Vec<Certificate>,
}

/// Sorts what was given; the leaf and repeats are left out.
fn sorted(leaf: &Certificate, given: Vec<Certificate>) -> Sorted {
    let mut others: Vec<Certificate> = Vec::with_capacity(given.len());
    for certificate in given {
        if certificate != *leaf && !others.contains(&certificate) {
            others.push(certificate);
        }
    }
    let mut path: Vec<Certificate> = Vec::new();
    let mut issued = leaf.clone();
    for step in 1.. {
        let (issuers, rest) = others
            .into_iter()
            .partition(|candidate| issued.issuer() == candidate.subject() && issued.is_signed_by(candidate));
        others = rest;
        path.extend::<Vec<_>>(issuers);
        match path.get(step - 1) {
            Some(next) => issued = next.clone(),
            None => break,
        }
    }
    Sorted { path, others }
}

/// The chain to send, at most [`MAX_CHAIN`] long: the path first, then what else was given, since the
/// other side may find a use for it. When it is too long, roots are left out, which the other side has,
/// and then what is not on the path.
pub(crate) fn tidied(leaf: &Certificate, given: Vec<Certificate>) -> Result<Vec<Certificate>, KeyError> {
    bounded(sorted(leaf, given))
}

/// The path alone, for places that hold much else.
pub(crate) fn path_alone(leaf: &Certificate, given: Vec<Certificate>) -> Result<Vec<Certificate>, KeyError> {
    bounded(Sorted {
        others: Vec::new(),
        ..sorted(leaf, given)
    })
}

fn bounded(Sorted { mut path, mut others }: Sorted) -> Result<Vec<Certificate>, KeyError> {
    if path.len() + others.len() > MAX_CHAIN {
        path.retain(|certificate| !certificate.is_self_issued());
        others.retain(|certificate| !certificate.is_self_issued());
    }
    if path.len() + others.len() > MAX_CHAIN && !path.is_empty() {
        others.clear();
    }
    path.append(&mut others);
    if path.len() > MAX_CHAIN {
        return Err(KeyError::ChainTooLong(path.len()));
    }
    Ok(path)
}
