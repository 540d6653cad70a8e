//! What the log says of a request.

use std::net::IpAddr;
use std::time::Duration;

use tegata_operation::ServiceError;

use crate::pipeline::prepare::Prepared;
use crate::raw::Raw;

/// The one line of a request in the log: never its query, headers or body, where secrets are.
pub(super) struct LogLine {
    pub(super) service: &'static str,
    pub(super) operation: &'static str,
    pub(super) account: Option<String>,
    pub(super) principal: Option<String>,
    pub(super) source: IpAddr,
}

impl LogLine {
    /// Whether anybody reads it.
    pub(super) fn is_wanted() -> bool {
        tracing::enabled!(target: "tegata::request", tracing::Level::INFO)
    }

    pub(super) fn of(prepared: &Prepared, raw: &Raw) -> Option<Self> {
        if !Self::is_wanted() {
            return None;
        }
        let about = match prepared {
            Prepared::Ready(call) => Some(&call.about),
            Prepared::Refused(refused) => refused.about.as_ref(),
        };
        let target = match prepared {
            Prepared::Ready(call) => Some(call.about.target),
            Prepared::Refused(refused) => refused.target,
        };
        Some(Self {
            service: target.map_or("-", |target| target.service.signing_name),
            operation: target.map_or("-", |target| target.row.operation.name),
            account: about.map(|about| about.scope.account.to_string()),
            principal: about.map(|about| about.caller.name_for_messages()),
            source: raw.peer,
        })
    }

    pub(super) fn write(
        &self,
        request_id: &str,
        (status, error): (u16, Option<&ServiceError>),
        took: Duration,
    ) {
        tracing::info!(
            target: "tegata::request",
            request_id,
            service = self.service,
            operation = self.operation,
            account = self.account.as_deref().unwrap_or("-"),
            principal = self.principal.as_deref().unwrap_or("-"),
            source = %self.source,
            status,
            code = error.map_or("-", |error| &*error.code),
            cause = error.and_then(|error| error.cause.as_deref()).unwrap_or("-"),
            micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            "request"
        );
    }
}
