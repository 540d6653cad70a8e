//! `CreateTrustAnchor`. Nothing is published on the caller's behalf, so that no service-linked role is
//! made, and `iam:CreateServiceLinkedRole` is not asked for.

use tegata_api_rolesanywhere as api;
use tegata_authz::{Access, Caller, Permit};
use tegata_operation::{Ctx, Effect, Input, Operation, Outcome, Output, ServiceError};
use tegata_state::TrustAnchor;

use crate::errors::RolesAnywhereError;
use crate::resource::Resource as _;
use crate::{access, alias, anchor_source, notification_settings, outcome, tagging};

pub(crate) struct CreateTrustAnchor;

impl Operation for CreateTrustAnchor {
    type Call = api::operations::CreateTrustAnchor;
    const EFFECT: Effect = Effect::Writes;

    fn access(input: &Input<Self>, _caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        let check = access::on_any::<Self::Call>(ctx);
        Ok(access::one(access::with_tags(check, input.tags.as_deref())))
    }

    fn handle(
        _permit: Permit<Self>,
        input: &Input<Self>,
        _caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let crl_dp_revocation = supported(input.crl_dp_revocation_enabled)?;
        let mut notifications = Vec::new();
        notification_settings::put(
            &mut notifications,
            input.notification_settings.as_deref().unwrap_or_default(),
        )?;
        let source = anchor_source::read(&input.source, ctx.limits)?;
        let tags = tagging::for_new(input.tags.as_deref(), ctx.limits)?;
        let alias = alias::for_new::<TrustAnchor>(input.alias_name.as_deref(), ctx)?;
        if TrustAnchor::all(ctx).count() >= ctx.limits.trust_anchors {
            return Err(RolesAnywhereError::Quota("trust anchors", ctx.limits.trust_anchors).into());
        }
        let anchor = TrustAnchor {
            account: ctx.scope.account,
            region: ctx.scope.region.clone(),
            id: tegata_base::uuid_v4(ctx.rng),
            name: input.name.clone(),
            source,
            enabled: input.enabled.unwrap_or(false),
            crl_dp_revocation,
            created: ctx.now,
            updated: ctx.now,
            tags,
            notifications,
            alias,
            parsed: tegata_state::Parsed::default(),
        };
        Ok(outcome::changed(anchor, None, ctx.now))
    }
}

/// `crlDpRevocationEnabled`, which may only be off: lists at distribution points are not fetched, and
/// whoever turns it on counts on revoked certificates being refused.
pub(crate) fn supported(crl_dp_revocation: Option<bool>) -> Result<Option<bool>, RolesAnywhereError> {
    match crl_dp_revocation {
        Some(true) => Err(RolesAnywhereError::CrlDistributionPoints),
        other => Ok(other),
    }
}
