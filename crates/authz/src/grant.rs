//! The grant: everything a session will be, decided; and the one place that mints it.

use std::any::Any;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tegata_base::{AccessKeyId, AccountId, Rng, Tags};
use tegata_session::{
    Claims, Credentials, KeyRing, Kind, MAX_ANCESTORS, ManagedPolicy, MintError, Origin, Principal,
    SessionId, mint,
};
use tegata_state::Role;
use tegata_store::Change;

use crate::assume::{AssumeError, AssumeRequest, FederationRequest, Findings, TokenRequest};
use crate::mfa::Shown;
use crate::{Caller, Identity};

/// The longest session of the root user, in seconds (`GetSessionToken`).
const ROOT_MAX_SECONDS: u32 = 3600;
/// The length of a user's session when none is asked for, in seconds.
const USER_DEFAULT_SECONDS: u32 = 43_200;

/// A session that may be minted. Only [`crate::permit`] makes one.
pub struct Grant {
    account: AccountId,
    principal: Principal,
    kind: Kind,
    name: Option<String>,
    tags: Tags,
    transitive_tag_keys: Vec<String>,
    source_identity: Option<String>,
    policy: Option<String>,
    managed_policies: Vec<ManagedPolicy>,
    mfa: Option<Timestamp>,
    issued: Timestamp,
    seconds: u32,
    origin: Origin,
    ancestors: Vec<SessionId>,
    chained: bool,
    role: Option<Arc<Role>>,
    findings: Option<Findings>,
    /// What accepting a second factor changes.
    accepted: Option<Change>,
}

/// A minted session.
pub struct Issued {
    /// The three parts, and their end.
    pub credentials: Credentials,
    /// What the token says.
    pub claims: Claims,
    /// The role that was assumed.
    pub role: Option<Arc<Role>>,
    /// What has to be stored before the session is handed out.
    pub changes: Vec<Change>,
}

impl Grant {
    /// The role that will be assumed.
    #[must_use]
    pub const fn role(&self) -> Option<&Arc<Role>> {
        self.role.as_ref()
    }

    /// The length of the session in seconds.
    #[must_use]
    pub const fn seconds(&self) -> u32 {
        self.seconds
    }

    /// What the service that asked found out about its own caller, if it is of this type.
    #[must_use]
    pub fn findings<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        Arc::clone(self.findings.as_ref()?).downcast().ok()
    }

    /// Mints the session. `revision` is that of the snapshot the grant was decided on.
    ///
    /// # Errors
    /// [`AssumeError::PackedTooLarge`] when policies and tags do not fit a token.
    pub fn mint(self, ring: &KeyRing, revision: u64, rng: &mut dyn Rng) -> Result<Issued, AssumeError> {
        let claims = Claims {
            id: SessionId::generate(rng),
            access_key_id: AccessKeyId::generate_temporary(self.account, rng),
            account: self.account,
            principal: self.principal,
            kind: self.kind,
            name: self.name,
            tags: self.tags,
            transitive_tag_keys: self.transitive_tag_keys,
            source_identity: self.source_identity,
            policy: self.policy,
            managed_policies: self.managed_policies,
            mfa: self.mfa,
            issued: self.issued,
            expires: self
                .issued
                .saturating_add(SignedDuration::from_secs(self.seconds.into()))
                .unwrap_or(self.issued),
            origin: self.origin,
            ancestors: self.ancestors,
            chained: self.chained,
            revision,
        };
        let credentials = mint(&claims, ring, rng).map_err(|e| match e {
            MintError::PackedPolicyTooLarge(percent) => AssumeError::PackedTooLarge(percent),
            MintError::TooLarge => AssumeError::PackedTooLarge(101),
        })?;
        Ok(Issued {
            credentials,
            claims,
            role: self.role,
            changes: self.accepted.into_iter().collect(),
        })
    }
}

