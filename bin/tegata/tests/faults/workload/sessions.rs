//! Sessions: they change no configuration, but one that was issued has its event.

use std::sync::Mutex;

use super::{Goes, Judged, Shared, Unanswered, moment};
use crate::caller::{Caller, Request, now};
use crate::http::Exchange;
use crate::machine::{Machine, Setting};
use crate::objects::{Dice, locked};
use crate::trail::Trail;

pub(super) struct Sessions {
    /// The ARN of the role to assume.
    role: String,
    machine: Machine,
    setting: Setting,
    issued: Mutex<Vec<Issued>>,
}

/// A session that its caller has.
struct Issued {
    agent: String,
    operation: &'static str,
    access_key_id: String,
    request_id: String,
    began: u64,
    ended: u64,
}

impl Sessions {
    pub(super) fn new(role: String, machine: Machine, setting: Setting) -> Self {
        Self {
            role,
            machine,
            setting,
            issued: Mutex::default(),
        }
    }

    fn ask(&self, caller: &mut Caller, agent: &str, operation: &str) -> Exchange {
        match operation {
            "AssumeRole" => caller.exchange(
                &Request::sts(
                    operation,
                    &[("RoleArn", &self.role), ("RoleSessionName", "traveller")],
                ),
                agent,
            ),
            "GetSessionToken" => caller.exchange(&Request::sts(operation, &[]), agent),
            _ => {
                let host = caller.connection.host();
                let request = self.machine.create_session(&self.setting, &host, agent, now());
                caller.connection.exchange(&request)
            }
        }
    }
}

impl Shared for Sessions {
    fn act(&self, caller: &mut Caller, agent: &str, dice: &mut Dice, lost: Unanswered) -> Goes {
        let operation = *dice
            .pick(&["AssumeRole", "GetSessionToken", "CreateSession"])
            .unwrap();
        let began = moment();
        let reply = match self.ask(caller, agent, operation) {
            Exchange::Answered(reply) => reply,
            Exchange::Torn(error) if lost == Unanswered::Nothing => {
                panic!("{operation}: a torn answer: {error}")
            }
            Exchange::Unsent(_) => return Goes::Away { unanswered: false },
            // Nobody has the session, so nobody misses its event.
            Exchange::Unanswered(_) | Exchange::Torn(_) => return Goes::Away { unanswered: true },
        };
        if reply.status == 503 {
            return Goes::On;
        }
        assert!(reply.is_success(), "{operation}: {reply:?}");
        let access_key_id = match operation {
            "CreateSession" => {
                let body = reply.json();
                body["credentialSet"][0]["credentials"]["accessKeyId"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            }
            _ => reply.text("AccessKeyId"),
        };
        let request_id = reply.request_id().to_owned();
        let agent = agent.to_owned();
        locked(&self.issued).push(Issued {
            agent,
            operation,
            access_key_id,
            request_id,
            began,
            ended: moment(),
        });
        Goes::On
    }

    fn settle(&self, _: &mut Caller, trail: &Trail) -> Vec<Judged> {
        let issued = std::mem::take(&mut *locked(&self.issued));
        issued
            .into_iter()
            .map(|session| {
                let event = trail.of(&session.agent);
                let event =
                    event.unwrap_or_else(|| panic!("no event of the session {}", session.access_key_id));
                assert_eq!(
                    (event.name.as_str(), &event.request_id),
                    (session.operation, &session.request_id)
                );
                assert!(event.tells_of(&session.access_key_id), "{event:#?}");
                if session.operation == "CreateSession" {
                    assert_role_assumed(trail, &session.access_key_id);
                }
                let Issued { began, ended, .. } = session;
                Judged {
                    began,
                    ended,
                    before: event.revision(),
                    after: event.revision(),
                }
            })
            .collect()
    }
}

/// CreateSession leaves a second event: the AssumeRole that the service made.
fn assert_role_assumed(trail: &Trail, access_key_id: &str) {
    let made = trail.made_by("rolesanywhere.amazonaws.com");
    let told = made
        .iter()
        .filter(|event| event.name == "AssumeRole" && event.tells_of(access_key_id))
        .count();
    assert_eq!(told, 1, "events of AssumeRole that tell of {access_key_id}");
}
