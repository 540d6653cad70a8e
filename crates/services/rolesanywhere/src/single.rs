//! The operations that name one resource and do the same to trust anchors, profiles and CRLs:
//! `GetTrustAnchor`, `GetProfile`, `GetCrl`, `Enable…`, `Disable…`, `DeleteProfile`, `DeleteCrl`
//! (`DeleteTrustAnchor` does more). All of them answer with the resource whole, a deletion with its last
//! state.

use std::marker::PhantomData;

use jiff::Timestamp;
use tegata_authz::{Access, Caller, Permit};
use tegata_operation::{Ctx, Effect, Input, Operation, Outcome, Output, ServiceError};
use tegata_store::Change;
use tegata_wire::Call;

use crate::access;
use crate::convert::{Names, Shown as _, Whole};
use crate::outcome::about;
use crate::resource::{self, Resource};

/// The operation `C`, which does `V` to the resource that its input names.
pub(crate) struct Single<C, V>(PhantomData<fn() -> (C, V)>);

/// What is done to a resource.
pub(crate) trait Verb: 'static {
    const EFFECT: Effect;

    fn apply<R: Resource>(resource: &mut R, now: Timestamp) -> Option<Change>;
}

pub(crate) enum Get {}

impl Verb for Get {
    const EFFECT: Effect = Effect::Reads;

    fn apply<R: Resource>(_: &mut R, _: Timestamp) -> Option<Change> {
        None
    }
}

pub(crate) enum Enable {}

impl Verb for Enable {
    const EFFECT: Effect = Effect::Writes;

    fn apply<R: Resource>(resource: &mut R, now: Timestamp) -> Option<Change> {
        switch(resource, true, now)
    }
}

pub(crate) enum Disable {}

impl Verb for Disable {
    const EFFECT: Effect = Effect::Writes;

    fn apply<R: Resource>(resource: &mut R, now: Timestamp) -> Option<Change> {
        switch(resource, false, now)
    }
}

/// Also where it was so already, the time of change moves on, as in AWS.
fn switch<R: Resource>(resource: &mut R, enabled: bool, now: Timestamp) -> Option<Change> {
    let common = resource.common();
    *common.enabled = enabled;
    *common.updated = now;
    Some(resource.put())
}

pub(crate) enum Delete {}

impl Verb for Delete {
    const EFFECT: Effect = Effect::Writes;

    fn apply<R: Resource>(resource: &mut R, _: Timestamp) -> Option<Change> {
        Some(resource.delete())
    }
}

impl<C, V> Operation for Single<C, V>
where
    C: Call<
            Input: Names + Send + Sync + 'static,
            Output: Whole<Resource = <C::Input as Names>::Resource> + Send + 'static,
        > + 'static,
    V: Verb,
{
    type Call = C;
    const EFFECT: Effect = V::EFFECT;

    fn access(input: &Input<Self>, _caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        Ok(access::one(access::on::<C, <C::Input as Names>::Resource>(
            input.name(),
            ctx,
        )))
    }

    fn handle(
        _permit: Permit<Self>,
        input: &Input<Self>,
        _caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let mut resource = resource::copy::<<C::Input as Names>::Resource>(ctx, input.name())?;
        let change = V::apply(&mut resource, ctx.now);
        let output = C::Output::whole(resource.shown(None));
        Ok(Outcome::changed(output, change.into_iter().collect()).with_event(about(&resource)))
    }
}
