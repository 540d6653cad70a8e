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
mod uri;

use std::path::PathBuf;
use std::sync::Arc;

use tegata_base::Secret;
use tegata_pki::Certificate;

pub use error::{ReturnCode, TokenError, Tries};
pub use uri::{Uri, UriError};

use crate::chain::path_alone;
use crate::identity::{NotTheKey, Trial};
use crate::material::Material;
use crate::passwords::Opener;
use crate::{Identity, KeyError, Loaded, Location, Signer, SourceSpec, Surroundings, files};

use certificates::Candidate;
use key::{Choice, KeyObject};
use module::Module;
use pin::PinSource;
use session::Session;
use signer::TokenSigner;
use slots::Slot;
use uri::{PinAttribute, Text};

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

/// What stays open between two loads: sessions, with the logins in them.
#[derive(Default)]
pub(crate) struct Tokens {
    sessions: Vec<Arc<Session>>,
    /// A key and a certificate that a trial signature showed to belong together.
    tried: Option<(Vec<u8>, Certificate)>,
}

/// A URI and the module that serves it.
struct Place<'a> {
    uri: &'a Uri,
    module: Arc<Module>,
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
    let leaf = match certificate {
        Location::Token(uri) => tokens.leaf(&Place::of(uri, &spec.pkcs11)?, &pin)?,
        _ => Leaf::read(certificate, &**surroundings)?,
    };
    if let Location::Token(uri) = key {
        let signer = tokens.signer(&Place::of(uri, &spec.pkcs11)?, &leaf, &pin, spec.pkcs11.reuse_pin)?;
        return assemble(
            leaf,
            spec,
            &**surroundings,
            Box::new(signer),
            &uri.to_string(),
            Vec::new(),
        );
    }
    let material = Material::read(key, &**surroundings)?;
    let warnings = material.check_permissions("private key", spec.permissions)?;
    let mut opener = Opener {
        password: &spec.key_password,
        permissions: spec.permissions,
        surroundings: &**surroundings,
        answer,
    };
    let signer = files::private_key(&material, &mut opener)?;
    let warnings = warnings.into_iter().collect();
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

impl<'a> Place<'a> {
    fn of(uri: &'a Uri, options: &Options) -> Result<Self, TokenError> {
        Ok(Self {
            uri,
            module: Module::open(uri, options)?,
        })
    }

    fn shown(&self) -> String {
        self.uri.clone().without_query().to_string()
    }
}

impl Tokens {
    /// The one certificate that the URI matches.
    fn leaf(&mut self, place: &Place<'_>, pin: &PinSource) -> Result<Leaf, TokenError> {
        let mut candidates = self.candidates(place, Some(pin))?;
        match (candidates.len(), candidates.pop()) {
            (1, Some(found)) => Ok(Leaf {
                certificate: found.certificate,
                chain: Vec::new(),
                found: Some((found.session, found.id)),
            }),
            (_, None) => Err(TokenError::NoCertificate {
                uri: place.shown(),
                unknown: place.uri.unknown().into(),
            }),
            (count, _) => Err(TokenError::SeveralCertificates {
                uri: place.shown(),
                count,
            }),
        }
    }

    /// All certificates that the URI matches: without a login, or else, on the one token that matches,
    /// with one.
    fn candidates(
        &mut self,
        place: &Place<'_>,
        login: Option<&PinSource>,
    ) -> Result<Vec<Candidate>, TokenError> {
        let sessions = self.sessions(place)?;
        let mut found = Vec::new();
        for session in &sessions {
            found.extend(certificates::search(session, place.uri)?);
        }
        if let ([session], true, Some(pin)) = (&sessions[..], found.is_empty(), login) {
            session.log_in(pin)?;
            found = certificates::search(session, place.uri)?;
        }
        let is_used = |session: &Arc<Session>| found.iter().any(|found| Arc::ptr_eq(&found.session, session));
        self.keep(sessions.into_iter().filter(is_used));
        Ok(found)
    }

