//! Callers with a secret key: long-term keys from the snapshot, session keys from their tokens.

use std::sync::Arc;

use quick_cache::Equivalent;
use quick_cache::sync::Cache;
use tegata_authz::{Caller, FederatedUser, Identity, RequestFacts};
use tegata_base::{AccessKeyId, Secret};
use tegata_crypto::hash::sha256;
use tegata_session::{Claims, Kind, Opened, Principal, SessionId, TokenError};
use tegata_sigv4::{Checked, Scope, SigningKey};
use tegata_state::{AccessKey, Entity as _, KeyOwner};

use crate::authenticate::{Against, AuthError};
use crate::metrics::CacheName;

/// Signing keys kept: one a key, day, region and service.
const KEPT_SIGNING_KEYS: usize = 20_000;
/// Opened tokens kept.
const KEPT_TOKENS: usize = 10_000;

/// What is remembered of keys and tokens.
pub(crate) struct Keys {
    signing: Cache<KeyInScope, Derived>,
    tokens: Cache<[u8; 32], Arc<Token>>,
}

/// An opened token, with its claims ready to be shared with callers.
struct Token {
    opened: Opened,
    claims: Arc<Claims>,
}

/// A token that a request came with.
struct Found {
    hash: [u8; 32],
    token: Arc<Token>,
    is_new: bool,
}

/// A derived key and what it was derived from, by which it is known to be current.
#[derive(Clone)]
struct Derived {
    key: Arc<SigningKey>,
    from: Source,
}

#[derive(Clone)]
enum Source {
    Row(Arc<AccessKey>),
    Session(SessionId),
}

impl Source {
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            // Rows are replaced, never changed.
            (Self::Row(a), Self::Row(b)) => Arc::ptr_eq(a, b),
            (Self::Session(a), Self::Session(b)) => a == b,
            (Self::Row(_), Self::Session(_)) | (Self::Session(_), Self::Row(_)) => false,
        }
    }
}

#[derive(PartialEq, Eq, Hash)]
struct KeyInScope {
    key_id: Box<str>,
    date: Box<str>,
    region: Box<str>,
    service: Box<str>,
}

/// The same, borrowed; hashes alike.
#[derive(Hash)]
struct KeyInScopeRef<'a> {
    key_id: &'a str,
    date: &'a str,
    region: &'a str,
    service: &'a str,
}

impl Equivalent<KeyInScope> for KeyInScopeRef<'_> {
    fn equivalent(&self, key: &KeyInScope) -> bool {
        self.key_id == &*key.key_id
            && self.date == &*key.date
            && self.region == &*key.region
            && self.service == &*key.service
    }
}

impl Default for Keys {
    fn default() -> Self {
        Self {
            signing: Cache::new(KEPT_SIGNING_KEYS),
            tokens: Cache::new(KEPT_TOKENS),
        }
    }
}

impl Keys {
    /// Finds the caller by key id and token, and verifies the signature.
    pub(crate) fn authenticate(
        &self,
        checked: &Checked<'_, '_>,
        against: &Against<'_>,
        request: RequestFacts,
    ) -> Result<Caller, AuthError> {
        let presented = checked.presented();
        if presented.algorithm.is_x509() {
            let name = presented.algorithm.name().to_owned();
            return Err(tegata_sigv4::SignatureError::Algorithm(name).into());
        }
        let key_id: AccessKeyId = presented
            .credential
            .key_id()
            .parse()
            .map_err(|_| AuthError::UnknownKey("no such access key"))?;
        match &presented.session_token {
            Some(token) => self.session(checked, key_id, token, against, request),
            None if key_id.is_temporary() => Err(AuthError::UnknownKey(
                "a temporary access key came without its session token",
            )),
            None => self.long_term(checked, key_id, against, request),
        }
    }

