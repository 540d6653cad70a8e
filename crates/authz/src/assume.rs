//! Assuming a role: the one place that turns a request into a [`Grant`].
//!
//! The order is that of `sts:AssumeRole`: the caller's kind, tags, the trust policy together with the
//! caller's own policies, the duration, then the session policies. Roles Anywhere comes the same way,
//! as the service principal `rolesanywhere.amazonaws.com` with the certificate's attributes as tags.

mod trust;

use std::any::Any;
use std::sync::Arc;

use tegata_base::{AccountId, Arn, Partition, Tag, TagError, Tags};
use tegata_policy::PolicyKind;
use tegata_session::{ManagedPolicy, Origin};
use tegata_state::{PolicyCache, PolicyRef, Role, Snapshot};

use crate::assume::trust::Asking;
use crate::holdings::managed_policy;
use crate::mfa::Shown;
use crate::{AuthzError, Caller, Grant, Identity, grant};

/// The most session tags, as in `AssumeRole`.
pub(crate) const MAX_TAGS: usize = 50;
/// The longest session of a chained role, in seconds.
const CHAINED_MAX_SECONDS: u32 = 3600;
/// The session length when none is asked for, in seconds.
const DEFAULT_SECONDS: u32 = 3600;
/// The most characters of inline session policy and policy ARNs together.
const MAX_PLAINTEXT: usize = 2048;

/// A request for a session of a role.
#[derive(Clone)]
pub struct AssumeRequest {
    /// The role.
    pub role_arn: Arn,
    /// 2–64 characters.
    pub session_name: String,
    /// 900–43,200; `None` for the default of an hour.
    pub duration_seconds: Option<u32>,
    /// Tags of the request, not yet checked for repeated keys. A service brings its own.
    pub tags: Vec<Tag>,
    /// Keys among `tags` that follow the session to the next role.
    pub transitive_tag_keys: Vec<String>,
    /// The source identity asked for.
    pub source_identity: Option<String>,
    /// What the trust policy may compare.
    pub external_id: Option<String>,
    /// An inline session policy.
    pub policy: Option<String>,
    /// Managed session policies.
    pub policy_arns: Vec<String>,
    /// The second factor that the caller showed with the request.
    pub mfa: Option<Shown>,
    /// Set when a service assumes the role for somebody.
    pub service: Option<ServiceCall>,
}

/// A service that assumes a role.
#[derive(Clone)]
pub struct ServiceCall {
    /// `rolesanywhere.amazonaws.com`
    pub principal: &'static str,
    /// `aws:SourceArn`: always the canonical ARN, never an alias.
    pub source_arn: Arn,
    /// `aws:SourceAccount`
    pub source_account: AccountId,
    /// What the session comes from.
    pub origin: Origin,
    /// The session tags.
    pub tags: Tags,
    /// What the service found out about its own caller; [`Grant::findings`] hands it back.
    pub findings: Option<Findings>,
}

/// What only the service that found it out knows the type of.
pub type Findings = Arc<dyn Any + Send + Sync>;

/// A request for a session of a user (`GetSessionToken`).
#[derive(Debug, Clone)]
pub struct TokenRequest {
    /// 900–129,600; `None` for the default of 12 hours. The root user gets an hour at most.
    pub duration_seconds: Option<u32>,
    /// The second factor that the caller showed with the request.
    pub mfa: Option<Shown>,
}

/// A request for a session of a federated user (`GetFederationToken`).
#[derive(Debug, Clone)]
pub struct FederationRequest {
    /// 2–32 characters.
    pub name: String,
    /// 900–129,600; `None` for the default of 12 hours. The root user gets an hour at most.
    pub duration_seconds: Option<u32>,
    /// Session tags, not yet checked for repeated keys.
    pub tags: Vec<Tag>,
    /// An inline session policy.
    pub policy: Option<String>,
    /// Managed session policies.
    pub policy_arns: Vec<String>,
}

