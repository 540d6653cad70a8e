//! What users, groups and roles have in common: they hold inline policies and attached managed policies.
//! Users and roles are [`Principal`]s: they hold tags and a permissions boundary, too. Operations that exist
//! for several of them are written once over these traits.

use std::sync::Arc;

use tegata_base::{AccountId, Arn, EntityKind, Partition, Tags, UniqueId};
use tegata_operation::{Ctx, EventFacts, Limits, Outcome, ServiceError};
use tegata_policy::SizeLimit;
use tegata_state::{Entity, Group, InlinePolicy, PolicyRef, Role, Snapshot, User};
use tegata_store::EventResource;

use crate::errors::IamError;

/// Paths under which AWS keeps roles that only it changes.
const PROTECTED_PATHS: [&str; 2] = ["/aws-service-role/", "/aws-reserved/"];

/// A user, a group or a role.
pub(crate) trait Holder: Entity + Clone + PartialEq {
    /// `user`, `group` or `role`: in ARNs and in messages.
    const WORD: &'static str;
    /// CloudTrail's resource type.
    const RESOURCE_TYPE: &'static str;
    /// The quota of attached policies, as messages name it.
    const ATTACHMENT_QUOTA: &'static str;

    /// The one with this name, ignoring case.
    fn named<'a>(snapshot: &'a Snapshot, account: AccountId, name: &str) -> Option<&'a Arc<Self>>;
    /// The error when there is none.
    fn missing(name: &str) -> IamError;
    /// What it holds.
    fn held(&self) -> Held<'_>;
    /// What it holds, to be changed.
    fn held_mut(&mut self) -> HeldMut<'_>;
    /// The most managed policies attached to one.
    fn attachment_limit(limits: &Limits) -> usize;
    /// The most characters of its inline policies together.
    fn inline_limit(limits: &Limits) -> usize;
    /// Whether callers may change it.
    ///
    /// # Errors
    /// [`IamError::ProtectedRole`].
    fn modifiable(&self) -> Result<(), IamError>;
}

/// A user or a role: what can act.
pub(crate) trait Principal: Holder {
    /// Its tags.
    fn tags(&self) -> &Tags;
    /// Its tags, to be changed.
    fn tags_mut(&mut self) -> &mut Tags;
    /// Its permissions boundary, to be changed.
    fn boundary_mut(&mut self) -> &mut Option<PolicyRef>;
}

/// What a user, group or role holds. A group has neither tags nor a boundary.
pub(crate) struct Held<'a> {
    pub(crate) id: &'a UniqueId,
    pub(crate) name: &'a str,
    pub(crate) path: &'a str,
    pub(crate) tags: Option<&'a Tags>,
    pub(crate) boundary: Option<&'a PolicyRef>,
    pub(crate) inline: &'a [InlinePolicy],
    pub(crate) attached: &'a [PolicyRef],
}

/// Its policies, to be changed.
pub(crate) struct HeldMut<'a> {
    pub(crate) inline: &'a mut Vec<InlinePolicy>,
    pub(crate) attached: &'a mut Vec<PolicyRef>,
}

/// The holders as a table: type, word, resource type, quotas, lookup, error, protection, and what they have of
/// tags and boundary.
macro_rules! holders {
    ($($type:ident: $word:literal, $resource:literal, $quota:literal, $attachments:ident, $inline:ident, $named:ident, $missing:ident, $modifiable:expr,
        $tags:expr, $boundary:expr;)*) => {$(
        impl Holder for $type {
            const WORD: &'static str = $word;
            const RESOURCE_TYPE: &'static str = $resource;
            const ATTACHMENT_QUOTA: &'static str = $quota;

            fn named<'a>(snapshot: &'a Snapshot, account: AccountId, name: &str) -> Option<&'a Arc<Self>> {
                snapshot.$named(account, name)
            }

            fn missing(name: &str) -> IamError {
                IamError::$missing(name.to_owned())
            }

            fn held(&self) -> Held<'_> {
                let Self { id, name, path, inline, attached, .. } = self;
                let tags: fn(&Self) -> Option<&Tags> = $tags;
                let boundary: fn(&Self) -> Option<&PolicyRef> = $boundary;
                Held { id, name, path, tags: tags(self), boundary: boundary(self), inline, attached }
            }

            fn held_mut(&mut self) -> HeldMut<'_> {
                let Self { inline, attached, .. } = self;
                HeldMut { inline, attached }
            }

            fn attachment_limit(limits: &Limits) -> usize {
                limits.$attachments
            }

            fn inline_limit(limits: &Limits) -> usize {
                limits.$inline
            }

            fn modifiable(&self) -> Result<(), IamError> {
                let modifiable: fn(&Self) -> Result<(), IamError> = $modifiable;
                modifiable(self)
            }
        }
    )*};
}

holders! {
    User: "user", "AWS::IAM::User", "PoliciesPerUser", policies_per_user, user_policy_size,
        user_named, UserMissing, |_| Ok(()), |user| Some(&user.tags), |user| user.boundary.as_ref();
    Group: "group", "AWS::IAM::Group", "PoliciesPerGroup", policies_per_group, group_policy_size,
        group_named, GroupMissing, |_| Ok(()), |_| None, |_| None;
    Role: "role", "AWS::IAM::Role", "PoliciesPerRole", policies_per_role, role_policy_size,
        role_named, RoleMissing, |role| match protected_path(&role.path) {
            Some(_) => Err(IamError::ProtectedRole(role.name.clone())),
            None => Ok(()),
        }, |role| Some(&role.tags), |role| role.boundary.as_ref();
}

