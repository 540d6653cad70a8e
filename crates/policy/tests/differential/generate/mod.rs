//! Cases from choices. Values come from small alphabets, so that requests and policies meet often; the
//! request is made first, and policies look at it.

mod condition;
mod document;
mod request;

use serde_json::{Value, json};

use crate::case::{Attached, Caller, Case, Mode};
use crate::choices::Choices;
use document::Author;

/// The account of most callers and resources, and the other one.
const A: &str = "111122223333";
const B: &str = "444455556666";

/// The case that some bytes stand for. All bytes stand for one.
pub(crate) fn case(bytes: &[u8]) -> Case {
    let choices = &mut Choices::new(bytes);
    let mode = choices.pick(&[Mode::Ordinary, Mode::Ordinary, Mode::MustAllow, Mode::RoleTrust]);
    let request = request::asked(choices, mode == Mode::RoleTrust);
    // Users who come without a session, services and strangers have no session policies.
    let may_have_session = matches!(
        request.caller,
        Caller::RoleSession { .. } | Caller::FederatedUser { .. } | Caller::Root { .. }
    );
    let needs_grant = mode != Mode::Ordinary || request.account.is_none();
    let ids = choices.chance(60).then(|| request::ids(choices));
    let mut author = Author { choices, request };
    let has_policy = author.choices.chance(if needs_grant { 240 } else { 140 });
    let resource = has_policy.then(|| author.resource_policy(mode));
    let identity = author.documents(2);
    let boundary = author.choices.chance(80).then(|| author.documents(1));
    let session = (may_have_session && author.choices.chance(140)).then(|| author.documents(1));
    let service_control = author.levels(70, false);
    let resource_control = author.levels(60, true);
    Case {
        request: author.request,
        identity,
        resource,
        boundary,
        session,
        service_control,
        resource_control,
        ids,
    }
}

impl Author<'_, '_> {
    fn resource_policy(&mut self, mode: Mode) -> Attached {
        Attached {
            mode,
            document: self.document(match mode {
                Mode::Ordinary | Mode::MustAllow => document::Kind::Resource,
                Mode::RoleTrust => document::Kind::Trust,
            }),
        }
    }

    /// One to so many and one; rarely none.
    fn documents(&mut self, most: usize) -> Vec<Value> {
        let count = if self.choices.chance(20) {
            0
        } else {
            1 + self.choices.below(most)
        };
        (0..count).map(|_| self.document(document::Kind::Own)).collect()
    }

    /// Levels of an organization, in so many of 256 cases. Most have the policy that allows everything.
    fn levels(&mut self, chance: usize, resource_control: bool) -> Vec<Vec<Value>> {
        let count = if self.choices.chance(chance) {
            1 + self.choices.below(2)
        } else {
            0
        };
        let full = if resource_control {
            json!({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"})
        } else {
            json!({"Effect": "Allow", "Action": "*", "Resource": "*"})
        };
        let kind = if resource_control {
            document::Kind::ResourceControl
        } else {
            document::Kind::Own
        };
        let mut level = || {
            let mut policies = Vec::new();
            if !self.choices.chance(50) {
                policies.push(json!({"Version": "2012-10-17", "Statement": full}));
            }
            if self.choices.chance(90) {
                policies.push(self.document(kind));
            }
            policies
        };
        (0..count).map(|_| level()).collect()
    }
}
