//! The one path of a request, from its bytes to its answer.
//!
//! ```text
//! Raw ─route─▶ Target ─authenticate─▶ Caller ─decode, validate─▶ Call ─authorize, fetch─▶ run ─▶ events ─▶ bytes
//! ```
//!
//! Each step takes what the one before made. Reads and sessions run on the request's thread against
//! the published snapshot, the slow of them on threads for that; writes go to the writer. An answer
//! leaves only after its event is as safe as the operation's effect asks for.

mod log_line;
mod prepare;
pub(crate) mod sign_in;

use std::sync::Arc;
use std::time::Instant;

use http::{HeaderName, HeaderValue, Response, StatusCode};
use http_body_util::Full;
use tegata_audit::{Durability, SpoolError};
use tegata_authz::Identity;
use tegata_operation::{Effect, Pace, Refusal, Reply, ServiceError};
use tegata_store::Revision;
use tegata_wire::schema::{Protocol, Service};
use tegata_wire::{ErrorReply, Operation};
use tokio::task::JoinError;

use crate::call::{About, Call, Published};
use crate::ids::new_id;
use crate::indexer::Indexed;
use crate::node::Node;
use crate::pipeline::log_line::LogLine;
use crate::pipeline::prepare::{Prepared, Refused};
use crate::raw::Raw;
use crate::slow::{NoTurn, Slow, Turn};
use crate::writer::{Queue, QueueError};
use crate::{events, fetch};

/// What answers requests.
pub(crate) struct Pipeline {
    pub(crate) node: Arc<Node>,
    pub(crate) writer: Queue,
    pub(crate) indexed: Arc<Indexed>,
    pub(crate) slow: Slow,
}

/// An answer on its way out, and what the log says of it.
struct Answer {
    reply: tegata_wire::Reply,
    /// The number of the operation.
    operation: Option<usize>,
    error: Option<ServiceError>,
}

impl Pipeline {
    /// Answers a request.
    pub(crate) async fn serve(self: Arc<Self>, raw: Raw) -> Response<Full<bytes::Bytes>> {
        if raw.path() == sign_in::PATH {
            return sign_in::answer(&self.node, &raw).await;
        }
        let started = Instant::now();
        let request_id = new_id();
        let prepared = prepare::prepare(&self.node, &raw, &request_id);
        let line = LogLine::of(&prepared, &raw);
        let answer = match prepared {
            Prepared::Refused(refused) => self.refuse(&raw, &request_id, *refused).await,
            Prepared::Ready(call) => self.call(&raw, &request_id, *call).await,
        };
        let took = started.elapsed();
        self.node
            .metrics
            .answered(answer.operation, answer.reply.status, took);
        if let Some(line) = line {
            line.write(&request_id, (answer.reply.status, answer.error.as_ref()), took);
        }
        response(answer.reply)
    }

    /// Answers a request that was refused before it could run.
    async fn refuse(&self, raw: &Raw, request_id: &str, refused: Refused) -> Answer {
        let Refused {
            service,
            target,
            about,
            error,
        } = refused;
        let operation = target.map(|target| target.number);
        match about {
            Some(about) => refuse_known(&self.node, &about, &error, self.node.revision()).await,
            None => {
                let now = self.node.clock.now();
                self.node.journal.count_stranger(raw.peer, &error.code, now);
                self.node.metrics.events_suppressed.inc();
            }
        }
        Answer {
            reply: error_reply(service, &error, request_id, raw),
            operation,
            error: Some(error),
        }
    }

    async fn call(&self, raw: &Raw, request_id: &str, call: Call) -> Answer {
        let service = call.about.target.service;
        let operation = Some(call.about.target.number);
        let accept = raw.header(http::header::ACCEPT);
        match self.run(call).await {
            Ok(Done {
                operation: descriptor,
                output,
            }) => {
                let reply = tegata_wire::encode_response(service, descriptor, &*output, request_id, accept);
                Answer {
                    reply,
                    operation,
                    error: None,
                }
            }
            Err(error) => Answer {
                reply: error_reply(service, &error, request_id, raw),
                operation,
                error: Some(error),
            },
        }
    }

    async fn run(&self, mut call: Call) -> Result<Done, ServiceError> {
        let published = self.node.published.load_full();
        if let Err(error) = self.fetch(&mut call, &published).await {
            refuse_known(&self.node, &call.about, &error, published.snapshot.revision()).await;
            return Err(error);
        }
        match call.about.target.row.effect(&call.input) {
            Effect::Reads => self.answer(call, published, Durability::Written).await,
            Effect::Issues => self.answer(call, published, Durability::Synced).await,
            Effect::Writes => {
                drop(published);
                self.write(call).await
            }
        }
    }