    /// The key of the leaf, on the certificate's token or the only one that the URI matches.
    fn signer(
        &mut self,
        place: &Place<'_>,
        leaf: &Leaf,
        pin: &PinSource,
        reuse_pin: bool,
    ) -> Result<TokenSigner, KeyError> {
        let mut sessions = self.sessions(place)?;
        let beside = leaf.found.as_ref().map(|(session, _)| session);
        if let Some(at) = beside.and_then(|beside| sessions.iter().position(|one| Arc::ptr_eq(one, beside))) {
            sessions = vec![sessions.swap_remove(at)];
        }
        let count = sessions.len();
        let (1, Some(session)) = (count, sessions.pop()) else {
            return Err(TokenError::SeveralTokens {
                uri: place.shown(),
                count,
            }
            .into());
        };
        self.keep([Arc::clone(&session)].into_iter());
        session.log_in(pin)?;
        let id = leaf.found.as_ref().and_then(|(_, id)| id.as_ref());
        let (epoch, keys) = search_keys(&session, place.uri, id)?;
        if keys.is_empty() {
            return Err(TokenError::NoKey {
                token: session.label().into(),
                uri: place.shown(),
                unknown: place.uri.unknown().into(),
            }
            .into());
        }
        let count = keys.len();
        match key::choose(keys, &leaf.certificate, id) {
            Choice::Proven(key) => {
                let make = TokenSigner::new(&session, epoch, key, &leaf.certificate, pin.clone(), reuse_pin);
                Ok(make?)
            }
            Choice::Unproven(key) => {
                let name = key.name();
                let mut signer =
                    TokenSigner::new(&session, epoch, key, &leaf.certificate, pin.clone(), reuse_pin)?;
                self.try_once(&mut signer, name, &leaf.certificate)?;
                Ok(signer)
            }
            Choice::Other => Err(TokenError::NotTheKey {
                key: place.shown(),
                subject: leaf.certificate.subject().to_string(),
            }
            .into()),
            Choice::Several => Err(TokenError::SeveralKeys {
                token: session.label().into(),
                uri: place.shown(),
                count,
            }
            .into()),
            Choice::Unsupported => Err(TokenError::Algorithm {
                token: session.label().into(),
            }
            .into()),
        }
    }

    /// A key without a public half signs something once in the life of the command, not at each load.
    fn try_once(
        &mut self,
        signer: &mut TokenSigner,
        name: Vec<u8>,
        certificate: &Certificate,
    ) -> Result<(), KeyError> {
        let known = self
            .tried
            .as_ref()
            .is_some_and(|(tried, of)| *tried == name && of == certificate);
        if known || Trial::of(signer)?.fits(certificate)? {
            signer.trust(certificate);
            self.tried = Some((name, certificate.clone()));
        }
        Ok(())
    }

    /// A session with each token that the URI matches, kept ones where there are.
    fn sessions(&self, place: &Place<'_>) -> Result<Vec<Arc<Session>>, TokenError> {
        let slots = self.slots(place)?;
        let session = |slot: &Slot| {
            let kept = self
                .sessions
                .iter()
                .find(|session| session.is_with(&place.module, slot));
            kept.map_or_else(|| Session::open(&place.module, slot), |kept| Ok(Arc::clone(kept)))
        };
        slots.iter().map(session).collect()
    }

    fn slots(&self, place: &Place<'_>) -> Result<Vec<Slot>, TokenError> {
        let mut inner = place.module.inner();
        let (slots, mut present) = slots::matching(&mut inner, place.uri)?;
        if !slots.is_empty() {
            return Ok(slots);
        }
        let kept = self.sessions.iter().find(|session| session.is_of(&place.module));
        if let Some(kept) = kept {
            // It was there before; it may be there again for a module that looks only when it starts.
            inner.restart()?;
            let (slots, labels) = slots::matching(&mut inner, place.uri)?;
            if !slots.is_empty() {
                return Ok(slots);
            }
            if slots::is_token(kept.token(), place.uri) {
                return Err(TokenError::Gone {
                    token: kept.label().into(),
                });
            }
            present = labels;
        }
        Err(TokenError::NoToken {
            uri: place.shown(),
            present,
            unknown: place.uri.unknown().into(),
        })
    }

    fn keep(&mut self, sessions: impl Iterator<Item = Arc<Session>>) {
        for session in sessions {
            if !self.sessions.iter().any(|kept| Arc::ptr_eq(kept, &session)) {
                self.sessions.push(session);
            }
        }
    }
}

impl Leaf {
    fn read(location: &Location, surroundings: &dyn Surroundings) -> Result<Self, KeyError> {
        let mut certificates = files::certificates(&Material::read(location, surroundings)?, true)?;
        Ok(Self {
            certificate: certificates.remove(0),
            chain: certificates,
            found: None,
        })
    }
}

/// The keys that the URI names, or else, where it names a label, those with the certificate's `CKA_ID`; and
/// the epoch of the session that their handles are of.
fn search_keys(
    session: &Session,
    uri: &Uri,
    id: Option<&Vec<u8>>,
) -> Result<(u64, Vec<KeyObject>), TokenError> {
    session.run(|access| {
        let mut conditions = key::private_keys();
        conditions.extend(certificates::by_name(uri));
        let found = key::search(access, &conditions)?;
        if !found.is_empty() || uri.text(Text::Object).is_none() {
            return Ok((access.epoch, found));
        }
        let Some(id) = id else {
            return Ok((access.epoch, found));
        };
        Ok((access.epoch, key::search(access, &key::with_id(id))?))
    })
}
