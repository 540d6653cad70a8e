//! What each operation demands of its caller: action, resource and condition keys, as in AWS's service
//! authorization reference for IAM. One function an operation; markers and ARNs that cannot be read are
//! refused here, since validation comes before permission.

pub(crate) mod access_keys;
pub(crate) mod groups;
pub(crate) mod mfa_devices;
pub(crate) mod policies;
pub(crate) mod questions;
pub(crate) mod roles;
pub(crate) mod users;

use tegata_api_iam as api;
use tegata_authz::{Access, Caller, Check, Identity};
use tegata_base::Arn;
use tegata_operation::{Ctx, ServiceError};
use tegata_state::{PolicyRef, User};

use crate::errors::IamError;
use crate::holder::{Holder, arn, iam_arn};
use crate::managed_policy::{Managed, find, parse_arn};
use crate::{page, tagging};

const BOUNDARY: &str = "iam:PermissionsBoundary";
const POLICY_ARN: &str = "iam:PolicyARN";

/// An action on a user, group or role. One that does not exist is asked for by the ARN it would have at the
/// root path, so that only who may see it learns that it is missing.
pub(crate) fn on<H: Holder>(action: &'static str, name: &str, ctx: &Ctx<'_>) -> Check {
    let account = ctx.scope.account;
    match H::named(ctx.snapshot, account, name) {
        Some(holder) => {
            let held = holder.held();
            let check = Check::on(action, &arn::<H>(held.path, held.name, ctx), account);
            match held.tags {
                Some(tags) => check.with_resource_tags(tags),
                None => check,
            }
        }
        None => Check::on(action, &arn::<H>("/", name, ctx), account),
    }
}

/// An action on the policies of a user, group or role: its present boundary is a condition key.
fn on_policies_of<H: Holder>(action: &'static str, name: &str, ctx: &Ctx<'_>) -> Check {
    let holder = H::named(ctx.snapshot, ctx.scope.account, name);
    let check = on::<H>(action, name, ctx);
    match holder.and_then(|holder| boundary_arn(holder.held().boundary, ctx)) {
        Some(arn) => check.with(BOUNDARY, arn.to_string()),
        None => check,
    }
}

fn boundary_arn(boundary: Option<&PolicyRef>, ctx: &Ctx<'_>) -> Option<Arn> {
    Some(Managed::of(boundary?, ctx)?.arn(ctx))
}

/// An action that attaches or detaches a managed policy.
fn on_attachment<H: Holder>(
    action: &'static str,
    name: &str,
    policy: &str,
    ctx: &Ctx<'_>,
) -> Result<Check, ServiceError> {
    let arn = parse_arn(policy)?;
    Ok(on_policies_of::<H>(action, name, ctx).with(POLICY_ARN, arn.to_string()))
}

/// An action on a managed policy, be there one or not. That it is another account's is said later.
pub(crate) fn on_policy(action: &'static str, text: &str, ctx: &Ctx<'_>) -> Result<Check, ServiceError> {
    let check = Check::on(action, &parse_arn(text)?, ctx.scope.account);
    Ok(match find(text, ctx)? {
        Some(Managed::Local(policy)) => {
            let tags = policy
                .tags
                .iter()
                .map(|tag| (tag.key.as_str(), tag.value.as_str()));
            check.with_resource_tags(&tagging::for_conditions(tags))
        }
        _ => check,
    })
}

/// A list of everything below a path.
fn on_list(action: &'static str, kind: &str, prefix: Option<&str>, ctx: &Ctx<'_>) -> Check {
    let account = ctx.scope.account;
    let resource = format!("{kind}{}", prefix.unwrap_or("/"));
    Check::on(
        action,
        &iam_arn(ctx.scope.partition(), &account.to_string(), &resource),
        account,
    )
}

/// A check that tags in the request bear on.
fn with_tags(check: Check, tags: &[api::Tag]) -> Check {
    let tags = tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_str()));
    check.with_request_tags(&tagging::for_conditions(tags))
}

/// The check for making something at `arn`, and with tags also that for tagging it.
fn creation(
    create: &'static str,
    tag: &'static str,
    arn: &Arn,
    boundary: Option<&str>,
    tags: Option<&[api::Tag]>,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    let tags = tags.unwrap_or_default();
    let mut check = with_tags(Check::on(create, arn, ctx.scope.account), tags);
    if let Some(boundary) = boundary {
        check = check.with(BOUNDARY, boundary.to_owned());
    }
    let mut checks = vec![check];
    if !tags.is_empty() {
        checks.push(with_tags(Check::on(tag, arn, ctx.scope.account), tags));
    }
    Ok(Access::Checks(checks))
}

/// An action on the user named or, without a name, on the caller.
fn on_caller(
    action: &'static str,
    name: Option<&str>,
    caller: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Check, ServiceError> {
    match (name, &caller.identity) {
        (Some(name), _) => Ok(on::<User>(action, name, ctx)),
        (None, Identity::User(user)) => {
            let now = ctx.snapshot.user(&user.id).unwrap_or(user);
            Ok(on::<User>(action, &now.name, ctx))
        }
        (None, Identity::Root(_)) => Ok(on_root(action, ctx)),
        (None, Identity::Role { .. } | Identity::Federated(_) | Identity::Certificate(_)) => {
            Err(IamError::UserNameNeeded.into())
        }
    }
}

pub(crate) fn on_root(action: &'static str, ctx: &Ctx<'_>) -> Check {
    let account = ctx.scope.account;
    Check::on(
        action,
        &iam_arn(ctx.scope.partition(), &account.to_string(), "root"),
        account,
    )
}

/// A new name or path needs permission for the user or group as it is and as it will be.
fn renaming<H: Holder>(
    action: &'static str,
    name: &str,
    (new_path, new_name): (Option<&str>, Option<&str>),
    ctx: &Ctx<'_>,
) -> Access {
    let check = on::<H>(action, name, ctx);
    let now = H::named(ctx.snapshot, ctx.scope.account, name).map(|holder| holder.held());
    let path = new_path.unwrap_or(now.as_ref().map_or("/", |held| held.path));
    let name = new_name.unwrap_or(now.as_ref().map_or(name, |held| held.name));
    let renamed = arn::<H>(path, name, ctx);
    if check.resource == renamed.as_str() {
        return Access::Checks(vec![check]);
    }
    let target = Check {
        resource: renamed.to_string(),
        ..check.clone()
    };
    Access::Checks(vec![check, target])
}

/// The check of a list, once its marker is known to be one of it.
fn marked(list: &'static str, marker: Option<&String>, check: Check) -> Result<Check, ServiceError> {
    page::after(list, marker.map(String::as_str))?;
    Ok(check)
}

/// The access functions of operations that ask for one action, as a table.
macro_rules! checks {
    ($($name:ident($input:ident: $request:ident, $ctx:ident) = $check:expr;)*) => {$(
        pub(crate) fn $name($input: &api::$request, _: &Caller, $ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
            Ok(Access::Checks(vec![$check]))
        }
    )*};
}
use checks;
