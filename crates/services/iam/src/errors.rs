//! The errors of IAM, in AWS's words. One exhaustive match gives each its code and status.

use tegata_api_iam::errors;
use tegata_base::AccountId;
use tegata_operation::ServiceError;
use tegata_policy::{PolicyError, SizeLimitExceeded};
use tegata_state::StoredPolicyError;

/// What IAM refuses. `Display` is AWS's message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum IamError {
    #[error("The user with name {0} cannot be found.")]
    UserMissing(String),
    #[error("The group with name {0} cannot be found.")]
    GroupMissing(String),
    #[error("The role with name {0} cannot be found.")]
    RoleMissing(String),
    #[error("The {holder} policy with name {name} cannot be found.")]
    InlinePolicyMissing {
        /// `user`, `group` or `role`.
        holder: &'static str,
        name: String,
    },
    #[error("Policy {0} was not found.")]
    PolicyMissing(String),
    #[error("Policy {0} does not exist or is not attachable.")]
    PolicyNotAttachable(String),
    #[error("Policy {arn} version {version} does not exist or is not attachable.")]
    VersionMissing { arn: String, version: String },
    #[error("Scope ARN: {0} does not exist or is not attachable.")]
    BoundaryMissing(String),
    #[error("MFA Device with serial number {0} does not exist.")]
    MfaMissing(String),
    #[error("The Access Key with id {0} cannot be found.")]
    AccessKeyMissing(String),

    #[error("User with name {0} already exists.")]
    UserExists(String),
    #[error("Group with name {0} already exists.")]
    GroupExists(String),
    #[error("Account {0} already exists.")]
    AccountExists(AccountId),
    #[error("Role with name {0} already exists.")]
    RoleExists(String),
    #[error("A policy called {0} already exists. Duplicate names are not allowed.")]
    PolicyExists(String),

    #[error("Cannot delete entity, must detach all policies first.")]
    PoliciesAttached,
    #[error("MFA device already exists.")]
    MfaExists,
    #[error("MFA Device is already in use.")]
    MfaInUse,
    #[error("MFA VirtualDevice in use. Must deactivate first.")]
    MfaEnabled,
    #[error("Authentication code for device is not valid.")]
    WrongCodes,
    #[error("Cannot delete entity, must delete MFA device first.")]
    MfaLeft,

    #[error("Cannot delete entity, must delete policies first.")]
    PoliciesEmbedded,
    #[error("Cannot delete entity, must delete access keys first.")]
    AccessKeysLeft,
    #[error("Cannot delete entity, must remove users from group first.")]
    MembersLeft,
    #[error("Cannot delete a policy attached to entities.")]
    PolicyInUse,
    #[error(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy."
    )]
    VersionsLeft,
    #[error("Cannot delete the default version of a policy.")]
    DefaultVersion,

    #[error("Cannot exceed quota for {name}: {limit}")]
    Quota { name: &'static str, limit: usize },
    #[error(
        "A managed policy can have up to {0} versions. Before you create a new version, you must delete an existing version."
    )]
    TooManyVersions(usize),
    #[error("The number of tags has reached the maximum limit.")]
    TooManyTags,
    #[error(transparent)]
    Size(#[from] SizeLimitExceeded),

    #[error("ARN {0} is not valid.")]
    InvalidBoundary(String),
    #[error("Duplicate tag keys found. Please note that Tag keys are case insensitive.")]
    DuplicateTags,
    #[error("Duplicate tag keys found.")]
    DuplicatePolicyTags,
    #[error("Tag keys that begin with aws: are reserved and cannot be set.")]
    ReservedTag,
    #[error("Paths that begin with {0} are reserved for roles that AWS makes.")]
    ReservedPath(&'static str),
    #[error("{0} is not an account number: twelve digits.")]
    InvalidAccount(String),
    #[error("{0} is not a region of this installation's partition.")]
    InvalidRegion(String),
    #[error("The status Expired cannot be set.")]
    ExpiredStatus,

    #[error("{message}")]
    MalformedPolicy {
        message: String,
        /// Line and column, for the log.
        place: String,
    },

    #[error("Invalid Entity Arn: {0} does not clearly define entity type and name.")]
    InvalidEntityArn(String),
    #[error("Invalid Action Name: {0}")]
    InvalidAction(String),
    #[error("Invalid Resource ARN: {0}")]
    InvalidSimulatedArn(String),
    #[error("Invalid Context Entry: {0}")]
    InvalidContextEntry(String),
    #[error("Invalid Resource Handling Option: {0}")]
    InvalidResourceHandling(String),
    #[error("Invalid Caller Arn: {0}. Only the ARN of an IAM user can be the caller of a simulation.")]
    InvalidCallerArn(String),
    #[error("Caller Arn is required when a resource policy is given and the policy source is not a user.")]
    CallerArnNeeded,
    #[error("Invalid Resource Owner: {0}")]
    InvalidResourceOwner(String),
    #[error("Only one permissions boundary can be in effect.")]
    TooManyBoundaries,
    #[error("{0}")]
    InvalidInputPolicy(String),
    #[error("{0}")]
    PolicyEvaluation(String),
    #[error(
        "One simulated request takes more than {0} bytes of policies, counted for each 256 bytes of its names and context keys. Give fewer or smaller policies."
    )]
    SimulationTooLarge(usize),

    #[error("Cannot perform the operation on the protected role '{0}' - this role is only modifiable by AWS")]
    ProtectedRole(String),

    #[error("ARN {0} is not valid.")]
    InvalidArn(String),
    #[error(
        "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters."
    )]
    InvalidPath,
    #[error("Invalid Marker.")]
    InvalidMarker,
    #[error("Must specify userName when calling with non-User credentials")]
    UserNameNeeded,

    #[error("Only the account that the installation began with can do this.")]
    NotFirstAccount,
    #[error("Cannot delete policies outside your own account.")]
    DeleteForeignPolicy,
    #[error("Cannot delete policy versions for policies outside your own account.")]
    DeleteForeignVersion,
    #[error("Cannot update policies outside your own account.")]
    UpdateForeignPolicy,
    #[error(
        "User: {caller} is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key {id}"
    )]
    UnknownAccessKey { caller: String, id: String },
}

