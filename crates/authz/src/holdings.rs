//! The one list of the policies that bear on a principal, where the snapshot keeps them.
//!
//! The judge compiles what is listed here and asks it; [`Held`] gives it names and documents, for whoever
//! explains a decision, simulates one or records a refusal. Both keep this order, so that the place of a
//! policy in an answer finds its document.

use std::sync::Arc;

use tegata_base::{AccountId, Arn, Partition, UniqueId};
use tegata_policy::{Compiled, PolicyKind, PolicyType};
use tegata_session::{Claims, Kind, ManagedPolicy as SessionPolicy};
use tegata_state::aws_managed::{self, AwsManagedPolicy};
use tegata_state::{
    Group, InlinePolicy, ManagedPolicy, PolicyCache, PolicyDoc, PolicyRef, Role, Snapshot, StoredPolicyError,
    User,
};

use crate::{Caller, FederatedUser, Held, HeldPolicy, HolderKind, Holding, Identity};

/// What bears on a principal.
#[derive(Clone, Copy)]
pub(crate) struct Holdings<'a> {
    holder: Option<Holder<'a>>,
    /// Stands for what a root user, who holds no policy, may give.
    everything: Option<Place<'a>>,
    session: Option<&'a Claims>,
    snapshot: &'a Snapshot,
}

/// Who holds policies.
#[derive(Clone, Copy)]
enum Holder<'a> {
    User(&'a User),
    Group(&'a Group),
    Role(&'a Role),
}

/// A policy that bears on a principal.
#[derive(Clone, Copy)]
pub(crate) struct Kept<'a> {
    /// The part it plays.
    pub(crate) policy_type: PolicyType,
    place: Place<'a>,
}

#[derive(Clone, Copy)]
enum Place<'a> {
    Inline(Holder<'a>, &'a InlinePolicy),
    Customer(&'a ManagedPolicy, &'a PolicyDoc),
    Aws(&'static AwsManagedPolicy),
    Session(&'a str),
}

impl<'a> Holdings<'a> {
    /// What a caller holds, with what its session was given.
    pub(crate) fn of_caller(caller: &'a Caller, snapshot: &'a Snapshot) -> Self {
        let holder = match &caller.identity {
            Identity::User(user) => Some(Holder::User(user)),
            Identity::Role { role, .. } => Some(Holder::Role(role)),
            Identity::Federated(FederatedUser { issuer, .. }) => issuer.as_deref().map(Holder::User),
            Identity::Root(_) | Identity::Certificate(_) => None,
        };
        // What the root user gives is bounded by the session's policies alone.
        let by_root =
            matches!(&caller.identity, Identity::Federated(federated) if federated.issuer.is_none());
        Self {
            holder,
            everything: by_root.then(|| Place::aws("AdministratorAccess")).flatten(),
            session: caller.session.as_deref(),
            snapshot,
        }
    }

    pub(crate) const fn of_user(user: &'a User, snapshot: &'a Snapshot) -> Self {
        Self {
            holder: Some(Holder::User(user)),
            everything: None,
            session: None,
            snapshot,
        }
    }

    /// What a group gives to the users in it.
    pub(crate) const fn of_group(group: &'a Group, snapshot: &'a Snapshot) -> Self {
        Self {
            holder: Some(Holder::Group(group)),
            everything: None,
            session: None,
            snapshot,
        }
    }

    /// What a role holds. Its trust policy is a resource's.
    pub(crate) const fn of_role(role: &'a Role, snapshot: &'a Snapshot) -> Self {
        Self {
            holder: Some(Holder::Role(role)),
            everything: None,
            session: None,
            snapshot,
        }
    }

    /// Whether a permissions boundary is set.
    pub(crate) fn is_bounded(&self) -> bool {
        self.holder.is_some_and(|holder| holder.boundary().is_some())
    }

    /// Whether the session may do only what policies given to it allow. A federated user without any may do
    /// nothing of what its issuer may.
    pub(crate) fn is_limited(&self) -> bool {
        self.session.is_some_and(|session| {
            let given = session.policy.is_some() || !session.managed_policies.is_empty();
            given || session.kind == Kind::Federation
        })
    }

    /// Inline, then attached, then the same of each group that a user is in, then the boundary, then those of
    /// the session. A managed policy that is gone
    /// contributes nothing; it cannot be deleted while it is attached, but a session may outlive one it
    /// names.
    pub(crate) fn policies(&self) -> impl Iterator<Item = Kept<'a>> + use<'a> {
        let Self {
            holder,
            everything,
            session,
            snapshot,
        } = *self;
        let groups = holder.into_iter().flat_map(Holder::groups);
        let groups = groups.filter_map(|id| snapshot.group(id));
        let givers = holder.into_iter().chain(groups.map(|group| Holder::Group(group)));
        let identity = givers.flat_map(move |giver| {
            let inline = giver.inline().iter();
            let attached = giver.attached().iter();
            inline
                .map(move |policy| Place::Inline(giver, policy))
                .chain(attached.filter_map(move |reference| Place::referred(reference, snapshot)))
        });
        let boundary = holder.and_then(Holder::boundary);
        let boundary = boundary.and_then(|reference| Place::referred(reference, snapshot));
        let text = session.and_then(|session| session.policy.as_deref());
        let named = session.into_iter().flat_map(|session| &session.managed_policies);
        let named = named.filter_map(|policy| match policy {
            SessionPolicy::Customer(id) => Place::customer(id, snapshot),
            SessionPolicy::Aws(name) => Place::aws(name),
        });
        let as_type = |policy_type| move |place| Kept { policy_type, place };
        identity
            .chain(everything)
            .map(as_type(PolicyType::Identity))
            .chain(boundary.map(as_type(PolicyType::Boundary)))
            .chain(
                text.map(Place::Session)
                    .into_iter()
                    .chain(named)
                    .map(as_type(PolicyType::Session)),
            )
    }

    /// The same with names and documents.
    pub(crate) fn held(&self, partition: Partition) -> Held {
        Held {
            policies: self.policies().map(|kept| kept.held(partition)).collect(),
            bounded: self.is_bounded(),
            limited: self.is_limited(),
        }
    }
}

impl<'a> Holder<'a> {
    const fn kind(self) -> HolderKind {
        match self {
            Self::User(_) => HolderKind::User,
            Self::Group(_) => HolderKind::Group,
            Self::Role(_) => HolderKind::Role,
        }
    }

    fn arn(self, partition: Partition) -> Arn {
        match self {
            Self::User(user) => user.arn(partition),
            Self::Group(group) => group.arn(partition),
            Self::Role(role) => role.arn(partition),
        }
    }

    fn name(self) -> &'a str {
        match self {
            Self::User(user) => &user.name,
            Self::Group(group) => &group.name,
            Self::Role(role) => &role.name,
        }
    }

    fn inline(self) -> &'a [InlinePolicy] {
        match self {
            Self::User(user) => &user.inline,
            Self::Group(group) => &group.inline,
            Self::Role(role) => &role.inline,
        }
    }

    fn attached(self) -> &'a [PolicyRef] {
        match self {
            Self::User(user) => &user.attached,
            Self::Group(group) => &group.attached,
            Self::Role(role) => &role.attached,
        }
    }

    fn groups(self) -> &'a [UniqueId] {
        match self {
            Self::User(user) => &user.groups,
            Self::Group(_) | Self::Role(_) => &[],
        }
    }

    const fn boundary(self) -> Option<&'a PolicyRef> {
        match self {
            Self::User(user) => user.boundary.as_ref(),
            Self::Group(_) => None,
            Self::Role(role) => role.boundary.as_ref(),
        }
    }
}