/// Why a role cannot be assumed, for other reasons than a policy. `Display` is AWS's wording.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AssumeError {
    /// The root user tried.
    #[error("Roles may not be assumed by root accounts.")]
    Root,
    /// A session tag repeats ignoring case.
    #[error("{0}")]
    DuplicateTags(#[from] TagError),
    /// A transitive key is not among the tags.
    #[error("The specified transitive tag key must be included in the requested tags.")]
    TransitiveKeyMissing,
    /// A tag of the request is transitive in the calling session.
    #[error(
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session."
    )]
    TransitiveConflict,
    /// More than 50 tags, inherited ones included.
    #[error("The number of session tags exceeds the limit of {MAX_TAGS}, transitive tags included.")]
    TooManyTags,
    /// A key of a tag is reserved.
    #[error("Tag keys that begin with aws: are reserved and cannot be set.")]
    ReservedTag,
    /// The session is asked for longer than the role allows.
    #[error("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")]
    TooLong,
    /// The session is asked for longer than role chaining allows.
    #[error(
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
    )]
    ChainedTooLong,
    /// The inline session policy is not a policy.
    #[error("{0}")]
    MalformedPolicy(String),
    /// A managed session policy does not exist in the role's account.
    #[error("{0} is invalid")]
    UnknownPolicy(String),
    /// More than ten managed session policies.
    #[error("The number of session policy ARNs exceeds the limit of 10.")]
    TooManyPolicies,
    /// Inline policy and ARNs are more than 2,048 characters together.
    #[error("The session policies together exceed the limit of {MAX_PLAINTEXT} characters.")]
    PlaintextTooLarge,
    /// Policies and tags do not fit a session token.
    #[error("Packed size of session tags consumes {0}% of allotted space.")]
    PackedTooLarge(u32),
    /// `GetSessionToken` with temporary credentials.
    #[error("Cannot call GetSessionToken with session credentials")]
    SessionCredentials,
    /// `GetFederationToken` with temporary credentials.
    #[error("Cannot call GetFederationToken with session credentials")]
    FederationBySession,
    /// The holder of a certificate alone has no credentials that could be the origin of a session.
    #[error("Only callers with AWS credentials can do this.")]
    NoOrigin,
    /// Another source identity than the calling session's.
    #[error("The source identity of a session cannot be changed by role chaining.")]
    SourceIdentityChange,
}

impl AssumeError {
    /// AWS's code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Root
            | Self::SourceIdentityChange
            | Self::SessionCredentials
            | Self::FederationBySession
            | Self::NoOrigin => "AccessDenied",
            Self::DuplicateTags(_)
            | Self::TransitiveKeyMissing
            | Self::TransitiveConflict
            | Self::TooManyTags
            | Self::ReservedTag => "InvalidParameterValue",
            Self::TooLong | Self::ChainedTooLong | Self::UnknownPolicy(_) | Self::TooManyPolicies => {
                "ValidationError"
            }
            Self::MalformedPolicy(_) => "MalformedPolicyDocument",
            Self::PlaintextTooLarge | Self::PackedTooLarge(_) => "PackedPolicyTooLarge",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Root
            | Self::SourceIdentityChange
            | Self::SessionCredentials
            | Self::FederationBySession
            | Self::NoOrigin => 403,
            _ => 400,
        }
    }
}

/// Decides whether the caller may assume the role as asked.
pub(crate) fn assume(
    caller: &Caller,
    mut request: AssumeRequest,
    snapshot: &Snapshot,
    policies: &PolicyCache,
) -> Result<Grant, AuthzError> {
    if matches!(caller.identity, Identity::Root(_)) {
        return Err(AssumeError::Root.into());
    }
    if matches!(caller.identity, Identity::Federated(_)) {
        // Whatever their policies say: federated users cannot assume roles.
        let refusal = trust::denied(caller, "sts:AssumeRole", &request);
        return Err(AuthzError::Denied(Box::new(refusal)));
    }
    let tags = SessionTags::merge(caller, &mut request)?;
    let source_identity = source_identity(caller, request.source_identity.take())?;
    let asking = Asking {
        caller,
        request: &request,
        tags: &tags,
        source_identity: source_identity.as_deref(),
        snapshot,
        policies,
    };
    let Some(role) = find_role(snapshot, &request.role_arn, caller.partition()) else {
        return Err(AuthzError::Denied(asking.refused_by_nobody()?));
    };
    asking.of(role)?;
    let seconds = duration(caller, &request, role)?;
    let managed = session_policies(
        (request.policy.as_deref(), &request.policy_arns),
        role.account,
        caller.partition(),
        snapshot,
    )?;
    Ok(grant::of_role(
        caller,
        request,
        Arc::clone(role),
        tags.into_parts(),
        source_identity,
        seconds,
        managed,
    )?)
}