    /// Reads what the operation wants from the store, once the caller may have it.
    async fn fetch(&self, call: &mut Call, published: &Published) -> Result<(), ServiceError> {
        let target = call.about.target;
        let wanted = target
            .row
            .fetch(&call.input, &call.about.caller, &published.snapshot);
        let Some(wanted) = wanted.transpose() else {
            return Ok(());
        };
        call.authorize(&self.node, published)?;
        let wanted = wanted?;
        let (node, indexed) = (Arc::clone(&self.node), Arc::clone(&self.indexed));
        let fetched = tokio::task::spawn_blocking(move || fetch::fetch(&node, &indexed, &wanted)).await;
        call.fetched = match fetched {
            Ok(result) => result.map_err(|error| unavailable(target.service, &error))?,
            Err(error) => return Err(target.refusal.internal(error)),
        };
        Ok(())
    }

    /// Runs an operation that changes nothing: on this thread, or in its turn on one that may block.
    async fn answer(
        &self,
        call: Call,
        published: Arc<Published>,
        durability: Durability,
    ) -> Result<Done, ServiceError> {
        if call.about.target.row.pace == Pace::Slow {
            return self.answer_slowly(call, &published, durability).await;
        }
        let ran = call.run(&self.node, &published.snapshot, &published.ring);
        charge(&self.node, &call.about, &ran);
        let revision = published.snapshot.revision();
        recorded(&self.node, &call.about, ran, revision, durability).await
    }

    async fn answer_slowly(
        &self,
        call: Call,
        published: &Published,
        durability: Durability,
    ) -> Result<Done, ServiceError> {
        let refusal = call.about.target.refusal;
        let turn = match self.turn(&call, published).await {
            Ok(turn) => turn,
            Err(error) => {
                refuse_known(&self.node, &call.about, &error, published.snapshot.revision()).await;
                return Err(error);
            }
        };
        // On a task of its own: a caller who hangs up does not take the event along.
        let node = Arc::clone(&self.node);
        let answered = tokio::spawn(async move {
            // Whoever waited for a turn is judged by what is true now.
            let published = node.published.load_full();
            let revision = published.snapshot.revision();
            let running = Arc::clone(&node);
            let run = move || {
                let ran = call.run(&running, &published.snapshot, &published.ring);
                (call, ran)
            };
            let (call, ran) = turn.run(run).await?;
            Ok::<_, JoinError>(recorded(&node, &call.about, ran, revision, durability).await)
        });
        match answered.await {
            Ok(Ok(result)) => result,
            Ok(Err(error)) | Err(error) => Err(refusal.internal(error)),
        }
    }

    /// Waits for the turn of a slow operation. Who may not is told so at once and takes nobody's turn.
    async fn turn(&self, call: &Call, published: &Published) -> Result<Turn, ServiceError> {
        call.authorize(&self.node, published)?;
        // INVARIANT: none is called with a certificate alone, whose holders would be one caller.
        let caller = call.about.caller.principal_id().unwrap_or_default();
        let service = call.about.target.service;
        let turn = self.slow.turn(&caller).await;
        turn.map_err(|error| match error {
            NoTurn::TooMany => throttled(service.protocol).caused_by(error),
            NoTurn::Full | NoTurn::Late => unavailable(service, &error),
        })
    }

    /// Hands an operation to the writer, which stores its event with its changes.
    async fn write(&self, call: Call) -> Result<Done, ServiceError> {
        let target = call.about.target;
        let operation = target.row.operation;
        let answered = self.writer.push(call).map_err(|error| match error {
            QueueError::Full => unavailable(target.service, &"too many writes are waiting"),
            QueueError::Closed => unavailable(target.service, &"the server is stopping"),
        })?;
        // On a task of its own: a caller who hangs up does not take its refusal's event along.
        let node = Arc::clone(&self.node);
        let recorded = tokio::spawn(async move {
            let outcome = answered.await.ok()?;
            if let Err(error) = &outcome.result {
                refuse_known(&node, &outcome.call.about, error, outcome.revision).await;
            }
            Some(outcome.result)
        });
        match recorded.await {
            Ok(Some(result)) => result.map(|reply| Done::of(operation, reply)),
            Ok(None) => Err(unavailable(target.service, &"the server is stopping")),
            Err(error) => Err(target.refusal.internal(error)),
        }
    }
}

/// Lets the account pay for the holder of a certificate that an anchor of it vouches for, whatever became of the call.
fn charge(node: &Node, about: &About, ran: &Result<Reply, ServiceError>) {
    // A refusal has facts for its event only then.
    let is_vouched_for = ran.as_ref().map_or_else(|error| error.event.is_some(), |_| true);
    if matches!(about.caller.identity, Identity::Certificate(_)) && is_vouched_for {
        let operation = about.target.row.operation.name;
        node.rates.charge(about.scope.account, operation, Instant::now());
    }
}

