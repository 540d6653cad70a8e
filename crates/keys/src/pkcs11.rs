//! Keys and certificates on PKCS#11 tokens.
//!
//! ```text
//! Uri ─▶ Module (--pkcs11-lib, module-path, p11-kit) ─▶ slots ─▶ Session ─▶ certificates, chain
//!                                                               │  log_in
//!                                                               └─▶ key ─▶ TokenSigner ─C_Sign─▶ signature
//! ```
//!
//! The rules of the search are those of AWS's helper: certificates are looked for without a login first;
//! the key's URI is that of `--private-key`, else the certificate's; a key that has another label than its
//! certificate is found by the certificate's `CKA_ID`. What differs: the chain is built by issuer and
//! signature, the key is recognised by its public half rather than by a trial signature, and one session
//! with its login lasts as long as the command, over a token that is taken out and put back.

mod certificates;
mod error;
#[expect(unsafe_code, reason = "a PKCS#11 module is C; the proof is beside each call")]
mod ffi;
mod key;
mod module;
mod pin;
mod session;
mod signer;
mod slots;
mod tokens;
mod uri;

use std::path::PathBuf;
use std::sync::Arc;

use tegata_base::Secret;
use tegata_pki::Certificate;

pub use error::{ReturnCode, TokenError, Tries};
pub(crate) use pin::pin_file;
pub(crate) use tokens::Tokens;
pub use uri::{Uri, UriError};

use crate::chain::path_alone;
use crate::files::Certified;
use crate::identity::NotTheKey;
use crate::material::Material;
use crate::passwords::Opener;
use crate::{Identity, KeyError, Loaded, Location, Permissions, Signer, SourceSpec, Surroundings, files};

use pin::PinSource;
use session::Session;
use tokens::Place;
use uri::PinAttribute;

/// How tokens are reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The library to load; without one, what the URI names, else p11-kit's proxy.
    pub module: Option<PathBuf>,
    /// Whether the user PIN serves for each signature too.
    pub reuse_pin: bool,
}

/// A certificate on a token.
pub struct Found {
    /// The certificate.
    pub certificate: Certificate,
    /// The URI of this object and no other: its token's attributes, `id`, `object` and `type`.
    pub uri: Uri,
}

/// The certificates that a URI matches, on all tokens that it matches, in the tokens' order. The user is
/// logged in only where nothing is found without, one token matches, and the URI tells the PIN.
///
/// # Errors
/// [`KeyError::Token`]; that nothing matches is none.
pub fn find_certificates(
    uri: &Uri,
    options: &Options,
    surroundings: &Arc<dyn Surroundings>,
) -> Result<Vec<Found>, KeyError> {
    let mut tokens = Tokens::default();
    let pin = PinSource {
        attribute: uri.pin.clone(),
        surroundings: Arc::clone(surroundings),
    };
    let place = Place::of(uri, options)?;
    pin.check(Permissions::Strict)?;
    let login = uri.pin.is_some().then_some(&pin);
    let candidates = match tokens.candidates(&place, login) {
        Err(TokenError::NoToken { .. }) => Vec::new(),
        other => other?,
    };
    let found = candidates.into_iter().map(|candidate| Found {
        uri: candidate.uri(),
        certificate: candidate.certificate,
    });
    Ok(found.collect())
}

/// What is known of the certificate before its key is looked for.
struct Leaf {
    certificate: Certificate,
    chain: Vec<Certificate>,
    /// Where it is, when it is on a token.
    found: Option<(Arc<Session>, Option<Vec<u8>>)>,
}

/// Certificate and key, at least one of them on a token. `answer` is the password of a key file that was
/// answered last.
pub(crate) fn load(
    spec: &SourceSpec,
    surroundings: &Arc<dyn Surroundings>,
    tokens: &mut Tokens,
    answer: &mut Option<Secret<String>>,
) -> Result<Loaded, KeyError> {
    let certificate = spec.certificate.as_ref().or(spec.private_key.as_ref());
    let key = spec.private_key.as_ref().or(spec.certificate.as_ref());
    let (Some(certificate), Some(key)) = (certificate, key) else {
        return Err(KeyError::NoCertificate);
    };
    let pin = PinSource {
        attribute: pin_of(key).or_else(|| pin_of(certificate)),
        surroundings: Arc::clone(surroundings),
    };
    let mut warnings: Vec<String> = pin.check(spec.permissions)?.into_iter().collect();
    let leaf = match certificate {
        Location::Token(uri) => tokens.leaf(&Place::of(uri, &spec.pkcs11)?, &pin, &spec.selection)?,
        _ => {
            let certified = Certified::read(certificate, &**surroundings, &spec.selection)?;
            Leaf {
                certificate: certified.leaf,
                chain: certified.others,
                found: None,
            }
        }
    };
    if let Location::Token(uri) = key {
        let signer = tokens.signer(&Place::of(uri, &spec.pkcs11)?, &leaf, &pin, spec.pkcs11.reuse_pin)?;
        return assemble(
            leaf,
            spec,
            &**surroundings,
            Box::new(signer),
            &uri.clone().without_query().to_string(),
            warnings,
        );
    }
    let material = Material::read(key, &**surroundings)?;
    warnings.extend(material.check_permissions("private key", spec.permissions)?);
    let mut opener = Opener {
        password: &spec.key_password,
        permissions: spec.permissions,
        surroundings: &**surroundings,
        answer,
    };
    let signer = files::private_key(&material, &mut opener)?;
    assemble(
        leaf,
        spec,
        &**surroundings,
        Box::new(signer),
        &material.place,
        warnings,
    )
}

/// The chain is made after the login, which lets a token show more.
fn assemble(
    leaf: Leaf,
    spec: &SourceSpec,
    surroundings: &dyn Surroundings,
    signer: Box<dyn Signer + Send + Sync>,
    key: &str,
    warnings: Vec<String>,
) -> Result<Loaded, KeyError> {
    let chain = match &leaf.found {
        Some((session, _)) if spec.intermediates.is_none() => {
            path_alone(&leaf.certificate, certificates::all(session)?)?
        }
        _ => files::chain(&leaf.certificate, leaf.chain, spec, surroundings)?,
    };
    let subject = leaf.certificate.subject().to_string();
    match Identity::new(leaf.certificate, chain, signer)? {
        Ok(identity) => Ok(Loaded { identity, warnings }),
        Err(NotTheKey) => Err(TokenError::NotTheKey {
            key: key.into(),
            subject,
        }
        .into()),
    }
}

fn pin_of(location: &Location) -> Option<PinAttribute> {
    match location {
        Location::Token(uri) => uri.pin.clone(),
        _ => None,
    }
}
