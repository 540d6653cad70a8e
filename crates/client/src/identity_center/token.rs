//! The token of a directory's user: kept, renewed, or got by signing in.

use jiff::{SignedDuration, Timestamp};
use tegata_profiles::plan::SsoDirectory;

use super::cache::{Cache, Client, Registration, Token};
use super::oidc::{Grant, Oidc};
use super::{Flow, IdentityCenterError, SignIn, code_flow, device_flow};
use crate::private_file::Lock;
use crate::{CallError, Edge, Endpoint};

/// How long before its end a token is renewed, and a client registered anew: as the AWS SDKs do.
const RENEWED_BEFORE: SignedDuration = SignedDuration::from_mins(15);
/// What must be left of a token that cannot be renewed.
const LEAST: SignedDuration = SignedDuration::from_mins(1);
/// What a client may ask for where the config file does not say.
const USUAL_SCOPE: &str = "sso:account:access";

/// What is asked of whom.
pub(super) struct Asking<'a> {
    pub(super) directory: &'a SsoDirectory,
    pub(super) oidc: &'a Endpoint,
    pub(super) cache: &'a Cache<'a>,
    pub(super) sign_in: &'a SignIn,
}

/// A sign-in that has begun: nobody else signs in to this directory meanwhile.
pub(super) struct Begun<'a> {
    pub(super) asking: &'a Asking<'a>,
    pub(super) oidc: Oidc,
    pub(super) held: &'a Lock,
}

impl Asking<'_> {
    /// A token that is good for a while.
    pub(super) fn token(&self, edge: &mut Edge<'_>) -> Result<Token, IdentityCenterError> {
        if let Some(token) = self.kept(edge)? {
            return Ok(token);
        }
        let began = (edge.clock)();
        let held = self.cache.lock(edge)?;
        if let Some(token) = self.kept(edge)? {
            return Ok(token);
        }
        if held.waited()
            && let Some(cause) = self.cache.failure_since(began)
        {
            return Err(IdentityCenterError::Shared(cause));
        }
        let begun = Begun {
            asking: self,
            oidc: Oidc::new(self.oidc, edge)?,
            held: &held,
        };
        let got = begun.token(edge);
        // What came of it matters more than whether others can be told.
        let _ = match &got {
            Ok(_) => self.cache.forget_failure(&held),
            Err(error) => self.cache.keep_failure(&held, &error.to_string(), edge),
        };
        got
    }

    /// The token that is kept, if nothing is to be done about it.
    fn kept(&self, edge: &Edge<'_>) -> Result<Option<Token>, IdentityCenterError> {
        let now = (edge.clock)();
        let token = self.cache.token()?;
        Ok(token.filter(|token| {
            let least = match is_renewable(token, now) {
                true => RENEWED_BEFORE,
                false => LEAST,
            };
            is_left(token.expires, least, now)
        }))
    }
}

fn is_renewable(token: &Token, now: Timestamp) -> bool {
    let client = token.client.as_ref();
    token.refresh.is_some() && client.is_some_and(|client| client.expires > now)
}

fn is_left(expires: Timestamp, least: SignedDuration, now: Timestamp) -> bool {
    expires.duration_since(now) >= least
}

impl Begun<'_> {
    /// A new token, which is kept.
    fn token(&self, edge: &mut Edge<'_>) -> Result<Token, IdentityCenterError> {
        let asking = self.asking;
        let old = asking.cache.token()?;
        if let Some(token) = old.map(|old| self.renew(old, edge)).transpose()?.flatten() {
            return Ok(token);
        }
        let (token, client) = match asking.sign_in.flow(asking.directory) {
            Flow::Pkce => code_flow::sign_in(self, edge)?,
            Flow::Device => device_flow::sign_in(self, edge)?,
        };
        asking.cache.keep_token(self.held, &token, &client)?;
        Ok(token)
    }

    /// A new token for an old one, or the old one itself where the service gives none and it lasts a while yet.
    fn renew(&self, mut old: Token, edge: &mut Edge<'_>) -> Result<Option<Token>, IdentityCenterError> {
        let now = (edge.clock)();
        let is_good = is_left(old.expires, LEAST, now);
        let renewed = match (&old.refresh, &old.client) {
            (Some(refresh), Some(client)) if client.expires > now => {
                self.oidc.token(client, Grant::Refresh(refresh), edge)
            }
            _ => return Ok(is_good.then_some(old)),
        };
        match renewed {
            Ok(mut token) => {
                // Where no other is given, it stays good (RFC 6749, section 6).
                token.refresh = token.refresh.or_else(|| old.refresh.take());
                if let Some(client) = &old.client {
                    self.asking.cache.keep_token(self.held, &token, client)?;
                }
                Ok(Some(token))
            }
            Err(_) if is_good => Ok(Some(old)),
            // The AWS CLI and the SDKs take no lock: one of them may have spent the refresh token, and kept a new one.
            Err(IdentityCenterError::Call(CallError::Service { error, .. })) if error.status < 500 => {
                self.asking.kept(edge)
            }
            Err(error) => Err(error),
        }
    }

    /// What the client is to be registered for.
    pub(super) fn registration(&self, flow: Flow) -> Registration {
        let directory = self.asking.directory;
        let with_codes = flow == Flow::Pkce;
        let scopes = match directory.scopes.as_slice() {
            // Without a scope there are no refresh tokens; who names no session gets what there was before them.
            [] if directory.session.is_some() => vec![USUAL_SCOPE.to_owned()],
            named => named.to_vec(),
        };
        let named_scopes = match with_codes {
            true => directory.scopes.clone(),
            // The AWS CLI registers clients for device codes without scopes under the name of none.
            false => scopes.clone(),
        };
        Registration {
            with_codes,
            scopes,
            named_scopes,
        }
    }

    /// A client: kept, or registered now. `anew` passes over the one that is kept.
    pub(super) fn client(
        &self,
        purpose: &Registration,
        anew: bool,
        edge: &mut Edge<'_>,
    ) -> Result<Client, IdentityCenterError> {
        let now = (edge.clock)();
        if !anew
            && let Some(client) = self.asking.cache.client(purpose)?
            && is_left(client.expires, RENEWED_BEFORE, now)
        {
            return Ok(client);
        }
        let client = self.oidc.register(self.asking.directory, purpose, edge)?;
        self.asking.cache.keep_client(self.held, &client, purpose)?;
        Ok(client)
    }
}
