//! Managed policies as such: `CreatePolicy`, `GetPolicy`, `DeletePolicy`.

use std::sync::Arc;

use tegata_api_iam as api;
use tegata_base::EntityKind;
use tegata_operation::{Ctx, Input, Outcome, ServiceError};
use tegata_state::{Entity as _, ManagedPolicy, PolicyVersion};

use crate::errors::IamError;
use crate::holder::fresh_id;
use crate::managed_policy::{self, Managed};
use crate::{access, convert, document, operation, tagging};

operation! {
    /// Makes a managed policy; its document becomes version `v1`.
    CreatePolicy: Writes, access::policies::create_policy, |input, _, ctx| create(input, ctx)
}

operation! {
    /// Shows a managed policy, without its documents.
    GetPolicy: Reads, access::policies::get_policy, |input, _, ctx| {
        let policy = managed_policy::find(&input.policy_arn, ctx)?;
        let policy = policy.ok_or_else(|| IamError::PolicyMissing(input.policy_arn.clone()))?;
        let answer = api::GetPolicyResponse { policy: Some(convert::policy(&policy, ctx)) };
        Ok(Outcome::answer(answer).with_event(policy.about(ctx)))
    }
}

operation! {
    /// Deletes a policy that nothing uses and that has only its default version left.
    DeletePolicy: Writes, access::policies::delete_policy, |input, _, ctx| {
        let missing = || IamError::PolicyMissing(input.policy_arn.clone());
        let policy = managed_policy::find_own(&input.policy_arn, ctx, IamError::DeleteForeignPolicy, missing)?;
        let managed = Managed::Local(policy.clone());
        let usage = managed.usage(ctx);
        if usage.attachments > 0 || usage.boundaries > 0 {
            return Err(IamError::PolicyInUse.into());
        }
        if policy.versions.len() > 1 {
            return Err(IamError::VersionsLeft.into());
        }
        Ok(Outcome::changed((), vec![policy.delete()]).with_event(managed.about(ctx)))
    }
}

fn create(
    input: &Input<CreatePolicy>,
    ctx: &mut Ctx<'_>,
) -> Result<Outcome<api::CreatePolicyResponse>, ServiceError> {
    let tags = tagging::exact(input.tags.as_deref().unwrap_or_default())?;
    tagging::check_count(tags.len(), ctx.limits.tags_per_entity)?;
    let document = document::managed(&input.policy_document, ctx.limits.policy_size)?;
    let account = ctx.scope.account;
    if ctx.snapshot.policy_named(account, &input.policy_name).is_some() {
        return Err(IamError::PolicyExists(input.policy_name.clone()).into());
    }
    if ctx.snapshot.policy_count(account) >= ctx.limits.policies {
        return Err(IamError::Quota {
            name: "PoliciesPerAccount",
            limit: ctx.limits.policies,
        }
        .into());
    }
    let policy = ManagedPolicy {
        account,
        id: fresh_id(EntityKind::ManagedPolicy, ctx, |snapshot, id| {
            snapshot.policy(id).is_some()
        })?,
        name: input.policy_name.clone(),
        path: input.path.clone().unwrap_or_else(|| "/".to_owned()),
        description: input.description.clone(),
        created: ctx.now,
        updated: ctx.now,
        tags,
        versions: vec![PolicyVersion {
            number: 1,
            document,
            created: ctx.now,
        }],
        default_version: 1,
        next_version: 2,
    };
    let put = policy.put();
    let managed = Managed::Local(policy.into());
    let answer = api::CreatePolicyResponse {
        policy: Some(convert::created_policy(&managed, ctx)),
    };
    Ok(Outcome::changed(answer, vec![put]).with_event(managed.about(ctx)))
}

/// Changes one of the account's own policies.
///
/// # Errors
/// [`IamError::UpdateForeignPolicy`], [`IamError::PolicyMissing`], and those of `edit`.
pub(crate) fn change(
    arn: &str,
    ctx: &Ctx<'_>,
    edit: impl FnOnce(&mut ManagedPolicy) -> Result<(), IamError>,
) -> Result<Outcome<()>, ServiceError> {
    let missing = || IamError::PolicyMissing(arn.to_owned());
    let policy = managed_policy::find_own(arn, ctx, IamError::UpdateForeignPolicy, missing)?;
    edited(policy, ctx, edit)
}

/// Changes this policy; an edit that changes nothing stores nothing.
///
/// # Errors
/// Those of `edit`.
pub(crate) fn edited(
    old: Arc<ManagedPolicy>,
    ctx: &Ctx<'_>,
    edit: impl FnOnce(&mut ManagedPolicy) -> Result<(), IamError>,
) -> Result<Outcome<()>, ServiceError> {
    let mut new = ManagedPolicy::clone(&old);
    edit(&mut new)?;
    let changes = if new == *old { Vec::new() } else { vec![new.put()] };
    Ok(Outcome::changed((), changes).with_event(Managed::Local(old).about(ctx)))
}
