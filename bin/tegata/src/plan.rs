//! `tegata plan`: what would be done for a profile, step by step, without doing any of it.

mod text;

use std::process::ExitCode;

use serde_json::{Value, json};
use tegata_client::keystore::KeystoreArgs;
use tegata_client::planning::{Holdings, PlanningArgs};
use tegata_client::profile_credentials::SessionCacheArgs;
use tegata_client::{Edge, Endpoint, EndpointError};
use tegata_profiles::plan::{Plan, Purpose};
use tegata_profiles::resolve::StoredKey;

use crate::Program;
use crate::output;
use crate::paint::{Paint, printable};

/// Show how a profile's credentials would be got: each call, how long, which codes are asked for
///
/// Nothing is called, and no key is opened: the names in the keystore tell which keys are stored and which sessions
/// are kept. Where nothing else gives credentials, a key that is stored for the profile is supposed.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    planning: PlanningArgs,
    #[command(flatten)]
    keystore: KeystoreArgs,
    #[command(flatten)]
    sessions: SessionCacheArgs,
    /// Do not look into the keystore
    #[arg(long)]
    closed: bool,
    /// What the credentials are for
    #[arg(long = "for", value_enum, default_value_t = For::Exec)]
    purpose: For,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// The commands that need a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum For {
    Exec,
    Login,
    Rotate,
}

/// The plan on stdout; exit 1, with one sentence on stderr, when there is none.
pub(crate) fn run(args: &Args) -> ExitCode {
    let purpose = match args.purpose {
        For::Exec => Purpose::Session,
        For::Login => Purpose::Login,
        For::Rotate => Purpose::Rotate,
    };
    Edge::with_process(|edge| {
        let told = plan(args, purpose, edge)
            .and_then(|plan| told(&plan, args.json, edge).map_err(|error| error.to_string()));
        match told {
            Ok(told) => output::print(&told),
            Err(error) => Program::Tegata.finish("plan", Err(printable(&error)), edge),
        }
    })
}

fn plan(args: &Args, purpose: Purpose, edge: &mut Edge<'_>) -> Result<Plan, String> {
    let unseen = |_: &str| StoredKey::Unseen;
    let nothing = |_: &_| None;
    let closed = Holdings {
        key: &unseen,
        session: &nothing,
        mfa_token: false,
    };
    let planned = match args.closed {
        true => args.planning.plan(purpose, &closed, edge.environment),
        false => {
            let looked = Holdings::look(&args.keystore, &args.sessions, edge, |holdings, environment| {
                args.planning.plan(purpose, holdings, environment)
            });
            match looked {
                Ok(planned) => planned,
                Err(error) => {
                    let planned = args.planning.plan(purpose, &closed, edge.environment);
                    if planned.is_ok() {
                        edge.tell(&format!("note: the keystore was not looked into: {error}"));
                    }
                    planned
                }
            }
        }
    };
    match (planned, args.sessions.is_fresh()) {
        (Ok(plan), true) => Ok(plan.anew()),
        (planned, _) => planned.map_err(|error| error.to_string()),
    }
}

fn told(plan: &Plan, json: bool, edge: &Edge<'_>) -> Result<String, EndpointError> {
    match json {
        true => Ok(format!("{:#}\n", json_of(plan)?)),
        false => text::of(plan, Paint::for_stdout(edge.environment)),
    }
}

/// The plan as it is, with the URL of every call.
fn json_of(plan: &Plan) -> Result<Value, EndpointError> {
    let mut told = json!(plan);
    if let Some(told) = told.as_object_mut() {
        told.insert("codes_asked_for".into(), plan.prompts().into());
    }
    let calls = plan.calls.iter().map(|step| step.endpoint.as_ref());
    let calls = (0..)
        .zip(calls)
        .map(|(at, endpoint)| (format!("/calls/{at}/endpoint"), endpoint));
    let rotation = plan.rotation.as_ref();
    let others = [
        ("/source/endpoint", plan.source.endpoint.as_ref()),
        ("/source/sign_in_endpoint", plan.source.sign_in_endpoint.as_ref()),
        ("/rotation/sts", rotation.map(|rotation| &rotation.sts)),
        ("/rotation/iam", rotation.map(|rotation| &rotation.iam)),
    ];
    let others = others.map(|(place, endpoint)| (place.to_owned(), endpoint));
    for (place, endpoint) in others.into_iter().chain(calls) {
        let told = told.pointer_mut(&place).and_then(Value::as_object_mut);
        if let (Some(told), Some(endpoint)) = (told, endpoint) {
            told.insert("url".into(), Endpoint::of_plan(endpoint)?.to_string().into());
        }
    }
    Ok(told)
}
