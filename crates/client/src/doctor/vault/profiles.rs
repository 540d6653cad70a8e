//! The profiles: whether each leads to credentials, and what it needs on the way.

use std::collections::BTreeSet;

use tegata_profiles::catalog::Catalog;
use tegata_profiles::error::ResolveError;
use tegata_profiles::plan::{self, Plan, Purpose, Source, WebToken};
use tegata_profiles::resolve::{Flags, Request, StoredKey};
use tegata_vault::ItemName;

use super::keystore::Held;
use super::{VaultCheck, VaultFindings};
use crate::Environment;
use crate::browsing::in_path;
use crate::doctor::Verdict;

/// What holds for the profile that is asked for, and so for none of those that are looked at.
const OF_ONE: [&str; 6] = [
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_MFA_SERIAL",
    "AWS_SESSION_TAGS",
    "AWS_TRANSITIVE_TAGS",
    "AWS_SOURCE_IDENTITY",
];
/// Words that a shell knows without a file of that name.
const OF_SHELLS: [&str; 9] = [".", ":", "cd", "command", "eval", "exec", "export", "read", "set"];
/// What makes more of a word than the name of a program.
const NOT_A_NAME: &str = "\"'\\$`;|&<>(){}*?[]=~#!";

/// The plan of a profile, as the files have it.
///
/// # Errors
/// [`ResolveError`].
pub(super) fn planned(
    catalog: &Catalog<'_>,
    profile: &str,
    purpose: Purpose,
    held: Option<&Held<'_>>,
    environment: &Environment,
) -> Result<Plan, ResolveError> {
    let variable = |name: &str| match OF_ONE.contains(&name) {
        true => None,
        false => environment.text(name).ok().flatten().map(str::to_owned),
    };
    let stored_key = |profile: &str| match (held, ItemName::key(profile)) {
        (None, _) => StoredKey::Unseen,
        (Some(held), Ok(name)) if held.names.contains(&name) => StoredKey::Held(None),
        _ => StoredKey::Absent,
    };
    let request = Request {
        profile,
        purpose,
        flags: &Flags::default(),
        variable: &variable,
        stored_key: &stored_key,
    };
    plan::plan(catalog, &request, &|_| None)
}

/// Looks at each profile; the profiles whose stored keys are used.
pub(super) fn look(
    catalog: &Catalog<'_>,
    held: Option<&Held<'_>>,
    environment: &Environment,
    findings: &mut VaultFindings,
) -> BTreeSet<String> {
    let names: BTreeSet<&str> = catalog.profiles().map(|(name, _)| name).collect();
    let templates: BTreeSet<String> = names
        .iter()
        .filter_map(|name| catalog.own(name, "include_profile").ok().flatten())
        .map(Into::into)
        .collect();
    let mut used = BTreeSet::new();
    let mut programs = BTreeSet::new();
    for name in &names {
        match planned(catalog, name, Purpose::Session, held, environment) {
            Ok(plan) => {
                if let Source::StoredKey { profile, .. } = &plan.source.what {
                    used.insert(profile.clone());
                }
                programs.extend(program(&plan));
            }
            Err(error @ ResolveError::NoCredentials { .. }) => {
                let told = without(catalog, name, &error, &names, &templates);
                findings.extend(VaultCheck::Profile, told);
            }
            Err(error) => findings.add(VaultCheck::Profile, Verdict::Bad(told(name, &error))),
        }
        let included = catalog.own(name, "include_profile").ok().flatten();
        if let Some(included) = included.filter(|included| !names.contains(included.as_ref())) {
            let sentence =
                format!("include_profile of {name:?} names {included:?}, which is not there; check the name");
            findings.add(VaultCheck::Profile, Verdict::Doubtful(sentence));
        }
        mfa(catalog, name, findings);
        let asks = catalog.own(name, "mfa_process").ok().flatten();
        programs.extend(asks.map(|command| ((*name).to_owned(), "mfa_process", command.into_owned())));
    }
    for (profile, key, command) in &programs {
        if let Some(word) = missing(command, environment) {
            let sentence = format!(
                "the {key} of {profile:?} is {word:?}, which is not there; install it, or mend the path in PATH or the \
                 config file"
            );
            findings.add(VaultCheck::Profile, Verdict::Bad(sentence));
        }
    }
    let good = match names.len() {
        0 => "the config file has none".to_owned(),
        count => format!("each of {count} leads to credentials"),
    };
    findings.good_unless_found(VaultCheck::Profile, good);
    used
}

