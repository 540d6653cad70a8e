//! `tegata who`: who did this? From an access key, an event, a session or a resource back to the
//! certificate or key it began with.
//!
//! ```text
//! subject ─▶ Sought (one or two ways to look it up) ─▶ GetLineage, signed ─▶ hops ─▶ text | JSON
//! ```

mod hops;
mod sought;

use std::io;
use std::process::ExitCode;

use tegata_api_cloudtrail::operations::GetLineage;
use tegata_api_cloudtrail::{Hop, SERVICE};
use tegata_base::Region;
use tegata_client::{ApiClient, ApiCredentials, Edge, Endpoint};

use crate::asking::{self, Asking, AskingError, Output};
use crate::paint::Paint;
pub(crate) use hops::as_text;
use sought::Sought;

/// Show who did something: certificate → session → role → role → action.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// An access key id, event id, session name, session id, or the ARN of a resource
    #[arg(value_name = "SUBJECT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    subject: String,
    #[command(flatten)]
    asking: Asking,
}

/// Why there is no chain to show. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WhoError {
    #[error(transparent)]
    Asking(#[from] AskingError),
    #[error(
        "no event of this account tells of {subject}; check it, and that {endpoint} is the server it used"
    )]
    NotFound { subject: String, endpoint: Endpoint },
    #[error("cannot write to standard output: {0}")]
    Output(#[from] io::Error),
}

/// Answers on stdout; exit 1, with one sentence on stderr, when there is no answer.
pub(crate) fn run(args: &Args) -> ExitCode {
    asking::run("tegata who", |edge| answer(args, edge))
}

fn answer(args: &Args, edge: &mut Edge<'_>) -> Result<(), WhoError> {
    let server = args.asking.server("tegata who", edge)?;
    let (endpoint, region) = (&server.endpoint, &server.region);
    let hops = lineage(&args.subject, endpoint, region, &server.credentials, edge)?;
    let text = match args.asking.output {
        Output::Text => as_text(&hops, Paint::for_stdout(edge.environment)),
        Output::Json => hops::as_json(&hops),
    };
    edge.stdout.write_all(text.as_bytes())?;
    edge.stdout.flush()?;
    Ok(())
}

/// Asks a server for the chain behind a subject, from the certificate down. The trail of all regions is
/// read.
///
/// # Errors
/// [`WhoError`].
pub(crate) fn lineage(
    subject: &str,
    endpoint: &Endpoint,
    region: &Region,
    credentials: &ApiCredentials,
    edge: &mut Edge<'_>,
) -> Result<Vec<Hop>, WhoError> {
    let base = endpoint.to_string();
    let client = ApiClient::new(&SERVICE, Some(&base), region, credentials, edge.environment)
        .map_err(AskingError::Call)?;
    for sought in Sought::of(subject) {
        match client.call::<GetLineage>(&sought.request(), edge) {
            Ok(answer) => return Ok(answer.hops),
            Err(error) if error.code() == Some("LineageNotFoundException") => {}
            Err(error) => {
                let needed = "cloudtrail:LookupEvents";
                return Err(AskingError::refused(error, endpoint, "GetLineage", needed).into());
            }
        }
    }
    Err(WhoError::NotFound {
        subject: subject.to_owned(),
        endpoint: endpoint.clone(),
    })
}

#[cfg(test)]
mod tests;
