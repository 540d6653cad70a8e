//! Somebody with a session who wants to sign in: whether it may be, and the event of it.

use std::time::Instant;

use serde_json::{Map, Value, json};
use tegata_audit::{Durability, Event, EventType, Failure};
use tegata_authz::{Caller, Check, forbidden};
use tegata_base::Secret;
use tegata_crypto::OsRng;
use tegata_operation::ServiceError;
use tegata_session::{Claims, Kind, Origin, SignIn};
use tegata_wire::Reply;

use super::asked::Destination;
use super::{Operation, SERVICE, SignInError};
use crate::call::Published;
use crate::events;
use crate::node::Node;
use crate::pipeline::prepare::tls;
use crate::raw::Raw;

/// Somebody whose session is known, and what the request is for.
pub(super) struct Attempt {
    pub(super) caller: Caller,
    pub(super) wanted: Wanted,
}

/// What for.
pub(super) enum Wanted {
    /// A sign-in token, for a session of the console that lasts so many seconds.
    Token { console_seconds: Option<u32> },
    /// To be sent there; `console_seconds` are those that the token was asked for with.
    Login {
        destination: Destination,
        console_seconds: Option<u32>,
    },
}

impl Attempt {
    const fn operation(&self) -> Operation {
        match self.wanted {
            Wanted::Token { .. } => Operation::GetSigninToken,
            Wanted::Login { .. } => Operation::ConsoleLogin,
        }
    }

    /// Whether the caller may, and the answer.
    pub(super) fn decide(&self, node: &Node, published: &Published) -> Result<Reply, SignInError> {
        let (caller, operation) = (&self.caller, self.operation());
        // INVARIANT: who is authenticated by a session has one.
        let Some(claims) = caller.session.as_deref() else {
            return Err(SignInError::NotFederated);
        };
        if !node
            .rates
            .admit(caller.account(), operation.name(), Instant::now())
        {
            return Err(SignInError::Throttled);
        }
        if claims.kind == Kind::SessionToken {
            return Err(SignInError::NotFederated);
        }
        let check = Check::on_any(operation.action(), caller.account());
        let denied = forbidden(caller, &check, &published.snapshot, &node.policies)?;
        if let Some(denied) = denied {
            return Err(SignInError::Denied(denied));
        }
        match &self.wanted {
            Wanted::Token { console_seconds } => {
                if console_seconds.is_some() && !may_choose_its_end(claims) {
                    return Err(SignInError::NoDuration);
                }
                let sign_in = SignIn {
                    claims: claims.clone(),
                    made: caller.request.now,
                    console_seconds: *console_seconds,
                };
                let token = sign_in.seal(&published.ring, &mut OsRng);
                Ok(told(&token))
            }
            Wanted::Login { destination, .. } => Ok(redirect(destination)),
        }
    }

    /// Leaves the event, before the answer does: what is told now opens a session.
    pub(super) async fn recorded(
        &self,
        node: &Node,
        raw: &Raw,
        decided: Result<Reply, SignInError>,
        published: &Published,
    ) -> Result<Reply, ServiceError> {
        let mut event = self.event(raw, published);
        let reply = match decided {
            Ok(reply) => reply,
            Err(error) => {
                let error = error.into_service_error();
                if !node.journal.keeps_refusal(&self.caller, &error) {
                    node.metrics.events_suppressed.inc();
                    return Err(error);
                }
                self.fail(&mut event, &error, node);
                let kept = node.journal.append([event], Durability::Written, &node.metrics);
                if let Err(error) = kept.await {
                    tracing::error!(%error, "the event of a refusal is lost");
                }
                return Err(error);
            }
        };
        let kept = node.journal.append([event], Durability::Synced, &node.metrics);
        kept.await
            .map_err(|error| SignInError::Unrecorded(error).into_service_error())?;
        Ok(reply)
    }

    /// The event of success.
    fn event(&self, raw: &Raw, published: &Published) -> Event {
        let (caller, name) = (&self.caller, self.operation().name());
        let region = &caller.request.region;
        let place = (caller.account(), region.clone());
        let revision = published.snapshot.revision();
        let mut event = events::of_call(caller, place, (SERVICE, name), tls(raw).as_ref(), revision);
        event.event_type = EventType::AwsConsoleSignIn;
        event.response_elements = Some(json!({ name: "Success" }).to_string());
        event.observations = events::uses(caller, SERVICE, region);
        event.additional.more = self.additional();
        event
    }

    fn fail(&self, event: &mut Event, error: &ServiceError, node: &Node) {
        event.response_elements = Some(json!({ self.operation().name(): "Failure" }).to_string());
        event.failure = Some(Failure {
            code: error.code.clone().into_owned(),
            message: error.message.clone(),
        });
        let denied = error.denied.as_deref();
        event.additional.denial = denied.map(|denied| events::denial(&self.caller, denied, &node.kek));
    }

    fn additional(&self) -> Map<String, Value> {
        let session = self.caller.session.as_deref();
        let is_mfa = session.is_some_and(|session| session.mfa.is_some());
        let mut more = Map::from_iter([
            ("MobileVersion".to_owned(), "No".into()),
            ("MFAUsed".to_owned(), if is_mfa { "Yes" } else { "No" }.into()),
        ]);
        let console_seconds = match &self.wanted {
            Wanted::Token { console_seconds } => *console_seconds,
            Wanted::Login {
                destination,
                console_seconds,
            } => {
                more.insert("LoginTo".to_owned(), destination.as_str().into());
                *console_seconds
            }
        };
        more.extend(console_seconds.map(|seconds| ("SessionDuration".to_owned(), seconds.into())));
        more
    }
}

/// Whether a session of the console may last as long as its holder likes: only one of a role that was assumed with a
/// long-term key.
fn may_choose_its_end(claims: &Claims) -> bool {
    let from_a_key = matches!(claims.origin, Origin::AccessKey(_));
    claims.kind == Kind::AssumedRole && from_a_key && claims.ancestors.is_empty()
}

fn told(token: &Secret<String>) -> Reply {
    Reply {
        status: 200,
        headers: vec![("content-type", "application/json".into())],
        // A token needs no escapes.
        body: [r#"{"SigninToken":""#, token.expose(), r#""}"#]
            .concat()
            .into_bytes(),
    }
}

fn redirect(destination: &Destination) -> Reply {
    Reply {
        status: 302,
        headers: vec![("location", destination.as_str().to_owned())],
        body: Vec::new(),
    }
}
