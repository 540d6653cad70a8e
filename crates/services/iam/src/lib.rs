//! IAM: users, groups, roles, policies, access keys, MFA devices, and what policies would say.
//!
//! A request has been decoded when it arrives here. `access` says what the caller must be allowed to
//! do; then the operation reads the snapshot and answers with its output and the changes to commit.
//! What users, groups and roles share is written once over `holder::Holder`; `convert` makes the answers and
//! `errors` the refusals, both in AWS's form. An operation is found in the file of its noun.
#![forbid(unsafe_code)]

mod access;
mod access_keys;
mod accounts;
mod attachments;
mod context_keys;
mod convert;
mod document;
mod errors;
mod explain_access;
mod groups;
mod holder;
mod inline_policies;
mod list_entities_for_policy;
mod list_policies;
mod managed_policy;
mod mfa_devices;
mod mfa_tags;
mod page;
mod permissions_boundaries;
mod policies;
mod policy_versions;
mod qr_code;
mod roles;
mod simulate;
mod subject;
mod tagging;
mod tags;
mod trust_policy;
mod users;

use tegata_operation::{Refusal, Row};

/// What IAM speaks.
pub static SERVICE: &tegata_wire::Service = &tegata_api_iam::SERVICE;

/// How IAM words refusals.
pub const REFUSAL: Refusal = Refusal {
    internal: "ServiceFailure",
    ..Refusal::QUERY
};

/// What the root user is called where an answer must have a user name.
const ROOT_NAME: &str = "root";