/// Leaves the event of an operation that ran and changes nothing.
async fn recorded(
    node: &Node,
    about: &About,
    ran: Result<Reply, ServiceError>,
    revision: Revision,
    durability: Durability,
) -> Result<Done, ServiceError> {
    let mut reply = match ran {
        Ok(reply) => reply,
        Err(error) => {
            refuse_known(node, about, &error, revision).await;
            return Err(error);
        }
    };
    let target = about.target;
    if !reply.changes.is_empty() || !reply.records.is_empty() {
        return Err(target
            .refusal
            .internal(format!("{} changes something", target.row.operation.name)));
    }
    let events = events::of_success(about, &mut reply, revision);
    let kept = node.journal.append(events, durability, &node.metrics).await;
    kept.map_err(|error| not_kept(&target.refusal, target.service, &error))?;
    Ok(Done::of(target.row.operation, reply))
}

/// Leaves the event of a refused caller who is known, or counts the refusal.
async fn refuse_known(node: &Node, about: &About, error: &ServiceError, revision: Revision) {
    if !node.journal.keeps_refusal(&about.caller, error) {
        node.metrics.events_suppressed.inc();
        return;
    }
    let event = events::of_refusal(about, error, revision, &node.kek);
    // A refusal gives nothing away, so it is answered even when it cannot be recorded.
    if let Err(error) = node
        .journal
        .append([event], Durability::Written, &node.metrics)
        .await
    {
        tracing::error!(%error, "the event of a refusal is lost");
    }
}

/// What a successful operation answers.
struct Done {
    operation: &'static Operation,
    output: Box<dyn tegata_wire::Write + Send>,
}

impl Done {
    fn of(operation: &'static Operation, reply: Reply) -> Self {
        Self {
            operation,
            output: reply.output,
        }
    }
}

/// The event could not be kept, so the answer must not leave.
fn not_kept(refusal: &Refusal, service: &Service, error: &SpoolError) -> ServiceError {
    match error {
        SpoolError::Overloaded | SpoolError::Closed => unavailable(service, error),
        error => refusal.internal(error),
    }
}

/// The server cannot do it now; the same request works later.
pub(crate) fn unavailable(service: &Service, cause: &dyn std::fmt::Display) -> ServiceError {
    let code = match service.protocol {
        Protocol::Query => "ServiceUnavailable",
        Protocol::Json10 | Protocol::Json11 | Protocol::RestJson => "ServiceUnavailableException",
    };
    let message = "The request has failed due to a temporary failure of the server.";
    ServiceError::new(code, 503, message).caused_by(cause)
}

/// The caller asks for more than one may.
fn throttled(protocol: Protocol) -> ServiceError {
    let (code, status) = match protocol {
        Protocol::Query => ("Throttling", 400),
        Protocol::Json10 | Protocol::Json11 => ("ThrottlingException", 400),
        Protocol::RestJson => ("ThrottlingException", 429),
    };
    ServiceError::new(code, status, "Rate exceeded")
}

/// An error in the words of the wire.
fn error_reply(service: &Service, error: &ServiceError, request_id: &str, raw: &Raw) -> tegata_wire::Reply {
    let shown = ErrorReply {
        code: error.code.clone(),
        status: error.status,
        message: Some(error.message.clone()).filter(|message| !message.is_empty()),
    };
    tegata_wire::encode_error(service, &shown, request_id, raw.header(http::header::ACCEPT))
}

/// The answer to a request that was never read whole: too large, or too slow.
pub(crate) fn refuse_unread(
    service: &'static Service,
    status: StatusCode,
    code: &'static str,
    message: String,
) -> Response<Full<bytes::Bytes>> {
    let code = match service.protocol {
        Protocol::Query => code.into(),
        Protocol::Json10 | Protocol::Json11 | Protocol::RestJson => format!("{code}Exception").into(),
    };
    let error = ErrorReply {
        code,
        status: status.as_u16(),
        message: Some(message),
    };
    response(tegata_wire::encode_error(service, &error, &new_id(), None))
}

fn response(reply: tegata_wire::Reply) -> Response<Full<bytes::Bytes>> {
    let mut response = Response::new(Full::new(reply.body.into()));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.reserve(reply.headers.len() + 1);
    for (name, value) in reply.headers {
        // INVARIANT: the codecs write valid names and values; a value from elsewhere could not be one.
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::try_from(value),
        ) {
            headers.append(name, value);
        }
    }
    response
}

#[cfg(test)]
mod tests;