/// The grant of a role's session. Everything was decided by [`crate::assume`].
///
/// # Errors
/// [`AssumeError::NoOrigin`]
pub(crate) fn of_role(
    caller: &Caller,
    request: AssumeRequest,
    role: Arc<Role>,
    (tags, transitive_tag_keys): (Tags, Vec<String>),
    source_identity: Option<String>,
    seconds: u32,
    managed_policies: Vec<ManagedPolicy>,
) -> Result<Grant, AssumeError> {
    let by_caller = request.service.is_none();
    let (origin, findings) = match request.service {
        Some(service) => (service.origin, service.findings),
        None => (origin(caller).ok_or(AssumeError::NoOrigin)?, None),
    };
    Ok(Grant {
        account: role.account,
        principal: Principal::Role(role.id.clone()),
        kind: Kind::AssumedRole,
        name: Some(request.session_name),
        tags,
        transitive_tag_keys,
        source_identity,
        policy: request.policy,
        managed_policies,
        // A second factor counts for the trust policy alone: AWS's credentials of AssumeRole carry none ("Secure API
        // access with MFA"), so that it neither outlives this decision nor passes on to the next role.
        mfa: None,
        issued: whole_seconds(caller.request.now),
        seconds,
        origin,
        ancestors: if by_caller { ancestors(caller) } else { Vec::new() },
        chained: by_caller && caller.is_role_session(),
        role: Some(role),
        findings,
        accepted: request.mfa.as_ref().map(Shown::change),
    })
}

/// The grant of a user's session (`GetSessionToken`).
pub(crate) fn of_user(caller: &Caller, request: &TokenRequest) -> Result<Grant, AssumeError> {
    if caller.is_temporary() {
        return Err(AssumeError::SessionCredentials);
    }
    let (principal, seconds) = match &caller.identity {
        Identity::Root(_) => (Principal::Root, root_seconds(request.duration_seconds)),
        Identity::User(user) => (
            Principal::User(user.id.clone()),
            request.duration_seconds.unwrap_or(USER_DEFAULT_SECONDS),
        ),
        Identity::Role { .. } | Identity::Federated(_) | Identity::Certificate(_) => {
            return Err(AssumeError::SessionCredentials);
        }
    };
    Ok(Grant {
        account: caller.account(),
        principal,
        kind: Kind::SessionToken,
        name: None,
        tags: Tags::new(),
        transitive_tag_keys: Vec::new(),
        source_identity: None,
        policy: None,
        managed_policies: Vec::new(),
        mfa: request.mfa.as_ref().map(Shown::at),
        issued: whole_seconds(caller.request.now),
        seconds,
        origin: origin(caller).ok_or(AssumeError::NoOrigin)?,
        ancestors: Vec::new(),
        chained: false,
        role: None,
        findings: None,
        accepted: request.mfa.as_ref().map(Shown::change),
    })
}

/// The grant of a federated user's session. Everything else was decided by [`crate::federate`].
///
/// # Errors
/// [`AssumeError::FederationBySession`], [`AssumeError::NoOrigin`]
pub(crate) fn of_federated(
    caller: &Caller,
    request: FederationRequest,
    tags: Tags,
    managed_policies: Vec<ManagedPolicy>,
) -> Result<Grant, AssumeError> {
    let (principal, seconds) = match &caller.identity {
        Identity::Root(_) => (Principal::Root, root_seconds(request.duration_seconds)),
        Identity::User(user) => (
            Principal::User(user.id.clone()),
            request.duration_seconds.unwrap_or(USER_DEFAULT_SECONDS),
        ),
        Identity::Role { .. } | Identity::Federated(_) | Identity::Certificate(_) => {
            return Err(AssumeError::FederationBySession);
        }
    };
    Ok(Grant {
        account: caller.account(),
        principal,
        kind: Kind::Federation,
        name: Some(request.name),
        tags,
        transitive_tag_keys: Vec::new(),
        source_identity: None,
        policy: request.policy,
        managed_policies,
        mfa: None,
        issued: whole_seconds(caller.request.now),
        seconds,
        origin: origin(caller).ok_or(AssumeError::NoOrigin)?,
        ancestors: Vec::new(),
        chained: false,
        role: None,
        findings: None,
        accepted: None,
    })
}

/// The root user's sessions are cut to an hour.
fn root_seconds(asked: Option<u32>) -> u32 {
    asked.unwrap_or(ROOT_MAX_SECONDS).min(ROOT_MAX_SECONDS)
}

/// What the chain of sessions that the caller stands in was made from.
fn origin(caller: &Caller) -> Option<Origin> {
    match &caller.session {
        Some(session) => Some(session.origin.clone()),
        None => caller.access_key_id.clone().map(Origin::AccessKey),
    }
}

fn ancestors(caller: &Caller) -> Vec<SessionId> {
    let session = caller.session.iter();
    session
        .flat_map(|s| std::iter::once(s.id).chain(s.ancestors.iter().copied()))
        .take(MAX_ANCESTORS)
        .collect()
}

fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
