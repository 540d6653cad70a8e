//! The events of a call, in CloudTrail's format.

mod denial;

use jiff::Timestamp;
use serde_json::{Map, Value};
use tegata_audit::{
    AdditionalEventData, Event, Failure, HIDDEN, SessionContext, SessionIssuer, TlsDetails, UserIdentity,
};
use tegata_authz::{Caller, Denied, Identity};
use tegata_base::{AccountId, Partition, Region};
use tegata_crypto::OsRng;
use tegata_crypto::kek::Kek;
use tegata_operation::{EventFacts, Reply, SecondEvent, ServiceError, observed};
use tegata_session::Claims;
use tegata_store::{Key, Observation, Revision};
use tegata_wire::{holds_private_key, redact};

use crate::call::About;
use crate::ids::new_id;
use crate::services::Target;
#[cfg(test)]
pub(crate) use denial::EXPLAINED;

/// The events of a call that succeeded at this revision: its own, and that of a call that the service
/// made for it.
pub(crate) fn of_success(
    about: &About,
    reply: &mut Reply,
    revision: Revision,
) -> impl Iterator<Item = Event> + use<> {
    let operation = about.target.row.operation;
    let facts = std::mem::take(&mut reply.event);
    let mut event = about.event(revision);
    // `GetSessionToken` only reads, and yet its answer is what later calls are tied to.
    if !operation.read_only || facts.issued.is_some() {
        event.response_elements = redact(operation.output, &*reply.output);
    }
    let recipient = facts.recipient.filter(|account| *account != event.account);
    let second = fill(&mut event, facts);
    let shared = recipient.map(|account| about.shared(&mut event, account));
    [Some(event), shared, second.map(|second| about.second(*second))]
        .into_iter()
        .flatten()
}

/// The event of a call that was refused.
pub(crate) fn of_refusal(about: &About, error: &ServiceError, revision: Revision, kek: &Kek) -> Event {
    let mut event = about.event(revision);
    fill(&mut event, error.event.as_deref().cloned().unwrap_or_default());
    // A message may repeat what was sent.
    let message = if holds_private_key(&error.message) {
        HIDDEN
    } else {
        &error.message
    };
    event.failure = Some(Failure {
        code: error.code.clone().into_owned(),
        message: message.to_owned(),
    });
    let denied = error.denied.as_deref();
    event.additional.denial = denied.map(|denied| denial(&about.caller, denied, kek));
    event
}

/// Puts what the operation told into the event; what remains is a second event.
fn fill(event: &mut Event, facts: EventFacts) -> Option<Box<SecondEvent>> {
    event.resources = facts.resources;
    event.issued = facts.issued;
    event.observations.extend(facts.observations);
    event.additional.more = facts.additional;
    extend(&mut event.request_parameters, facts.request_parameters);
    facts.second
}

/// Adds members, of names that are not there, to an object in JSON.
fn extend(object: &mut Option<String>, more: Map<String, Value>) {
    let Some(more) = text(Value::Object(more)) else {
        return;
    };
    *object = Some(match object.take() {
        // Without the braces where they meet.
        Some(mut text) => {
            text.pop();
            text.push(',');
            text.extend(more.strip_prefix('{'));
            text
        }
        None => more,
    });
}

/// JSON as text; CloudTrail has `null` where there are no members.
fn text(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Object(members) if members.is_empty() => None,
        value => Some(value.to_string()),
    }
}

impl About {
    /// What every event of this call says.
    fn event(&self, revision: Revision) -> Event {
        let Target { service, row, .. } = self.target;
        let region = event_region(service.signing_name, &self.scope.region);
        let place = (self.scope.account, region);
        let named = (service.endpoint_prefix, row.operation.name);
        let mut event = of_call(&self.caller, place, named, self.tls.as_ref(), revision);
        event.read_only = row.operation.read_only;
        event.request_parameters = self.parameters.clone();
        event.observations = uses(&self.caller, service.signing_name, &self.scope.region);
        event
    }

    /// The same call in the trail of another account that it concerns, which learns of the caller its account
    /// alone.
    fn shared(&self, event: &mut Event, account: AccountId) -> Event {
        let shared = event.shared_event_id.get_or_insert_with(new_id).clone();
        let caller = event.account;
        Event {
            event_id: new_id(),
            account,
            shared_event_id: Some(shared),
            identity: UserIdentity::AwsAccount {
                principal_id: self.caller.user_id().unwrap_or_default(),
                account: caller,
            },
            additional: AdditionalEventData {
                revision: event.additional.revision,
                ..AdditionalEventData::default()
            },
            observations: Vec::new(),
            ..event.clone()
        }
    }

    /// The event of a call that the service made itself, at the same instant.
    fn second(&self, second: SecondEvent) -> Event {
        let request = &self.caller.request;
        let service = UserIdentity::AwsService {
            invoked_by: second.invoked_by.to_owned(),
        };
        let mut event = Event::new(
            new_id(),
            request.now,
            (self.scope.account, self.scope.region.clone()),
            (second.event_source, second.event_name),
            service,
        );
        event.source_address = second.invoked_by.to_owned();
        event.user_agent = Some(second.invoked_by.to_owned());
        event.request_id = Some(request.request_id.clone());
        event.request_parameters = text(second.request_parameters);
        event.response_elements = text(second.response_elements);
        event.resources = second.resources;
        event
    }
}

