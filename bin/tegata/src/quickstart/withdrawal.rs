//! Taking away what was given: by the trust policy, a CRL, the anchor, and for sessions that are out
//! already, by the time of their issue.

use std::time::Duration;

use tegata_api_iam::UpdateAssumeRolePolicyRequest;
use tegata_api_iam::operations::UpdateAssumeRolePolicy;
use tegata_api_rolesanywhere::operations::{
    DisableCrl, DisableTrustAnchor, EnableCrl, EnableTrustAnchor, ImportCrl,
};
use tegata_api_rolesanywhere::{
    CrlDetailResponse, ImportCrlRequest, ScalarCrlRequest, ScalarTrustAnchorRequest,
    TrustAnchorDetailResponse,
};
use tegata_base::time::iso_seconds;
use tegata_client::CallError;
use tegata_keys::shell_word;
use tegata_pki::issue::{CrlTemplate, issue_crl};
use tegata_wire::{Blob, Call};

use super::calls::{self, ACCESS_DENIED, ACCESS_DENIED_EXCEPTION, MACHINE};
use super::command::Command;
use super::documents;
use super::grant::{RESOURCE_NAME, ROLE_NAME, identified, put_role_policy};
use super::machine::days;
use super::outcome::{Outcome, Told, Trouble, Wrong};
use super::story::{Resource, Session, Story, now};

/// The unit that the changed trust policy asks for.
const OTHER_UNIT: &str = "Datacenter";

/// The policy that AWS's console writes.
const REVOKE_POLICY_NAME: &str = "AWSRevokeOlderSessions";

pub(super) fn change_trust_policy(story: &mut Story) -> Result<Told, Trouble> {
    let document = documents::trust_policy(OTHER_UNIT, &story.anchor()?.arn);
    put_trust_policy(story, "other-trust-policy.json", document, OTHER_UNIT)
}

pub(super) fn restore_trust_policy(story: &mut Story) -> Result<Told, Trouble> {
    let document = documents::trust_policy_of_machine(&story.anchor()?.arn);
    put_trust_policy(story, "trust-policy.json", document, super::machine::MACHINE_UNIT)
}

fn put_trust_policy(story: &Story, file: &str, document: String, unit: &str) -> Result<Told, Trouble> {
    let file = story.place.write(file, &document)?;
    let updated = story.call::<UpdateAssumeRolePolicy>(
        &tegata_api_iam::SERVICE,
        &story.operator,
        &UpdateAssumeRolePolicyRequest {
            role_name: ROLE_NAME.to_owned(),
            policy_document: document,
        },
    );
    Ok(Told {
        command: Command::aws("iam", "update-assume-role-policy")
            .flag("--role-name", ROLE_NAME)
            .text_of("--policy-document", &file),
        outcome: Outcome::done(updated, |()| {
            Ok(format!("aws:PrincipalTag/x509Subject/OU must be {unit}"))
        }),
    })
}

pub(super) fn not_trusted(story: &mut Story) -> Result<Told, Trouble> {
    refused_credentials(story, "Unable to assume role")
}

pub(super) fn revoked(story: &mut Story) -> Result<Told, Trouble> {
    refused_credentials(story, "Certificate revoked")
}

pub(super) fn anchor_disabled(story: &mut Story) -> Result<Told, Trouble> {
    refused_credentials(story, "Specified Trust Anchor is disabled.")
}

/// The machine asks for new credentials and must not get them.
fn refused_credentials(story: &Story, words: &str) -> Result<Told, Trouble> {
    Ok(Told {
        command: new_credentials_command(),
        outcome: Outcome::refused(story.new_credentials()?, ACCESS_DENIED_EXCEPTION, words),
    })
}

pub(super) fn trusted_again(story: &mut Story) -> Result<Told, Trouble> {
    let expected = calls::session_arn(story)?;
    let outcome = match story.new_credentials()? {
        Ok(response) => calls::identity(story, &Session::of(response).credentials, expected),
        Err(error) => Outcome::Unexpected {
            expected: "credentials".to_owned(),
            seen: error.to_string(),
        },
    };
    Ok(Told {
        command: new_credentials_command(),
        outcome,
    })
}

/// Any call of this profile needs new credentials first.
fn new_credentials_command() -> Command {
    Command::aws("sts", "get-caller-identity").profile(MACHINE)
}

