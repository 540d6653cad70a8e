//! Managed policies by ARN: the account's own and those that AWS manages.

use std::sync::Arc;

use tegata_base::Arn;
use tegata_operation::{Ctx, EventFacts};
use tegata_state::aws_managed::{self, AwsManagedPolicy};
use tegata_state::{ManagedPolicy, PolicyRef, PolicyUsage};

use crate::errors::IamError;
use crate::holder::{iam_arn, path_and_name, resources};

/// A managed policy that the account can use.
#[derive(Clone)]
pub(crate) enum Managed {
    /// One of the account's own.
    Local(Arc<ManagedPolicy>),
    /// One that AWS manages.
    Aws(&'static AwsManagedPolicy),
}

impl Managed {
    /// The policy that a user, group or role refers to.
    pub(crate) fn of(policy: &PolicyRef, ctx: &Ctx<'_>) -> Option<Self> {
        match policy {
            PolicyRef::Local(id) => ctx.snapshot.policy(id).cloned().map(Self::Local),
            PolicyRef::Aws(reference) => aws_managed::find(reference).map(Self::Aws),
        }
    }

    /// How a user, group or role refers to it.
    pub(crate) fn reference(&self) -> PolicyRef {
        match self {
            Self::Local(policy) => PolicyRef::Local(policy.id.clone()),
            Self::Aws(policy) => PolicyRef::Aws(policy.reference()),
        }
    }

    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Local(policy) => &policy.name,
            Self::Aws(policy) => policy.name,
        }
    }

    pub(crate) fn path(&self) -> &str {
        match self {
            Self::Local(policy) => &policy.path,
            Self::Aws(policy) => policy.path,
        }
    }

    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Local(policy) => policy.id.as_str(),
            Self::Aws(policy) => policy.id,
        }
    }

    pub(crate) fn arn(&self, ctx: &Ctx<'_>) -> Arn {
        let owner = match self {
            Self::Local(policy) => policy.account.to_string(),
            Self::Aws(_) => "aws".to_owned(),
        };
        iam_arn(
            ctx.scope.partition(),
            &owner,
            &format!("policy{}{}", self.path(), self.name()),
        )
    }

    /// How often the account uses it.
    pub(crate) fn usage(&self, ctx: &Ctx<'_>) -> PolicyUsage {
        ctx.snapshot.policy_usage(ctx.scope.account, &self.reference())
    }

    /// Its place in lists: by name ignoring case, the account's own after AWS's of the same name.
    pub(crate) fn place(&self) -> String {
        let origin = match self {
            Self::Local(_) => "own",
            Self::Aws(_) => "aws",
        };
        format!("{} {origin}", self.name().to_lowercase())
    }

    /// The facts of an event about it.
    pub(crate) fn about(&self, ctx: &Ctx<'_>) -> EventFacts {
        resources(
            "AWS::IAM::Policy",
            [self.name(), self.arn(ctx).as_str(), self.id()],
        )
    }
}

/// The ARN of a managed policy, whether or not there is one.
///
/// # Errors
/// [`IamError::InvalidArn`] when the text can be no such ARN.
pub(crate) fn parse_arn(text: &str) -> Result<Arn, IamError> {
    let arn = text.parse::<Arn>().ok().filter(|arn| {
        let owned = arn.account() == "aws" || arn.account_id().is_some();
        let named = arn
            .resource_of("policy")
            .is_some_and(|rest| !rest.is_empty() && !rest.ends_with('/'));
        arn.service() == "iam" && arn.region().is_empty() && owned && named
    });
    arn.ok_or_else(|| IamError::InvalidArn(text.to_owned()))
}

/// The managed policy of an ARN, if there is one that the account can use.
///
/// # Errors
/// [`IamError::InvalidArn`].
pub(crate) fn find(text: &str, ctx: &Ctx<'_>) -> Result<Option<Managed>, IamError> {
    let arn = parse_arn(text)?;
    let reference = arn.resource_of("policy").unwrap_or_default();
    let (path, name) = path_and_name(reference);
    if arn.partition() != ctx.scope.partition().as_str() {
        return Ok(None);
    }
    // The reference as it stands: conditions compare the ARN that was given, so another spelling of it
    // (`policy//AdministratorAccess`) must not find the policy.
    if arn.account() == "aws" {
        return Ok(aws_managed::find(reference).map(Managed::Aws));
    }
    let own = arn.account_id() == Some(ctx.scope.account);
    let found = ctx.snapshot.policy_named(ctx.scope.account, name).filter(|_| own);
    Ok(found
        .filter(|policy| policy.path == path && policy.name == name)
        .cloned()
        .map(Managed::Local))
}

/// One of the account's own policies, to be changed.
///
/// # Errors
/// `foreign` for a policy of AWS or of another account, `missing` when there is none.
pub(crate) fn find_own(
    text: &str,
    ctx: &Ctx<'_>,
    foreign: IamError,
    missing: impl FnOnce() -> IamError,
) -> Result<Arc<ManagedPolicy>, IamError> {
    if parse_arn(text)?.account_id() != Some(ctx.scope.account) {
        return Err(foreign);
    }
    match find(text, ctx)? {
        Some(Managed::Local(policy)) => Ok(policy),
        _ => Err(missing()),
    }
}

/// A reference to the policy that is to bound a user or role.
///
/// # Errors
/// [`IamError::InvalidBoundary`], [`IamError::BoundaryMissing`].
pub(crate) fn boundary(text: &str, ctx: &Ctx<'_>) -> Result<PolicyRef, IamError> {
    let found = find(text, ctx).map_err(|_| IamError::InvalidBoundary(text.to_owned()))?;
    found
        .map(|policy| policy.reference())
        .ok_or_else(|| IamError::BoundaryMissing(text.to_owned()))
}