impl IamError {
    /// AWS's code and the HTTP status.
    const fn code_and_status(&self) -> (&'static str, u16) {
        let shape = match self {
            Self::UserMissing(_)
            | Self::GroupMissing(_)
            | Self::RoleMissing(_)
            | Self::InlinePolicyMissing { .. }
            | Self::PolicyMissing(_)
            | Self::PolicyNotAttachable(_)
            | Self::VersionMissing { .. }
            | Self::BoundaryMissing(_)
            | Self::MfaMissing(_)
            | Self::AccessKeyMissing(_) => &errors::NO_SUCH_ENTITY,
            Self::AccountExists(_)
            | Self::MfaExists
            | Self::MfaInUse
            | Self::UserExists(_)
            | Self::GroupExists(_)
            | Self::RoleExists(_)
            | Self::PolicyExists(_) => &errors::ENTITY_ALREADY_EXISTS,
            Self::PoliciesAttached
            | Self::PoliciesEmbedded
            | Self::AccessKeysLeft
            | Self::MfaEnabled
            | Self::MfaLeft
            | Self::MembersLeft
            | Self::PolicyInUse
            | Self::VersionsLeft
            | Self::DefaultVersion => &errors::DELETE_CONFLICT,
            Self::Quota { .. } | Self::TooManyVersions(_) | Self::TooManyTags | Self::Size(_) => {
                &errors::LIMIT_EXCEEDED
            }
            Self::InvalidBoundary(_)
            | Self::DuplicateTags
            | Self::DuplicatePolicyTags
            | Self::ReservedTag
            | Self::ReservedPath(_)
            | Self::ExpiredStatus
            | Self::InvalidAccount(_)
            | Self::InvalidRegion(_)
            | Self::InvalidEntityArn(_)
            | Self::InvalidAction(_)
            | Self::InvalidSimulatedArn(_)
            | Self::InvalidContextEntry(_)
            | Self::InvalidResourceHandling(_)
            | Self::InvalidCallerArn(_)
            | Self::CallerArnNeeded
            | Self::InvalidResourceOwner(_)
            | Self::TooManyBoundaries
            | Self::InvalidInputPolicy(_) => &errors::INVALID_INPUT,
            Self::PolicyEvaluation(_) | Self::SimulationTooLarge(_) => &errors::POLICY_EVALUATION,
            Self::MalformedPolicy { .. } => &errors::MALFORMED_POLICY_DOCUMENT,
            Self::ProtectedRole(_) => &errors::UNMODIFIABLE_ENTITY,
            Self::WrongCodes => &errors::INVALID_AUTHENTICATION_CODE,
            Self::InvalidPath | Self::InvalidArn(_) | Self::InvalidMarker | Self::UserNameNeeded => {
                return ("ValidationError", 400);
            }
            Self::NotFirstAccount
            | Self::DeleteForeignPolicy
            | Self::DeleteForeignVersion
            | Self::UpdateForeignPolicy
            | Self::UnknownAccessKey { .. } => return ("AccessDenied", 403),
        };
        (shape.code, shape.status)
    }
}

/// A stored policy that was to be simulated.
impl From<StoredPolicyError> for IamError {
    fn from(error: StoredPolicyError) -> Self {
        Self::PolicyEvaluation(error.to_string())
    }
}

impl From<PolicyError> for IamError {
    fn from(error: PolicyError) -> Self {
        Self::MalformedPolicy {
            message: error.to_string(),
            place: error.location.to_string(),
        }
    }
}

impl From<IamError> for ServiceError {
    fn from(error: IamError) -> Self {
        let (code, status) = error.code_and_status();
        let answer = Self::new(code, status, error.to_string());
        match error {
            IamError::MalformedPolicy { place, .. } => answer.caused_by(place),
            _ => answer,
        }
    }
}
