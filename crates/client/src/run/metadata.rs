//! The credentials of the machine or container itself, from where EC2 and ECS give them.

use std::time::Duration;

use serde::Deserialize;
use tegata_base::Secret;
use zeroize::Zeroizing;

use crate::http::{HttpAnswer, HttpClient, HttpError, HttpOptions, HttpRequest};
use crate::private_file::{Links, PrivateFile, PrivateFileError};
use crate::secret_json::{optional, secret};
use crate::{ApiCredentials, Endpoint, EndpointError, Environment, NotUnicode};

const ROLES: &str = "/latest/meta-data/iam/security-credentials/";
/// Seconds that a token of IMDSv2 is asked for.
const TOKEN_LIFE: &str = "21600";
/// The metadata service answers at once, from this very machine; botocore gives it a second.
const NEARBY: Duration = Duration::from_secs(2);
/// A token file of EKS is far below it.
const MAX_TOKEN_FILE: u64 = 64 << 10;

/// Hosts that a container's credentials may come from over plain HTTP, beside this machine itself.
const CONTAINER_HOSTS: [&str; 3] = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"];

/// Why there are none.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MetadataError {
    /// The user does not want it asked.
    #[error("AWS_EC2_METADATA_DISABLED is true, so that the metadata service is not asked; unset it")]
    Disabled,
    /// Not in a container of ECS or EKS.
    #[error(
        "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set; is this \
         a container of ECS or EKS?"
    )]
    NoContainer,
    /// A host that credentials must not come from.
    #[error(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI names {0}, which is neither https nor this machine nor a host of ECS"
    )]
    Host(Endpoint),
    /// Not a URL.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// A variable is no text.
    #[error(transparent)]
    Variable(#[from] NotUnicode),
    /// The token's file.
    #[error("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: {0}")]
    TokenFile(#[from] PrivateFileError),
    /// It is not there.
    #[error("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names no file, or one that is no text")]
    NoTokenFile,
    /// No answer.
    #[error("{error}; is this {what}?")]
    Http {
        /// What the client says.
        error: Box<HttpError>,
        /// Where there would have been one.
        what: &'static str,
    },
    /// Another answer.
    #[error("{endpoint} answered {what} with HTTP status {status}; has this machine a role?")]
    Status {
        /// Who.
        endpoint: Endpoint,
        /// Which question.
        what: &'static str,
        /// How.
        status: u16,
    },
    /// It cannot be read.
    #[error("{0} answered with something else than credentials")]
    Unreadable(Endpoint),
}

impl MetadataError {
    fn of(error: HttpError, what: &'static str) -> Self {
        let error = Box::new(error);
        Self::Http { error, what }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    access_key_id: String,
    #[serde(deserialize_with = "secret")]
    secret_access_key: Secret<String>,
    #[serde(default, deserialize_with = "optional")]
    token: Option<Secret<String>>,
    expiration: Option<String>,
}

/// The role of the EC2 instance, by IMDSv2, and by the first version where there is no second.
pub(super) fn of_instance(environment: &Environment) -> Result<ApiCredentials, MetadataError> {
    if environment.is_true("AWS_EC2_METADATA_DISABLED")? {
        return Err(MetadataError::Disabled);
    }
    let otherwise = match environment.text("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")? {
        Some(mode) if mode.eq_ignore_ascii_case("ipv6") => "http://[fd00:ec2::254]",
        _ => "http://169.254.169.254",
    };
    let named = environment.text("AWS_EC2_METADATA_SERVICE_ENDPOINT")?;
    let service = Asked::new(
        named.unwrap_or(otherwise).parse()?,
        "an EC2 instance",
        Some(NEARBY),
        environment,
    )?;
    let is_second_only = environment.is_true("AWS_EC2_METADATA_V1_DISABLED")?;
    let token = service.token(is_second_only)?;
    let token = token.as_deref().map(String::as_str);
    let headers: Vec<(&str, &str)> = token
        .map(|token| ("X-aws-ec2-metadata-token", token))
        .into_iter()
        .collect();
    let roles = service.get(ROLES, "", &headers, "the question for its role")?;
    let role = std::str::from_utf8(&roles.body)
        .ok()
        .and_then(|text| text.lines().next());
    let role = role.map(str::trim).filter(|role| !role.is_empty());
    let role = role.ok_or_else(|| MetadataError::Unreadable(service.client.endpoint().clone()))?;
    let answer = service.get(
        &format!("{ROLES}{role}"),
        "",
        &headers,
        "the question for credentials",
    )?;
    service.read(&answer)
}

/// The role of the container.
pub(super) fn of_container(environment: &Environment) -> Result<ApiCredentials, MetadataError> {
    let relative = environment.text("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")?;
    let full = environment.text("AWS_CONTAINER_CREDENTIALS_FULL_URI")?;
    let url = match (relative, full) {
        (Some(path), _) => format!("http://169.254.170.2{path}"),
        (None, Some(url)) => url.to_owned(),
        (None, None) => return Err(MetadataError::NoContainer),
    };
    let (url, query) = url.split_once('?').unwrap_or((&url, ""));
    let endpoint: Endpoint = url.parse()?;
    let (host, _) = endpoint.host_and_port();
    if !(endpoint.is_https() || endpoint.is_loopback() || CONTAINER_HOSTS.contains(&host)) {
        return Err(MetadataError::Host(endpoint));
    }
    let token = container_token(environment)?;
    let headers: Vec<(&str, &str)> = token
        .as_ref()
        .map(|token| ("Authorization", token.as_str()))
        .into_iter()
        .collect();
    let service = Asked::new(endpoint, "a container of ECS or EKS", None, environment)?;
    let answer = service.get("", query, &headers, "the question for credentials")?;
    service.read(&answer)
}

fn container_token(environment: &Environment) -> Result<Option<Zeroizing<String>>, MetadataError> {
    let Some(path) = environment.path("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") else {
        let token = environment.text("AWS_CONTAINER_AUTHORIZATION_TOKEN")?;
        return Ok(token.map(|token| Zeroizing::new(token.to_owned())));
    };
    let file = PrivateFile::open(path, Links::Follow)?.ok_or(MetadataError::NoTokenFile)?;
    let bytes = file.read(MAX_TOKEN_FILE)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| MetadataError::NoTokenFile)?;
    Ok(Some(Zeroizing::new(text.trim().to_owned())))
}

/// A service that is asked.
struct Asked {
    client: HttpClient,
    what: &'static str,
}

impl Asked {
    fn new(
        endpoint: Endpoint,
        what: &'static str,
        patience: Option<Duration>,
        environment: &Environment,
    ) -> Result<Self, MetadataError> {
        // Never through a proxy: what it would reach is another machine's.
        let client = HttpOptions::from_environment(environment, &endpoint, false)
            .and_then(|options| HttpClient::new(&endpoint, &HttpOptions { patience, ..options }))
            .map_err(|error| MetadataError::of(error, what))?;
        Ok(Self { client, what })
    }

    /// A token of IMDSv2; none where there is only the first version, or the answer is lost on its way into a
    /// container (its packets live one hop where nobody said otherwise), and the first version will do.
    fn token(&self, is_second_only: bool) -> Result<Option<Zeroizing<String>>, MetadataError> {
        let life = [("X-aws-ec2-metadata-token-ttl-seconds", TOKEN_LIFE)];
        let answer = match self.send("PUT", "/latest/api/token", "", &life) {
            Err(MetadataError::Http { error, .. })
                if matches!(*error, HttpError::Timeout(_)) && !is_second_only =>
            {
                return Ok(None);
            }
            sent => sent?,
        };
        match answer.status {
            200 => match std::str::from_utf8(&answer.body) {
                Ok(token) => Ok(Some(Zeroizing::new(token.trim().to_owned()))),
                Err(_) => Err(MetadataError::Unreadable(self.client.endpoint().clone())),
            },
            403..=405 if !is_second_only => Ok(None),
            status => Err(self.refused("the question for a token", status)),
        }
    }

    fn get(
        &self,
        path: &str,
        query: &str,
        headers: &[(&str, &str)],
        what: &'static str,
    ) -> Result<HttpAnswer, MetadataError> {
        let answer = self.send("GET", path, query, headers)?;
        match answer.status {
            200 => Ok(answer),
            status => Err(self.refused(what, status)),
        }
    }

    fn send(
        &self,
        method: &str,
        path: &str,
        query: &str,
        headers: &[(&str, &str)],
    ) -> Result<HttpAnswer, MetadataError> {
        let endpoint = self.client.endpoint();
        let path = endpoint.path(path);
        let mut all = vec![("Host", endpoint.host())];
        all.extend_from_slice(headers);
        let request = HttpRequest {
            method,
            path: &path,
            query,
            headers: &all,
            body: &[],
        };
        let answer = self.client.send(&request);
        answer.map_err(|error| MetadataError::of(error, self.what))
    }

    fn read(&self, answer: &HttpAnswer) -> Result<ApiCredentials, MetadataError> {
        let unreadable = || MetadataError::Unreadable(self.client.endpoint().clone());
        let read: Answer = serde_json::from_slice(&answer.body).map_err(|_| unreadable())?;
        let expires = read.expiration.map(|text| text.parse()).transpose();
        Ok(ApiCredentials {
            access_key_id: read.access_key_id,
            secret_access_key: read.secret_access_key,
            session_token: read.token,
            expires: expires.map_err(|_| unreadable())?,
        })
    }

    fn refused(&self, what: &'static str, status: u16) -> MetadataError {
        MetadataError::Status {
            endpoint: self.client.endpoint().clone(),
            what,
            status,
        }
    }
}
