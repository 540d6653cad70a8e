//! The federation endpoint, by which a browser becomes the holder of a session (AWS: *Enable custom identity broker
//! access to the AWS console*).
//!
//! ```text
//! getSigninToken  Session ─read─▶ three parts ─authenticate─▶ Caller ─may?─▶ sign-in token
//! login           SigninToken ─open─▶ claims ─▶ Caller ─may?─▶ redirect to the Destination
//! ```
//!
//! It is no service: requests are not signed, but carry the credentials themselves, and answers are for browsers.
//! They take a path of their own, with the stations of every call: limits, authentication, rates, the policies, the
//! event before the answer. Signing in needs no permission, and what is done with it is judged call by call; but a
//! statement that denies it does so, as one on everything that was issued before some instant does.
//!
//! Nothing of a query goes into a log or an event but the page that a browser is sent to.

mod asked;
mod attempt;
mod error;

use std::sync::Arc;
use std::time::Instant;

use http::Response;
use http_body_util::Full;
use tegata_authz::Caller;
use tegata_operation::ServiceError;
use tegata_session::SignIn;
use tegata_wire::Reply;

use crate::authenticate::{Against, holder, token_error};
use crate::call::Published;
use crate::events;
use crate::ids::new_id;
use crate::node::Node;
use crate::pipeline::log_line::LogLine;
use crate::pipeline::prepare::facts;
use crate::pipeline::sign_in::asked::{Asked, Proof, Session};
use crate::pipeline::sign_in::attempt::{Attempt, Wanted};
use crate::pipeline::sign_in::error::SignInError;
use crate::raw::Raw;

/// Where it is.
pub(crate) const PATH: &str = "/federation";
/// Bytes of a body, and of a query: room for the longest session token, percent-encoded.
pub(crate) const MAX_FORM: usize = 32 * 1024;

/// The service, as its events and the log name it.
pub(crate) const SERVICE: &str = "signin";

/// What leaves an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    /// A session's secret is shown.
    GetSigninToken,
    /// A sign-in token is.
    ConsoleLogin,
}

impl Operation {
    /// In the order of their numbers.
    pub(crate) const ALL: [Self; 2] = [Self::GetSigninToken, Self::ConsoleLogin];

    /// As events and limits name it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::GetSigninToken => "GetSigninToken",
            Self::ConsoleLogin => "ConsoleLogin",
        }
    }

    /// The action that a statement may deny.
    const fn action(self) -> &'static str {
        match self {
            Self::GetSigninToken => "signin:GetSigninToken",
            Self::ConsoleLogin => "signin:ConsoleLogin",
        }
    }
}

/// What the log says of an answer.
struct Answered {
    reply: Reply,
    operation: Option<Operation>,
    caller: Option<Caller>,
    error: Option<ServiceError>,
}

/// Answers a request.
pub(super) async fn answer(node: &Node, raw: &Raw) -> Response<Full<bytes::Bytes>> {
    let started = Instant::now();
    let request_id = new_id();
    let answered = run(node, raw, &request_id).await;
    let took = started.elapsed();
    let status = answered.reply.status;
    let number = answered
        .operation
        .map(|operation| node.services.count() + operation as usize);
    node.metrics.answered(number, status, took);
    if LogLine::is_wanted() {
        let caller = answered.caller.as_ref();
        let line = LogLine {
            service: SERVICE,
            operation: answered.operation.map_or("-", Operation::name),
            account: caller.map(|caller| caller.account().to_string()),
            principal: caller.map(Caller::name_for_messages),
            source: raw.peer,
        };
        line.write(&request_id, (status, answered.error.as_ref()), took);
    }
    super::response(with_headers(answered.reply, request_id))
}

async fn run(node: &Node, raw: &Raw, request_id: &str) -> Answered {
    let published = node.published.load_full();
    let proof = match asked::read(raw) {
        Ok(Asked::SignIn(proof)) => proof,
        Ok(Asked::Logout) => {
            return Answered {
                reply: text(
                    200,
                    "You are signed out: this server keeps no session of a browser.",
                ),
                operation: None,
                caller: None,
                error: None,
            };
        }
        Err(error) => return stranger(node, raw, None, error),
    };
    let operation = Some(proof.operation());
    let attempt = match authenticate(node, raw, request_id, proof, &published) {
        Ok(attempt) => attempt,
        Err(error) => return stranger(node, raw, operation, error),
    };
    let decided = attempt.decide(node, &published);
    let (reply, error) = match attempt.recorded(node, raw, decided, &published).await {
        Ok(reply) => (reply, None),
        Err(error) => (text(error.status, &error.message), Some(error)),
    };
    Answered {
        reply,
        operation,
        caller: Some(attempt.caller),
        error,
    }
}

/// Counts and answers somebody whose session is not known.
fn stranger(node: &Node, raw: &Raw, operation: Option<Operation>, error: SignInError) -> Answered {
    node.metrics.refused_stranger(error.reason());
    let error = error.into_service_error();
    node.journal
        .count_stranger(raw.peer, &error.code, node.clock.now());
    node.metrics.events_suppressed.inc();
    Answered {
        reply: text(error.status, &error.message),
        operation,
        caller: None,
        error: Some(error),
    }
}

/// Whose session it is: by its secret, or by a token that its holder was given for it.
fn authenticate(
    node: &Node,
    raw: &Raw,
    request_id: &str,
    proof: Proof,
    published: &Published,
) -> Result<Attempt, SignInError> {
    let against = Against {
        snapshot: &published.snapshot,
        ring: &published.ring,
        kek: &node.kek,
        metrics: &node.metrics,
        now: node.clock.now(),
    };
    let region = events::global_region(node.region.partition(), &node.region);
    let facts = facts(node, raw, region, against.now, request_id);
    match proof {
        Proof::Session {
            session,
            console_seconds,
        } => {
            let Session { id, key, token } = &session;
            let caller = node
                .authenticator
                .by_secret((id, key, token), &against, facts)
                .map_err(SignInError::Session)?;
            Ok(Attempt {
                caller,
                wanted: Wanted::Token { console_seconds },
            })
        }
        Proof::Token { token, destination } => {
            let sign_in = SignIn::open(token.expose(), against.ring, against.now);
            let sign_in = sign_in.map_err(|error| SignInError::Token(token_error(error)))?;
            let caller = holder(Arc::new(sign_in.claims), &against, facts).map_err(SignInError::Token)?;
            Ok(Attempt {
                caller,
                wanted: Wanted::Login {
                    destination,
                    console_seconds: sign_in.console_seconds,
                },
            })
        }
    }
}

/// A sentence.
fn text(status: u16, sentence: &str) -> Reply {
    Reply {
        status,
        headers: vec![("content-type", "text/plain; charset=utf-8".into())],
        body: format!("{sentence}\n").into_bytes(),
    }
}

/// What comes with every answer. Neither the answer nor the address that it answers, which has the secrets, is to be
/// kept or told to the page that comes next.
fn with_headers(mut reply: Reply, request_id: String) -> Reply {
    reply.headers.extend([
        ("x-amzn-requestid", request_id),
        ("cache-control", "no-store".to_owned()),
        ("referrer-policy", "no-referrer".to_owned()),
        ("x-content-type-options", "nosniff".to_owned()),
    ]);
    if reply.status == 405 {
        reply.headers.push(("allow", "GET, POST".to_owned()));
    }
    reply
}

#[cfg(test)]
mod tests;
