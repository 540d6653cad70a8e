//! `tegata why`: why was this denied? For a call that was made, from what its event recorded, and what
//! today's policies say; for one that nobody made, what they would say.
//!
//! ```text
//! event id ─LookupEvents─▶ Recorded ─┐
//! flags ─────────────────────────────┴─▶ Question ─ExplainAccess─▶ today's answer ─▶ text | JSON
//! ```

mod answer;
mod question;
mod recorded;

use std::io;
use std::process::ExitCode;

use serde_json::{Value, json};
use tegata_api_cloudtrail::operations::LookupEvents;
use tegata_api_cloudtrail::{LookupAttribute, LookupEventsRequest};
use tegata_api_iam::ExplainAccessResponse;
use tegata_api_iam::operations::ExplainAccess;
use tegata_base::Region;
use tegata_client::{ApiClient, CallError, Edge};

use crate::asking::{self, Asking, AskingError, Output, Server};
use crate::paint::Paint;
use question::{Question, QuestionError};
use recorded::Recorded;

/// Show why a call was denied, or would be: which policy, which statement, which line, and what would help.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[command(group = clap::ArgGroup::new("asked").required(true).args(["event", "principal"]))]
pub(crate) struct Args {
    /// The id of the event of a denied call
    #[arg(value_name = "EVENT-ID", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    event: Option<String>,
    /// Who would call: the ARN of a user, role, role session or root, or a service such as
    /// rolesanywhere.amazonaws.com
    #[arg(long, value_name = "ARN", requires = "action")]
    principal: Option<String>,
    /// What would be called, as service:Action
    #[arg(long, value_name = "ACTION", requires = "principal")]
    action: Option<String>,
    /// The ARN of what it would be called on, or *
    #[arg(long, value_name = "ARN", default_value = "*", requires = "principal")]
    resource: String,
    /// A condition key of the call; given again, one more of its values
    #[arg(long, value_name = "KEY=VALUE", requires = "principal")]
    context: Vec<String>,
    #[command(flatten)]
    asking: Asking,
}

const EXAMPLES: &str = "Examples:
  tegata why 5ad63df1-3310-41c7-917f-e00ffd073010 --credentials root.json
  tegata why --principal arn:aws:iam::111122223333:user/bob --action iam:GetUser \\
      --resource arn:aws:iam::111122223333:user/boss --context aws:SecureTransport=false

The id of an event is in the trail: aws cloudtrail lookup-events. Calls of IAM are in that of us-east-1.";

/// Why there is no answer. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
enum WhyError {
    #[error(transparent)]
    Asking(#[from] AskingError),
    #[error(transparent)]
    Question(#[from] QuestionError),
    #[error(
        "no event {0} is in the trail of {1}; check that it is the id of an event and not of a request, or name \
         the region that answered with --region"
    )]
    NoEvent(String, String),
    #[error("{0}; check --principal, --action, --resource and --context")]
    NotAsked(String),
    #[error("event {0} was not denied by a policy: {1}")]
    NotDenied(String, String),
    #[error("cannot write to standard output: {0}")]
    Output(#[from] io::Error),
}

/// Answers on stdout; exit 1, with one sentence on stderr, when there is no answer.
pub(crate) fn run(args: &Args) -> ExitCode {
    asking::run("tegata why", |edge| answer(args, edge))
}

fn answer(args: &Args, edge: &mut Edge<'_>) -> Result<(), WhyError> {
    let server = args.asking.server("tegata why", edge)?;
    let (recorded, question) = match (&args.event, &args.principal) {
        (Some(event), _) => {
            let recorded = recorded_event(&server, event, edge)?;
            let question = recorded.question();
            (Some(recorded), question)
        }
        (None, principal) => {
            let asked = (
                principal.as_deref(),
                args.action.as_deref(),
                args.resource.as_str(),
            );
            (None, Question::of_flags(asked, &args.context)?)
        }
    };
    let today = today(&server, &question, edge);
    // What was recorded is an answer even when today's policies cannot be asked.
    let today = match (today, &recorded) {
        (Err(error), None) => return Err(error),
        (today, _) => today.map_err(|error| error.to_string()),
    };
    let text = match args.asking.output {
        Output::Text => answer::as_text(
            recorded.as_ref(),
            today.as_ref(),
            Paint::for_stdout(edge.environment),
        ),
        Output::Json => format!("{:#}\n", as_json(recorded.as_ref(), today.as_ref(), &question)),
    };
    edge.stdout.write_all(text.as_bytes())?;
    edge.stdout.flush()?;
    Ok(())
}

fn as_json(
    recorded: Option<&Recorded>,
    today: Result<&ExplainAccessResponse, &String>,
    question: &Question,
) -> Value {
    let today = match today {
        Ok(today) => answer::as_json(today),
        Err(reason) => json!({ "unknown": reason }),
    };
    json!({
        "request": question.as_json(),
        "recorded": recorded.map(Recorded::as_json),
        "today": today,
    })
}

/// The record of an event, from the trail of the region or else of the one where global services are
/// recorded.
fn recorded_event(server: &Server, event: &str, edge: &mut Edge<'_>) -> Result<Recorded, WhyError> {
    let mut regions = vec![server.region.clone()];
    regions.extend(server.region.partition().global_region().parse().ok());
    regions.dedup();
    let request = LookupEventsRequest {
        lookup_attributes: Some(vec![LookupAttribute {
            attribute_key: "EventId".to_owned(),
            attribute_value: event.to_owned(),
        }]),
        start_time: None,
        end_time: None,
        event_category: None,
        max_results: None,
        next_token: None,
    };
    for region in &regions {
        let client = client(server, &tegata_api_cloudtrail::SERVICE, region, edge)?;
        let found = client.call::<LookupEvents>(&request, edge).map_err(|error| {
            AskingError::refused(error, &server.endpoint, "LookupEvents", "cloudtrail:LookupEvents")
        })?;
        let records = found.events.unwrap_or_default().into_iter();
        let mut records = records.filter_map(|event| event.cloud_trail_event);
        if let Some(record) = records.next() {
            return Recorded::of(&record).map_err(|why| WhyError::NotDenied(event.to_owned(), why));
        }
    }
    let regions: Vec<String> = regions.iter().map(ToString::to_string).collect();
    Err(WhyError::NoEvent(event.to_owned(), regions.join(" or ")))
}

/// What today's policies say.
fn today(
    server: &Server,
    question: &Question,
    edge: &mut Edge<'_>,
) -> Result<ExplainAccessResponse, WhyError> {
    let client = client(server, &tegata_api_iam::SERVICE, &server.region, edge)?;
    client
        .call::<ExplainAccess>(&question.request(), edge)
        .map_err(|error| match &error {
            CallError::Service { error: said, .. }
                if matches!(said.code.as_deref(), Some("InvalidInput" | "NoSuchEntity")) =>
            {
                let message = said.message.as_deref().unwrap_or_default();
                WhyError::NotAsked(message.trim_end_matches('.').to_owned())
            }
            _ => {
                let needed = "iam:SimulatePrincipalPolicy";
                AskingError::refused(error, &server.endpoint, "ExplainAccess", needed).into()
            }
        })
}

fn client<'s>(
    server: &'s Server,
    service: &'static tegata_wire::Service,
    region: &Region,
    edge: &Edge<'_>,
) -> Result<ApiClient<'s>, AskingError> {
    let base = server.endpoint.to_string();
    ApiClient::new(
        service,
        Some(&base),
        region,
        &server.credentials,
        edge.environment,
    )
    .map_err(AskingError::Call)
}

#[cfg(test)]
mod tests;
