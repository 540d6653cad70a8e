//! What `CreateProfile` and `UpdateProfile` check of a profile's roles and session policies.

use tegata_base::Arn;
use tegata_operation::Ctx;
use tegata_policy::{PolicyKind, SESSION_CHARACTERS};
use tegata_state::{PolicyDoc, Profile, ProfileRole};

use crate::errors::RolesAnywhereError;

/// Managed session policies of one session (AWS STS, `PolicyArns`).
const MOST_MANAGED_POLICIES: usize = 10;

/// The roles of a request: of this account, each with the id of the role that bears the name now. One
/// that is not there yet may be listed.
pub(crate) fn roles(arns: &[String], ctx: &Ctx<'_>) -> Result<Vec<ProfileRole>, RolesAnywhereError> {
    let most = ctx.limits.roles_per_profile;
    if arns.len() > most {
        return Err(RolesAnywhereError::Quota("roles in a profile", most));
    }
    arns.iter().map(|arn| role(arn, ctx)).collect()
}

fn role(text: &str, ctx: &Ctx<'_>) -> Result<ProfileRole, RolesAnywhereError> {
    let invalid = || RolesAnywhereError::RoleArn(text.to_owned());
    let arn: Arn = text.parse().map_err(|_| invalid())?;
    arn.resource_of("role").ok_or_else(invalid)?;
    let is_iam = arn.partition() == ctx.scope.partition().as_str() && arn.service() == "iam";
    if !is_iam || !arn.region().is_empty() || arn.name().is_empty() {
        return Err(invalid());
    }
    if arn.account_id() != Some(ctx.scope.account) {
        return Err(RolesAnywhereError::ForeignRole(text.to_owned()));
    }
    // Its very ARN, which `iam:PassRole` was asked for: another spelling (`role//Name`) means nobody.
    let bearer = ctx.snapshot.role_named(ctx.scope.account, arn.name());
    let meant = bearer.filter(|role| role.arn(ctx.scope.partition()) == arn);
    Ok(ProfileRole {
        arn: text.to_owned(),
        id: meant.map(|role| role.id.clone()),
    })
}

/// A session policy of a request.
pub(crate) fn session_policy(text: &str) -> Result<PolicyDoc, RolesAnywhereError> {
    tegata_policy::read(text, PolicyKind::Session)
        .map_err(|error| RolesAnywhereError::SessionPolicy(error.to_string()))?;
    Ok(PolicyDoc::new(text))
}

/// Managed session policies of a request: policies of this account or of AWS, in number at most what a
/// session can have. Whether they are there is asked when a session is made.
pub(crate) fn managed_policies(arns: &[String], ctx: &Ctx<'_>) -> Result<Vec<String>, RolesAnywhereError> {
    if arns.len() > MOST_MANAGED_POLICIES {
        return Err(RolesAnywhereError::TooManyPolicies(MOST_MANAGED_POLICIES));
    }
    let usable = |text: &str| {
        let arn: Arn = text.parse().ok()?;
        let own = arn.account() == "aws" || arn.account_id() == Some(ctx.scope.account);
        let is_policy =
            arn.service() == "iam" && arn.region().is_empty() && arn.resource_of("policy").is_some();
        (own && is_policy && !arn.name().is_empty()).then_some(())
    };
    match arns.iter().find(|arn| usable(arn).is_none()) {
        Some(arn) => Err(RolesAnywhereError::PolicyArn(arn.clone())),
        None => Ok(arns.to_vec()),
    }
}

/// Whether the session policies fit a session. A profile that could never give one is refused.
pub(crate) fn check_size(profile: &Profile) -> Result<(), RolesAnywhereError> {
    let inline = profile
        .session_policy
        .as_ref()
        .map_or(0, |policy| policy.text().chars().count());
    let arns: usize = profile
        .managed_policy_arns
        .iter()
        .map(|arn| arn.chars().count())
        .sum();
    if inline + arns > SESSION_CHARACTERS {
        return Err(RolesAnywhereError::SessionPolicySize(SESSION_CHARACTERS));
    }
    Ok(())
}
