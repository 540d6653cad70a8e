//! What a change of one resource answers: the resource whole, its row, and what the event tells.

use jiff::Timestamp;
use tegata_operation::{EventFacts, Outcome};
use tegata_state::Entity as _;
use tegata_store::EventResource;

use crate::convert::{Shown, Whole};
use crate::resource::Resource;

/// The type of roles in events.
pub(crate) const ROLE_TYPE: &str = "AWS::IAM::Role";

/// The outcome of a changed resource.
pub(crate) fn changed<O: Whole>(
    mut resource: O::Resource,
    previous_alias: Option<String>,
    now: Timestamp,
) -> Outcome<O> {
    *resource.common().updated = now;
    let row = resource.put();
    Outcome::changed(O::whole(resource.shown(previous_alias)), vec![row]).with_event(about(&resource))
}

/// The same, where roles were handed to Roles Anywhere: the event is found by them, too.
pub(crate) fn passed<O>(mut outcome: Outcome<O>, roles: &[String]) -> Outcome<O> {
    let role = |arn: &String| EventResource {
        resource_type: ROLE_TYPE.into(),
        name: arn.clone(),
    };
    outcome.event.resources.extend(roles.iter().map(role));
    outcome
}

/// What the event of a call about this resource tells.
pub(crate) fn about<R: Resource>(resource: &R) -> EventFacts {
    EventFacts {
        resources: vec![event_resource(resource)],
        ..EventFacts::default()
    }
}

pub(crate) fn event_resource<R: Resource>(resource: &R) -> EventResource {
    EventResource {
        resource_type: R::TYPE.into(),
        name: resource.arn().to_string(),
    }
}
