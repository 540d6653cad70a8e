//! Aliases: names of a caller's choice that stand for a resource in its place of an ARN. The schema has
//! checked their letters.

use tegata_operation::Ctx;

use crate::errors::RolesAnywhereError;
use crate::resource::{self, Resource};

/// The prefix that is AWS's own, in any letter case.
const RESERVED: &str = "aws/";

/// The alias of a resource that is being made; the empty one is none.
pub(crate) fn for_new<R: Resource>(
    asked: Option<&str>,
    ctx: &Ctx<'_>,
) -> Result<Option<String>, RolesAnywhereError> {
    match asked {
        None | Some("") => Ok(None),
        Some(alias) => free::<R>(alias, None, ctx).map(Some),
    }
}

/// Gives a resource another alias, or with the empty one takes it away. Answers with the alias that it
/// no longer has.
pub(crate) fn change<R: Resource>(
    resource: &mut R,
    asked: Option<&str>,
    ctx: &Ctx<'_>,
) -> Result<Option<String>, RolesAnywhereError> {
    let Some(asked) = asked else {
        return Ok(None);
    };
    let new = match asked {
        "" => None,
        alias => Some(free::<R>(alias, Some(resource.id()), ctx)?),
    };
    let alias = resource.common().alias;
    if *alias == new {
        return Ok(None);
    }
    Ok(std::mem::replace(alias, new))
}

/// The alias, if no other resource of this kind, account and region has it.
fn free<R: Resource>(alias: &str, own_id: Option<&str>, ctx: &Ctx<'_>) -> Result<String, RolesAnywhereError> {
    if alias
        .get(..RESERVED.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(RESERVED))
    {
        return Err(RolesAnywhereError::ReservedAlias);
    }
    match resource::bearer::<R>(ctx, alias) {
        Some(other) if own_id != Some(other.id()) => Err(RolesAnywhereError::AliasTaken(alias.to_owned())),
        _ => Ok(alias.to_owned()),
    }
}
