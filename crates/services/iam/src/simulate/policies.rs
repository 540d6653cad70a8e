//! Policies that come with the input, under the names by which results refer to them.

use std::sync::Arc;

use tegata_api_iam as api;
use tegata_authz::{Held, HeldPolicy, Holding};
use tegata_policy::{Compiled, Document, PolicyKind, PolicyType, PrincipalIds};
use tegata_state::{PolicyDoc, PolicyRef};

use crate::errors::IamError;

/// A policy of the input, checked.
pub(super) fn given(policy_type: PolicyType, name: String, text: &str) -> Result<HeldPolicy, IamError> {
    let kind = match policy_type {
        PolicyType::Resource | PolicyType::RoleTrust => PolicyKind::Resource,
        PolicyType::ServiceControl | PolicyType::ResourceControl => PolicyKind::ServiceControl,
        PolicyType::Identity | PolicyType::Boundary | PolicyType::Session => PolicyKind::Managed,
    };
    document(text, kind)?;
    Ok(HeldPolicy {
        policy_type,
        kind,
        name,
        holding: Holding::Given,
        version: None,
        document: PolicyDoc::new(text),
    })
}

/// A document that may serve as a policy of this kind.
///
/// # Errors
/// [`IamError::InvalidInputPolicy`].
pub(crate) fn document(text: &str, kind: PolicyKind) -> Result<Document<'_>, IamError> {
    tegata_policy::read(text, kind).map_err(|e| IamError::InvalidInputPolicy(e.to_string()))
}

/// The documents of a list of the input: `PolicyInputList.1`, …
pub(super) fn list(
    policy_type: PolicyType,
    name: &str,
    texts: Option<&[String]>,
) -> Result<Vec<HeldPolicy>, IamError> {
    let texts = texts.unwrap_or_default().iter().enumerate();
    texts
        .map(|(index, text)| given(policy_type, format!("{name}.{}", index + 1), text))
        .collect()
}

/// The boundary of the input, which stands in for one that is held; there is at most one.
pub(super) fn boundary(held: &mut Held, texts: Option<&[String]>) -> Result<(), IamError> {
    const NAME: &str = "PermissionsBoundaryPolicyInputList";
    let given = list(PolicyType::Boundary, NAME, texts)?;
    if given.len() > 1 {
        return Err(IamError::TooManyBoundaries);
    }
    if !given.is_empty() {
        held.policies
            .retain(|policy| policy.policy_type != PolicyType::Boundary);
        held.policies.extend(given);
        held.bounded = true;
    }
    Ok(())
}

/// A resource's policy, whose principals are taken by name.
pub(super) fn resource(text: &str) -> Result<(HeldPolicy, Arc<Compiled>), IamError> {
    let held = given(PolicyType::Resource, "ResourcePolicy".into(), text)?;
    let compiled = document(text, PolicyKind::Resource)?.compile(PolicyKind::Resource, PrincipalIds::ByName);
    Ok((held, Arc::new(compiled)))
}

/// Leaves out what the input excludes.
pub(super) fn exclude(held: &mut Held, excluded: &[api::PolicyIdentifier]) {
    held.policies
        .retain(|policy| !excluded.iter().any(|excluded| excludes(excluded, policy)));
    held.bounded &= held
        .policies
        .iter()
        .any(|policy| policy.policy_type == PolicyType::Boundary);
}

fn excludes(excluded: &api::PolicyIdentifier, policy: &HeldPolicy) -> bool {
    let of_type = excluded.policy_type.as_deref().is_some_and(|word| {
        let is_boundary = policy.policy_type == PolicyType::Boundary;
        match (word, &policy.holding) {
            ("permission-boundary", _) => is_boundary,
            ("inline", Holding::Inline { .. }) => true,
            ("aws-managed", Holding::Managed(PolicyRef::Aws(_)))
            | ("user-managed", Holding::Managed(PolicyRef::Local(_))) => !is_boundary,
            _ => false,
        }
    });
    let of_arn = excluded.policy_arn.as_deref() == Some(policy.name.as_str());
    let of_name = excluded.inline_policy_identifier.as_ref().is_some_and(|inline| {
        let Holding::Inline { by, holder, name } = &policy.holding else {
            return false;
        };
        inline.attachment_type == by.word()
            && inline.attachment_name == *holder
            && inline.policy_name == *name
    });
    of_type || of_arn || of_name
}

/// What a result calls a policy: the name of a managed one, `user_<user>_<name>`,
/// `group_<group>_<name>` or `role_<role>_<name>` of an inline one, and the place in the input of one that was given.
pub(super) fn source_id(policy: &HeldPolicy) -> String {
    match &policy.holding {
        Holding::Inline { by, holder, name } => {
            format!("{}_{holder}_{name}", by.word())
        }
        Holding::Managed(_) => {
            let name = policy.name.rsplit('/').next();
            name.unwrap_or_default().to_owned()
        }
        Holding::Session | Holding::Resource | Holding::Given => policy.name.clone(),
    }
}

/// What a result calls its type: the words that AWS answers, which are not those of the model's enum.
pub(super) const fn source_type(policy_type: PolicyType) -> &'static str {
    match policy_type {
        PolicyType::Identity | PolicyType::Session => "IAM Policy",
        PolicyType::Boundary => "Permissions Boundary",
        PolicyType::Resource | PolicyType::RoleTrust => "Resource Policy",
        PolicyType::ServiceControl => "Service Control Policy",
        PolicyType::ResourceControl => "Resource Control Policy",
    }
}
