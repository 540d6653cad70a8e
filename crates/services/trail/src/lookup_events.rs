//! `LookupEvents`: the trail of an account and region, newest first.

use jiff::SignedDuration;
use tegata_api_cloudtrail as api;
use tegata_authz::{Access, Caller, Check, Permit};
use tegata_operation::{
    Ctx, Effect, Fetch, Fetched, Input, Operation, Outcome, Output, Refusal, ServiceError,
};
use tegata_store::{EventAttribute, EventQuery, EventRow};
use tegata_wire::ValidationError;

use crate::errors::TrailError;
use crate::page_token;

/// Events on a page when the caller does not say, and at most.
const PAGE: usize = 50;
/// How far back a lookup goes.
const REACH: SignedDuration = SignedDuration::from_hours(90 * 24);

pub(crate) struct LookupEvents;

impl Operation for LookupEvents {
    type Call = api::operations::LookupEvents;
    const EFFECT: Effect = Effect::Reads;

    fn access(_input: &Input<Self>, caller: &Caller, _ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        Ok(Access::Checks(vec![Check::on_any(
            "cloudtrail:LookupEvents",
            caller.account(),
        )]))
    }

    fn invalid(error: &ValidationError, refusal: &Refusal) -> ServiceError {
        let path = error.failures().first().map(|failure| failure.path.as_str());
        let code = match path.unwrap_or_default().split('.').next() {
            Some("lookupAttributes") => "InvalidLookupAttributesException",
            Some("maxResults") => "InvalidMaxResultsException",
            Some("eventCategory") => "InvalidEventCategoryException",
            _ => return refusal.invalid(error.to_string()),
        };
        ServiceError::new(code, 400, error.to_string())
    }

    fn fetch(input: &Input<Self>, caller: &Caller) -> Result<Option<Fetch>, ServiceError> {
        let mut query = query(input, caller)?;
        if let Some(token) = &input.next_token {
            query.after = Some(page_token::read(token, &query).ok_or(TrailError::InvalidNextToken)?);
        }
        // Insight events are never made here.
        if input.event_category.is_some() {
            query.limit = 0;
        }
        Ok(Some(Fetch::Events(query)))
    }

    fn handle(
        _permit: Permit<Self>,
        input: &Input<Self>,
        caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let Fetched::Events(page) = ctx.fetched else {
            return Err(crate::REFUSAL.internal("no events were fetched"));
        };
        let query = query(input, caller)?;
        Ok(Outcome::answer(api::LookupEventsResponse {
            events: Some(page.events.iter().map(event).collect()),
            next_token: page.next.map(|cursor| page_token::write(cursor, &query)),
        }))
    }
}

/// The query without its place in the pages.
fn query(input: &Input<LookupEvents>, caller: &Caller) -> Result<EventQuery, TrailError> {
    let attribute = match input.lookup_attributes.as_deref().unwrap_or_default() {
        [] => None,
        [one] => Some(attribute(one)?),
        _ => return Err(TrailError::TooManyAttributes),
    };
    if let (Some(start), Some(end)) = (input.start_time, input.end_time)
        && start > end
    {
        return Err(TrailError::InvalidTimeRange);
    }
    // Rounded to the day, so that a token stays good while the pages are read.
    let day = caller.request.now.as_second().div_euclid(86_400) * 86_400;
    let reach = jiff::Timestamp::from_second(day)
        .ok()
        .and_then(|at| at.checked_sub(REACH).ok());
    Ok(EventQuery {
        account: Some(caller.account()),
        region: Some(caller.request.region.clone()),
        attribute,
        start: input.start_time.or(reach),
        end: input.end_time,
        limit: input
            .max_results
            .and_then(|most| usize::try_from(most).ok())
            .unwrap_or(PAGE)
            .min(PAGE),
        ..EventQuery::all(PAGE)
    })
}

fn attribute(attribute: &api::LookupAttribute) -> Result<EventAttribute, TrailError> {
    let value = attribute.attribute_value.clone();
    Ok(match attribute.attribute_key.as_str() {
        "EventId" => EventAttribute::EventId(value),
        "EventName" => EventAttribute::EventName(value),
        "ReadOnly" => match value.as_str() {
            "true" => EventAttribute::ReadOnly(true),
            "false" => EventAttribute::ReadOnly(false),
            _ => return Err(TrailError::InvalidAttribute(value, "ReadOnly")),
        },
        "Username" => EventAttribute::Username(value),
        "ResourceType" => EventAttribute::ResourceType(value),
        "ResourceName" => EventAttribute::ResourceName(value),
        "EventSource" => EventAttribute::EventSource(value),
        "AccessKeyId" => EventAttribute::AccessKeyId(value),
        _ => {
            return Err(TrailError::InvalidAttribute(
                attribute.attribute_key.clone(),
                "AttributeKey",
            ));
        }
    })
}

fn event(row: &EventRow) -> api::Event {
    let resource = |r: &tegata_store::EventResource| api::Resource {
        resource_type: Some(r.resource_type.clone()),
        resource_name: Some(r.name.clone()),
    };
    api::Event {
        event_id: Some(row.event_id.clone()),
        event_name: Some(row.event_name.clone()),
        read_only: Some(row.read_only.to_string()),
        access_key_id: row.access_key_id.clone(),
        event_time: Some(row.time),
        event_source: Some(row.event_source.clone()),
        username: row.username.clone(),
        resources: Some(row.resources.iter().map(resource).collect()),
        cloud_trail_event: Some(row.record.clone()),
    }
}
