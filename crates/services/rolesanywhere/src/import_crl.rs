//! `ImportCrl`: a certificate revocation list for one trust anchor, in PEM.

use tegata_api_rolesanywhere as api;
use tegata_authz::{Access, Caller, Check, Permit};
use tegata_operation::{Ctx, Effect, Input, Operation, Outcome, Output, ServiceError};
use tegata_state::{Crl, TrustAnchor};

use crate::errors::RolesAnywhereError;
use crate::resource::{self, Resource as _};
use crate::{access, alias, crl_data, outcome, tagging};

pub(crate) struct ImportCrl;

impl Operation for ImportCrl {
    type Call = api::operations::ImportCrl;
    const EFFECT: Effect = Effect::Writes;

    /// The permission is on the trust anchor whose certificates the list revokes.
    fn access(input: &Input<Self>, _caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        let action = access::action::<Self::Call>();
        let check = Check::on_text(action, input.trust_anchor_arn.clone(), ctx.scope.account);
        let check = match resource::find_by_own_arn::<TrustAnchor>(ctx, &input.trust_anchor_arn) {
            Ok(anchor) => check.with_resource_tags(&access::condition_tags(&anchor.tags)),
            Err(_) => check,
        };
        Ok(access::one(access::with_tags(check, input.tags.as_deref())))
    }

    fn handle(
        _permit: Permit<Self>,
        input: &Input<Self>,
        _caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        // An alias is not taken here, as in AWS.
        let anchor = resource::find_by_own_arn::<TrustAnchor>(ctx, &input.trust_anchor_arn)?;
        let (anchor_id, data) = (anchor.id.clone(), crl_data::read(&input.crl_data, anchor)?);
        let most = ctx.limits.crls_per_trust_anchor;
        if Crl::all(ctx).filter(|crl| crl.trust_anchor == anchor_id).count() >= most {
            return Err(RolesAnywhereError::Quota("CRLs of a trust anchor", most).into());
        }
        let crl = Crl {
            account: ctx.scope.account,
            region: ctx.scope.region.clone(),
            name: input.name.clone(),
            enabled: input.enabled.unwrap_or(false),
            data,
            trust_anchor: anchor_id,
            created: ctx.now,
            updated: ctx.now,
            tags: tagging::for_new(input.tags.as_deref(), ctx.limits)?,
            alias: alias::for_new::<Crl>(input.alias_name.as_deref(), ctx)?,
            id: tegata_base::uuid_v4(ctx.rng),
            parsed: tegata_state::Parsed::default(),
        };
        Ok(outcome::changed(crl, None, ctx.now))
    }
}