    fn long_term(
        &self,
        checked: &Checked<'_, '_>,
        key_id: AccessKeyId,
        against: &Against<'_>,
        request: RequestFacts,
    ) -> Result<Caller, AuthError> {
        let snapshot = against.snapshot;
        let row = snapshot
            .access_key(&key_id)
            .ok_or(AuthError::UnknownKey("no such access key"))?;
        let derive = |scope: &Scope<'_>| {
            let place = row.key().to_string();
            let opened = against
                .kek
                .open(&place, AccessKey::SECRET_FIELD, &row.sealed_secret);
            let bytes = opened.map_err(|error| AuthError::Internal(error.to_string()))?;
            let text = std::str::from_utf8(bytes.expose());
            let text = text.map_err(|_| AuthError::Internal(format!("{place}: the secret is not text")))?;
            Ok(SigningKey::derive(&Secret::new(text.to_owned()), scope))
        };
        self.verify(checked, Source::Row(Arc::clone(row)), against, derive)?;
        if !row.active {
            return Err(AuthError::UnknownKey("the access key is inactive"));
        }
        let identity = match &row.owner {
            KeyOwner::Root => Identity::Root(row.account),
            KeyOwner::User(id) => {
                let user = snapshot
                    .user(id)
                    .ok_or(AuthError::UnknownKey("the key's user is gone"))?;
                Identity::User(Arc::clone(user))
            }
        };
        Ok(Caller {
            identity,
            access_key_id: Some(key_id),
            session: None,
            request,
        })
    }

    fn session(
        &self,
        checked: &Checked<'_, '_>,
        key_id: AccessKeyId,
        token: &str,
        against: &Against<'_>,
        request: RequestFacts,
    ) -> Result<Caller, AuthError> {
        let found = self.open(&key_id, token, against)?;
        let claims = &found.token.claims;
        let derive = |scope: &Scope<'_>| Ok(SigningKey::derive(&found.token.opened.secret_access_key, scope));
        self.verify(checked, Source::Session(claims.id), against, derive)?;
        self.keep(&found);
        // IAM does not know the credentials of GetFederationToken, nor those of GetSessionToken unless MFA was
        // given for them.
        let is_iam = checked.presented().credential.scope().service == "iam";
        let unknown_to_iam = match claims.kind {
            Kind::AssumedRole => None,
            Kind::SessionToken => claims
                .mfa
                .is_none()
                .then_some("a session token without MFA cannot call IAM"),
            Kind::Federation => Some("a federation token cannot call IAM"),
        };
        if let Some(reason) = unknown_to_iam.filter(|_| is_iam) {
            return Err(AuthError::UnknownKey(reason));
        }
        holder(Arc::clone(claims), against, request)
    }

    /// The holder of a session that shows its secret itself instead of signing with it.
    pub(crate) fn by_secret(
        &self,
        (key_id, secret, token): (&str, &Secret<String>, &Secret<String>),
        against: &Against<'_>,
        request: RequestFacts,
    ) -> Result<Caller, AuthError> {
        let key_id: AccessKeyId = key_id
            .parse()
            .map_err(|_| AuthError::UnknownKey("no such access key"))?;
        let found = self.open(&key_id, token.expose(), against)?;
        if found.token.opened.secret_access_key != *secret {
            return Err(AuthError::UnknownKey("the secret access key is wrong"));
        }
        self.keep(&found);
        holder(Arc::clone(&found.token.claims), against, request)
    }

    /// A live token of this access key, remembered or opened now.
    fn open(&self, key_id: &AccessKeyId, token: &str, against: &Against<'_>) -> Result<Found, AuthError> {
        let hash = sha256(token.as_bytes());
        let known = self.tokens.get(&hash);
        against.metrics.cache(CacheName::SessionToken, known.is_some());
        let is_new = known.is_none();
        let token = match known {
            Some(known) => known,
            None => {
                let opened = tegata_session::open(token, against.ring, against.now).map_err(token_error)?;
                Arc::new(Token {
                    claims: Arc::new(opened.claims.clone()),
                    opened,
                })
            }
        };
        token
            .opened
            .check(key_id.as_str(), against.now)
            .map_err(token_error)?;
        Ok(Found { hash, token, is_new })
    }

    /// Remembers a token whose holder has shown to have its secret.
    fn keep(&self, found: &Found) {
        if found.is_new {
            self.tokens.insert(found.hash, Arc::clone(&found.token));
        }
    }

    /// Verifies with the signing key of this source, remembered or derived now.
    fn verify(
        &self,
        checked: &Checked<'_, '_>,
        from: Source,
        against: &Against<'_>,
        derive: impl FnOnce(&Scope<'_>) -> Result<SigningKey, AuthError>,
    ) -> Result<(), AuthError> {
        let credential = &checked.presented().credential;
        let scope = credential.scope();
        let place = KeyInScopeRef {
            key_id: credential.key_id(),
            date: scope.date,
            region: scope.region,
            service: scope.service,
        };
        let known = self.signing.get(&place).filter(|derived| derived.from.is(&from));
        against.metrics.cache(CacheName::SigningKey, known.is_some());
        if let Some(derived) = known {
            return Ok(checked.verify(&derived.key)?);
        }
        let key = Arc::new(derive(&scope)?);
        checked.verify(&key)?;
        let place = KeyInScope {
            key_id: place.key_id.into(),
            date: place.date.into(),
            region: place.region.into(),
            service: place.service.into(),
        };
        self.signing.insert(place, Derived { key, from });
        Ok(())
    }
}

/// The caller of a session that is proven to be its holder's.
pub(crate) fn holder(
    claims: Arc<Claims>,
    against: &Against<'_>,
    request: RequestFacts,
) -> Result<Caller, AuthError> {
    Ok(Caller {
        identity: identity(&claims, against)?,
        access_key_id: Some(claims.access_key_id.clone()),
        session: Some(claims),
        request,
    })
}

/// Who a session is, as long as its principal is the one that it was made for.
fn identity(claims: &Claims, against: &Against<'_>) -> Result<Identity, AuthError> {
    const GONE: AuthError = AuthError::UnknownKey("the session's principal is gone");
    let snapshot = against.snapshot;
    if claims.kind == Kind::Federation {
        let issuer = match &claims.principal {
            Principal::Root => None,
            Principal::User(id) => Some(Arc::clone(snapshot.user(id).ok_or(GONE)?)),
            Principal::Role(_) => return Err(AuthError::Internal("a role issued a federation token".into())),
        };
        return Ok(Identity::Federated(FederatedUser {
            account: snapshot.account(claims.account).ok_or(GONE)?.id,
            issuer,
            name: claims.name.clone().unwrap_or_default(),
        }));
    }
    match &claims.principal {
        Principal::Root => {
            let account = snapshot.account(claims.account).ok_or(GONE)?;
            Ok(Identity::Root(account.id))
        }
        Principal::User(id) => Ok(Identity::User(Arc::clone(snapshot.user(id).ok_or(GONE)?))),
        Principal::Role(id) => Ok(Identity::Role {
            role: Arc::clone(snapshot.role(id).ok_or(GONE)?),
            session_name: claims.name.clone().unwrap_or_default(),
        }),
    }
}

pub(crate) const fn token_error(error: TokenError) -> AuthError {
    match error {
        TokenError::Malformed => AuthError::UnknownKey("the session token is malformed"),
        TokenError::UnknownKey => {
            AuthError::UnknownKey("the session token is sealed under an unknown root key")
        }
        TokenError::Forged => AuthError::UnknownKey("the session token is forged or damaged"),
        TokenError::OtherAccessKey => {
            AuthError::UnknownKey("the session token belongs to another access key")
        }
        TokenError::Expired => AuthError::Expired,
    }
}
