//! A plan for people to read: a step a paragraph, a fact a line.

use std::fmt::Write as _;

use tegata_client::{Endpoint, EndpointError};
use tegata_profiles::plan::{
    self, AssumeRole, Call, Code, Metadata, Mfa, Plan, Seconds, Source, Step, WebToken,
};

use crate::paint::{Paint, printable};

/// What a fact is called, and the fact.
type Facts = Vec<(&'static str, String)>;

pub(super) fn of(plan: &Plan, paint: Paint) -> Result<String, EndpointError> {
    let codes = match plan.prompts() {
        0 => "no code is asked for".to_owned(),
        1 => "one code is asked for".to_owned(),
        count => format!("{count} codes are asked for"),
    };
    // Some sources are calls themselves.
    let of_rotation = plan.rotation.as_ref().map_or(0, |rotation| rotation.calls.len());
    let calls = match plan.calls.len() + of_rotation + usize::from(plan.source.endpoint.is_some()) {
        1 => "1 call".to_owned(),
        count => format!("{count} calls"),
    };
    let mut text = format!("{}: {calls}, {codes}\n", paint.bold(printable(&plan.profile)));
    let held = plan.steps_held();
    let (title, facts) = source(&plan.source.what);
    step(&mut text, paint, (1, held), &plan.source, &title, facts)?;
    for (number, call) in (2..).zip(&plan.calls) {
        let facts = facts_of(&call.what, number <= held);
        step(&mut text, paint, (number, held), call, call.what.name(), facts)?;
    }
    if let Some(rotation) = &plan.rotation {
        for (number, call) in (plan.calls.len() + 2..).zip(rotation.calls) {
            title_of(&mut text, paint, number, call.name, &rotation.profile);
            let at = place(rotation.endpoint(call))?;
            write_facts(&mut text, paint, vec![("", call.aim.to_owned()), ("at", at)]);
        }
    }
    if !plan.notes.is_empty() {
        text.push('\n');
    }
    for note in &plan.notes {
        let note = printable(&note.to_string());
        let _ = writeln!(text, "{} {note}", paint.cyan("note:"));
    }
    Ok(text)
}

fn step<T>(
    text: &mut String,
    paint: Paint,
    (number, held): (usize, usize),
    step: &Step<T>,
    title: &str,
    mut facts: Facts,
) -> Result<(), EndpointError> {
    title_of(text, paint, number, title, &step.profile);
    if let Some(endpoint) = &step.endpoint {
        facts.push(("at", place(endpoint)?));
        facts.extend(
            endpoint
                .ca_bundle
                .as_ref()
                .map(|roots| ("trusting", roots.value.clone())),
        );
    }
    match &step.held {
        Some(session) => facts.push(("held", format!("until {}", session.expires))),
        None if number < held => facts.push(("held", "not needed, since a later session is held".into())),
        None => {}
    }
    write_facts(text, paint, facts);
    Ok(())
}

fn title_of(text: &mut String, paint: Paint, number: usize, title: &str, profile: &str) {
    let profile = printable(profile);
    let _ = writeln!(text, "\n{number}. {} for {profile}", paint.bold(title));
}

fn write_facts(text: &mut String, paint: Paint, facts: Facts) {
    for (name, fact) in facts {
        let _ = writeln!(
            text,
            "   {} {}",
            paint.dim(format!("{name:<12}")),
            printable(&fact)
        );
    }
}

fn place(endpoint: &plan::Endpoint) -> Result<String, EndpointError> {
    let url = Endpoint::of_plan(endpoint)?;
    Ok(format!("{url} ({})", endpoint.region.value))
}

fn source(source: &Source) -> (String, Facts) {
    let (title, facts) = match source {
        Source::StoredKey { seen, key_id, .. } => {
            let supposed = (!seen).then(|| ("supposed", "the keystore was not opened".to_owned()));
            let id = key_id.clone().map(|id| ("key", id));
            ("Stored key", supposed.into_iter().chain(id).collect())
        }
        Source::FileKey { origin, .. } => ("Key in a file", vec![("file", origin.to_string())]),
        Source::Environment => (
            "Environment",
            vec![("variables", "AWS_ACCESS_KEY_ID and what belongs to it".into())],
        ),
        Source::Metadata {
            service: Metadata::Ec2InstanceMetadata,
        } => ("Instance metadata", Vec::new()),
        Source::Metadata {
            service: Metadata::EcsContainer,
        } => ("Container credentials", Vec::new()),
        Source::SsoRole {
            directory,
            account_id,
            role_name,
        } => {
            let mut facts = vec![
                ("sign in at", directory.start_url.clone()),
                ("account", account_id.to_string()),
                ("role", role_name.clone()),
            ];
            facts.extend(directory.session.clone().map(|session| ("session", session)));
            ("GetRoleCredentials", facts)
        }
        Source::LoginSession { session } => ("Session of aws login", vec![("as", session.to_string())]),
        Source::WebIdentity {
            token,
            role_arn,
            session_name,
            duration,
        } => {
            let token = match token {
                WebToken::File(path) => path.clone(),
                WebToken::Process(command) => format!("from {command}"),
            };
            let mut facts = vec![("token", token), ("role", role_arn.to_string())];
            facts.extend(lasting(*duration, None));
            facts.extend(session_name.clone().map(|name| ("named", name)));
            ("AssumeRoleWithWebIdentity", facts)
        }
        Source::Process { command } => ("credential_process", vec![("runs", command.to_string())]),
        Source::RolesAnywhere {
            certificate,
            private_key,
            intermediates,
            trust_anchor_arn,
            profile_arn,
            role_arn,
            session_name,
            duration,
        } => {
            let mut facts = vec![("certificate", certificate.to_string())];
            facts.extend(private_key.as_ref().map(|key| ("key", key.to_string())));
            facts.extend(intermediates.clone().map(|path| ("chain", path)));
            facts.extend([
                ("anchor", trust_anchor_arn.to_string()),
                ("profile", profile_arn.to_string()),
                ("role", role_arn.to_string()),
            ]);
            facts.extend(lasting(*duration, None));
            facts.extend(session_name.clone().map(|name| ("named", name)));
            ("CreateSession", facts)
        }
    };
    (title.to_owned(), facts)
}

/// What there is to say of a call. The code of one whose session is held, or a later one, is not needed.
fn facts_of(call: &Call, is_held: bool) -> Facts {
    let factor = factor(call.mfa().filter(|_| !is_held));
    match call {
        Call::GetSessionToken { duration, .. } => {
            lasting(*duration, None).into_iter().chain(factor).collect()
        }
        Call::AssumeRole(request) => assumption(request).into_iter().chain(factor).collect(),
        Call::GetFederationToken { duration } => {
            let unless = (
                "unless",
                "the credentials are a role's, which sign in as they are".to_owned(),
            );
            lasting(*duration, None).into_iter().chain([unless]).collect()
        }
        Call::GetCallerIdentity | Call::GetUser => Vec::new(),
    }
}

fn assumption(request: &AssumeRole) -> Facts {
    let mut facts = vec![("role", request.role_arn.to_string())];
    facts.extend(lasting(request.duration, request.capped_from));
    facts.extend(request.session_name.clone().map(|name| ("named", name)));
    facts.extend(request.external_id.clone().map(|id| ("external id", id)));
    let tags = request.tags.iter();
    facts.extend(tags.map(|tag| ("tag", format!("{}={}", tag.key, tag.value))));
    if !request.transitive_tag_keys.is_empty() {
        facts.push(("transitive", request.transitive_tag_keys.join(", ")));
    }
    facts.extend(
        request
            .source_identity
            .clone()
            .map(|identity| ("on behalf of", identity)),
    );
    facts
}

fn lasting(duration: Seconds, capped_from: Option<Seconds>) -> Option<(&'static str, String)> {
    let instead = capped_from.map_or(String::new(), |asked| format!(" instead of {asked}"));
    Some(("lasts", format!("{duration}{instead}")))
}

fn factor(mfa: Option<&Mfa>) -> Option<(&'static str, String)> {
    let mfa = mfa?;
    let code = match &mfa.code {
        Code::Given => "given by --mfa-token".into(),
        Code::Process(command) => format!("from {command}"),
        Code::Prompt => "asked for".into(),
    };
    Some(("code", format!("{}, {code}", mfa.serial)))
}
