//! The environment of a child: this process's, less what would speak for another identity or holds a secret of
//! the keystore, plus what hands over the credentials.

use std::ffi::OsString;

use tegata_profiles::plan::Plan;

use super::Habits;
use crate::brought::BROUGHT;
use crate::export::{place_variables, variables};
use crate::{ApiCredentials, Environment};

/// What aws-vault removes: credentials and profiles of before.
const OTHERS: [&str; 8] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_CREDENTIAL_FILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_PROFILE",
    "AWS_SDK_LOAD_CONFIG",
];

/// What opens keystores: no child needs it, and each would hand it on.
const SECRETS: [&str; 7] = [
    "AWS_VAULT_FILE_PASSPHRASE",
    "AWS_VAULT_OP_CONNECT_TOKEN",
    "AWS_VAULT_OP_SERVICE_ACCOUNT_TOKEN",
    "OP_CONNECT_TOKEN",
    "OP_SERVICE_ACCOUNT_TOKEN",
    "PROTON_PASS_PERSONAL_ACCESS_TOKEN",
    "TEGATA_CREDENTIAL_PROCESSES",
];

/// What an SDK would take credentials from that it finds none in the variables of: left alone by aws-vault.
const LEFTOVERS: [&str; 11] = [
    "AWS_ACCESS_KEY",
    "AWS_SECRET_KEY",
    "AWS_SESSION_EXPIRATION",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
];

/// What keeps an SDK from asking at the address of EC2's metadata service.
const ELSEWHERE: [&str; 3] = [
    "AWS_EC2_METADATA_DISABLED",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
];

/// The variables that speak for an account, which whoever hands over another one takes away.
pub const IDENTITY: [&[&str]; 2] = [&OTHERS, &LEFTOVERS];

/// The profiles of the processes above, the outermost first, with `>` between them.
const STACK: &str = "TEGATA_STACK";

/// How a child gets its credentials.
pub enum HandOver<'h> {
    /// In variables.
    Variables(&'h ApiCredentials),
    /// From a server that speaks the protocol of ECS.
    Container {
        /// Its URL.
        url: String,
        /// What it asks for.
        token: String,
    },
    /// From a server at the address of EC2's metadata service.
    Instance,
    /// By itself, from the profile.
    Profile,
}

/// Names and values.
pub struct ChildEnvironment(Vec<(OsString, OsString)>);

impl ChildEnvironment {
    /// What the child of a plan's profile gets.
    #[must_use]
    pub fn new(
        inherited: impl IntoIterator<Item = (OsString, OsString)>,
        plan: &Plan,
        hand_over: &HandOver<'_>,
        habits: Habits,
        environment: &Environment,
    ) -> Self {
        let is_removed = |name: &OsString| {
            let Some(name) = name.to_str() else {
                return false;
            };
            let is_leftover = LEFTOVERS.contains(&name)
                && (habits == Habits::Tegata || !matches!(hand_over, HandOver::Variables(_)));
            let is_of_profile_above = name == BROUGHT || environment.is_brought(name);
            OTHERS.contains(&name) || SECRETS.contains(&name) || is_leftover || is_of_profile_above
        };
        let mut child = Self(
            inherited
                .into_iter()
                .filter(|(name, _)| !is_removed(name))
                .collect(),
        );
        child.set("AWS_VAULT", &plan.profile);
        if habits == Habits::Tegata {
            child.set(STACK, &stack(&plan.profile, environment));
        }
        child.place(plan, habits, environment);
        child.hand_over(plan, hand_over);
        child
    }

    /// Where calls go, and what of that the user had not set.
    fn place(&mut self, plan: &Plan, habits: Habits, environment: &Environment) {
        let mut brought = Vec::new();
        for (name, value) in place_variables(plan) {
            self.set(name, &value);
            if environment.os(name).is_none() || environment.is_brought(name) {
                brought.push(format!("{name}={value}"));
            }
        }
        if habits == Habits::Tegata {
            self.set(BROUGHT, &brought.join(" "));
        }
    }

    fn hand_over(&mut self, plan: &Plan, hand_over: &HandOver<'_>) {
        match hand_over {
            HandOver::Variables(credentials) => {
                for (name, value) in variables(credentials) {
                    self.set(name, &value);
                }
            }
            HandOver::Container { url, token } => {
                self.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", url);
                self.set("AWS_CONTAINER_AUTHORIZATION_TOKEN", token);
            }
            HandOver::Instance => self
                .0
                .retain(|(name, _)| !ELSEWHERE.iter().any(|other| name == other)),
            HandOver::Profile => self.set("AWS_PROFILE", &plan.profile),
        }
    }

    fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|(other, _)| other != name);
        self.0.push((name.into(), value.into()));
    }

    /// All of them.
    pub(crate) fn variables(&self) -> impl Iterator<Item = (&OsString, &OsString)> {
        self.0.iter().map(|(name, value)| (name, value))
    }
}

fn stack(profile: &str, environment: &Environment) -> String {
    let text = |name| environment.text(name).ok().flatten();
    match text(STACK).or_else(|| text("AWS_VAULT")) {
        Some(above) => format!("{above}>{profile}"),
        None => profile.to_owned(),
    }
}

#[cfg(test)]
mod tests;
