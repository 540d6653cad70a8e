//! Certificate, key and intermediates as PEM, and all of them in a PKCS#12 file.
//!
//! One text may hold both certificate and key, and a certificate's may go on with its intermediates.
//! Files are read anew each time, so that a long-running command sees rotated ones; what a descriptor
//! gave and what was answered at the terminal is kept.

use tegata_base::Secret;
use tegata_crypto::sign::PrivateKey;
use tegata_pki::pem::PemError;
use tegata_pki::{Certificate, CertificateError};
use zeroize::Zeroizing;

use crate::blocks::private_blocks;
use crate::chain::{path_alone, tidied};
use crate::identity::{NotTheKey, Trial};
use crate::material::Material;
use crate::passwords::{Closed, Opener};
use crate::pkcs12::{Contents, Pfx, Pkcs12Error, is_pkcs12};
use crate::private_key::{PemKey, from_pkcs8, holds_private_key, read, unlock};
use crate::{
    Identity, KeyError, KeyFormatError, Location, Selection, SourceSpec, Surroundings, selected, tpm,
};

/// Certificates that are read from one file before the chain's own limit is told.
const MAX_CERTIFICATES: usize = 100;

/// What to do about a private key that others can read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Permissions {
    /// Refuse it.
    #[default]
    Strict,
    /// Warn and go on, as the tool that Tegata succeeds does without a warning.
    Lenient,
}

/// What a source gave.
pub struct Loaded {
    /// Certificate, chain and key.
    pub identity: Identity,
    /// What to tell the user, one sentence each.
    pub warnings: Vec<String>,
}

/// A certificate whose key is elsewhere.
pub(crate) struct Certified {
    pub(crate) leaf: Certificate,
    /// Those that may lead from it towards a trust anchor.
    pub(crate) others: Vec<Certificate>,
    /// Where it was read from.
    pub(crate) place: String,
}

impl Certified {
    /// The first certificate of a text with those that follow it, or the one that a selector means with its
    /// path.
    pub(crate) fn read(
        location: &Location,
        surroundings: &dyn Surroundings,
        selection: &Selection,
    ) -> Result<Self, KeyError> {
        let material = Material::read(location, surroundings)?;
        let mut certificates = certificates(&material, true)?;
        let (leaf, others) = if selection.is_given() {
            let leaf = certificates.swap_remove(selection.choose(&certificates)?);
            let others = path_alone(&leaf, certificates)?;
            (leaf, others)
        } else {
            (certificates.remove(0), certificates)
        };
        Ok(Self {
            leaf,
            others,
            place: material.place,
        })
    }
}

/// Reads what the flags name and checks that key and certificate belong together.
pub(crate) fn load(
    context: tpm::Context<'_>,
    answer: &mut Option<Secret<String>>,
) -> Result<Loaded, KeyError> {
    let (spec, surroundings) = (context.spec, &**context.surroundings);
    let location = spec.certificate.as_ref().ok_or(KeyError::NoCertificate)?;
    let mut opener = Opener {
        password: &spec.key_password,
        permissions: spec.permissions,
        surroundings,
        answer,
    };
    let is_directory = matches!(location, Location::File(path) if path.is_dir());
    if is_directory && !spec.selection.is_given() {
        return Err(KeyError::Directory {
            place: location.to_string(),
        });
    }
    if is_directory {
        return selected::load(context, location, &mut opener);
    }
    let certificate = Material::read(location, surroundings)?;
    if spec.private_key.is_none() && is_pkcs12(&certificate.bytes) {
        load_pkcs12(spec, &certificate, &mut opener)
    } else if spec.selection.is_given() {
        selected::load(context, location, &mut opener)
    } else {
        load_pem(context, &certificate, &mut opener)
    }
}

fn load_pem(
    context: tpm::Context<'_>,
    certificate: &Material,
    opener: &mut Opener<'_>,
) -> Result<Loaded, KeyError> {
    let spec = context.spec;
    let key_material = match &spec.private_key {
        Some(location) => Some(Material::read(location, opener.surroundings)?),
        None => None,
    };
    let key_place = key_material.as_ref().unwrap_or(certificate);
    let mut warnings = Vec::new();
    for material in [Some(certificate), key_material.as_ref()].into_iter().flatten() {
        if holds_private_key(&material.bytes) {
            warnings.extend(material.check_permissions("private key", spec.permissions)?);
        }
    }
    let mut certificates = certificates(certificate, spec.private_key.is_some())?;
    let leaf = certificates.remove(0);
    if let Some(der) = tpm_key(key_place)? {
        let certified = Certified {
            leaf,
            others: certificates,
            place: certificate.place.clone(),
        };
        let identity = tpm::load_key_file(&der, &key_place.place, certified, context)?;
        return Ok(Loaded { identity, warnings });
    }
    let signer = private_key(key_place, opener)?;
    let mismatch = |belongs_to| KeyError::Mismatch {
        key: key_place.place.clone(),
        certificate: certificate.place.clone(),
        subject: leaf.subject().to_string(),
        belongs_to,
    };
    let trial = Trial::of(&signer)?;
    if !trial.fits(&leaf)? {
        let other = certificates.iter().position(|one| trial.fits(one) == Ok(true));
        return Err(mismatch(other.map(|at| at + 2)));
    }
    let chain = chain(&leaf, certificates, spec, opener.surroundings)?;
    match Identity::new(leaf.clone(), chain, Box::new(signer))? {
        Ok(identity) => Ok(Loaded { identity, warnings }),
        Err(NotTheKey) => Err(mismatch(None)),
    }
}

