//! From a request to the operation it asks for.
//!
//! The credential scope names the service; a request without one is told by its host, its target, its
//! version or its path, so that it too is answered in the protocol of the service it meant. The
//! operation is found by the codecs: `Action`, `X-Amz-Target`, or method and path.

use http::header;
use tegata_sigv4::Presented;
use tegata_wire::schema::{Protocol, Service};
use tegata_wire::{ErrorReply, Request, RouteError};

use crate::raw::Raw;
use crate::services::{Served, Services, Target};

/// The most bytes of a body that are searched for `Version` and `Action` of an unsigned request.
const SEARCHED: usize = 64 * 1024;

/// A request that no operation answers, and how to say so.
#[derive(Debug)]
pub(crate) struct Unroutable {
    /// Whose protocol the answer is written in.
    pub(crate) service: &'static Service,
    /// What it says.
    pub(crate) error: ErrorReply,
}

/// Finds the operation. `presented` is the signature, where the request has a readable one.
pub(crate) fn route(
    services: &Services,
    raw: &Raw,
    request: &Request<'_>,
    presented: Option<&Presented<'_>>,
) -> Result<Target, Unroutable> {
    let served = match presented.map(|presented| presented.credential.scope().service) {
        Some(name) => services
            .signing(name)
            .ok_or_else(|| not_served(services, raw, name))?,
        None => meant(services, raw, request).ok_or_else(|| nothing_meant(raw))?,
    };
    let service = served.table.service;
    let refuse = |error: RouteError| {
        let mut reply = error.reply(service.protocol);
        // AWS says nothing in JSON; a sentence breaks no client and helps whoever reads it.
        reply.message.get_or_insert_with(|| error.to_string());
        Unroutable {
            service,
            error: reply,
        }
    };
    let operation = tegata_wire::route(service, request).map_err(refuse)?;
    served.target(operation).ok_or_else(|| {
        let version = service.api_version.to_owned();
        refuse(RouteError::Unknown {
            name: operation.name.to_owned(),
            version,
        })
    })
}

/// The service whose protocol a request speaks, as far as its head tells: for answers to requests
/// whose body was never read.
pub(crate) fn dialect(services: &Services, raw: &Raw) -> &'static Service {
    let headers = raw.header_lists();
    let presented = Presented::find(&raw.signed(&headers)).ok();
    presented
        .and_then(|presented| services.signing(presented.credential.scope().service))
        .or_else(|| meant(services, raw, &raw.wire(&headers)))
        .map_or_else(|| foreign(raw), |served| served.table.service)
}

/// The service that an unsigned request seems to mean.
fn meant<'s>(services: &'s Services, raw: &Raw, request: &Request<'_>) -> Option<&'s Served> {
    by_host(services, raw)
        .or_else(|| by_target(services, request))
        .or_else(|| by_path(services, request))
        .or_else(|| by_parameters(services, request))
}

/// `iam.amazonaws.com`, `rolesanywhere.eu-west-1.amazonaws.com`, `sts-fips.us-east-1.amazonaws.com`.
fn by_host<'s>(services: &'s Services, raw: &Raw) -> Option<&'s Served> {
    let (label, _) = raw.header(header::HOST)?.split_once('.')?;
    let label = label.strip_suffix("-fips").unwrap_or(label);
    services
        .iter()
        .find(|served| served.table.service.endpoint_prefix.eq_ignore_ascii_case(label))
}

fn by_target<'s>(services: &'s Services, request: &Request<'_>) -> Option<&'s Served> {
    let (prefix, _) = request.header("x-amz-target")?.rsplit_once('.')?;
    let is_prefix =
        |known: &str| !known.is_empty() && (known == prefix || known.ends_with(&format!(".{prefix}")));
    services
        .iter()
        .find(|served| is_prefix(served.table.service.target_prefix))
}

fn by_path<'s>(services: &'s Services, request: &Request<'_>) -> Option<&'s Served> {
    let mut rest = services
        .iter()
        .filter(|served| served.table.service.protocol == Protocol::RestJson);
    rest.find(|served| tegata_wire::route(served.table.service, request).is_ok())
}

/// By the version date, which differs from service to service; else by the name of the action.
fn by_parameters<'s>(services: &'s Services, request: &Request<'_>) -> Option<&'s Served> {
    let mut query = services
        .iter()
        .filter(|served| served.table.service.protocol == Protocol::Query);
    if let Some(version) = parameter(request, "Version") {
        return query.find(|served| served.table.service.api_version == version);
    }
    let action = parameter(request, "Action")?;
    query.find(|served| served.table.service.operation(action).is_some())
}

/// A parameter whose values need no decoding.
fn parameter<'a>(request: &Request<'a>, name: &str) -> Option<&'a str> {
    let body = request
        .body
        .get(..request.body.len().min(SEARCHED))
        .unwrap_or_default();
    let pairs = request
        .query
        .as_bytes()
        .split(|b| *b == b'&')
        .chain(body.split(|b| *b == b'&'));
    let mut values = pairs.filter_map(|pair| pair.strip_prefix(name.as_bytes())?.strip_prefix(b"="));
    values.next().and_then(|value| std::str::from_utf8(value).ok())
}

/// The scope names a service that is not served here.
fn not_served(services: &Services, raw: &Raw, name: &str) -> Unroutable {
    let service = foreign(raw);
    let known: Vec<_> = services
        .iter()
        .map(|served| served.table.service.signing_name)
        .collect();
    let name: String = name.chars().take(64).collect();
    let message = format!(
        "This server does not offer the service '{name}'; it offers {}.",
        known.join(", ")
    );
    let (code, status) = match service.protocol {
        Protocol::Query => ("InvalidAction", 400),
        Protocol::Json10 | Protocol::Json11 => ("UnknownOperationException", 400),
        Protocol::RestJson => ("UnknownOperationException", 404),
    };
    Unroutable {
        service,
        error: ErrorReply::new(code, status, message),
    }
}

/// Neither signed nor like any service: at `/` a caller who did not sign, elsewhere a wrong path.
fn nothing_meant(raw: &Raw) -> Unroutable {
    let service = foreign(raw);
    let error = match service.protocol {
        Protocol::Query => ErrorReply::new(
            "MissingAuthenticationToken",
            403,
            "Request is missing Authentication Token",
        ),
        protocol => RouteError::Unknown {
            name: String::new(),
            version: String::new(),
        }
        .reply(protocol),
    };
    Unroutable { service, error }
}

/// A service of no operations in the protocol that the request seems to speak.
fn foreign(raw: &Raw) -> &'static Service {
    match raw.header("x-amz-target") {
        Some(_) => &UNKNOWN_JSON,
        None if raw.path() == "/" => &UNKNOWN_QUERY,
        None => &UNKNOWN_REST,
    }
}

static UNKNOWN_QUERY: Service = unknown(
    Protocol::Query,
    "http://webservices.amazon.com/AWSFault/2005-15-09",
);
static UNKNOWN_JSON: Service = unknown(Protocol::Json11, "");
static UNKNOWN_REST: Service = unknown(Protocol::RestJson, "");

const fn unknown(protocol: Protocol, xml_namespace: &'static str) -> Service {
    Service {
        id: "",
        signing_name: "",
        endpoint_prefix: "",
        api_version: "",
        protocol,
        xml_namespace,
        target_prefix: "",
        echo_values: false,
        operations: &[],
    }
}

#[cfg(test)]
mod tests;
