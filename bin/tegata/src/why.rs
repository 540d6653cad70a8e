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
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::{Value, json};
use tegata_api_cloudtrail::operations::LookupEvents;
use tegata_api_cloudtrail::{LookupAttribute, LookupEventsRequest};
use tegata_api_iam::ExplainAccessResponse;
use tegata_api_iam::operations::ExplainAccess;
use tegata_base::Region;
use tegata_client::{ApiClient, ApiCredentials, CallError, Edge, Endpoint};

use crate::paint::Paint;
use crate::who::{self, WhoError};
use question::{Question, QuestionError};
use recorded::Recorded;

/// Show why a call was denied, or would be: which policy, which statement, which line, and what would help.
#[derive(Debug, clap::Args)]
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
    /// A file with the credentials to ask with, as a credential_process prints them, mode 0600 [default:
    /// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN]
    #[arg(long, value_name = "FILE")]
    credentials: Option<PathBuf>,
    /// The region whose trail is read, then that of us-east-1 [default: AWS_REGION, AWS_DEFAULT_REGION or
    /// us-east-1]
    #[arg(long)]
    region: Option<String>,
    /// The base URL of the server [default: AWS_ENDPOINT_URL_CLOUDTRAIL or AWS_ENDPOINT_URL]
    #[arg(long, value_name = "URL", alias = "endpoint-url")]
    endpoint: Option<String>,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Output::Text)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Output {
    Text,
    Json,
}

/// Why there is no answer. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
enum WhyError {
    #[error(transparent)]
    Asking(#[from] WhoError),
    #[error(transparent)]
    Question(#[from] QuestionError),
    #[error(
        "no event {0} is in the trail of {1}; check the id, or name the region that answered with --region"
    )]
    NoEvent(String, Region),
    #[error("event {0} was not denied by a policy: {1}")]
    NotDenied(String, String),
    #[error("{0}; ask with credentials that may do {1}")]
    Denied(String, &'static str),
    #[error("{0} does not know ExplainAccess, which only a Tegata server answers; check --endpoint")]
    NotTegata(Endpoint),
    #[error(transparent)]
    Call(CallError),
    #[error("cannot write to standard output: {0}")]
    Output(#[from] io::Error),
}

/// Answers on stdout; exit 1, with one sentence on stderr, when there is no answer.
pub(crate) fn run(args: &Args) -> ExitCode {
    Edge::with_process(|edge| match answer(args, edge) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            edge.tell(&format!(
                "tegata why: {}",
                crate::paint::printable(&error.to_string())
            ));
            ExitCode::FAILURE
        }
    })
}

/// A server to ask, and with what.
struct Server {
    endpoint: Endpoint,
    region: Region,
    credentials: ApiCredentials,
}

fn answer(args: &Args, edge: &mut Edge<'_>) -> Result<(), WhyError> {
    let server = Server {
        endpoint: who::endpoint(args.endpoint.as_deref(), edge.environment)?,
        region: who::region(args.region.as_deref(), edge.environment)?,
        credentials: who::credentials(args.credentials.as_deref(), edge.environment)?,
    };
    if server.endpoint.is_exposed() {
        edge.tell(&format!(
            "tegata why: warning: {} is not encrypted; whoever is on the way can read the answer",
            server.endpoint
        ));
    }
    let (recorded, question) = match (&args.event, &args.principal) {
        (Some(event), _) => {
            let recorded = server.recorded(event, edge)?;
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
    let today = server.today(&question, edge);
    // What was recorded is an answer even when today's policies cannot be asked.
    let today = match (today, &recorded) {
        (Err(error), None) => return Err(error),
        (today, _) => today.map_err(|error| error.to_string()),
    };
    let text = match args.output {
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

impl Server {
    /// The record of an event, from the trail of the region or else of the one where global services are
    /// recorded.
    fn recorded(&self, event: &str, edge: &mut Edge<'_>) -> Result<Recorded, WhyError> {
        let mut regions = vec![self.region.clone()];
        regions.extend(self.region.partition().global_region().parse().ok());
        regions.dedup();
        for region in &regions {
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
            let client = self.client(&tegata_api_cloudtrail::SERVICE, region, edge)?;
            let found = client.call::<LookupEvents>(&request, edge);
            let found = found.map_err(|error| self.refused(error, "cloudtrail:LookupEvents"))?;
            let records = found.events.unwrap_or_default().into_iter();
            let mut records = records.filter_map(|event| event.cloud_trail_event);
            if let Some(record) = records.next() {
                return Recorded::of(&record).map_err(|why| WhyError::NotDenied(event.to_owned(), why));
            }
        }
        Err(WhyError::NoEvent(event.to_owned(), self.region.clone()))
    }

    /// What today's policies say.
    fn today(&self, question: &Question, edge: &mut Edge<'_>) -> Result<ExplainAccessResponse, WhyError> {
        let client = self.client(&tegata_api_iam::SERVICE, &self.region, edge)?;
        let answer = client.call::<ExplainAccess>(&question.request(), edge);
        answer.map_err(|error| self.refused(error, "iam:SimulatePrincipalPolicy"))
    }

    fn client(
        &self,
        service: &'static tegata_wire::Service,
        region: &Region,
        edge: &Edge<'_>,
    ) -> Result<ApiClient<'_>, WhyError> {
        let base = self.endpoint.to_string();
        ApiClient::new(service, Some(&base), region, &self.credentials, edge.environment)
            .map_err(WhyError::Call)
    }

    /// What the server's refusal means to the one who asks.
    fn refused(&self, error: CallError, needed: &'static str) -> WhyError {
        match error.code() {
            Some("AccessDenied" | "AccessDeniedException") => {
                let CallError::Service { error: said, .. } = &error else {
                    return WhyError::Call(error);
                };
                let message = said.message.clone().unwrap_or_else(|| said.to_string());
                WhyError::Denied(message, needed)
            }
            Some("UnknownOperationException" | "InvalidAction") => WhyError::NotTegata(self.endpoint.clone()),
            _ => WhyError::Call(error),
        }
    }
}

#[cfg(test)]
mod tests;
