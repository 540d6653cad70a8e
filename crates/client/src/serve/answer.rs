//! From a request's head to its answer.
//!
//! ```text
//! head ─Host─▶ Route ─token─▶ Metadata | Credential ─▶ answer
//! ```
//!
//! IMDSv2 alone: without a session token there is no metadata. Where AWS's helper and EC2 differ, the
//! texts are the helper's and the rules EC2's, see `docs/serve.md`.

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use http::{HeaderMap, Method, Response, StatusCode};
use http_body_util::Full;
use serde_json::json;
use tegata_base::Secret;
use tegata_base::time::iso_seconds;
use tegata_crypto::mac::constant_time_eq;
use tokio::sync::watch;

use super::credential::Credential;
use super::health::health;
use super::hosts::{HostRefusal, Hosts};
use super::http::{Ends, Site};
use super::metadata::{Metadata, Node};
use super::metrics::Metrics;
use super::refresher::{Clocks, Command};
use super::snapshot::Snapshot;
use super::token::{TOKEN, TTL, Tokens};

/// How long a client waits for a session that is being asked for. SDKs wait for one or two seconds.
const WAIT: Duration = Duration::from_secs(10);

const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");
const OPEN_METRICS: HeaderValue =
    HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");

/// The path of the ECS protocol.
pub(super) const ECS_PATH: &str = "/v1/credentials";

/// Everything that requests are answered from.
pub(super) struct Endpoint {
    pub(super) hosts: Hosts,
    pub(super) tokens: Tokens,
    pub(super) ecs_token: Option<Secret<String>>,
    pub(super) metadata: Metadata,
    pub(super) metrics: Metrics,
    pub(super) snapshot: watch::Receiver<Snapshot>,
    pub(super) commands: Sender<Command>,
    pub(super) clocks: Clocks,
}

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Route {
    Token,
    Metadata,
    Ecs,
    Health,
    Metrics,
    Unknown,
}

impl Route {
    pub(super) const ALL: [Self; 6] = [
        Self::Token,
        Self::Metadata,
        Self::Ecs,
        Self::Health,
        Self::Metrics,
        Self::Unknown,
    ];

    /// As it is called in metrics.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Metadata => "metadata",
            Self::Ecs => "ecs",
            Self::Health => "health",
            Self::Metrics => "metrics",
            Self::Unknown => "unknown",
        }
    }

    fn of(path: &str) -> Self {
        match path {
            "latest/api/token" => Self::Token,
            "health" => Self::Health,
            "metrics" => Self::Metrics,
            path if Some(path) == ECS_PATH.strip_prefix('/') => Self::Ecs,
            path if path == "latest" || path.starts_with("latest/") => Self::Metadata,
            _ => Self::Unknown,
        }
    }
}

impl Site for Endpoint {
    async fn answer(&self, head: &Parts, ends: Ends) -> Response<Full<Bytes>> {
        let path = bare(head.uri.path());
        let route = Route::of(path);
        let response = match self.check(head, route, ends) {
            Err(refusal) => refusal.answer(),
            Ok(()) => match route {
                Route::Token => self.tokens.answer(&head.headers, (self.clocks.mono)()),
                Route::Metadata => self.metadata(path, &head.headers).await,
                Route::Ecs => self.ecs(&head.headers).await,
                Route::Health => self.health(),
                Route::Metrics => self.metrics(),
                Route::Unknown => text(StatusCode::NOT_FOUND, "there is nothing here"),
            },
        };
        self.metrics.answered(route, response.status());
        response
    }

    fn connected(&self) {
        self.metrics.connections.inc();
    }

    fn disconnected(&self) {
        self.metrics.connections.dec();
    }
}

impl Endpoint {
    /// Who is called, and how.
    fn check(&self, head: &Parts, route: Route, ends: Ends) -> Result<(), Refusal> {
        self.hosts.check(head, ends).map_err(Refusal::Host)?;
        match route {
            Route::Unknown => Ok(()),
            Route::Token if head.method == Method::PUT => Ok(()),
            Route::Token => Err(Refusal::Method("PUT")),
            _ if head.method == Method::GET || head.method == Method::HEAD => Ok(()),
            _ => Err(Refusal::Method("GET, HEAD")),
        }
    }

    async fn metadata(&self, path: &str, headers: &HeaderMap) -> Response<Full<Bytes>> {
        let Some(token) = headers.get(TOKEN) else {
            return text(StatusCode::UNAUTHORIZED, "no token provided");
        };
        let Some(left) = self.tokens.remaining(token.as_bytes(), (self.clocks.mono)()) else {
            return text(StatusCode::UNAUTHORIZED, "invalid token provided");
        };
        let below = path.strip_prefix("latest").unwrap_or_default();
        let found = self
            .metadata
            .find(below.trim_start_matches('/'), &self.snapshot.borrow());
        let mut response = match found {
            Some(Node::Text(found)) => text(StatusCode::OK, found),
            Some(Node::Credentials) => match self.credential().await {
                Ok(credential) => text(StatusCode::OK, credential.imds.clone()),
                Err(cause) => self.unavailable(&cause),
            },
            Some(Node::NotYet) => self.unavailable(&self.snapshot.borrow().cause()),
            None => text(StatusCode::NOT_FOUND, "there is nothing here"),
        };
        response.headers_mut().insert(TTL, left.as_secs().into());
        response
    }

