//! The operator's side: an anchor to trust, a role to take, a profile that leads to it.

use serde_json::json;
use tegata_api_iam::operations::{CreateRole, PutRolePolicy};
use tegata_api_iam::{CreateRoleRequest, PutRolePolicyRequest};
use tegata_api_rolesanywhere::operations::{CreateProfile, CreateTrustAnchor, UpdateProfile};
use tegata_api_rolesanywhere::{
    CreateProfileRequest, CreateTrustAnchorRequest, Source, SourceData, UpdateProfileRequest,
};

use super::command::Command;
use super::documents;
use super::outcome::{Outcome, Told, Trouble, Wrong};
use super::story::{Resource, Story};

/// The name of the role.
pub(super) const ROLE_NAME: &str = "quickstart";
/// The name of what is made in Roles Anywhere.
pub(super) const RESOURCE_NAME: &str = "quickstart";

pub(super) fn create_trust_anchor(story: &mut Story) -> Result<Told, Trouble> {
    let pem = story.authority()?.certificate.to_pem();
    let source = json!({"sourceType": "CERTIFICATE_BUNDLE", "sourceData": {"x509CertificateData": pem}});
    let file = story.place.write("trust-anchor.json", &format!("{source:#}\n"))?;
    let created = story.call::<CreateTrustAnchor>(
        &tegata_api_rolesanywhere::SERVICE,
        &story.operator,
        &CreateTrustAnchorRequest {
            name: RESOURCE_NAME.to_owned(),
            source: Source {
                source_type: Some("CERTIFICATE_BUNDLE".to_owned()),
                source_data: Some(SourceData {
                    x509_certificate_data: Some(pem),
                    acm_pca_arn: None,
                }),
            },
            enabled: Some(true),
            crl_dp_revocation_enabled: None,
            tags: None,
            notification_settings: None,
            alias_name: None,
        },
    );
    let outcome = Outcome::done(created, |answer| {
        let anchor = answer.trust_anchor;
        let (id, arn) = identified(anchor.trust_anchor_id, anchor.trust_anchor_arn)?;
        story.made.anchor = Some(Resource { id, arn: arn.clone() });
        Ok(arn)
    });
    Ok(Told {
        command: Command::aws("rolesanywhere", "create-trust-anchor")
            .flag("--name", RESOURCE_NAME)
            .text_of("--source", &file)
            .word("--enabled"),
        outcome,
    })
}

pub(super) fn create_role(story: &mut Story) -> Result<Told, Trouble> {
    let document = documents::trust_policy_of_machine(&story.anchor()?.arn);
    let file = story.place.write("trust-policy.json", &document)?;
    let created = story.call::<CreateRole>(
        &tegata_api_iam::SERVICE,
        &story.operator,
        &CreateRoleRequest {
            path: None,
            role_name: ROLE_NAME.to_owned(),
            assume_role_policy_document: document,
            description: None,
            max_session_duration: None,
            permissions_boundary: None,
            tags: None,
        },
    );
    let expected = story.role_arn();
    Ok(Told {
        command: Command::aws("iam", "create-role")
            .flag("--role-name", ROLE_NAME)
            .text_of("--assume-role-policy-document", &file),
        outcome: Outcome::done(created, |answer| match answer.role.arn == expected {
            true => Ok(expected),
            false => Err(Wrong::new(expected, answer.role.arn)),
        }),
    })
}

pub(super) fn put_permissions(story: &mut Story) -> Result<Told, Trouble> {
    const NAME: &str = "permissions";
    let document = documents::permissions();
    let file = story.place.write("permissions.json", &document)?;
    let put = put_role_policy(story, NAME, document);
    Ok(Told {
        command: Command::aws("iam", "put-role-policy")
            .flag("--role-name", ROLE_NAME)
            .flag("--policy-name", NAME)
            .text_of("--policy-document", &file),
        outcome: Outcome::done(put, |()| {
            Ok("iam:GetRole, iam:ListRoles, rolesanywhere:ListTrustAnchors".to_owned())
        }),
    })
}

/// Gives the role an inline policy.
pub(super) fn put_role_policy(
    story: &Story,
    name: &str,
    document: String,
) -> Result<(), tegata_client::CallError> {
    story.call::<PutRolePolicy>(
        &tegata_api_iam::SERVICE,
        &story.operator,
        &PutRolePolicyRequest {
            role_name: ROLE_NAME.to_owned(),
            policy_name: name.to_owned(),
            policy_document: document,
        },
    )
}

pub(super) fn create_profile(story: &mut Story) -> Result<Told, Trouble> {
    let role_arn = story.role_arn();
    let created = story.call::<CreateProfile>(
        &tegata_api_rolesanywhere::SERVICE,
        &story.operator,
        &CreateProfileRequest {
            name: RESOURCE_NAME.to_owned(),
            require_instance_properties: None,
            session_policy: None,
            role_arns: vec![role_arn.clone()],
            managed_policy_arns: None,
            duration_seconds: None,
            enabled: Some(true),
            tags: None,
            accept_role_session_name: None,
            alias_name: None,
        },
    );
    let outcome = Outcome::done(created, |answer| {
        let profile = answer.profile.unwrap_or_default();
        let (id, arn) = identified(profile.profile_id, profile.profile_arn)?;
        story.made.profile = Some(Resource { id, arn: arn.clone() });
        Ok(arn)
    });
    Ok(Told {
        command: Command::aws("rolesanywhere", "create-profile")
            .flag("--name", RESOURCE_NAME)
            .flag("--role-arns", role_arn)
            .word("--enabled"),
        outcome,
    })
}

/// The role's ARN is given once more, so that the profile means the role that bears the name now.
pub(super) fn put_session_policy(story: &mut Story) -> Result<Told, Trouble> {
    let document = documents::session_policy();
    let file = story.place.write("session-policy.json", &document)?;
    let role_arn = story.role_arn();
    let profile = story.profile()?;
    let updated = story.call::<UpdateProfile>(
        &tegata_api_rolesanywhere::SERVICE,
        &story.operator,
        &UpdateProfileRequest {
            profile_id: profile.id.clone(),
            name: None,
            session_policy: Some(document.clone()),
            role_arns: Some(vec![role_arn.clone()]),
            managed_policy_arns: None,
            duration_seconds: None,
            accept_role_session_name: None,
            alias_name: None,
        },
    );
    Ok(Told {
        command: Command::aws("rolesanywhere", "update-profile")
            .flag("--profile-id", &profile.id)
            .flag("--role-arns", role_arn)
            .text_of("--session-policy", &file),
        outcome: Outcome::done(updated, |answer| {
            let kept = answer.profile.and_then(|profile| profile.session_policy);
            match kept.as_deref() == Some(document.as_str()) {
                true => Ok("iam:Get*, iam:List*".to_owned()),
                false => Err(Wrong::new("the session policy given", kept.unwrap_or_default())),
            }
        }),
    })
}

/// The id and the ARN of what was made.
pub(super) fn identified(id: Option<String>, arn: Option<String>) -> Result<(String, String), Wrong> {
    match (id, arn) {
        (Some(id), Some(arn)) if arn.ends_with(&id) => Ok((id, arn)),
        (id, arn) => Err(Wrong::new(
            "an ARN that ends in the id",
            format!("{} and {}", arn.unwrap_or_default(), id.unwrap_or_default()),
        )),
    }
}