/// The role that has this very ARN. Policies compare the text that was asked for, so no other spelling
/// of it may find the role.
fn find_role<'a>(snapshot: &'a Snapshot, arn: &Arn, partition: Partition) -> Option<&'a Arc<Role>> {
    let account = arn.account_id()?;
    let role = snapshot.role_named(account, arn.name())?;
    (role.arn(partition) == *arn).then_some(role)
}

/// The tags of the new session: those of the request and the transitive ones of the calling session.
struct SessionTags {
    tags: Tags,
    transitive: Vec<String>,
}

impl SessionTags {
    fn merge(caller: &Caller, request: &mut AssumeRequest) -> Result<Self, AssumeError> {
        let requested = match &request.service {
            Some(service) => service.tags.clone(),
            None => Tags::from_list(std::mem::take(&mut request.tags))?,
        };
        if requested.iter().any(|tag| is_reserved(&tag.key)) {
            return Err(AssumeError::ReservedTag);
        }
        if request
            .transitive_tag_keys
            .iter()
            .any(|key| requested.get(key).is_none())
        {
            return Err(AssumeError::TransitiveKeyMissing);
        }
        let mut tags = requested.clone();
        let mut transitive = request.transitive_tag_keys.clone();
        // A service assumes the role anew: nothing is inherited from whoever holds the certificate.
        let session = caller.session.as_ref().filter(|_| request.service.is_none());
        for key in session
            .map(|session| session.transitive_tag_keys.as_slice())
            .unwrap_or_default()
        {
            if requested.get(key).is_some() {
                return Err(AssumeError::TransitiveConflict);
            }
            if let Some(value) = session.and_then(|session| session.tags.get(key)) {
                tags.set(Tag {
                    key: key.clone(),
                    value: value.to_owned(),
                });
                transitive.push(key.clone());
            }
        }
        if tags.len() > MAX_TAGS {
            return Err(AssumeError::TooManyTags);
        }
        Ok(Self { tags, transitive })
    }

    fn into_parts(self) -> (Tags, Vec<String>) {
        (self.tags, self.transitive)
    }
}

/// Whether a tag key begins with `aws:`, ignoring case.
pub(crate) fn is_reserved(key: &str) -> bool {
    key.get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("aws:"))
}

/// The source identity of the new session; once set it follows every hop.
fn source_identity(caller: &Caller, asked: Option<String>) -> Result<Option<String>, AssumeError> {
    let session = caller.session.as_ref();
    match session.and_then(|session| session.source_identity.clone()) {
        Some(inherited) if asked.as_ref().is_some_and(|asked| *asked != inherited) => {
            Err(AssumeError::SourceIdentityChange)
        }
        Some(inherited) => Ok(Some(inherited)),
        None => Ok(asked),
    }
}

/// The length of the session in seconds.
fn duration(caller: &Caller, request: &AssumeRequest, role: &Role) -> Result<u32, AssumeError> {
    let chained = request.service.is_none() && caller.is_role_session();
    let seconds = request.duration_seconds.unwrap_or(DEFAULT_SECONDS);
    if chained && seconds > CHAINED_MAX_SECONDS {
        return Err(AssumeError::ChainedTooLong);
    }
    if seconds > role.max_session_seconds {
        return Err(AssumeError::TooLong);
    }
    Ok(seconds)
}

/// The managed session policies as references, after the limits on plain text.
pub(crate) fn session_policies(
    (policy, policy_arns): (Option<&str>, &[String]),
    account: AccountId,
    partition: Partition,
    snapshot: &Snapshot,
) -> Result<Vec<ManagedPolicy>, AssumeError> {
    if policy_arns.len() > 10 {
        return Err(AssumeError::TooManyPolicies);
    }
    let inline = policy.unwrap_or_default();
    let arns: usize = policy_arns.iter().map(|arn| arn.chars().count()).sum();
    if inline.chars().count() + arns > MAX_PLAINTEXT {
        return Err(AssumeError::PlaintextTooLarge);
    }
    if let Some(policy) = policy {
        tegata_policy::read(policy, PolicyKind::Session)
            .map_err(|error| AssumeError::MalformedPolicy(error.to_string()))?;
    }
    let find = |arn: &String| match managed_policy(snapshot, account, partition, arn) {
        Some(PolicyRef::Local(id)) => Ok(ManagedPolicy::Customer(id)),
        Some(PolicyRef::Aws(name)) => Ok(ManagedPolicy::Aws(name)),
        None => Err(AssumeError::UnknownPolicy(arn.clone())),
    };
    policy_arns.iter().map(find).collect()
}
