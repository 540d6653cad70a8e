//! `tegata plan`: what would be done for a profile, step by step, without doing any of it.

mod text;

use std::process::ExitCode;

use serde_json::{Value, json};
use tegata_client::planning::{Holdings, PlanningArgs};
use tegata_client::{Edge, Endpoint, EndpointError};
use tegata_profiles::plan::{Plan, Purpose};
use tegata_profiles::resolve::StoredKey;

use crate::Program;
use crate::output;
use crate::paint::{Paint, printable};

/// Show how a profile's credentials would be got: each call, how long, which codes are asked for
///
/// Nothing is asked and nothing is called. Keystores are not opened: where nothing else gives credentials, a key
/// that is stored for the profile is supposed.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    planning: PlanningArgs,
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
        let holdings = Holdings {
            key: &|_| StoredKey::Unseen,
            session: &|_| None,
            mfa_token: false,
        };
        let told = args
            .planning
            .plan(purpose, &holdings, edge.environment)
            .map_err(|error| error.to_string())
            .and_then(|plan| told(&plan, args.json, edge).map_err(|error| error.to_string()));
        match told {
            Ok(told) => output::print(&told),
            Err(error) => Program::Tegata.finish("plan", Err(printable(&error)), edge),
        }
    })
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
    let source = [
        ("/source/endpoint", &plan.source.endpoint),
        ("/source/sign_in_endpoint", &plan.source.sign_in_endpoint),
    ];
    let source = source.map(|(place, endpoint)| (place.to_owned(), endpoint.as_ref()));
    for (place, endpoint) in source.into_iter().chain(calls) {
        let told = told.pointer_mut(&place).and_then(Value::as_object_mut);
        if let (Some(told), Some(endpoint)) = (told, endpoint) {
            told.insert("url".into(), Endpoint::of_plan(endpoint)?.to_string().into());
        }
    }
    Ok(told)
}