    async fn ecs(&self, headers: &HeaderMap) -> Response<Full<Bytes>> {
        let Some(expected) = &self.ecs_token else {
            let message = "container credentials are not served; start the endpoint with --ecs-token-file";
            return text(StatusCode::NOT_FOUND, message);
        };
        let given = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
        if !given.is_some_and(|given| constant_time_eq(given, expected.expose().as_bytes())) {
            let message = "the Authorization header does not hold this endpoint's token; set AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE to its file";
            return ecs_error(StatusCode::UNAUTHORIZED, "AccessDenied", message);
        }
        match self.credential().await {
            Ok(credential) => plain(StatusCode::OK, JSON, credential.ecs.clone()),
            Err(cause) => ecs_error(StatusCode::SERVICE_UNAVAILABLE, "Unavailable", &cause),
        }
    }

    /// Credentials that are good; else why there are none, once the refresher has looked after it.
    async fn credential(&self) -> Result<Arc<Credential>, String> {
        let good = |snapshot: &Snapshot| snapshot.good((self.clocks.wall)()).map(Arc::clone);
        if let Some(credential) = good(&self.snapshot.borrow()) {
            return Ok(credential);
        }
        let mut snapshot = self.snapshot.clone();
        if let Some(credential) = good(&snapshot.borrow_and_update()) {
            return Ok(credential);
        }
        let stopping = || "the endpoint is stopping".to_owned();
        self.commands.send(Command::Demand).map_err(|_| stopping())?;
        let changed = tokio::time::timeout(WAIT, snapshot.changed()).await;
        let found = snapshot.borrow();
        match changed {
            Ok(Ok(())) => good(&found).ok_or_else(|| found.cause()),
            Ok(Err(_)) => Err(stopping()),
            Err(_) => Err(format!(
                "the service has not answered for {} seconds",
                WAIT.as_secs()
            )),
        }
    }

    /// In the form in which EC2 tells why a role's credentials are not there, with a status that SDKs
    /// try again after.
    fn unavailable(&self, cause: &str) -> Response<Full<Bytes>> {
        let updated = iso_seconds((self.clocks.wall)());
        let body = json!({"Code": "Unavailable", "Message": cause, "LastUpdated": updated});
        text(StatusCode::SERVICE_UNAVAILABLE, format!("{body}\n"))
    }

    fn health(&self) -> Response<Full<Bytes>> {
        let (is_good, body) = health(&self.snapshot.borrow(), (self.clocks.wall)());
        let status = match is_good {
            true => StatusCode::OK,
            false => StatusCode::SERVICE_UNAVAILABLE,
        };
        plain(status, JSON, body.to_string())
    }

    fn metrics(&self) -> Response<Full<Bytes>> {
        match self.metrics.text(&self.snapshot.borrow()) {
            Ok(body) => plain(StatusCode::OK, OPEN_METRICS, body),
            Err(_) => text(StatusCode::SERVICE_UNAVAILABLE, "the metrics cannot be written"),
        }
    }
}

/// Why a request is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    Host(HostRefusal),
    /// The methods that there are.
    Method(&'static str),
}

impl Refusal {
    fn answer(self) -> Response<Full<Bytes>> {
        match self {
            Self::Host(refusal) => text(refusal.status(), refusal.to_string()),
            Self::Method(allowed) => {
                let mut answer = text(StatusCode::METHOD_NOT_ALLOWED, "");
                let allowed = HeaderValue::from_static(allowed);
                answer.headers_mut().insert(ALLOW, allowed);
                answer
            }
        }
    }
}

/// A path without slashes at its ends: clients put one too many in front when the endpoint that they
/// were given ends in one.
pub(crate) fn bare(path: &str) -> &str {
    let path = path.trim_start_matches('/');
    path.strip_suffix('/').unwrap_or(path)
}

fn ecs_error(status: StatusCode, code: &str, message: &str) -> Response<Full<Bytes>> {
    plain(
        status,
        JSON,
        json!({"Code": code, "Message": message}).to_string(),
    )
}

pub(crate) fn text(status: StatusCode, body: impl Into<Bytes>) -> Response<Full<Bytes>> {
    plain(status, TEXT, body)
}

pub(crate) fn plain(
    status: StatusCode,
    content_type: HeaderValue,
    body: impl Into<Bytes>,
) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}
