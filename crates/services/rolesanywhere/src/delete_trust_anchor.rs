//! `DeleteTrustAnchor`. Its CRLs go with it: they speak for nothing else, they cannot be moved to
//! another anchor, and the operation has no error with which AWS could ask for their deletion first.

use tegata_api_rolesanywhere as api;
use tegata_authz::{Access, Caller, Permit};
use tegata_operation::{Ctx, Effect, Input, Operation, Outcome, Output, ServiceError};
use tegata_state::{Crl, Entity as _, TrustAnchor};

use crate::convert::{Shown as _, Whole as _};
use crate::resource::{self, Resource as _};
use crate::{access, outcome};

pub(crate) struct DeleteTrustAnchor;

impl Operation for DeleteTrustAnchor {
    type Call = api::operations::DeleteTrustAnchor;
    const EFFECT: Effect = Effect::Writes;

    fn access(input: &Input<Self>, _caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        Ok(access::one(access::on::<Self::Call, TrustAnchor>(
            &input.trust_anchor_id,
            ctx,
        )))
    }

    fn handle(
        _permit: Permit<Self>,
        input: &Input<Self>,
        _caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let anchor = resource::find::<TrustAnchor>(ctx, &input.trust_anchor_id)?;
        let mut event = outcome::about(&**anchor);
        let mut changes = Vec::new();
        for crl in Crl::all(ctx).filter(|crl| crl.trust_anchor == anchor.id) {
            event.resources.push(outcome::event_resource(&**crl));
            changes.push(crl.delete());
        }
        changes.push(anchor.delete());
        let output = api::TrustAnchorDetailResponse::whole(anchor.shown(None));
        Ok(Outcome::changed(output, changes).with_event(event))
    }
}
