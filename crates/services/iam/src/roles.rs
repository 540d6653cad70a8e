//! Roles: `CreateRole`, `GetRole`, `ListRoles`, `UpdateRole`, `UpdateRoleDescription`,
//! `UpdateAssumeRolePolicy`, `DeleteRole`.

use jiff::SignedDuration;
use tegata_api_iam as api;
use tegata_authz::Caller;
use tegata_base::EntityKind;
use tegata_operation::{Ctx, Fetch, Fetched, Input, Outcome, ServiceError, observed};
use tegata_state::{Entity as _, Role, Snapshot};
use tegata_store::LastUsed;

use crate::errors::IamError;
use crate::holder::{self, Holder as _, about, fresh_id, protected_path};
use crate::page::{self, Page};
use crate::{access, convert, managed_policy, operation, tagging, trust_policy};

/// The longest session of a role when its maker does not say, in seconds.
const DEFAULT_MAX_SESSION: u32 = 3600;
/// How long a use is remembered: 400 days.
const USE_REMEMBERED: SignedDuration = SignedDuration::from_hours(400 * 24);

operation! {
    /// Makes a role that its trust policy lets others assume.
    CreateRole: Writes, access::roles::create_role, |input, _, ctx| create(input, ctx)
}

operation! {
    /// Shows a role and when it was last used.
    GetRole: Reads fetching last_use_of, access::roles::get_role, |input, _, ctx| {
        let role = holder::find::<Role>(&input.role_name, ctx)?;
        let answer = api::GetRoleResponse { role: convert::role(&role, last_used(ctx), ctx) };
        Ok(Outcome::answer(answer).with_event(about(&*role, ctx)))
    }
}

operation! {
    /// Lists the roles below a path, by name.
    ListRoles: Reads, access::roles::list_roles, |input, _, ctx| {
        let after = page::after("ListRoles", input.marker.as_deref())?;
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let found = ctx.snapshot.roles(ctx.scope.account, after.as_deref());
        let found = found.filter(|role| role.path.starts_with(prefix));
        let page = Page::of("ListRoles", found, input.max_items, |role| role.name.clone());
        Ok(Outcome::answer(api::ListRolesResponse {
            is_truncated: page.is_truncated(),
            roles: page.items.iter().map(|role| convert::listed_role(role, ctx)).collect(),
            marker: page.marker,
        }))
    }
}

operation! {
    /// Changes the description, the longest session, or both; what is not given stays.
    UpdateRole: Writes, access::roles::update_role, |input, _, ctx| {
        let outcome = holder::change::<Role>(&input.role_name, ctx, |role| {
            role.modifiable()?;
            if let Some(description) = &input.description {
                role.description = Some(description.clone());
            }
            if let Some(seconds) = input.max_session_duration.and_then(|seconds| u32::try_from(seconds).ok()) {
                role.max_session_seconds = seconds;
            }
            Ok(())
        })?;
        Ok(Outcome::changed(api::UpdateRoleResponse, outcome.changes).with_event(outcome.event))
    }
}

operation! {
    /// Changes the description and shows the role.
    UpdateRoleDescription: Writes, access::roles::update_role_description, |input, _, ctx| {
        let mut shown = None;
        let outcome = holder::change::<Role>(&input.role_name, ctx, |role| {
            role.modifiable()?;
            role.description = Some(input.description.clone());
            shown = Some(convert::described_role(role, ctx));
            Ok(())
        })?;
        let answer = api::UpdateRoleDescriptionResponse { role: shown };
        Ok(Outcome::changed(answer, outcome.changes).with_event(outcome.event))
    }
}

operation! {
    /// Replaces the trust policy.
    UpdateAssumeRolePolicy: Writes, access::roles::update_assume_role_policy,
    |input, _, ctx| holder::change::<Role>(&input.role_name, ctx, |role| {
        role.modifiable()?;
        role.trust = trust_policy::save(&input.policy_document, ctx)?;
        Ok(())
    })
}

operation! {
    /// Deletes a role that has no policies left; a boundary and tags go with it.
    DeleteRole: Writes, access::roles::delete_role, |input, _, ctx| {
        let role = holder::find::<Role>(&input.role_name, ctx)?;
        role.modifiable()?;
        if !role.attached.is_empty() {
            return Err(IamError::PoliciesAttached.into());
        }
        if !role.inline.is_empty() {
            return Err(IamError::PoliciesEmbedded.into());
        }
        Ok(Outcome::changed((), vec![role.delete()]).with_event(about(&*role, ctx)))
    }
}

fn create(
    input: &Input<CreateRole>,
    ctx: &mut Ctx<'_>,
) -> Result<Outcome<api::CreateRoleResponse>, ServiceError> {
    let path = input.path.as_deref().unwrap_or("/");
    if let Some(reserved) = protected_path(path) {
        return Err(IamError::ReservedPath(reserved).into());
    }
    let tags = tagging::folded(input.tags.as_deref().unwrap_or_default())?;
    tagging::check_count(tags.len(), ctx.limits.tags_per_entity)?;
    let boundary = input.permissions_boundary.as_deref();
    let boundary = boundary
        .map(|arn| managed_policy::boundary(arn, ctx))
        .transpose()?;
    let trust = trust_policy::save(&input.assume_role_policy_document, ctx)?;
    let account = ctx.scope.account;
    if ctx.snapshot.role_named(account, &input.role_name).is_some() {
        return Err(IamError::RoleExists(input.role_name.clone()).into());
    }
    if ctx.snapshot.role_count(account) >= ctx.limits.roles {
        return Err(IamError::Quota {
            name: "RolesPerAccount",
            limit: ctx.limits.roles,
        }
        .into());
    }
    let seconds = input
        .max_session_duration
        .and_then(|seconds| u32::try_from(seconds).ok());
    let role = Role {
        account,
        id: fresh_id(EntityKind::Role, ctx, |snapshot, id| snapshot.role(id).is_some())?,
        name: input.role_name.clone(),
        path: path.to_owned(),
        created: ctx.now,
        trust,
        description: input.description.clone(),
        max_session_seconds: seconds.unwrap_or(DEFAULT_MAX_SESSION),
        tags,
        boundary,
        inline: Vec::new(),
        attached: Vec::new(),
    };
    let answer = api::CreateRoleResponse {
        role: convert::created_role(&role, ctx),
    };
    Ok(Outcome::changed(answer, vec![role.put()]).with_event(about(&role, ctx)))
}

fn last_use_of(input: &Input<GetRole>, caller: &Caller, snapshot: &Snapshot) -> Option<Fetch> {
    let role = snapshot.role_named(caller.account(), &input.role_name)?;
    Some(Fetch::Observed(vec![observed::role_used(role.account, &role.id)]))
}

/// The latest use that is still remembered.
fn last_used<'a>(ctx: &Ctx<'a>) -> Option<&'a LastUsed> {
    let Fetched::Observed(found) = ctx.fetched else {
        return None;
    };
    let used = found.first()?.as_ref()?.last_used.as_ref()?;
    (ctx.now.duration_since(used.at) <= USE_REMEMBERED).then_some(used)
}
