//! Calls that show who is calling, and what the session may do.

use tegata_api_iam::operations::{GetRole, ListUsers};
use tegata_api_iam::{GetRoleRequest, GetRoleResponse, ListUsersRequest};
use tegata_api_rolesanywhere::ListRequest;
use tegata_api_rolesanywhere::operations::ListTrustAnchors;
use tegata_api_sts::GetCallerIdentityRequest;
use tegata_api_sts::operations::GetCallerIdentity;
use tegata_client::{ApiCredentials, CallError};

use super::command::Command;
use super::grant::ROLE_NAME;
use super::outcome::{Outcome, Told, Trouble, Wrong};
use super::story::Story;

/// The profile of the AWS config file with the credentials that the machine got in the story.
pub(super) const SESSION: &str = "session";
/// The profile of the AWS config file that gets new credentials each time.
pub(super) const MACHINE: &str = "machine";

/// As IAM refuses.
pub(super) const ACCESS_DENIED: &str = "AccessDenied";
/// As Roles Anywhere refuses.
pub(super) const ACCESS_DENIED_EXCEPTION: &str = "AccessDeniedException";

pub(super) fn operator_identity(story: &mut Story) -> Result<Told, Trouble> {
    let expected = format!("arn:{}:iam::{}:root", story.region.partition(), story.account);
    Ok(Told {
        command: Command::aws("sts", "get-caller-identity"),
        outcome: identity(story, &story.operator, expected),
    })
}

pub(super) fn session_identity(story: &mut Story) -> Result<Told, Trouble> {
    let expected = session_arn(story)?;
    Ok(Told {
        command: Command::aws("sts", "get-caller-identity").profile(SESSION),
        outcome: identity(story, &story.session()?.credentials, expected),
    })
}

/// Asks the server who signs with these credentials.
pub(super) fn identity(story: &Story, credentials: &ApiCredentials, expected: String) -> Outcome {
    let answer = story.call::<GetCallerIdentity>(
        &tegata_api_sts::SERVICE,
        credentials,
        &GetCallerIdentityRequest {},
    );
    Outcome::done(answer, |answer| match answer.arn {
        Some(arn) if arn == expected => Ok(arn),
        other => Err(Wrong::new(expected, other.unwrap_or_default())),
    })
}

/// The session's name is the certificate's serial number in hexadecimal.
pub(super) fn session_arn(story: &Story) -> Result<String, Trouble> {
    let serial = story.certificate()?.serial().to_hex();
    let (partition, account) = (story.region.partition(), story.account);
    Ok(format!(
        "arn:{partition}:sts::{account}:assumed-role/{ROLE_NAME}/{serial}"
    ))
}

pub(super) fn allowed(story: &mut Story) -> Result<Told, Trouble> {
    let expected = story.role_arn();
    Ok(Told {
        command: read_role_command(),
        outcome: Outcome::done(read_role(story)?, |answer| match answer.role.arn == expected {
            true => Ok(expected),
            false => Err(Wrong::new(expected, answer.role.arn)),
        }),
    })
}

/// The session reads its role.
pub(super) fn read_role(story: &Story) -> Result<Result<GetRoleResponse, CallError>, Trouble> {
    let request = GetRoleRequest {
        role_name: ROLE_NAME.to_owned(),
    };
    let credentials = &story.session()?.credentials;
    Ok(story.call::<GetRole>(&tegata_api_iam::SERVICE, credentials, &request))
}

/// The session reads its role, from a shell.
pub(super) fn read_role_command() -> Command {
    Command::aws("iam", "get-role")
        .flag("--role-name", ROLE_NAME)
        .profile(SESSION)
}

pub(super) fn denied(story: &mut Story) -> Result<Told, Trouble> {
    let credentials = &story.session()?.credentials;
    let listed = story.call::<ListUsers>(
        &tegata_api_iam::SERVICE,
        credentials,
        &ListUsersRequest::default(),
    );
    Ok(Told {
        command: Command::aws("iam", "list-users").profile(SESSION),
        outcome: Outcome::refused(
            listed,
            ACCESS_DENIED,
            "because no identity-based policy allows the iam:ListUsers action",
        ),
    })
}

pub(super) fn narrowed(story: &mut Story) -> Result<Told, Trouble> {
    let credentials = &story.session()?.credentials;
    let listed = story.call::<ListTrustAnchors>(
        &tegata_api_rolesanywhere::SERVICE,
        credentials,
        &ListRequest::default(),
    );
    Ok(Told {
        command: Command::aws("rolesanywhere", "list-trust-anchors").profile(SESSION),
        outcome: Outcome::refused(
            listed,
            ACCESS_DENIED_EXCEPTION,
            "because no session policy allows the rolesanywhere:ListTrustAnchors action",
        ),
    })
}
