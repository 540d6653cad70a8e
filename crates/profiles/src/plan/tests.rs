use std::collections::HashMap;

use super::*;
use crate::catalog::{Catalog, Dialect};
use crate::duration::Units;
use crate::error::ResolveError;
use crate::file::ConfigFile;
use crate::resolve::{Flags, Request, StoredKey};

mod decisions;
mod rows;
mod sources;

/// A machine: what the resolver is given.
#[derive(Default)]
struct World {
    config: &'static str,
    credentials: &'static str,
    dialect: Dialect,
    flags: Flags,
    purpose: Option<Purpose>,
    /// Profiles with a stored key; none: nobody looked.
    keys: Option<&'static [&'static str]>,
    variables: HashMap<&'static str, &'static str>,
    /// Which sessions are held.
    held: Option<fn(&SessionKey) -> bool>,
}

impl World {
    fn of(config: &'static str) -> Self {
        Self {
            config,
            keys: Some(&["u"]),
            ..Self::default()
        }
    }

    fn keys(self, keys: &'static [&'static str]) -> Self {
        Self {
            keys: Some(keys),
            ..self
        }
    }

    fn set(mut self, name: &'static str, value: &'static str) -> Self {
        self.variables.insert(name, value);
        self
    }

    fn lasting(mut self, duration: &str) -> Self {
        self.flags.duration = Some(Seconds::parse(duration, Units::GoDaysWeeks).unwrap());
        self
    }

    fn no_session(mut self) -> Self {
        self.flags.no_session = true;
        self
    }

    fn strict(self) -> Self {
        let dialect = Dialect::AwsCli;
        Self { dialect, ..self }
    }

    fn for_(self, purpose: Purpose) -> Self {
        let purpose = Some(purpose);
        Self { purpose, ..self }
    }

    fn plan(&self, profile: &str) -> Result<Plan, ResolveError> {
        let config = ConfigFile::parse("config", self.config.as_bytes()).unwrap();
        let credentials = ConfigFile::parse("credentials", self.credentials.as_bytes()).unwrap();
        let catalog = Catalog::new(config, credentials, self.dialect).unwrap();
        let request = Request {
            profile,
            purpose: self.purpose.unwrap_or(Purpose::Session),
            flags: &self.flags,
            variable: &|name| self.variables.get(name).map(|value| (*value).to_owned()),
            stored_key: &|name| match self.keys {
                None => StoredKey::Unseen,
                Some(keys) if keys.contains(&name) => StoredKey::Held(None),
                Some(_) => StoredKey::Absent,
            },
        };
        let held = |key: &SessionKey| {
            let expires = Timestamp::UNIX_EPOCH;
            self.held
                .is_some_and(|held| held(key))
                .then_some(HeldSession { expires })
        };
        plan(&catalog, &request, &held)
    }

    /// The steps in short: who, what, how long, with which factor; what is kept has a `*`.
    fn steps(&self, profile: &str) -> String {
        let plan = self.plan(profile).map_err(|error| error.to_string()).unwrap();
        let mut steps = vec![source(&plan.source)];
        steps.extend(plan.calls.iter().map(call));
        steps.join(", ")
    }

    fn error(&self, profile: &str) -> String {
        self.plan(profile).err().unwrap().to_string()
    }

    fn notes(&self, profile: &str) -> Vec<String> {
        let plan = self.plan(profile).unwrap();
        plan.notes.iter().map(ToString::to_string).collect()
    }
}

fn source(step: &Step<Source>) -> String {
    let kept = if step.session.is_some() { "*" } else { "" };
    let what = match &step.what {
        Source::StoredKey { profile, .. } => format!("key {profile}"),
        Source::FileKey { profile, .. } => format!("file {profile}"),
        Source::Environment => "environment".into(),
        Source::Metadata { service } => format!("{service:?}"),
        Source::SsoRole {
            directory, role_name, ..
        } => format!("sso {} {role_name}", directory.start_url),
        Source::LoginSession { session } => format!("login {session}"),
        Source::WebIdentity {
            role_arn, duration, ..
        } => format!("web {} {duration}", role_arn.name()),
        Source::Process { command } => format!("process {}", command.as_str()),
        Source::RolesAnywhere {
            role_arn, duration, ..
        } => format!("certificate {} {duration}", role_arn.name()),
    };
    format!("{what}{kept}")
}

fn call(step: &Step<Call>) -> String {
    let kept = if step.session.is_some() { "*" } else { "" };
    let mfa = step
        .what
        .mfa()
        .map_or(String::new(), |mfa| format!(" mfa={}", mfa.serial));
    match &step.what {
        Call::GetSessionToken { duration, .. } => format!("GST {} {duration}{mfa}{kept}", step.profile),
        Call::AssumeRole(request) => {
            let capped = request
                .capped_from
                .map_or(String::new(), |from| format!(" capped from {from}"));
            format!("AR {} {}{capped}{mfa}{kept}", step.profile, request.duration)
        }
        Call::GetFederationToken { duration } => format!("GFT {duration}"),
        other => other.name().into(),
    }
}
