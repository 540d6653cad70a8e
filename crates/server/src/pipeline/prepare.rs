//! From a raw request to a call: everything before the operation's own rules, in AWS's order of errors.

use std::time::Instant;

use http::header;
use jiff::Timestamp;
use tegata_audit::TlsDetails;
use tegata_authz::{Caller, Identity, RequestFacts};
use tegata_base::Region;
use tegata_operation::{Fetched, Scope, ServiceError};
use tegata_sigv4::{Presented, SignatureError};
use tegata_wire::ErrorReply;
use tegata_wire::schema::{Auth, Service};

use crate::authenticate::{Against, AuthError};
use crate::call::{About, Call};
use crate::events;
use crate::node::Node;
use crate::raw::{Headers, Raw};
use crate::route;
use crate::services::Target;

/// Bytes of a header that conditions and events see.
const MAX_SHOWN_HEADER: usize = 4096;

/// The operations that need no signature over the control socket.
const CONTROL: [&str; 2] = ["CreateAccount", "ListAccounts"];

/// What became of a request.
pub(super) enum Prepared {
    /// It is refused.
    Refused(Box<Refused>),
    /// It may run.
    Ready(Box<Call>),
}

/// A refused request.
pub(super) struct Refused {
    /// Whose protocol the answer is written in.
    pub(super) service: &'static Service,
    /// The operation, once it was found.
    pub(super) target: Option<Target>,
    /// The call, once its caller was told.
    pub(super) about: Option<About>,
    pub(super) error: ServiceError,
}

/// Routes, authenticates, decodes and validates.
pub(super) fn prepare(node: &Node, raw: &Raw, request_id: &str) -> Prepared {
    let headers = raw.header_lists();
    let presented = Presented::find(&raw.signed(&headers));
    let wire = raw.wire(&headers);
    let target = match route::route(&node.services, raw, &wire, presented.as_ref().ok()) {
        Ok(target) => target,
        Err(unroutable) => {
            node.metrics.refused_stranger("unknown-operation");
            let error = service_error(unroutable.error);
            return refused(unroutable.service, None, None, error);
        }
    };
    let caller = match authenticate(node, raw, &headers, presented, &target, request_id) {
        Ok(caller) => caller,
        Err(error) => {
            node.metrics.refused_stranger(error.reason());
            let error = error.reply(target.service.protocol, target.row.operation);
            return refused(target.service, Some(target), None, error);
        }
    };
    let scope = Scope {
        account: caller.account(),
        region: caller.request.region.clone(),
    };
    let mut about = About {
        target,
        caller,
        scope,
        parameters: None,
        tls: tls(raw),
    };
    let decoded = decode(&mut about, &wire);
    if let Ok(input) = &decoded {
        answer_for(&mut about, input, node);
    }
    if !is_admitted(node, &about) {
        return refused(
            target.service,
            Some(target),
            Some(about),
            super::throttled(target.service.protocol),
        );
    }
    match decoded {
        Ok(input) => Prepared::Ready(Box::new(Call {
            about,
            input,
            fetched: Fetched::Nothing,
        })),
        Err(error) => refused(target.service, Some(target), Some(about), error),
    }
}

/// Whether there may be one more such request now. Asked once it is known who is answered for: no account pays for
/// the calls of another's certificates, nor for those of certificates that nobody vouches for.
fn is_admitted(node: &Node, about: &About) -> bool {
    let (account, operation, now) = (
        about.scope.account,
        about.target.row.operation.name,
        Instant::now(),
    );
    match about.caller.identity {
        Identity::Certificate(_) => {
            let source = about.caller.request.source_ip;
            node.rates.admit_stranger(source, account, operation, now)
        }
        _ => node.rates.admit(account, operation, now),
    }
}

/// Whoever holds a certificate alone is answered for the account that the input names, where there is one.
fn answer_for(about: &mut About, input: &tegata_operation::Decoded, node: &Node) {
    let named = about.target.row.account(input).filter(|account| {
        let published = node.published.load();
        published.snapshot.account(*account).is_some()
    });
    if let (Identity::Certificate(_), Some(account)) = (&about.caller.identity, named) {
        about.caller.request.default_account = account;
        about.scope.account = account;
    }
}