macro_rules! principals {
    ($($type:ident)*) => {$(
        impl Principal for $type {
            fn tags(&self) -> &Tags {
                &self.tags
            }

            fn tags_mut(&mut self) -> &mut Tags {
                &mut self.tags
            }

            fn boundary_mut(&mut self) -> &mut Option<PolicyRef> {
                &mut self.boundary
            }
        }
    )*};
}

principals! { User Role }

/// The reserved prefix that a role's path begins with.
pub(crate) fn protected_path(path: &str) -> Option<&'static str> {
    PROTECTED_PATHS
        .into_iter()
        .find(|prefix| path.starts_with(prefix))
}

/// The user, group or role of this name.
///
/// # Errors
/// [`Holder::missing`].
pub(crate) fn find<H: Holder>(name: &str, ctx: &Ctx<'_>) -> Result<Arc<H>, IamError> {
    H::named(ctx.snapshot, ctx.scope.account, name)
        .cloned()
        .ok_or_else(|| H::missing(name))
}

/// Changes the user, group or role of this name; an edit that changes nothing stores nothing.
///
/// # Errors
/// [`Holder::missing`], and those of `edit`.
pub(crate) fn change<H: Holder>(
    name: &str,
    ctx: &Ctx<'_>,
    edit: impl FnOnce(&mut H) -> Result<(), IamError>,
) -> Result<Outcome<()>, ServiceError> {
    let old = find::<H>(name, ctx)?;
    let mut new = H::clone(&old);
    edit(&mut new)?;
    let changes = if new == *old { Vec::new() } else { vec![new.put()] };
    let mut event = about(&new, ctx);
    let (before, after) = (old.held(), new.held());
    if (before.path, before.name) != (after.path, after.name) {
        // Who looks for the old name finds the call that changed it.
        event.resources.extend(about(&*old, ctx).resources);
    }
    Ok(Outcome::changed((), changes).with_event(event))
}

/// `arn:<partition>:iam::<account>:<user|group|role><path><name>`
pub(crate) fn arn<H: Holder>(path: &str, name: &str, ctx: &Ctx<'_>) -> Arn {
    iam_arn(
        ctx.scope.partition(),
        &ctx.scope.account.to_string(),
        &format!("{}{path}{name}", H::WORD),
    )
}

/// `arn:<partition>:iam::<account>:<resource>`
pub(crate) fn iam_arn(partition: Partition, account: &str, resource: &str) -> Arn {
    Arn::new(partition.as_str(), "iam", "", account, resource)
}

/// Splits `a/b/Name` of an ARN into the path `/a/b/` and the name.
pub(crate) fn path_and_name(resource: &str) -> (String, &str) {
    match resource.rsplit_once('/') {
        Some((path, name)) => (format!("/{path}/"), name),
        None => ("/".to_owned(), resource),
    }
}

/// The facts of an event about a user, group or role: it is found by name, ARN and id.
pub(crate) fn about<H: Holder>(holder: &H, ctx: &Ctx<'_>) -> EventFacts {
    let held = holder.held();
    let arn = arn::<H>(held.path, held.name, ctx);
    resources(H::RESOURCE_TYPE, [held.name, arn.as_str(), held.id.as_str()])
}

/// The facts of an event about one thing that is known by these names.
pub(crate) fn resources<'a>(kind: &str, names: impl IntoIterator<Item = &'a str>) -> EventFacts {
    let resource = |name: &str| EventResource {
        resource_type: kind.to_owned(),
        name: name.to_owned(),
    };
    EventFacts {
        resources: names.into_iter().map(resource).collect(),
        ..EventFacts::default()
    }
}

/// Checks the characters of all inline policies together; blanks outside strings do not count.
///
/// # Errors
/// [`IamError::Size`].
pub(crate) fn check_inline_size<H: Holder>(holder: &H, limits: &Limits) -> Result<(), IamError> {
    let held = holder.held();
    let used = held
        .inline
        .iter()
        .map(|policy| tegata_policy::character_count(policy.document.text()))
        .sum();
    let limit = SizeLimit::Inline {
        entity: H::WORD,
        name: held.name,
        characters: H::inline_limit(limits),
    };
    Ok(limit.check(used)?)
}

/// A unique id that nothing in the snapshot has.
///
/// # Errors
/// An internal error when chance gives taken ids again and again: the randomness is broken.
pub(crate) fn fresh_id(
    kind: EntityKind,
    ctx: &mut Ctx<'_>,
    taken: impl Fn(&Snapshot, &UniqueId) -> bool,
) -> Result<UniqueId, ServiceError> {
    let account = ctx.scope.account;
    let mut draws = (0..8).map(|_| UniqueId::generate(kind, account, ctx.rng));
    draws
        .find(|id| !taken(ctx.snapshot, id))
        .ok_or_else(|| crate::REFUSAL.internal("every unique id drawn is taken"))
}
