//! The last place of a quota: two access keys of a user, two CRLs of a trust anchor.

use std::collections::BTreeSet;

use data_encoding::BASE64;
use serde_json::{Value, json};

use super::{Contended, Dice, when};
use crate::caller::Request;
use crate::http::Reply;
use crate::total_order::{Answer, Call, Object};

/// AWS's quota for both.
const LIMIT: usize = 2;

pub(crate) enum Slots {
    /// Of this user.
    AccessKeys(&'static str),
    Crls {
        anchor: String,
        pem: String,
    },
}

#[derive(Debug, Clone)]
pub(crate) enum Op {
    Create,
    Delete(String),
    List,
}

/// What there is: ids that were told, and how many more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct State {
    known: BTreeSet<String>,
    unnamed: usize,
}

impl Slots {
    const fn full(&self) -> &'static str {
        match self {
            Self::AccessKeys(_) => "LimitExceeded",
            Self::Crls { .. } => "ValidationException",
        }
    }

    const fn missing(&self) -> &'static str {
        match self {
            Self::AccessKeys(_) => "NoSuchEntity",
            Self::Crls { .. } => "ResourceNotFoundException",
        }
    }
}

impl Object for Slots {
    type State = State;
    type Op = Op;

    fn step(&self, state: &State, op: &Op, answer: Option<&Answer>) -> Vec<State> {
        let count = state.known.len() + state.unnamed;
        let mut next = state.clone();
        match (op, answer) {
            (Op::Create, None) => {
                next.unnamed += 1;
                when(count < LIMIT, next)
            }
            (Op::Create, Some(Answer::Done(told))) => {
                let fresh = next.known.insert(told[0].clone());
                when(count < LIMIT && fresh, next)
            }
            (Op::Create, Some(refusal)) => {
                when(count == LIMIT && *refusal == Answer::refused(self.full()), next)
            }
            (Op::Delete(id), None | Some(Answer::Done(_))) => {
                if next.known.remove(id) {
                    return vec![next];
                }
                // It may be one whose id was not told to its maker.
                next.unnamed = next.unnamed.saturating_sub(1);
                when(state.unnamed > 0, next)
            }
            (Op::Delete(id), Some(refusal)) => when(
                !state.known.contains(id) && *refusal == Answer::refused(self.missing()),
                next,
            ),
            (Op::List, None) => vec![next],
            (Op::List, Some(Answer::Done(told))) => {
                let listed: BTreeSet<_> = told.iter().cloned().collect();
                let same = listed.len() == count && listed.is_superset(&state.known);
                when(
                    same,
                    State {
                        known: listed,
                        unnamed: 0,
                    },
                )
            }
            (Op::List, Some(_)) => Vec::new(),
        }
    }
}

impl Contended for Slots {
    fn start(&self) -> State {
        State::default()
    }

    fn choose(&self, dice: &mut Dice, known: &[String]) -> Op {
        match (dice.roll(5), dice.pick(known)) {
            (0 | 1, Some(id)) => Op::Delete(id.clone()),
            (2, _) => Op::List,
            _ => Op::Create,
        }
    }

    fn request(&self, op: &Op) -> Request {
        match (self, op) {
            (Self::AccessKeys(user), op) => {
                let user = ("UserName", *user);
                match op {
                    Op::Create => Request::iam("CreateAccessKey", &[user]),
                    Op::Delete(id) => Request::iam("DeleteAccessKey", &[user, ("AccessKeyId", id)]),
                    Op::List => Request::iam("ListAccessKeys", &[user]),
                }
            }
            (Self::Crls { anchor, pem }, Op::Create) => Request::rolesanywhere(
                "POST",
                "/crls",
                &json!({ "name": "crl", "trustAnchorArn": anchor, "crlData": BASE64.encode(pem.as_bytes()) }),
            ),
            (Self::Crls { .. }, Op::Delete(id)) => {
                Request::rolesanywhere("DELETE", &format!("/crl/{id}"), &Value::Null)
            }
            (Self::Crls { .. }, Op::List) => Request::rolesanywhere("GET", "/crls", &Value::Null),
        }
    }

    fn told(&self, op: &Op, reply: &Reply) -> Vec<String> {
        let id = |crl: &Value| crl["crlId"].as_str().unwrap().to_owned();
        match (self, op) {
            (_, Op::Delete(_)) => Vec::new(),
            (Self::AccessKeys(_), Op::Create | Op::List) => reply.texts("AccessKeyId"),
            (Self::Crls { .. }, Op::Create) => vec![id(&reply.json()["crl"])],
            (Self::Crls { .. }, Op::List) => {
                reply.json()["crls"].as_array().unwrap().iter().map(id).collect()
            }
        }
    }

    fn reads(&self, op: &Op) -> bool {
        matches!(op, Op::List)
    }

    fn look(&self, _: &[Call<Op>]) -> Vec<Op> {
        vec![Op::List]
    }
}