fn refused(
    service: &'static Service,
    target: Option<Target>,
    about: Option<About>,
    error: ServiceError,
) -> Prepared {
    Prepared::Refused(Box::new(Refused {
        service,
        target,
        about,
        error,
    }))
}

fn authenticate(
    node: &Node,
    raw: &Raw,
    headers: &Headers<'_>,
    presented: Result<Presented<'_>, SignatureError>,
    target: &Target,
    request_id: &str,
) -> Result<Caller, AuthError> {
    let published = node.published.load();
    let against = Against {
        snapshot: &published.snapshot,
        ring: &published.ring,
        kek: &node.kek,
        metrics: &node.metrics,
        now: node.clock.now(),
    };
    if raw.control && CONTROL.contains(&target.row.operation.name) {
        return Ok(Caller {
            identity: Identity::Root(node.account),
            access_key_id: None,
            session: None,
            request: facts(node, raw, node.region.clone(), against.now, request_id),
        });
    }
    let region = match &presented {
        Ok(presented) => region(presented.credential.scope().region, node)?,
        Err(_) => node.region.clone(),
    };
    // Conditions on aws:RequestedRegion see a global service in its one region, whatever was signed for.
    let region = events::event_region(target.service.signing_name, &region);
    let facts = facts(node, raw, region, against.now, request_id);
    match target.row.operation.auth {
        Auth::Signature => node
            .authenticator
            .by_key(raw, headers, presented, &against, facts),
        Auth::Certificate => node
            .authenticator
            .by_certificate(raw, headers, presented, &against, facts),
        Auth::Nothing => Err(AuthError::Internal(
            "an operation without authentication is not built".into(),
        )),
    }
}

/// Any region of this server's partition. Each partition has its own accounts and credentials, in AWS
/// too; here the caller's word would otherwise rename every resource (`arn:aws-cn:…`) behind the backs
/// of the policies that name it.
fn region(text: &str, node: &Node) -> Result<Region, AuthError> {
    let region: Region = text
        .parse()
        .map_err(|_| AuthError::Region(text.chars().take(64).collect()))?;
    if region.partition() != node.region.partition() {
        return Err(AuthError::UnknownKey("the region is of another partition"));
    }
    Ok(region)
}

/// What was negotiated, for the event.
pub(super) fn tls(raw: &Raw) -> Option<TlsDetails> {
    raw.tls.as_deref().map(|tls| TlsDetails {
        tls_version: tls.version.to_owned(),
        cipher_suite: tls.cipher_suite.clone(),
        client_provided_host_header: raw.header(header::HOST).unwrap_or_default().to_owned(),
    })
}

pub(super) fn facts(
    node: &Node,
    raw: &Raw,
    region: Region,
    now: Timestamp,
    request_id: &str,
) -> RequestFacts {
    let shown = |name| {
        raw.header(name)
            .filter(|text| text.len() <= MAX_SHOWN_HEADER)
            .map(str::to_owned)
    };
    RequestFacts {
        now,
        request_id: request_id.to_owned(),
        source_ip: raw.peer,
        user_agent: shown(header::USER_AGENT),
        referer: shown(header::REFERER),
        secure_transport: raw.tls.is_some(),
        region,
        default_account: node.account,
    }
}

/// Reads and validates the input, and notes it without its secrets.
fn decode(
    about: &mut About,
    wire: &tegata_wire::Request<'_>,
) -> Result<tegata_operation::Decoded, ServiceError> {
    let Target {
        service,
        refusal,
        row,
        ..
    } = about.target;
    let operation = row.operation;
    let protocol = service.protocol;
    let value = tegata_wire::decode_request(service, operation, wire)
        .map_err(|error| service_error(error.reply(protocol)))?;
    about.parameters = tegata_wire::redact_value(operation.input, &value);
    tegata_wire::validate(service, operation.input, &value).map_err(|error| row.invalid(&error, &refusal))?;
    row.decode(&value).map_err(|message| refusal.invalid(message))
}

fn service_error(reply: ErrorReply) -> ServiceError {
    ServiceError::new(reply.code, reply.status, reply.message.unwrap_or_default())
}