pub(super) fn import_crl(story: &mut Story) -> Result<Told, Trouble> {
    let authority = story.authority()?;
    let (this_update, next_update) = days(7);
    let template = CrlTemplate {
        number: 1,
        this_update,
        next_update,
        revoked: vec![(story.certificate()?.serial().clone(), this_update)],
    };
    let crl = issue_crl(&template, &authority.certificate, &authority.key)?;
    let file = story.place.write("crl.pem", &crl.to_pem())?;
    let anchor_arn = story.anchor()?.arn.clone();
    let imported = story.call::<ImportCrl>(
        &tegata_api_rolesanywhere::SERVICE,
        &story.operator,
        &ImportCrlRequest {
            name: RESOURCE_NAME.to_owned(),
            crl_data: Blob(crl.to_pem().into_bytes()),
            enabled: None,
            tags: None,
            trust_anchor_arn: anchor_arn.clone(),
            alias_name: None,
        },
    );
    let outcome = Outcome::done(imported, |answer| {
        let (id, arn) = identified(answer.crl.crl_id, answer.crl.crl_arn)?;
        story.made.crl = Some(Resource { id, arn: arn.clone() });
        Ok(arn)
    });
    Ok(Told {
        command: Command::aws("rolesanywhere", "import-crl")
            .flag("--name", RESOURCE_NAME)
            .bytes_of("--crl-data", &file)
            .flag("--trust-anchor-arn", anchor_arn),
        outcome,
    })
}

pub(super) fn enable_crl(story: &mut Story) -> Result<Told, Trouble> {
    switch_crl::<EnableCrl>(story, "enable-crl", true)
}

pub(super) fn disable_crl(story: &mut Story) -> Result<Told, Trouble> {
    switch_crl::<DisableCrl>(story, "disable-crl", false)
}

fn switch_crl<C>(story: &Story, operation: &str, on: bool) -> Result<Told, Trouble>
where
    C: Call<Input = ScalarCrlRequest, Output = CrlDetailResponse>,
{
    let crl_id = &story.crl()?.id;
    let request = ScalarCrlRequest {
        crl_id: crl_id.clone(),
    };
    let switched = story.call::<C>(&tegata_api_rolesanywhere::SERVICE, &story.operator, &request);
    Ok(Told {
        command: Command::aws("rolesanywhere", operation).flag("--crl-id", crl_id),
        outcome: switched_to(on, switched.map(|answer| answer.crl.enabled)),
    })
}

pub(super) fn enable_anchor(story: &mut Story) -> Result<Told, Trouble> {
    switch_anchor::<EnableTrustAnchor>(story, "enable-trust-anchor", true)
}

pub(super) fn disable_anchor(story: &mut Story) -> Result<Told, Trouble> {
    switch_anchor::<DisableTrustAnchor>(story, "disable-trust-anchor", false)
}

fn switch_anchor<C>(story: &Story, operation: &str, on: bool) -> Result<Told, Trouble>
where
    C: Call<Input = ScalarTrustAnchorRequest, Output = TrustAnchorDetailResponse>,
{
    let anchor_id = &story.anchor()?.id;
    let request = ScalarTrustAnchorRequest {
        trust_anchor_id: anchor_id.clone(),
    };
    let switched = story.call::<C>(&tegata_api_rolesanywhere::SERVICE, &story.operator, &request);
    Ok(Told {
        command: Command::aws("rolesanywhere", operation).flag("--trust-anchor-id", anchor_id),
        outcome: switched_to(on, switched.map(|answer| answer.trust_anchor.enabled)),
    })
}

fn switched_to(on: bool, enabled: Result<Option<bool>, CallError>) -> Outcome {
    let told = |on: bool| if on { "enabled" } else { "disabled" };
    Outcome::done(enabled, |enabled| match enabled {
        Some(state) if state == on => Ok(told(on).to_owned()),
        other => Err(Wrong::new(told(on), other.map_or("neither", told))),
    })
}

/// Sessions issued before now are to stop. `aws:TokenIssueTime` counts in whole seconds.
pub(super) fn revoke_older_sessions(story: &mut Story) -> Result<Told, Trouble> {
    let issued = story.session()?.received.as_second();
    while now().as_second() <= issued {
        std::thread::sleep(Duration::from_millis(10));
    }
    let instant = iso_seconds(now());
    let put = put_role_policy(
        story,
        REVOKE_POLICY_NAME,
        documents::revoke_older_sessions(&instant),
    );
    Ok(Told {
        command: Command::aws("iam", "put-role-policy")
            .flag("--role-name", ROLE_NAME)
            .flag("--policy-name", REVOKE_POLICY_NAME)
            .word("--policy-document")
            .verbatim(&revoke_document_of_the_shell()),
        outcome: Outcome::done(put, |()| Ok(format!("those issued before {instant}"))),
    })
}

/// The policy as a word of the shell, which puts in the time at which it runs: the text that stands for it
/// lies between single quotes, which end before it and begin again after it.
pub(super) fn revoke_document_of_the_shell() -> String {
    const INSTANT: &str = "INSTANT";
    shell_word(&documents::revoke_older_sessions(INSTANT))
        .replace(INSTANT, r#"'"$(date -u +%Y-%m-%dT%H:%M:%SZ)"'"#)
}

pub(super) fn session_stopped(story: &mut Story) -> Result<Told, Trouble> {
    Ok(Told {
        command: calls::read_role_command(),
        outcome: Outcome::refused(
            calls::read_role(story)?,
            ACCESS_DENIED,
            "with an explicit deny in an identity-based policy",
        ),
    })
}
