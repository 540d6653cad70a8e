//! The sessions of one source of identities, and what is looked for in them.

use std::sync::Arc;

use tegata_pki::Certificate;

use super::certificates::{self, Candidate};
use super::error::TokenError;
use super::key::{self, Choice, KeyObject};
use super::module::Module;
use super::pin::PinSource;
use super::session::Session;
use super::signer::TokenSigner;
use super::slots::{self, Slot};
use super::uri::{Text, Uri};
use super::{Leaf, Options};
use crate::identity::Trial;
use crate::{KeyError, Selection};

/// What stays open between two loads: sessions, with the logins in them.
#[derive(Default)]
pub(crate) struct Tokens {
    sessions: Vec<Arc<Session>>,
    /// A key and a certificate that a trial signature showed to belong together.
    tried: Option<(Vec<u8>, Certificate)>,
}

/// A URI and the module that serves it.
pub(super) struct Place<'a> {
    uri: &'a Uri,
    module: Arc<Module>,
}

impl<'a> Place<'a> {
    pub(super) fn of(uri: &'a Uri, options: &Options) -> Result<Self, TokenError> {
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
    /// The one certificate that the URI matches, or that the selector means of those that it matches.
    pub(super) fn leaf(
        &mut self,
        place: &Place<'_>,
        pin: &PinSource,
        selection: &Selection,
    ) -> Result<Leaf, KeyError> {
        let mut candidates = self.candidates(place, Some(pin))?;
        if selection.is_given() && !candidates.is_empty() {
            let certificates: Vec<Certificate> = candidates
                .iter()
                .map(|candidate| candidate.certificate.clone())
                .collect();
            candidates = vec![candidates.swap_remove(selection.choose(&certificates)?)];
        }
        match (candidates.len(), candidates.pop()) {
            (1, Some(found)) => Ok(Leaf {
                certificate: found.certificate,
                chain: Vec::new(),
                found: Some((found.session, found.id)),
            }),
            (_, None) => Err(TokenError::NoCertificate {
                uri: place.shown(),
                unknown: place.uri.unknown().into(),
            }
            .into()),
            (count, _) => Err(TokenError::SeveralCertificates {
                uri: place.shown(),
                count,
            }
            .into()),
        }
    }

    /// All certificates that the URI matches: without a login, or else, on the one token that matches,
    /// with one.
    pub(super) fn candidates(
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
            // Kept before the login, so that a PIN that is refused is remembered.
            self.keep([Arc::clone(session)].into_iter());
            session.log_in(pin)?;
            found = certificates::search(session, place.uri)?;
        }
        let is_used = |session: &Arc<Session>| found.iter().any(|found| Arc::ptr_eq(&found.session, session));
        self.keep(sessions.into_iter().filter(is_used));
        Ok(found)
    }

    /// The key of the leaf, on the certificate's token or the only one that the URI matches.
    pub(super) fn signer(
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
        let not_the_key = || TokenError::NotTheKey {
            key: place.shown(),
            subject: leaf.certificate.subject().to_string(),
        };
        match key::choose(keys, &leaf.certificate, id) {
            Choice::Proven(key) => {
                let make = TokenSigner::new(&session, epoch, key, &leaf.certificate, pin.clone(), reuse_pin);
                Ok(make?)
            }
            Choice::Unproven(key) => {
                let name = key.name();
                let mut signer =
                    TokenSigner::new(&session, epoch, key, &leaf.certificate, pin.clone(), reuse_pin)?;
                if !self.is_proven(&signer, name, &leaf.certificate)? {
                    return Err(not_the_key().into());
                }
                signer.trust(&leaf.certificate);
                Ok(signer)
            }
            Choice::Other => Err(not_the_key().into()),
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
    fn is_proven(
        &mut self,
        signer: &TokenSigner,
        name: Vec<u8>,
        certificate: &Certificate,
    ) -> Result<bool, KeyError> {
        let proof = Some((name, certificate.clone()));
        if self.tried != proof {
            if !Trial::of(signer)?.fits(certificate)? {
                return Ok(false);
            }
            self.tried = proof;
        }
        Ok(true)
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
        let kept = self.sessions.iter().find(|session| session.is_of(&place.module));
        let (slots, mut present) = match slots::matching(&mut inner, place.uri) {
            // Some modules fail altogether once a token was taken away, until they start anew.
            Err(error) if kept.is_some() && error.is_gone() => (Vec::new(), Vec::new()),
            found => found?,
        };
        if !slots.is_empty() {
            return Ok(slots);
        }
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