/// Declares an operation: its name, what it does to the world, optionally its pace, optionally how it
/// words input that breaks its constraints, optionally what it reads from the store, who may, and what it
/// answers.
macro_rules! operation {
    ($(#[$doc:meta])* $name:ident: $effect:ident $(at $pace:ident)? $(wording $invalid:ident)? $(fetching $fetch:path)?, $access:path, $handle:expr $(,)?) => {
        $(#[$doc])*
        pub(crate) struct $name;

        impl tegata_operation::Operation for $name {
            type Call = tegata_api_iam::operations::$name;
            const EFFECT: tegata_operation::Effect = tegata_operation::Effect::$effect;
            $(const PACE: tegata_operation::Pace = tegata_operation::Pace::$pace;)?

            fn access(
                input: &tegata_operation::Input<Self>,
                caller: &tegata_authz::Caller,
                ctx: &tegata_operation::Ctx<'_>,
            ) -> Result<tegata_authz::Access, tegata_operation::ServiceError> {
                $access(input, caller, ctx)
            }

            $(fn invalid(
                error: &tegata_wire::ValidationError,
                refusal: &tegata_operation::Refusal,
            ) -> tegata_operation::ServiceError {
                $invalid(error, refusal)
            })?

            $(fn fetch_known(
                input: &tegata_operation::Input<Self>,
                caller: &tegata_authz::Caller,
                snapshot: &tegata_state::Snapshot,
            ) -> Result<Option<tegata_operation::Fetch>, tegata_operation::ServiceError> {
                Ok($fetch(input, caller, snapshot))
            })?

            fn handle(
                _: tegata_authz::Permit<Self>,
                input: &tegata_operation::Input<Self>,
                caller: &tegata_authz::Caller,
                ctx: &mut tegata_operation::Ctx<'_>,
            ) -> Result<
                tegata_operation::Outcome<tegata_operation::Output<Self>>,
                tegata_operation::ServiceError,
            > {
                let handle: fn(
                    &tegata_operation::Input<Self>,
                    &tegata_authz::Caller,
                    &mut tegata_operation::Ctx<'_>,
                ) -> Result<
                    tegata_operation::Outcome<tegata_operation::Output<Self>>,
                    tegata_operation::ServiceError,
                > = $handle;
                handle(input, caller, ctx)
            }
        }
    };
}
pub(crate) use operation;

/// The operations.
pub static ROWS: &[Row] = &[
    Row::of::<access_keys::CreateAccessKey>(),
    Row::of::<access_keys::DeleteAccessKey>(),
    Row::of::<access_keys::GetAccessKeyLastUsed>(),
    Row::of::<access_keys::ListAccessKeys>(),
    Row::of::<access_keys::UpdateAccessKey>(),
    Row::of::<accounts::CreateAccount>(),
    Row::of::<accounts::ListAccounts>(),
    Row::of::<attachments::AttachGroupPolicy>(),
    Row::of::<attachments::AttachRolePolicy>(),
    Row::of::<attachments::AttachUserPolicy>(),
    Row::of::<attachments::DetachGroupPolicy>(),
    Row::of::<attachments::DetachRolePolicy>(),
    Row::of::<attachments::DetachUserPolicy>(),
    Row::of::<attachments::ListAttachedGroupPolicies>(),
    Row::of::<attachments::ListAttachedRolePolicies>(),
    Row::of::<attachments::ListAttachedUserPolicies>(),
    Row::of::<context_keys::GetContextKeysForCustomPolicy>(),
    Row::of::<context_keys::GetContextKeysForPrincipalPolicy>(),
    Row::of::<explain_access::ExplainAccess>(),
    Row::of::<groups::AddUserToGroup>(),
    Row::of::<groups::CreateGroup>(),
    Row::of::<groups::DeleteGroup>(),
    Row::of::<groups::GetGroup>(),
    Row::of::<groups::ListGroups>(),
    Row::of::<groups::ListGroupsForUser>(),
    Row::of::<groups::RemoveUserFromGroup>(),
    Row::of::<groups::UpdateGroup>(),
    Row::of::<inline_policies::DeleteGroupPolicy>(),
    Row::of::<inline_policies::DeleteRolePolicy>(),
    Row::of::<inline_policies::DeleteUserPolicy>(),
    Row::of::<inline_policies::GetGroupPolicy>(),
    Row::of::<inline_policies::GetRolePolicy>(),
    Row::of::<inline_policies::GetUserPolicy>(),
    Row::of::<inline_policies::ListGroupPolicies>(),
    Row::of::<inline_policies::ListRolePolicies>(),
    Row::of::<inline_policies::ListUserPolicies>(),
    Row::of::<inline_policies::PutGroupPolicy>(),
    Row::of::<inline_policies::PutRolePolicy>(),
    Row::of::<inline_policies::PutUserPolicy>(),
    Row::of::<list_entities_for_policy::ListEntitiesForPolicy>(),
    Row::of::<list_policies::ListPolicies>(),
    Row::of::<mfa_devices::CreateVirtualMFADevice>(),
    Row::of::<mfa_devices::DeactivateMFADevice>(),
    Row::of::<mfa_devices::DeleteVirtualMFADevice>(),
    Row::of::<mfa_devices::EnableMFADevice>(),
    Row::of::<mfa_devices::GetMFADevice>(),
    Row::of::<mfa_devices::ListMFADevices>(),
    Row::of::<mfa_devices::ListVirtualMFADevices>(),
    Row::of::<mfa_devices::ResyncMFADevice>(),
    Row::of::<mfa_tags::ListMFADeviceTags>(),
    Row::of::<mfa_tags::TagMFADevice>(),
    Row::of::<mfa_tags::UntagMFADevice>(),
    Row::of::<permissions_boundaries::DeleteRolePermissionsBoundary>(),
    Row::of::<permissions_boundaries::DeleteUserPermissionsBoundary>(),
    Row::of::<permissions_boundaries::PutRolePermissionsBoundary>(),
    Row::of::<permissions_boundaries::PutUserPermissionsBoundary>(),
    Row::of::<policies::CreatePolicy>(),
    Row::of::<policies::DeletePolicy>(),
    Row::of::<policies::GetPolicy>(),
    Row::of::<policy_versions::CreatePolicyVersion>(),
    Row::of::<policy_versions::DeletePolicyVersion>(),
    Row::of::<policy_versions::GetPolicyVersion>(),
    Row::of::<policy_versions::ListPolicyVersions>(),
    Row::of::<policy_versions::SetDefaultPolicyVersion>(),
    Row::of::<roles::CreateRole>(),
    Row::of::<roles::DeleteRole>(),
    Row::of::<roles::GetRole>(),
    Row::of::<roles::ListRoles>(),
    Row::of::<roles::UpdateAssumeRolePolicy>(),
    Row::of::<roles::UpdateRole>(),
    Row::of::<roles::UpdateRoleDescription>(),
    Row::of::<simulate::SimulateCustomPolicy>(),
    Row::of::<simulate::SimulatePrincipalPolicy>(),
    Row::of::<tags::ListPolicyTags>(),
    Row::of::<tags::ListRoleTags>(),
    Row::of::<tags::ListUserTags>(),
    Row::of::<tags::TagPolicy>(),
    Row::of::<tags::TagRole>(),
    Row::of::<tags::TagUser>(),
    Row::of::<tags::UntagPolicy>(),
    Row::of::<tags::UntagRole>(),
    Row::of::<tags::UntagUser>(),
    Row::of::<users::CreateUser>(),
    Row::of::<users::DeleteUser>(),
    Row::of::<users::GetUser>(),
    Row::of::<users::ListUsers>(),
    Row::of::<users::UpdateUser>(),
];

#[cfg(test)]
mod tests;
