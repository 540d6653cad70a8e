//! Operations on events.
//!
//! Generated from `models/cloudtrail.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator};

use crate::errors;
use crate::schema;

/// `LookupEvents`.
#[derive(Debug, Clone, Copy)]
pub struct LookupEvents;

impl Call for LookupEvents {
    type Input = crate::LookupEventsRequest;
    type Output = crate::LookupEventsResponse;
    const OPERATION: &'static Operation = &LOOKUP_EVENTS;
}

pub(crate) static LOOKUP_EVENTS: Operation = Operation {
    name: "LookupEvents",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::events::LOOKUP_EVENTS_REQUEST,
    output: &schema::events::LOOKUP_EVENTS_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::INVALID_LOOKUP_ATTRIBUTES,
        &errors::INVALID_TIME_RANGE,
        &errors::INVALID_MAX_RESULTS,
        &errors::INVALID_NEXT_TOKEN,
        &errors::INVALID_EVENT_CATEGORY,
        &errors::UNSUPPORTED_OPERATION,
        &errors::OPERATION_NOT_PERMITTED,
    ],
    read_only: true,
    idempotent: true,
    paginator: Some(Paginator {
        input_token: "NextToken",
        output_token: "NextToken",
        more_results: None,
        limit_key: Some("MaxResults"),
        result_keys: &["Events"],
    }),
};
