//! A certificate chosen by a selector: among several in one text, or in the files of a directory.
//!
//! ```text
//! --certificate FILE | DIRECTORY ─▶ certificates ─Selector, --private-key─▶ the one ─▶ Identity
//! ```
//!
//! Of those on a token it is chosen likewise, see [`crate::pkcs11`]; an agent's certificate is only checked
//! against the selector.

use std::fs;
use std::path::{Path, PathBuf};

use tegata_pki::Certificate;

use crate::chain::path_alone;
use crate::files::{Certified, Loaded, certificates, private_key, tpm_key};
use crate::identity::{NotTheKey, Trial};
use crate::material::Material;
use crate::passwords::Opener;
use crate::private_key::holds_private_key;
use crate::selector::{ChoiceError, Selector};
use crate::{Identity, KeyError, Location, SourceSpec, tpm};

/// Files of a directory that are looked into.
const MAX_FILES: usize = 1000;

/// Which of several certificates is meant.
#[derive(Debug, Default)]
pub struct Selection {
    /// What it must be like; none when nobody said.
    pub selector: Option<Selector>,
    /// Of several that match the one that expires last.
    pub latest: bool,
}

impl Selection {
    /// Whether there is anything to select by.
    #[must_use]
    pub const fn is_given(&self) -> bool {
        self.selector.is_some() || self.latest
    }

    /// The position of the one certificate that is meant.
    pub(crate) fn choose(&self, certificates: &[Certificate]) -> Result<usize, ChoiceError> {
        let everything = Selector::default();
        let selector = self.selector.as_ref().unwrap_or(&everything);
        selector.choose(certificates, self.latest)
    }

    /// Whether the selector, if there is one, means a certificate.
    pub(crate) fn means(&self, certificate: &Certificate) -> bool {
        self.selector
            .as_ref()
            .is_none_or(|selector| selector.matches(certificate))
    }

    /// A certificate that a source gave by itself.
    pub(crate) fn check(&self, certificate: &Certificate) -> Result<(), ChoiceError> {
        match &self.selector {
            Some(selector) => selector
                .choose(std::slice::from_ref(certificate), false)
                .map(|_| ()),
            None => Ok(()),
        }
    }
}

/// A text with the certificates in it.
struct Bundle {
    material: Material,
    certificates: Vec<Certificate>,
}

/// Reads what the flags name, chooses the certificate, and checks that the key belongs to it.
pub(crate) fn load(
    context: tpm::Context<'_>,
    location: &Location,
    opener: &mut Opener<'_>,
) -> Result<Loaded, KeyError> {
    let spec = context.spec;
    let bundles = bundles(location, spec, opener)?;
    let key = match &spec.private_key {
        Some(location) => Some(Material::read(location, opener.surroundings)?),
        None => None,
    };
    let mut warnings = Vec::new();
    if let Some(key) = &key {
        warnings.extend(key.check_permissions("private key", spec.permissions)?);
    }
    let of_tpm = key.as_ref().map(tpm_key).transpose()?.flatten();
    let signer = match &key {
        Some(key) if of_tpm.is_none() => Some(private_key(key, opener)?),
        _ => None,
    };
    let (bundle, leaf) = choose(&bundles, spec, signer.as_ref())?;
    let key = key.as_ref().unwrap_or(&bundle.material);
    if let Some(der) = of_tpm.map_or_else(|| tpm_key(key), |der| Ok(Some(der)))? {
        let certified = Certified {
            leaf: leaf.clone(),
            others: path_alone(leaf, bundle.certificates.clone())?,
            place: bundle.material.place.clone(),
        };
        let identity = tpm::load_key_file(&der, &key.place, certified, context)?;
        return Ok(Loaded { identity, warnings });
    }
    let signer = match signer {
        Some(signer) => signer,
        None => {
            warnings.extend(key.check_permissions("private key", spec.permissions)?);
            private_key(key, opener)?
        }
    };
    let mut others = bundle.certificates.clone();
    if let Some(location) = &spec.intermediates {
        others.extend(certificates(
            &Material::read(location, opener.surroundings)?,
            true,
        )?);
    }
    let chain = path_alone(leaf, others)?;
    match Identity::new(leaf.clone(), chain, Box::new(signer))? {
        Ok(identity) => Ok(Loaded { identity, warnings }),
        Err(NotTheKey) => Err(KeyError::Mismatch {
            key: key.place.clone(),
            certificate: bundle.material.place.clone(),
            subject: leaf.subject().to_string(),
            belongs_to: None,
        }),
    }
}

/// Of those that match, the one that the key belongs to, if there is one.
fn choose<'a>(
    bundles: &'a [Bundle],
    spec: &SourceSpec,
    signer: Option<&tegata_crypto::sign::PrivateKey>,
) -> Result<(&'a Bundle, &'a Certificate), KeyError> {
    let everything = Selector::default();
    let selector = spec.selection.selector.as_ref().unwrap_or(&everything);
    let all: Vec<(&Bundle, &Certificate)> = bundles
        .iter()
        .flat_map(|bundle| {
            bundle
                .certificates
                .iter()
                .map(move |certificate| (bundle, certificate))
        })
        .collect();
    let mut candidates = all.clone();
    if let Some(signer) = signer {
        let trial = Trial::of(signer)?;
        let mut fitting = Vec::new();
        for (bundle, certificate) in &all {
            if selector.matches(certificate) && trial.fits(certificate)? {
                fitting.push((*bundle, *certificate));
            }
        }
        if !fitting.is_empty() {
            candidates = fitting;
        }
    }
    let certificates: Vec<Certificate> = candidates
        .iter()
        .map(|(_, certificate)| (*certificate).clone())
        .collect();
    let at = spec.selection.choose(&certificates)?;
    candidates.get(at).copied().ok_or(KeyError::NoCertificate)
}

fn bundles(location: &Location, spec: &SourceSpec, opener: &Opener<'_>) -> Result<Vec<Bundle>, KeyError> {
    match location {
        Location::File(path) if path.is_dir() => in_directory(path, spec, opener),
        _ => {
            let material = Material::read(location, opener.surroundings)?;
            let certificates = certificates(&material, spec.private_key.is_some())?;
            Ok(vec![Bundle {
                material,
                certificates,
            }])
        }
    }
}

/// Files without certificates, and those that cannot be read as any, are passed over: a directory holds
/// other things, too. In the order of their names.
fn in_directory(directory: &Path, spec: &SourceSpec, opener: &Opener<'_>) -> Result<Vec<Bundle>, KeyError> {
    let failed = |error| KeyError::Read {
        place: directory.display().to_string(),
        error,
    };
    let mut paths: Vec<PathBuf> = Vec::new();
    for (number, entry) in fs::read_dir(directory).map_err(failed)?.enumerate() {
        let path = entry.map_err(failed)?.path();
        if number >= MAX_FILES {
            return Err(KeyError::TooManyFiles {
                place: directory.display().to_string(),
            });
        }
        // Through links, and never a pipe, which would be waited for.
        if fs::metadata(&path).is_ok_and(|metadata| metadata.is_file()) {
            paths.push(path);
        }
    }
    paths.sort();
    let mut bundles = Vec::new();
    for path in paths {
        let Ok(material) = Material::read(&Location::File(path), opener.surroundings) else {
            continue;
        };
        let readable = spec.private_key.is_some() || holds_private_key(&material.bytes);
        if let (true, Ok(certificates)) = (readable, certificates(&material, true)) {
            bundles.push(Bundle {
                material,
                certificates,
            });
        }
    }
    Ok(bundles)
}

#[cfg(test)]
mod tests;
