//! What goes around the story: how to run its commands, and what is kept for that.

use std::io::{self, Write};

use tegata_client::credential_process;
use tegata_keys::{shell_path, shell_word};

use super::calls::{MACHINE, SESSION};
use super::command::Command;
use super::grant::{RESOURCE_NAME, ROLE_NAME};
use super::outcome::Trouble;
use super::story::{Story, program};
use super::{Paint, Stopped};

/// The profile of the AWS config file that is the root user.
const OPERATOR: &str = "operator";

/// Tells how the commands can be run.
pub(super) fn introduce(story: &Story, paint: Paint, out: &mut dyn Write) -> io::Result<()> {
    if story.place.is_kept() {
        let data = shell_path(story.place.data());
        writeln!(
            out,
            "Every command below can be run when this story has ended: its files and its data are kept."
        )?;
        writeln!(out, "Serve them, and let the shell know of them:")?;
        writeln!(
            out,
            "{} server run --data {data} --listen {} &",
            shell_word(&program()),
            story.listen()
        )?;
        for (name, value) in settings(story) {
            writeln!(out, "export {name}={}", shell_word(&value))?;
        }
        writeln!(
            out,
            "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN"
        )?;
        writeln!(
            out,
            "The role is still there then; to begin at the beginning, take it away first:"
        )?;
        let begin_again = Command::new("sh").word(story.place.file("begin-again.sh").display().to_string());
        writeln!(out, "{}", paint.cyan(format!("$ {begin_again}")))?;
    } else {
        writeln!(
            out,
            "The commands name files that are removed at the end; with `--keep DIR` they stay, and every \
             command can be run."
        )?;
    }
    writeln!(
        out,
        "Without --profile the operator calls, the root user of the account; {MACHINE} gets new credentials \
         for each call, {SESSION} holds on to those that the machine gets in the story.\n"
    )
}

/// The environment of the commands.
fn settings(story: &Story) -> Vec<(&'static str, String)> {
    vec![
        (
            "AWS_CONFIG_FILE",
            story.place.file("config").display().to_string(),
        ),
        ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null".to_owned()),
        ("AWS_PROFILE", OPERATOR.to_owned()),
        ("AWS_ENDPOINT_URL", story.endpoint.to_string()),
        ("AWS_REGION", story.region.to_string()),
        ("AWS_DEFAULT_REGION", story.region.to_string()),
        ("AWS_PAGER", String::new()),
    ]
}

/// Keeps what the commands need, if anything is to be kept. The session of the story has stopped, so the
/// one that is kept is new.
pub(super) fn conclude(story: &Story, paint: Paint, out: &mut dyn Write) -> Result<(), Stopped> {
    if !story.place.is_kept() {
        return Ok(());
    }
    let response = story.new_credentials()?.map_err(Trouble::from)?;
    let text = credential_process::render(&response);
    story.place.write("session.json", text.expose())?;
    story.place.write("config", &aws_config(story)?)?;
    story.place.write("begin-again.sh", &begin_again(story)?)?;
    writeln!(
        out,
        "Kept in {}; the commands at the top serve it.",
        paint.bold(story.place.data().display())
    )?;
    Ok(())
}

/// The AWS config file: one profile a caller, each by a `credential_process`, so that no key stands in it.
fn aws_config(story: &Story) -> Result<String, Trouble> {
    let cat = |file: &str| Command::new("cat").word(story.place.file(file).display().to_string());
    let machine = Command::new(program())
        .word("credential-process")
        .words(story.credential_process_flags()?);
    let profiles = [
        (OPERATOR, cat("operator.json")),
        (MACHINE, machine),
        (SESSION, cat("session.json")),
    ];
    let region = &story.region;
    Ok(profiles
        .into_iter()
        .map(|(name, process)| {
            format!("[profile {name}]\nregion = {region}\ncredential_process = {process}\n\n")
        })
        .collect())
}

/// Takes away the role, and everything that was made by running the commands once more.
fn begin_again(story: &Story) -> Result<String, Trouble> {
    let (anchor, profile, crl) = (&story.anchor()?.id, &story.profile()?.id, &story.crl()?.id);
    let kinds = [
        ("crl", "crls", "crlId", crl),
        ("profile", "profiles", "profileId", profile),
        ("trust-anchor", "trustAnchors", "trustAnchorId", anchor),
    ];
    let mut script = format!(
        "# Puts the story back to where its role is not made yet. The resources of Roles Anywhere that later\n\
         # commands name by their ids stay; others of the same name go.\n\
         set -eu\n\
         if aws iam get-role --role-name {ROLE_NAME} >/dev/null 2>&1; then\n\
         \x20   for policy in $(aws iam list-role-policies --role-name {ROLE_NAME} --query PolicyNames --output text); do\n\
         \x20       aws iam delete-role-policy --role-name {ROLE_NAME} --policy-name \"$policy\"\n\
         \x20   done\n\
         \x20   aws iam delete-role --role-name {ROLE_NAME}\n\
         fi\n"
    );
    for (kind, list, member, kept) in kinds {
        script.push_str(&format!(
            "for id in $(aws rolesanywhere list-{kind}s --query \
             \"{list}[?name=='{RESOURCE_NAME}' && {member}!='{kept}'].{member}\" --output text); do\n\
             \x20   aws rolesanywhere delete-{kind} --{kind}-id \"$id\" >/dev/null\n\
             done\n"
        ));
    }
    Ok(script)
}
