//! `GetLineage`: the chain behind an access key, session, event, session name or resource, from the
//! certificate or long-term key down. Whoever may look events up may ask for it.

use tegata_api_cloudtrail as api;
use tegata_authz::{Access, Caller, Check, Permit};
use tegata_operation::{Ctx, Effect, Fetch, Fetched, Input, Operation, Outcome, Output, ServiceError};
use tegata_store::EventAttribute;

use crate::errors::TrailError;
use crate::hops::{self, Shown};

pub(crate) struct GetLineage;

impl Operation for GetLineage {
    type Call = api::operations::GetLineage;
    const EFFECT: Effect = Effect::Reads;

    fn access(_input: &Input<Self>, caller: &Caller, _ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        Ok(Access::Checks(vec![Check::on_any(
            "cloudtrail:LookupEvents",
            caller.account(),
        )]))
    }

    fn fetch(input: &Input<Self>, caller: &Caller) -> Result<Option<Fetch>, ServiceError> {
        let starts = Subject::of(input)?.starts();
        Ok(Some(Fetch::Lineage {
            account: caller.account(),
            starts,
        }))
    }

    fn handle(
        _permit: Permit<Self>,
        input: &Input<Self>,
        _caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let Fetched::Lineage(rows) = ctx.fetched else {
            return Err(crate::REFUSAL.internal("no lineage was fetched"));
        };
        let subject = Subject::of(input)?;
        if rows.is_empty() {
            return Err(TrailError::LineageNotFound(subject.text().to_owned()).into());
        }
        Ok(Outcome::answer(api::GetLineageResponse {
            hops: hops::chain(rows, &subject.shown()),
        }))
    }
}

/// What the caller asks about.
enum Subject<'a> {
    AccessKey(&'a str),
    Session(&'a str),
    Event(&'a str),
    SessionName(&'a str),
    Resource(&'a str),
}

impl<'a> Subject<'a> {
    fn of(input: &'a Input<GetLineage>) -> Result<Self, TrailError> {
        let given = [
            input.access_key_id.as_deref().map(Subject::AccessKey),
            input.session_id.as_deref().map(Subject::Session),
            input.event_id.as_deref().map(Subject::Event),
            input.session_name.as_deref().map(Subject::SessionName),
            input.resource_arn.as_deref().map(Subject::Resource),
        ];
        let mut given = given.into_iter().flatten();
        match (given.next(), given.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(TrailError::OneSubject),
        }
    }

    const fn text(&self) -> &'a str {
        match self {
            Self::AccessKey(text)
            | Self::Session(text)
            | Self::Event(text)
            | Self::SessionName(text)
            | Self::Resource(text) => text,
        }
    }

    /// Where a walk may begin; the first attribute that finds an event wins.
    fn starts(&self) -> Vec<EventAttribute> {
        let text = || self.text().to_owned();
        match self {
            Self::AccessKey(_) => vec![
                EventAttribute::IssuedAccessKeyId(text()),
                EventAttribute::AccessKeyId(text()),
            ],
            Self::Session(_) => vec![
                EventAttribute::IssuedSessionId(text()),
                EventAttribute::SessionId(text()),
            ],
            Self::Event(_) => vec![EventAttribute::EventId(text())],
            Self::SessionName(_) => vec![
                EventAttribute::IssuedSessionName(text()),
                EventAttribute::SessionName(text()),
                EventAttribute::Username(text()),
            ],
            Self::Resource(arn) => match session_of(arn) {
                Some(name) => vec![EventAttribute::IssuedSessionName(name.to_owned())],
                None => vec![EventAttribute::ResourceName(text())],
            },
        }
    }

    /// Whether the event found is shown as an action, or stands for the session it issued.
    fn shown(&self) -> Shown {
        match self {
            Self::Event(_) => Shown::Action,
            Self::Resource(arn) if session_of(arn).is_none() => Shown::Action,
            Self::AccessKey(_) | Self::Session(_) | Self::SessionName(_) | Self::Resource(_) => {
                Shown::SessionIfIssued
            }
        }
    }
}

/// The session name in the ARN of an assumed role.
fn session_of(arn: &str) -> Option<&str> {
    let (_, resource) = arn.split_once(":assumed-role/")?;
    resource.split_once('/').map(|(_, name)| name)
}
