//! How `who` and `why` come to a server: where it is, as whom they ask, how the answer is printed, and what
//! a refusal means to the one who asks.

mod credentials_file;

use std::path::PathBuf;
use std::process::ExitCode;

use tegata_base::{InvalidRegion, Region};
use tegata_client::{
    ApiCredentials, CallError, CredentialsError, Edge, Endpoint, EndpointError, Environment, NotUnicode,
};

use crate::paint::printable;
pub(crate) use credentials_file::CredentialsFileError;

/// The region that is signed for when none is given; a server accepts any.
const DEFAULT_REGION: &str = "us-east-1";

/// The flags of every subcommand that asks a server.
#[derive(Debug, clap::Args)]
pub(crate) struct Asking {
    /// A file with the credentials to ask with, as a credential_process prints them, mode 0600 [default:
    /// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN]
    #[arg(long, value_name = "FILE")]
    credentials: Option<PathBuf>,
    /// The region to sign for [default: AWS_REGION, AWS_DEFAULT_REGION or us-east-1]
    #[arg(long)]
    region: Option<String>,
    /// The base URL of the server [default: AWS_ENDPOINT_URL_CLOUDTRAIL or AWS_ENDPOINT_URL]
    #[arg(long, value_name = "URL", alias = "endpoint-url")]
    endpoint: Option<String>,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Output::Text)]
    pub(crate) output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Output {
    Text,
    Json,
}

/// A server to ask, and with what.
pub(crate) struct Server {
    pub(crate) endpoint: Endpoint,
    pub(crate) region: Region,
    pub(crate) credentials: ApiCredentials,
}

/// Why a server gives no answer. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AskingError {
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
    #[error(transparent)]
    Variable(#[from] NotUnicode),
    #[error("{message}; ask with credentials that may do {action}")]
    Denied { message: String, action: &'static str },
    #[error("{endpoint} does not know {operation}, which only a Tegata server answers; check --endpoint")]
    NotTegata {
        endpoint: Endpoint,
        operation: &'static str,
    },
    #[error("{0} does not accept these credentials: {1}; check the key, its session and the clock")]
    Unauthenticated(Endpoint, String),
    #[error(transparent)]
    Call(CallError),
}

/// Runs a subcommand: its answer goes to stdout; where there is none the exit status is 1, with one
/// sentence on stderr.
pub(crate) fn run<E: std::error::Error>(
    subcommand: &str,
    answer: impl FnOnce(&mut Edge<'_>) -> Result<(), E>,
) -> ExitCode {
    Edge::with_process(|edge| match answer(edge) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            edge.tell(&format!("{subcommand}: {}", printable(&error.to_string())));
            ExitCode::FAILURE
        }
    })
}

impl Asking {
    /// The server that was named, with a warning on stderr about one that cannot be asked in private.
    ///
    /// # Errors
    /// [`AskingError`].
    pub(crate) fn server(&self, subcommand: &str, edge: &mut Edge<'_>) -> Result<Server, AskingError> {
        let endpoint = self.endpoint(edge.environment)?;
        let region = self.region(edge.environment)?;
        let credentials = match &self.credentials {
            Some(path) => credentials_file::read(path)?,
            None => ApiCredentials::from_environment(edge.environment)?,
        };
        if endpoint.is_exposed() {
            edge.tell(&format!(
                "{subcommand}: warning: {endpoint} is not encrypted; whoever is on the way can read the answer"
            ));
        }
        Ok(Server {
            endpoint,
            region,
            credentials,
        })
    }

    fn region(&self, environment: &Environment) -> Result<Region, AskingError> {
        let given = self.region.as_deref().filter(|text| !text.is_empty());
        let text = match given {
            Some(text) => text,
            None => environment
                .first(&["AWS_REGION", "AWS_DEFAULT_REGION"])?
                .unwrap_or(DEFAULT_REGION),
        };
        text.parse()
            .map_err(|InvalidRegion| AskingError::Region(text.to_owned()))
    }

    /// Only where it was said to be: what is asked is Tegata's own, so AWS's host is no default.
    fn endpoint(&self, environment: &Environment) -> Result<Endpoint, AskingError> {
        let given = self.endpoint.as_deref().filter(|text| !text.is_empty());
        let text = match given {
            Some(text) => Some(text),
            None => environment.first(&["AWS_ENDPOINT_URL_CLOUDTRAIL", "AWS_ENDPOINT_URL"])?,
        };
        Ok(text.ok_or(AskingError::NoEndpoint)?.parse()?)
    }
}

impl AskingError {
    /// What the refusal of an operation means to the one who asks; `action` is what it needs.
    pub(crate) fn refused(
        error: CallError,
        endpoint: &Endpoint,
        operation: &'static str,
        action: &'static str,
    ) -> Self {
        let CallError::Service { error: said, .. } = &error else {
            return Self::Call(error);
        };
        let message = said.message.clone().unwrap_or_else(|| said.to_string());
        match said.code.as_deref() {
            Some("AccessDenied" | "AccessDeniedException") => Self::Denied { message, action },
            Some("UnknownOperationException" | "InvalidAction") => Self::NotTegata {
                endpoint: endpoint.clone(),
                operation,
            },
            Some(
                "UnrecognizedClientException"
                | "InvalidSignatureException"
                | "ExpiredTokenException"
                | "ExpiredToken"
                | "InvalidClientTokenId"
                | "SignatureDoesNotMatch",
            ) => {
                // The server repeats the canonical request on lines of its own; the first says enough.
                let first = message.lines().next().unwrap_or_default().trim_end_matches('.');
                Self::Unauthenticated(endpoint.clone(), first.to_owned())
            }
            _ => Self::Call(error),
        }
    }
}

#[cfg(test)]
mod tests;
