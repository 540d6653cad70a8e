//! Who sent a request: signature, key, session token or certificate, and nothing of what it asks.
//!
//! ```text
//! Presented ─clock, scope, headers, body hash─▶ Checked ─┬─ key or token ─▶ signing key ─verify─▶ Caller
//!                                                        └─ certificate ─▶ public key ──verify─▶ Caller
//! ```
//!
//! Secrets are unsealed only to derive a day's signing key, which is kept; a key whose row has changed
//! since is derived again. Opened tokens and parsed certificates are kept by their hashes, and only
//! after a signature by them held, so that strangers cannot push them out.

mod certificate;
mod error;
mod key;

use std::sync::Arc;

use jiff::Timestamp;
use tegata_authz::{Caller, RequestFacts};
use tegata_base::Secret;
use tegata_sigv4::{Presented, Rules, SignatureError};
use tegata_state::Snapshot;

pub(crate) use certificate::Certificates;
pub(crate) use error::AuthError;
pub(crate) use key::{Keys, holder, token_error};

use crate::metrics::Metrics;
use crate::raw::{Headers, Raw};

/// What authentication remembers between requests.
pub(crate) struct Authenticator {
    rules: Rules,
    keys: Keys,
    certificates: Certificates,
}

/// What a request is checked against: one snapshot, the keys that open it, and what is counted.
pub(crate) struct Against<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) ring: &'a tegata_session::KeyRing,
    pub(crate) kek: &'a tegata_crypto::kek::Kek,
    pub(crate) metrics: &'a Metrics,
    pub(crate) now: Timestamp,
}

impl Authenticator {
    pub(crate) fn new(clock_window: jiff::SignedDuration) -> Self {
        Self {
            rules: Rules {
                window: clock_window,
                unsigned_payload: false,
            },
            keys: Keys::default(),
            certificates: Certificates::default(),
        }
    }

    /// Authenticates a request by a secret key.
    pub(crate) fn by_key(
        &self,
        raw: &Raw,
        headers: &Headers<'_>,
        presented: Result<Presented<'_>, SignatureError>,
        against: &Against<'_>,
        facts: RequestFacts,
    ) -> Result<Caller, AuthError> {
        let request = raw.signed(headers);
        let checked = presented?.check(&request, against.now, &self.rules)?;
        self.keys.authenticate(&checked, against, facts)
    }

    /// Authenticates the holder of a session by its three parts: access key id, secret, token.
    pub(crate) fn by_secret(
        &self,
        parts: (&str, &Secret<String>, &Secret<String>),
        against: &Against<'_>,
        facts: RequestFacts,
    ) -> Result<Caller, AuthError> {
        self.keys.by_secret(parts, against, facts)
    }

    /// Authenticates a request by a certificate's private key.
    pub(crate) fn by_certificate(
        &self,
        raw: &Raw,
        headers: &Headers<'_>,
        presented: Result<Presented<'_>, SignatureError>,
        against: &Against<'_>,
        facts: RequestFacts,
    ) -> Result<Caller, AuthError> {
        let request = raw.signed(headers);
        let checked = presented?.check(&request, against.now, &self.rules)?;
        let possession = self.certificates.authenticate(raw, &checked, against.metrics)?;
        Ok(Caller {
            identity: tegata_authz::Identity::Certificate(Arc::new(possession)),
            access_key_id: None,
            session: None,
            request: facts,
        })
    }
}

#[cfg(test)]
mod tests;
