//! What operations demand of their callers: action, resource and condition keys, as in AWS's service
//! authorization reference for Roles Anywhere. An action bears its operation's name.

use tegata_api_rolesanywhere as api;
use tegata_authz::{Access, Check};
use tegata_base::{Arn, Tag, Tags};
use tegata_operation::Ctx;
use tegata_wire::Call;

use crate::PRINCIPAL;
use crate::resource::{self, Resource};

/// One check.
pub(crate) fn one(check: Check) -> Access {
    Access::Checks(vec![check])
}

/// The operation on a resource. One that is not there is asked for by the ARN that it would have, so
/// that only who may see it learns that it is missing.
pub(crate) fn on<C: Call, R: Resource>(name: &str, ctx: &Ctx<'_>) -> Check {
    let account = ctx.scope.account;
    match resource::find::<R>(ctx, name) {
        Ok(found) => {
            Check::on(action::<C>(), &found.arn(), account).with_resource_tags(&condition_tags(found.tags()))
        }
        Err(_) => Check::on_text(action::<C>(), resource::supposed_arn::<R>(ctx, name), account),
    }
}

/// The operation where no resource is named: lists, and making something.
pub(crate) fn on_any<C: Call>(ctx: &Ctx<'_>) -> Check {
    Check::on_any(action::<C>(), ctx.scope.account)
}

/// A check that tags in the request bear on.
pub(crate) fn with_tags(check: Check, tags: Option<&[api::Tag]>) -> Check {
    check.with_request_tags(&condition_tags(&crate::convert::tags(tags.unwrap_or_default())))
}

/// The permission to hand each of these roles to Roles Anywhere. A role of another account is that
/// account's to pass, which no policy here can allow.
pub(crate) fn passing<'a>(roles: &'a [String], ctx: &'a Ctx<'_>) -> impl Iterator<Item = Check> + 'a {
    roles.iter().map(|role| {
        let owner = role.parse().ok().and_then(|arn: Arn| arn.account_id());
        Check::on_text("iam:PassRole", role.clone(), owner.unwrap_or(ctx.scope.account))
            .with("iam:PassedToService", PRINCIPAL)
    })
}

/// Tags as condition keys, whose letter case does not matter: of keys that differ in case alone the last
/// one stands.
pub(crate) fn condition_tags(tags: &[Tag]) -> Tags {
    let mut set = Tags::new();
    tags.iter().for_each(|tag| set.set(tag.clone()));
    set
}

/// The IAM action of an operation: `rolesanywhere:GetProfile`.
pub(crate) const fn action<C: Call>() -> &'static str {
    Action::<C>::NAME
}

struct Action<C>(std::marker::PhantomData<C>);

impl<C: Call> Action<C> {
    const BYTES: [u8; 64] = prefixed(C::OPERATION.name.as_bytes());
    const NAME: &'static str = text(&Self::BYTES, PREFIX.len() + C::OPERATION.name.len());
}

const PREFIX: &[u8] = b"rolesanywhere:";

#[expect(
    clippy::indexing_slicing,
    reason = "run by the compiler, which stops at an index out of range"
)]
const fn prefixed(name: &[u8]) -> [u8; 64] {
    let mut action = [0; 64];
    let mut at = 0;
    while at < PREFIX.len() + name.len() {
        action[at] = if at < PREFIX.len() {
            PREFIX[at]
        } else {
            name[at - PREFIX.len()]
        };
        at += 1;
    }
    action
}

const fn text(bytes: &'static [u8], length: usize) -> &'static str {
    match std::str::from_utf8(bytes.split_at(length).0) {
        Ok(text) => text,
        Err(_) => "",
    }
}