impl<'a> Place<'a> {
    fn referred(reference: &PolicyRef, snapshot: &'a Snapshot) -> Option<Self> {
        match reference {
            PolicyRef::Local(id) => Self::customer(id, snapshot),
            PolicyRef::Aws(name) => Self::aws(name),
        }
    }

    fn customer(id: &UniqueId, snapshot: &'a Snapshot) -> Option<Self> {
        let policy = snapshot.policy(id)?;
        Some(Self::Customer(policy, policy.default_document()?))
    }

    fn aws(name: &str) -> Option<Self> {
        aws_managed::find(name).map(Self::Aws)
    }
}

impl Kept<'_> {
    /// The compiled document.
    pub(crate) fn compiled(&self, policies: &PolicyCache) -> Result<Arc<Compiled>, StoredPolicyError> {
        match self.place {
            Place::Inline(_, policy) => policies.compiled(&policy.document, self.kind()),
            Place::Customer(_, document) => policies.compiled(document, self.kind()),
            Place::Aws(policy) => policies.compiled(&policy.policy_doc(), self.kind()),
            Place::Session(text) => policies.compiled(&PolicyDoc::new(text), self.kind()),
        }
    }

    const fn kind(&self) -> PolicyKind {
        match self.place {
            Place::Inline(..) => PolicyKind::Inline,
            Place::Customer(..) | Place::Aws(_) => PolicyKind::Managed,
            Place::Session(_) => PolicyKind::Session,
        }
    }

    fn held(&self, partition: Partition) -> HeldPolicy {
        let arn = |account: &str, path: &str, name: &str| {
            let resource = format!("policy{path}{name}");
            Arn::new(partition.as_str(), "iam", "", account, &resource).to_string()
        };
        let (name, holding, version, document) = match self.place {
            Place::Inline(holder, policy) => {
                let holding = Holding::Inline {
                    by: holder.kind(),
                    holder: holder.name().to_owned(),
                    name: policy.name.clone(),
                };
                let name = format!("{}/{}", holder.arn(partition), policy.name);
                (name, holding, None, policy.document.clone())
            }
            Place::Customer(policy, document) => (
                arn(&policy.account.to_string(), &policy.path, &policy.name),
                Holding::Managed(PolicyRef::Local(policy.id.clone())),
                Some(policy.default_version),
                document.clone(),
            ),
            Place::Aws(policy) => (
                arn("aws", policy.path, policy.name),
                Holding::Managed(PolicyRef::Aws(policy.reference())),
                Some(policy.version),
                policy.policy_doc(),
            ),
            Place::Session(text) => (
                "session policy".into(),
                Holding::Session,
                None,
                PolicyDoc::new(text),
            ),
        };
        HeldPolicy {
            policy_type: self.policy_type,
            kind: self.kind(),
            name,
            holding,
            version,
            document,
        }
    }
}

/// The managed policy of an ARN, as seen from an account; only its own ARN names it.
#[must_use]
pub fn managed_policy(
    snapshot: &Snapshot,
    account: AccountId,
    partition: Partition,
    arn: &str,
) -> Option<PolicyRef> {
    let parsed: Arn = arn.parse().ok()?;
    let path_and_name = parsed.resource_of("policy")?;
    // Policies compare ARNs as text, so no other spelling of one may find it.
    if let Some(policy) = aws_managed::find(path_and_name).filter(|_| parsed.account() == "aws") {
        let own = Arn::new(
            partition.as_str(),
            "iam",
            "",
            "aws",
            &format!("policy/{path_and_name}"),
        );
        return (own == parsed).then(|| PolicyRef::Aws(policy.reference()));
    }
    let policy = snapshot.policy_named(account, parsed.name())?;
    (policy.arn(partition) == parsed).then(|| PolicyRef::Local(policy.id.clone()))
}
