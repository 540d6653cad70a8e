//! Who did it: the chain behind the session's last call.

use tegata_api_cloudtrail::operations::LookupEvents;
use tegata_api_cloudtrail::{Hop, LookupAttribute, LookupEventsRequest};

use super::calls::ACCESS_DENIED;
use super::command::Command;
use super::outcome::{Outcome, Told, Trouble};
use super::story::{Story, program};
use crate::paint::Paint;
use crate::who;

/// From the certificate to the call.
const CHAIN: [&str; 4] = ["certificate", "session", "role", "action"];

pub(super) fn who(story: &mut Story) -> Result<Told, Trouble> {
    let event = match last_event(story)? {
        Ok(event) => event,
        Err(outcome) => {
            return Ok(Told {
                command: Command::aws("cloudtrail", "lookup-events"),
                outcome,
            });
        }
    };
    let hops =
        story.at_edge(|edge| who::lineage(&event, &story.endpoint, &story.region, &story.operator, edge));
    let operator = story.place.file("operator.json").display().to_string();
    Ok(Told {
        command: Command::new(program())
            .word("who")
            .flag("--credentials", operator)
            .word(&event),
        outcome: match hops {
            Ok(hops) => told(story, &event, &hops)?,
            Err(error) => Outcome::Unexpected {
                expected: "a chain".to_owned(),
                seen: error.to_string(),
            },
        },
    })
}

/// The event of the last call that the session signed.
fn last_event(story: &Story) -> Result<Result<String, Outcome>, Trouble> {
    let found = story.call::<LookupEvents>(
        &tegata_api_cloudtrail::SERVICE,
        &story.operator,
        &LookupEventsRequest {
            lookup_attributes: Some(vec![LookupAttribute {
                attribute_key: "AccessKeyId".to_owned(),
                attribute_value: story.session()?.credentials.access_key_id.clone(),
            }]),
            max_results: Some(1),
            ..LookupEventsRequest::default()
        },
    );
    let unexpected = |seen: String| Outcome::Unexpected {
        expected: "the event of the last call".to_owned(),
        seen,
    };
    Ok(match found {
        Ok(answer) => answer
            .events
            .and_then(|events| events.into_iter().next()?.event_id)
            .ok_or_else(|| unexpected("none".to_owned())),
        Err(error) => Err(unexpected(error.to_string())),
    })
}

/// The chain, if it leads from the machine's certificate to the call that was denied.
fn told(story: &Story, event: &str, hops: &[Hop]) -> Result<Outcome, Trouble> {
    let text = who::as_text(hops, Paint::for_stdout(&tegata_client::Environment::of_process()));
    let serial = story.certificate()?.serial().to_hex();
    let right = hops.iter().map(|hop| hop.kind.as_str()).eq(CHAIN)
        && hops.first().and_then(|hop| hop.serial.as_deref()) == Some(&serial)
        && hops.last().is_some_and(|hop| {
            hop.id.as_deref() == Some(event) && hop.outcome.as_deref() == Some(ACCESS_DENIED)
        });
    Ok(match right {
        true => Outcome::Shown(text),
        false => Outcome::Unexpected {
            expected: format!("a chain from certificate {serial} to the denied event {event}"),
            seen: text,
        },
    })
}
