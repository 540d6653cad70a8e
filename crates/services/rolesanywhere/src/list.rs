//! `ListTrustAnchors`, `ListProfiles`, `ListCrls`: the resources of an account and region, whole.

use std::marker::PhantomData;

use tegata_api_rolesanywhere as api;
use tegata_authz::{Access, Caller, Permit};
use tegata_operation::{Ctx, Effect, Input, Operation, Outcome, Output, ServiceError};
use tegata_state::Entity as _;
use tegata_wire::Call;

use crate::access;
use crate::convert::{Listing, Shown as _};
use crate::page::Page;
use crate::resource::Resource;

/// The operation `C`, whose output is a page of resources.
pub(crate) struct List<C>(PhantomData<fn() -> C>);

impl<C> Operation for List<C>
where
    C: Call<Input = api::ListRequest, Output: Listing + Send + 'static> + 'static,
{
    type Call = C;
    const EFFECT: Effect = Effect::Reads;

    fn access(_input: &Input<Self>, _caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        Ok(access::one(access::on_any::<C>(ctx)))
    }

    fn handle(
        _permit: Permit<Self>,
        input: &Input<Self>,
        _caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let page = Page::of(<C::Output as Listing>::Resource::WORD, input)?;
        let all = <C::Output as Listing>::Resource::all(ctx)
            .skip_while(|resource| page.after.as_deref().is_some_and(|after| resource.id() <= after));
        let (shown, next) = page.cut(all, |resource| resource.id());
        let details = shown.into_iter().map(|resource| resource.shown(None)).collect();
        Ok(Outcome::answer(C::Output::page(details, next)))
    }
}