fn load_pkcs12(spec: &SourceSpec, file: &Material, opener: &mut Opener<'_>) -> Result<Loaded, KeyError> {
    if spec.intermediates.is_some() {
        return Err(KeyError::IntermediatesBesidePkcs12 {
            place: file.place.clone(),
        });
    }
    let warnings = file.check_permissions("private key", spec.permissions)?;
    let failed = |error: KeyFormatError| KeyError::Key {
        place: file.place.clone(),
        error,
    };
    let pfx = Pfx::read(&file.bytes).map_err(|error| failed(error.into()))?;
    let contents = opener.open(Closed::Pkcs12, &file.place, |password| {
        pfx.open(password)
            .map_err(|error| error.map(KeyFormatError::from))
    })?;
    let (signer, leaf, others) = choose(contents, &spec.selection)?.map_err(failed)?;
    let chain = path_alone(&leaf, others)?;
    match Identity::new(leaf, chain, Box::new(signer))? {
        Ok(identity) => Ok(Loaded {
            identity,
            warnings: warnings.into_iter().collect(),
        }),
        Err(NotTheKey) => Err(failed(Pkcs12Error::NoCertificate.into())),
    }
}

/// A key, the certificate that names it, and the other certificates.
type Chosen = (PrivateKey, Certificate, Vec<Certificate>);

/// The one key that has a certificate, of those that the selector means. When it has several, as after a
/// renewal, the one that became valid last. Of several keys, the one whose certificate expires last, where
/// that was asked for.
fn choose(contents: Contents, selection: &Selection) -> Result<Result<Chosen, KeyFormatError>, KeyError> {
    let meant: Vec<&Certificate> = contents
        .certificates
        .iter()
        .filter(|certificate| selection.means(certificate))
        .collect();
    if meant.is_empty() && !contents.certificates.is_empty() {
        selection.choose(&contents.certificates)?;
    }
    let mut found: Vec<(PrivateKey, &Certificate)> = Vec::new();
    let mut refused = None;
    for key in &contents.keys {
        let signer = match from_pkcs8(key) {
            Ok(signer) => signer,
            Err(error) => {
                refused = refused.or(Some(error));
                continue;
            }
        };
        let trial = Trial::of(&signer)?;
        let mut newest: Option<&Certificate> = None;
        for certificate in &meant {
            let newer = newest.is_none_or(|newest| newest.not_before() < certificate.not_before());
            if newer && trial.fits(certificate)? {
                newest = Some(certificate);
            }
        }
        found.extend(newest.map(|newest| (signer, newest)));
    }
    if selection.latest {
        found.sort_by_key(|(_, certificate)| {
            (certificate.is_ca(), std::cmp::Reverse(certificate.not_after()))
        });
        found.truncate(1);
    }
    let several = found.len() > 1;
    let found = found.into_iter().next();
    let found = found.map(|(signer, certificate)| (signer, certificate.clone()));
    Ok(match (found, refused, contents.unreadable) {
        (Some(_), _, _) if several => Err(Pkcs12Error::SeveralKeys.into()),
        (Some((signer, leaf)), _, _) => Ok((signer, leaf, contents.certificates)),
        (None, Some(error), _) => Err(error),
        (None, None, _) if contents.keys.is_empty() => Err(Pkcs12Error::NoKey.into()),
        (None, None, Some(error)) => Err(Pkcs12Error::from(error).into()),
        (None, None, None) => Err(Pkcs12Error::NoCertificate.into()),
    })
}

/// The certificates of a text, of which there is at least one, the end-entity's first. `key_elsewhere`
/// tells that the text was meant for certificates; without it, one without any may be of another format.
pub(crate) fn certificates(material: &Material, key_elsewhere: bool) -> Result<Vec<Certificate>, KeyError> {
    let place = || material.place.clone();
    if key_elsewhere && is_pkcs12(&material.bytes) {
        return Err(KeyError::Pkcs12AmongPem { place: place() });
    }
    let found = Certificate::all_from_pem(&material.bytes, MAX_CERTIFICATES);
    match found {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        Err(CertificateError::Pem(PemError::NotText)) if !key_elsewhere => Err(KeyError::Key {
            place: place(),
            error: KeyFormatError::NotPem,
        }),
        Err(error) => Err(KeyError::Certificate {
            place: place(),
            error,
        }),
        Ok(_) => Err(KeyError::NoCertificate),
    }
}

/// The chain to send: of what followed the certificate in its file and what `--intermediates` names.
pub(crate) fn chain(
    leaf: &Certificate,
    mut given: Vec<Certificate>,
    spec: &SourceSpec,
    surroundings: &dyn Surroundings,
) -> Result<Vec<Certificate>, KeyError> {
    if let Some(location) = &spec.intermediates {
        given.extend(certificates(&Material::read(location, surroundings)?, true)?);
    }
    tidied(leaf, given)
}

pub(crate) fn private_key(material: &Material, opener: &mut Opener<'_>) -> Result<PrivateKey, KeyError> {
    let failed = |error| KeyError::Key {
        place: material.place.clone(),
        error,
    };
    match read(&material.bytes).map_err(failed)? {
        PemKey::Open(key) => Ok(key),
        PemKey::Encrypted(der) => {
            opener.open(Closed::Pkcs8, &material.place, |password| unlock(&der, password))
        }
    }
}

/// The DER of a key that only its TPM can use.
pub(crate) fn tpm_key(material: &Material) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError> {
    let first = private_blocks(&material.bytes).into_iter().next();
    let Some(block) = first.filter(|block| block.label == tpm::PEM_LABEL) else {
        return Ok(None);
    };
    block.der().map(Some).map_err(|error| KeyError::Key {
        place: material.place.clone(),
        error,
    })
}