/// What to say of a profile whose way to credentials ends at another, or at itself.
fn without(
    catalog: &Catalog<'_>,
    name: &str,
    error: &ResolveError,
    names: &BTreeSet<&str>,
    templates: &BTreeSet<String>,
) -> Option<Verdict> {
    let ResolveError::NoCredentials { profile: end, .. } = error else {
        return Some(Verdict::Bad(told(name, error)));
    };
    let wants_some = |key| catalog.own(name, key).is_ok_and(|value| value.is_some());
    match (end == name, names.contains(end.as_str())) {
        (true, _) if wants_some("role_arn") || wants_some("source_profile") => {
            Some(Verdict::Bad(told(name, error)))
        }
        // Settings for others alone are no mistake.
        (true, _) if end == "default" || templates.contains(end) => None,
        (true, _) => Some(Verdict::Doubtful(told(name, error))),
        (false, true) => Some(Verdict::Bad(told(name, error))),
        (false, false) => Some(Verdict::Bad(format!(
            "{name:?} cannot be used: source_profile leads to {end:?}, which is in no file and has no stored key; check \
             the name"
        ))),
    }
}

fn told(profile: &str, error: &ResolveError) -> String {
    format!("{profile:?} cannot be used: {error}")
}

/// The program that a plan begins with: the profile that names it, its key, and the command.
fn program(plan: &Plan) -> Option<(String, &'static str, String)> {
    let (key, command) = match &plan.source.what {
        Source::Process { command } => ("credential_process", command),
        Source::WebIdentity {
            token: WebToken::Process(command),
            ..
        } => ("web_identity_token_process", command),
        _ => return None,
    };
    Some((plan.source.profile.clone(), key, command.as_str().to_owned()))
}

/// The program of a command, when it is not there. What only a shell can tell is taken to be.
fn missing<'c>(command: &'c str, environment: &Environment) -> Option<&'c str> {
    let word = command.split_whitespace().next()?;
    if word.contains(|c| NOT_A_NAME.contains(c)) || OF_SHELLS.contains(&word) {
        return None;
    }
    // A path is joined to any folder of PATH as itself when it is absolute.
    let is_there = match word.contains('/') {
        true => std::path::Path::new(word).is_file(),
        false => in_path(word, environment).is_some(),
    };
    (!is_there).then_some(word)
}

/// The name of an MFA device that gives no codes.
fn mfa(catalog: &Catalog<'_>, profile: &str, findings: &mut VaultFindings) {
    let Some(serial) = catalog.own(profile, "mfa_serial").ok().flatten() else {
        return;
    };
    let problem = match serial.as_ref() {
        "" => return,
        serial if serial.starts_with("arn:") && serial.contains(":u2f/") => {
            "is a security key, which gives no codes; name a device with codes, or sign in by IAM Identity Center"
        }
        serial if serial.starts_with("arn:") && serial.contains("mfa/") => return,
        serial if serial.starts_with("arn:") => {
            "is the ARN of something else; name arn:aws:iam::ACCOUNT:mfa/DEVICE"
        }
        _ => "is no ARN, which is right for the serial number of a hardware device alone",
    };
    let sentence = format!("mfa_serial of {profile:?} {problem}");
    findings.add(VaultCheck::Profile, Verdict::Doubtful(sentence));
}
