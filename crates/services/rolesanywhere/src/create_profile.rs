//! `CreateProfile`

use tegata_api_rolesanywhere as api;
use tegata_authz::{Access, Caller, Permit};
use tegata_operation::{Ctx, Effect, Input, Operation, Outcome, Output, ServiceError};
use tegata_state::Profile;

use crate::errors::RolesAnywhereError;
use crate::resource::Resource as _;
use crate::{access, alias, attribute_mappings, outcome, profile_rules, tagging};

/// The length of sessions when none is given, in seconds.
const DEFAULT_SECONDS: u32 = 3600;

pub(crate) struct CreateProfile;

impl Operation for CreateProfile {
    type Call = api::operations::CreateProfile;
    const EFFECT: Effect = Effect::Writes;

    fn access(input: &Input<Self>, _caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        let create = access::with_tags(access::on_any::<Self::Call>(ctx), input.tags.as_deref());
        let passing = access::passing(&input.role_arns, ctx);
        Ok(Access::Checks(std::iter::once(create).chain(passing).collect()))
    }

    fn handle(
        _permit: Permit<Self>,
        input: &Input<Self>,
        caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let given_policy = input
            .session_policy
            .as_deref()
            .filter(|policy| !policy.is_empty());
        let duration = input
            .duration_seconds
            .and_then(|seconds| u32::try_from(seconds).ok());
        let profile = Profile {
            account: ctx.scope.account,
            region: ctx.scope.region.clone(),
            id: tegata_base::uuid_v4(ctx.rng),
            name: input.name.clone(),
            require_instance_properties: input.require_instance_properties.unwrap_or(false),
            enabled: input.enabled.unwrap_or(false),
            created_by: caller.name_for_messages(),
            session_policy: given_policy.map(profile_rules::session_policy).transpose()?,
            roles: profile_rules::roles(&input.role_arns, ctx)?,
            managed_policy_arns: profile_rules::managed_policies(
                input.managed_policy_arns.as_deref().unwrap_or_default(),
                ctx,
            )?,
            created: ctx.now,
            updated: ctx.now,
            duration_seconds: duration.unwrap_or(DEFAULT_SECONDS),
            accept_role_session_name: input.accept_role_session_name.unwrap_or(false),
            mappings: attribute_mappings::defaults(),
            tags: tagging::for_new(input.tags.as_deref(), ctx.limits)?,
            alias: alias::for_new::<Profile>(input.alias_name.as_deref(), ctx)?,
        };
        profile_rules::check_size(&profile)?;
        if Profile::all(ctx).count() >= ctx.limits.profiles {
            return Err(RolesAnywhereError::Quota("profiles", ctx.limits.profiles).into());
        }
        Ok(outcome::passed(
            outcome::changed(profile, None, ctx.now),
            &input.role_arns,
        ))
    }
}
