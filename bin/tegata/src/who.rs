//! `tegata who`: who did this? From an access key, an event, a session or a resource back to the
//! certificate or key it began with.
//!
//! ```text
//! subject ─▶ Sought (one or two ways to look it up) ─▶ GetLineage, signed ─▶ hops ─▶ text | JSON
//! ```

mod credentials_file;
mod hops;
mod sought;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use tegata_api_cloudtrail::operations::GetLineage;
use tegata_api_cloudtrail::{Hop, SERVICE};
use tegata_base::{InvalidRegion, Region};
use tegata_client::{
    ApiClient, ApiCredentials, CallError, CredentialsError, Edge, Endpoint, EndpointError, Environment,
};

use crate::paint::Paint;
use credentials_file::CredentialsFileError;
pub(crate) use hops::as_text;
use sought::Sought;

/// The region that is signed for when none is given; a server accepts any.
const DEFAULT_REGION: &str = "us-east-1";

/// Show who did something: certificate → session → role → role → action.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// An access key id, event id, session name, session id, or the ARN of a resource
    #[arg(value_name = "SUBJECT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    subject: String,
    /// A file with the credentials to ask with, as a credential_process prints them, mode 0600 [default:
    /// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN]
    #[arg(long, value_name = "FILE")]
    credentials: Option<PathBuf>,
    /// The region to sign for; the trail of all regions is read [default: AWS_REGION, AWS_DEFAULT_REGION or
    /// us-east-1]
    #[arg(long)]
    region: Option<String>,
    /// The base URL of the server [default: AWS_ENDPOINT_URL_CLOUDTRAIL or AWS_ENDPOINT_URL]
    #[arg(long, value_name = "URL", alias = "endpoint-url")]
    endpoint: Option<String>,
    /// How to print the chain
    #[arg(long, value_enum, default_value_t = Output::Text)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Output {
    Text,
    Json,
}

/// Why there is no chain to show. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WhoError {
    #[error(transparent)]
    Credentials(#[from] CredentialsError),
    #[error(transparent)]
    CredentialsFile(#[from] CredentialsFileError),
    #[error("{0:?}: {InvalidRegion}; give one such as us-east-1")]
    Region(String),
    #[error("no server was given; name its URL with --endpoint or AWS_ENDPOINT_URL")]
    NoEndpoint,
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    #[error(
        "no event of this account tells of {subject}; check it, and that {endpoint} is the server it used"
    )]
    NotFound { subject: String, endpoint: Endpoint },
    #[error("{message}; ask with credentials that may do cloudtrail:LookupEvents")]
    Denied { message: String },
    #[error("{0} does not know GetLineage, which only a Tegata server answers; check --endpoint")]
    NotTegata(Endpoint),
    #[error("{0} does not accept these credentials: {1}; check the key, its session and the clock")]
    Unauthenticated(Endpoint, String),
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
                "tegata who: {}",
                crate::paint::printable(&error.to_string())
            ));
            ExitCode::FAILURE
        }
    })
}

fn answer(args: &Args, edge: &mut Edge<'_>) -> Result<(), WhoError> {
    let region = region(args.region.as_deref(), edge.environment)?;
    let endpoint = endpoint(args.endpoint.as_deref(), edge.environment)?;
    let credentials = credentials(args.credentials.as_deref(), edge.environment)?;
    if endpoint.is_exposed() {
        edge.tell(&format!(
            "tegata who: warning: {endpoint} is not encrypted; whoever is on the way can read the answer"
        ));
    }
    let hops = lineage(&args.subject, &endpoint, &region, &credentials, edge)?;
    let text = match args.output {
        Output::Text => as_text(&hops, Paint::for_stdout(edge.environment)),
        Output::Json => hops::as_json(&hops),
    };
    edge.stdout.write_all(text.as_bytes())?;
    edge.stdout.flush()?;
    Ok(())
}

/// Asks a server for the chain behind a subject, from the certificate down.
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
        .map_err(WhoError::Call)?;
    for sought in Sought::of(subject) {
        match client.call::<GetLineage>(&sought.request(), edge) {
            Ok(answer) => return Ok(answer.hops),
            Err(error) if error.code() == Some("LineageNotFoundException") => {}
            Err(error) => return Err(refused(error, endpoint)),
        }
    }
    Err(WhoError::NotFound {
        subject: subject.to_owned(),
        endpoint: endpoint.clone(),
    })
}

/// What the server's refusal means to the one who asks.
fn refused(error: CallError, endpoint: &Endpoint) -> WhoError {
    let CallError::Service { error: said, .. } = &error else {
        return WhoError::Call(error);
    };
    let message = said.message.clone().unwrap_or_else(|| said.to_string());
    match said.code.as_deref() {
        Some("AccessDenied" | "AccessDeniedException") => WhoError::Denied { message },
        Some("UnknownOperationException" | "InvalidAction") => WhoError::NotTegata(endpoint.clone()),
        Some(
            "UnrecognizedClientException"
            | "InvalidSignatureException"
            | "ExpiredTokenException"
            | "InvalidClientTokenId"
            | "SignatureDoesNotMatch",
        ) => {
            // The server repeats the canonical request on lines of its own; the first says enough.
            let first = message.lines().next().unwrap_or_default().trim_end_matches('.');
            WhoError::Unauthenticated(endpoint.clone(), first.to_owned())
        }
        _ => WhoError::Call(error),
    }
}

/// Those of a file, or of the environment.
pub(crate) fn credentials(
    file: Option<&Path>,
    environment: &Environment,
) -> Result<ApiCredentials, WhoError> {
    Ok(match file {
        Some(path) => credentials_file::read(path)?,
        None => ApiCredentials::from_environment(environment)?,
    })
}

pub(crate) fn region(given: Option<&str>, environment: &Environment) -> Result<Region, WhoError> {
    let given = given.filter(|text| !text.is_empty());
    let text = given
        .or_else(|| environment.first(&["AWS_REGION", "AWS_DEFAULT_REGION"]))
        .unwrap_or(DEFAULT_REGION);
    text.parse()
        .map_err(|InvalidRegion| WhoError::Region(text.to_owned()))
}

/// Only where it was said to be: `GetLineage` is Tegata's own, so AWS's host is no default.
pub(crate) fn endpoint(given: Option<&str>, environment: &Environment) -> Result<Endpoint, WhoError> {
    let given = given.filter(|text| !text.is_empty());
    let text = given
        .or_else(|| environment.first(&["AWS_ENDPOINT_URL_CLOUDTRAIL", "AWS_ENDPOINT_URL"]))
        .ok_or(WhoError::NoEndpoint)?;
    Ok(text.parse()?)
}

#[cfg(test)]
mod tests;
