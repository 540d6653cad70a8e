//! Users of names that nobody else wants, each made in one call with all its tags: none may be lost, and
//! none may be there with some of its tags.

use std::collections::{BTreeSet, HashSet};
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use super::{Contended, Dice, fits, locked};
use crate::caller::Request;
use crate::http::Reply;
use crate::total_order::{Answer, Call, Object};

const TAGS: [&str; 3] = ["one", "two", "three"];

#[derive(Default)]
pub(crate) struct Users {
    made: AtomicU64,
    /// Those of rounds that were checked.
    settled: Mutex<BTreeSet<String>>,
}

#[derive(Debug, Clone)]
pub(crate) enum Op {
    Create(String),
    Get(String),
}

impl Users {
    /// Every user there is, over all rounds.
    pub(crate) fn all(&self) -> BTreeSet<String> {
        locked(&self.settled).clone()
    }

    /// The prefix of their names.
    pub(crate) const PREFIX: &str = "kept-";
}

/// What GetUser tells of its tags.
fn tags(name: &str) -> Vec<String> {
    let mut tags: Vec<_> = TAGS.iter().map(|key| format!("{key}={key} of {name}")).collect();
    tags.sort_unstable();
    tags
}

impl Object for Users {
    type State = BTreeSet<String>;
    type Op = Op;

    fn step(&self, state: &Self::State, op: &Op, answer: Option<&Answer>) -> Vec<Self::State> {
        let mut next = state.clone();
        let real = match op {
            Op::Create(name) if state.contains(name) => Answer::refused("EntityAlreadyExists"),
            Op::Create(name) => {
                next.insert(name.clone());
                Answer::Done(tags(name))
            }
            Op::Get(name) if !state.contains(name) => Answer::refused("NoSuchEntity"),
            Op::Get(name) => Answer::Done(tags(name)),
        };
        fits((next, real), answer)
    }
}

impl Contended for Users {
    fn start(&self) -> Self::State {
        BTreeSet::new()
    }

    fn choose(&self, _: &mut Dice, _: &[String]) -> Op {
        Op::Create(format!("{}{}", Self::PREFIX, self.made.fetch_add(1, Relaxed)))
    }

    fn request(&self, op: &Op) -> Request {
        match op {
            Op::Create(name) => {
                let mut parameters = vec![
                    ("UserName".to_owned(), name.clone()),
                    ("Path".to_owned(), "/kept/".to_owned()),
                ];
                for (number, key) in TAGS.iter().enumerate() {
                    let member = |part: &str| format!("Tags.member.{}.{part}", number + 1);
                    parameters.push((member("Key"), (*key).to_owned()));
                    parameters.push((member("Value"), format!("{key} of {name}")));
                }
                let parameters: Vec<_> = parameters
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str()))
                    .collect();
                Request::iam("CreateUser", &parameters)
            }
            Op::Get(name) => Request::iam("GetUser", &[("UserName", name)]),
        }
    }

    fn told(&self, _: &Op, reply: &Reply) -> Vec<String> {
        let (keys, values) = (reply.texts("Key"), reply.texts("Value"));
        keys.iter()
            .zip(&values)
            .map(|(key, value)| format!("{key}={value}"))
            .collect()
    }

    fn reads(&self, op: &Op) -> bool {
        matches!(op, Op::Get(_))
    }

    fn look(&self, calls: &[Call<Op>]) -> Vec<Op> {
        let created = |call: &Call<Op>| match &call.op {
            Op::Create(name) => Some(Op::Get(name.clone())),
            Op::Get(_) => None,
        };
        calls.iter().filter_map(created).collect()
    }

    fn settled(&self, states: HashSet<Self::State>) -> HashSet<Self::State> {
        assert_eq!(states.len(), 1, "every user was looked at");
        locked(&self.settled).extend(states.into_iter().flatten());
        HashSet::from([BTreeSet::new()])
    }
}
