//! The operations that change the resource they name and answer with it whole: `Update…`,
//! `PutAttributeMapping`, `DeleteAttributeMapping`, `PutNotificationSettings`,
//! `ResetNotificationSettings`. What each of them changes is in the file of its name or noun.

use std::marker::PhantomData;

use tegata_authz::{Access, Caller, Permit};
use tegata_operation::{Ctx, Effect, Input, Operation, Outcome, Output, ServiceError};
use tegata_wire::Call;

use crate::convert::{Names, Whole};
use crate::errors::RolesAnywhereError;
use crate::{access, outcome, resource};

/// An input that changes the resource it names.
pub(crate) trait Edits: Names {
    /// The roles that are handed to Roles Anywhere thereby.
    fn roles_passed(&self) -> &[String] {
        &[]
    }

    /// Makes the change. Answers with the alias that the resource no longer has.
    fn edit(
        &self,
        resource: &mut Self::Resource,
        ctx: &Ctx<'_>,
    ) -> Result<Option<String>, RolesAnywhereError>;
}

/// The operation `C`, whose input says what it changes.
pub(crate) struct Edit<C>(PhantomData<fn() -> C>);

impl<C> Operation for Edit<C>
where
    C: Call<
            Input: Edits + Send + Sync + 'static,
            Output: Whole<Resource = <C::Input as Names>::Resource> + Send + 'static,
        > + 'static,
{
    type Call = C;
    const EFFECT: Effect = Effect::Writes;

    fn access(input: &Input<Self>, _caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        let check = access::on::<C, <C::Input as Names>::Resource>(input.name(), ctx);
        let passing = access::passing(input.roles_passed(), ctx);
        Ok(Access::Checks(std::iter::once(check).chain(passing).collect()))
    }

    fn handle(
        _permit: Permit<Self>,
        input: &Input<Self>,
        _caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let mut resource = resource::copy(ctx, input.name())?;
        let previous_alias = input.edit(&mut resource, ctx)?;
        let outcome = outcome::changed(resource, previous_alias, ctx.now);
        Ok(outcome::passed(outcome, input.roles_passed()))
    }
}