/// What every event of a call says: who made it, from where, when, in which session. The service is named by its
/// endpoint prefix.
pub(crate) fn of_call(
    caller: &Caller,
    place: (AccountId, Region),
    (service, operation): (&str, &str),
    tls: Option<&TlsDetails>,
    revision: Revision,
) -> Event {
    let request = &caller.request;
    let mut event = Event::new(
        new_id(),
        request.now,
        place,
        (event_source(service), operation),
        identity(caller),
    );
    event.source_address = request.source_ip.to_string();
    event.user_agent.clone_from(&request.user_agent);
    event.request_id = Some(request.request_id.clone());
    event.additional = additional(caller.session.as_deref(), revision);
    event.tls = tls.cloned();
    event
}

/// IAM is global and its events are those of the partition's global region; a signature for the
/// global endpoint of STS names that region itself.
pub(crate) fn event_region(signing_name: &str, region: &Region) -> Region {
    if signing_name == "iam" {
        global_region(region.partition(), region)
    } else {
        region.clone()
    }
}

pub(crate) fn global_region(partition: Partition, otherwise: &Region) -> Region {
    partition
        .global_region()
        .parse()
        .unwrap_or_else(|_| otherwise.clone())
}

fn event_source(endpoint_prefix: &str) -> String {
    format!("{endpoint_prefix}.amazonaws.com")
}

/// `userIdentity` of a caller.
pub(crate) fn identity(caller: &Caller) -> UserIdentity {
    let access_key_id = caller.access_key_id.as_ref().map(ToString::to_string);
    let arn = || caller.arn().map(|arn| arn.to_string()).unwrap_or_default();
    match &caller.identity {
        Identity::Root(account) => UserIdentity::Root {
            account: *account,
            arn: arn(),
            access_key_id,
            session: caller.session.as_deref().map(|claims| session(claims, None)),
        },
        Identity::User(user) => UserIdentity::IamUser {
            user_id: user.id.to_string(),
            arn: arn(),
            account: user.account,
            user_name: user.name.clone(),
            access_key_id,
            session: caller.session.as_deref().map(|claims| session(claims, None)),
        },
        Identity::Role { role, session_name } => {
            let issuer = SessionIssuer {
                issuer_type: "Role".to_owned(),
                principal_id: role.id.to_string(),
                arn: role.arn(caller.partition()).to_string(),
                account_id: role.account,
                user_name: role.name.clone(),
            };
            let Some(claims) = caller.session.as_deref() else {
                // INVARIANT: a role acts through its sessions only.
                return UserIdentity::Unknown { access_key_id };
            };
            UserIdentity::AssumedRole {
                role_id: role.id.to_string(),
                session_name: session_name.clone(),
                arn: arn(),
                account: role.account,
                access_key_id,
                session: session(claims, Some(issuer)),
            }
        }
        Identity::Federated(federated) => {
            let issuer = federated.issuer.as_deref();
            let account = federated.account;
            let issuer = SessionIssuer {
                issuer_type: issuer.map_or("Root", |_| "IAMUser").to_owned(),
                principal_id: issuer.map_or_else(|| account.to_string(), |user| user.id.to_string()),
                arn: federated.issuer_arn(caller.partition()).to_string(),
                account_id: account,
                user_name: issuer.map_or_else(|| "root".to_owned(), |user| user.name.clone()),
            };
            let Some(claims) = caller.session.as_deref() else {
                // INVARIANT: a federated user acts through its session only.
                return UserIdentity::Unknown { access_key_id };
            };
            UserIdentity::FederatedUser {
                arn: arn(),
                account,
                name: federated.name.clone(),
                access_key_id,
                session: session(claims, Some(issuer)),
            }
        }
        // A certificate has no identity of its own: AWS shows the service that acts for it.
        Identity::Certificate(_) => UserIdentity::AwsService {
            invoked_by: "rolesanywhere.amazonaws.com".to_owned(),
        },
    }
}

fn session(claims: &Claims, issuer: Option<SessionIssuer>) -> SessionContext {
    SessionContext {
        created: claims.issued,
        mfa_authenticated: claims.mfa.is_some(),
        issuer,
        source_identity: claims.source_identity.clone(),
        web_identity: None,
    }
}

fn additional(session: Option<&Claims>, revision: Revision) -> AdditionalEventData {
    AdditionalEventData {
        session_id: session.map(|claims| claims.id.to_string()),
        ancestors: session
            .into_iter()
            .flat_map(|claims| &claims.ancestors)
            .map(ToString::to_string)
            .collect(),
        revision: Some(revision),
        ..AdditionalEventData::default()
    }
}

/// Why a call was denied, for [`AdditionalEventData::denial`].
pub(crate) fn denial(caller: &Caller, denied: &Denied, kek: &Kek) -> Value {
    denial::denial(caller, denied, kek, &mut OsRng)
}

/// The uses that a call is: of a long-term key, of a role.
pub(crate) fn uses(caller: &Caller, service: &str, region: &Region) -> Vec<Observation> {
    let used = |key: Key, at: Timestamp| Observation::LastUsed {
        key,
        service: service.to_owned(),
        region: region.clone(),
        at,
    };
    let at = caller.request.now;
    match (&caller.identity, &caller.session, &caller.access_key_id) {
        (Identity::Role { role, .. }, ..) => {
            vec![used(observed::role_used(role.account, &role.id), at)]
        }
        (_, None, Some(id)) => {
            vec![used(observed::access_key_used(caller.account(), id.as_str()), at)]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
