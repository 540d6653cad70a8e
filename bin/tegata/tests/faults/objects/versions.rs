//! The versions of one managed policy: five at most, numbers never used again, one of them the default,
//! which cannot be deleted.

use std::collections::BTreeSet;

use super::{Contended, Dice, SOME_PERMISSION, fits};
use crate::caller::Request;
use crate::http::Reply;
use crate::process::ACCOUNT;
use crate::total_order::{Answer, Call, Object};

/// AWS's quota.
const LIMIT: usize = 5;

/// A policy that exists, with its first version.
pub(crate) struct Versions(pub(crate) &'static str);

#[derive(Debug, Clone)]
pub(crate) enum Op {
    Create { default: bool },
    Delete(String),
    SetDefault(String),
    List,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct State {
    versions: BTreeSet<u32>,
    default: u32,
    /// The number that the next one gets.
    next: u32,
}

impl Object for Versions {
    type State = State;
    type Op = Op;

    fn step(&self, state: &State, op: &Op, answer: Option<&Answer>) -> Vec<State> {
        let missing = || Answer::refused("NoSuchEntity");
        let mut next = state.clone();
        let real = match op {
            Op::Create { .. } if state.versions.len() == LIMIT => Answer::refused("LimitExceeded"),
            Op::Create { default } => {
                next.versions.insert(state.next);
                next.next += 1;
                if *default {
                    next.default = state.next;
                }
                Answer::Done(vec![shown(state.next, false)])
            }
            Op::Delete(id) | Op::SetDefault(id) if !state.versions.contains(&number(id)) => missing(),
            Op::Delete(id) if number(id) == state.default => Answer::refused("DeleteConflict"),
            Op::Delete(id) => {
                next.versions.remove(&number(id));
                Answer::done()
            }
            Op::SetDefault(id) => {
                next.default = number(id);
                Answer::done()
            }
            Op::List => {
                let mut told: Vec<_> = state
                    .versions
                    .iter()
                    .map(|version| shown(*version, *version == state.default))
                    .collect();
                told.sort_unstable();
                Answer::Done(told)
            }
        };
        fits((next, real), answer)
    }
}

/// `v3`, and `v3*` for the default.
fn shown(version: u32, default: bool) -> String {
    format!("v{version}{}", if default { "*" } else { "" })
}

fn number(id: &str) -> u32 {
    id.trim_matches(['v', '*']).parse().unwrap()
}

impl Contended for Versions {
    fn start(&self) -> State {
        State {
            versions: BTreeSet::from([1]),
            default: 1,
            next: 2,
        }
    }

    fn choose(&self, dice: &mut Dice, known: &[String]) -> Op {
        let id = dice.pick(known).map(|id| id.trim_end_matches('*').to_owned());
        match (dice.roll(8), id) {
            (0..=2, Some(id)) => Op::Delete(id),
            (3, Some(id)) => Op::SetDefault(id),
            (4, _) => Op::List,
            _ => Op::Create {
                default: dice.roll(4) == 0,
            },
        }
    }

    fn request(&self, op: &Op) -> Request {
        let arn = format!("arn:aws:iam::{ACCOUNT}:policy/{}", self.0);
        let policy = ("PolicyArn", arn.as_str());
        match op {
            Op::Create { default } => {
                let default = ("SetAsDefault", if *default { "true" } else { "false" });
                let parameters = [policy, ("PolicyDocument", SOME_PERMISSION), default];
                Request::iam("CreatePolicyVersion", &parameters)
            }
            Op::Delete(id) => Request::iam("DeletePolicyVersion", &[policy, ("VersionId", id)]),
            Op::SetDefault(id) => Request::iam("SetDefaultPolicyVersion", &[policy, ("VersionId", id)]),
            Op::List => Request::iam("ListPolicyVersions", &[policy]),
        }
    }

    fn told(&self, op: &Op, reply: &Reply) -> Vec<String> {
        match op {
            Op::Create { .. } => reply.texts("VersionId"),
            Op::List => {
                let (ids, defaults) = (reply.texts("VersionId"), reply.texts("IsDefaultVersion"));
                assert_eq!(ids.len(), defaults.len(), "{reply:?}");
                let both = ids.iter().zip(&defaults);
                both.map(|(id, default)| shown(number(id), default == "true"))
                    .collect()
            }
            Op::Delete(_) | Op::SetDefault(_) => Vec::new(),
        }
    }

    fn reads(&self, op: &Op) -> bool {
        matches!(op, Op::List)
    }

    fn look(&self, _: &[Call<Op>]) -> Vec<Op> {
        vec![Op::List]
    }
}
