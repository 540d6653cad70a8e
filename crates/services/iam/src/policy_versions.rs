//! Versions of managed policies: `CreatePolicyVersion`, `GetPolicyVersion`, `ListPolicyVersions`,
//! `DeletePolicyVersion`, `SetDefaultPolicyVersion`. Numbers are never used again.

use tegata_api_iam as api;
use tegata_operation::{Ctx, Outcome, ServiceError};
use tegata_state::{ManagedPolicy, PolicyVersion};

use crate::errors::IamError;
use crate::managed_policy::{self, Managed};
use crate::page::{self, Page};
use crate::{access, convert, document, operation, policies};

operation! {
    /// Adds a version, which may become the default at once.
    CreatePolicyVersion: Writes, access::policies::create_policy_version, |input, _, ctx| {
        let mut shown = None;
        let outcome = policies::change(&input.policy_arn, ctx, |policy| {
            let document = document::managed(&input.policy_document, ctx.limits.policy_size)?;
            let limit = ctx.limits.versions_per_policy;
            if policy.versions.len() >= limit {
                return Err(IamError::TooManyVersions(limit));
            }
            let version = PolicyVersion { number: policy.next_version, document, created: ctx.now };
            policy.next_version = policy.next_version.saturating_add(1);
            policy.updated = ctx.now;
            if input.set_as_default == Some(true) {
                policy.default_version = version.number;
            }
            shown = Some(convert::listed_version(policy, &version));
            policy.versions.push(version);
            Ok(())
        })?;
        let answer = api::CreatePolicyVersionResponse { policy_version: shown };
        Ok(Outcome::changed(answer, outcome.changes).with_event(outcome.event))
    }
}

operation! {
    /// Shows a version with its document.
    GetPolicyVersion: Reads, access::policies::get_policy_version, |input, _, ctx| {
        let missing = || version_missing(&input.policy_arn, &input.version_id);
        let policy = managed_policy::find(&input.policy_arn, ctx)?.ok_or_else(missing)?;
        let (text, version) = match &policy {
            Managed::Local(policy) => {
                let version = numbered(policy, &input.version_id).ok_or_else(missing)?;
                (version.document.text(), convert::listed_version(policy, version))
            }
            Managed::Aws(policy) => {
                if input.version_id != convert::version_id(policy.version) {
                    return Err(missing().into());
                }
                (policy.document, convert::listed_aws_version(policy))
            }
        };
        let version = api::PolicyVersion { document: Some(document::encoded(text)), ..version };
        let answer = api::GetPolicyVersionResponse { policy_version: Some(version) };
        Ok(Outcome::answer(answer).with_event(policy.about(ctx)))
    }
}

operation! {
    /// Lists the versions, newest first, without their documents.
    ListPolicyVersions: Reads, access::policies::list_policy_versions, |input, _, ctx| {
        let after = page::after("ListPolicyVersions", input.marker.as_deref())?;
        let policy = managed_policy::find(&input.policy_arn, ctx)?;
        let policy = policy.ok_or_else(|| IamError::PolicyMissing(input.policy_arn.clone()))?;
        let after = after.map(|number| number.parse::<u32>().map_err(|_| IamError::InvalidMarker)).transpose()?;
        let versions = shown_versions(&policy).into_iter();
        let versions = versions.filter(|(number, _)| after.is_none_or(|after| *number < after));
        let page = Page::of("ListPolicyVersions", versions, input.max_items, |(number, _)| number.to_string());
        let page = page.map(|(_, version)| version);
        let answer = api::ListPolicyVersionsResponse {
            is_truncated: page.is_truncated(),
            versions: Some(page.items),
            marker: page.marker,
        };
        Ok(Outcome::answer(answer).with_event(policy.about(ctx)))
    }
}

operation! {
    /// Deletes a version that is not the default.
    DeletePolicyVersion: Writes, access::policies::delete_policy_version, |input, _, ctx| {
        change(&input.policy_arn, &input.version_id, IamError::DeleteForeignVersion, ctx, |policy, number| {
            if number == policy.default_version {
                return Err(IamError::DefaultVersion);
            }
            policy.versions.retain(|version| version.number != number);
            Ok(())
        })
    }
}

operation! {
    /// Puts another version in force.
    SetDefaultPolicyVersion: Writes, access::policies::set_default_policy_version, |input, _, ctx| {
        change(&input.policy_arn, &input.version_id, IamError::UpdateForeignPolicy, ctx, |policy, number| {
            policy.default_version = number;
            Ok(())
        })
    }
}

fn version_missing(arn: &str, version: &str) -> IamError {
    IamError::VersionMissing {
        arn: arn.to_owned(),
        version: version.to_owned(),
    }
}

/// The version of this id.
fn numbered<'a>(policy: &'a ManagedPolicy, id: &str) -> Option<&'a PolicyVersion> {
    policy
        .versions
        .iter()
        .find(|version| convert::version_id(version.number) == id)
}

/// Changes a policy in which there is this version.
fn change(
    arn: &str,
    id: &str,
    foreign: IamError,
    ctx: &Ctx<'_>,
    edit: impl FnOnce(&mut ManagedPolicy, u32) -> Result<(), IamError>,
) -> Result<Outcome<()>, ServiceError> {
    let missing = || version_missing(arn, id);
    let old = managed_policy::find_own(arn, ctx, foreign, missing)?;
    let number = numbered(&old, id).ok_or_else(missing)?.number;
    policies::edited(old, ctx, |policy| edit(policy, number))
}

fn shown_versions(policy: &Managed) -> Vec<(u32, api::PolicyVersion)> {
    match policy {
        Managed::Local(policy) => {
            let newest_first = policy.versions.iter().rev();
            newest_first
                .map(|version| (version.number, convert::listed_version(policy, version)))
                .collect()
        }
        Managed::Aws(policy) => vec![(policy.version, convert::listed_aws_version(policy))],
    }
}
