//! One role name that everybody wants: it is taken once, and free again when the role is deleted.

use super::{ACCOUNT_TRUST, Contended, Dice, when};
use crate::caller::Request;
use crate::http::Reply;
use crate::total_order::{Answer, Call, Object};

pub(crate) struct Name(pub(crate) &'static str);

#[derive(Debug, Clone)]
pub(crate) enum Op {
    Create,
    Delete,
    Get,
}

/// Whether there is a role, and its id if it was ever told.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum State {
    Free,
    Taken(Option<String>),
}

impl Object for Name {
    type State = State;
    type Op = Op;

    fn step(&self, state: &State, op: &Op, answer: Option<&Answer>) -> Vec<State> {
        let free = *state == State::Free;
        let refused = |code: &str| answer == Some(&Answer::refused(code));
        let id = match answer {
            Some(Answer::Done(told)) => told.first().cloned(),
            None => None,
            Some(_) => {
                let holds = match op {
                    Op::Create => refused("EntityAlreadyExists") && !free,
                    Op::Delete | Op::Get => refused("NoSuchEntity") && free,
                };
                return when(holds, state.clone());
            }
        };
        match (op, state) {
            (Op::Create, State::Free) => vec![State::Taken(id)],
            (Op::Delete, State::Taken(_)) => vec![State::Free],
            (Op::Get, State::Taken(known)) => when(
                known.is_none() || id.is_none() || *known == id,
                State::Taken(known.clone().or(id)),
            ),
            _ => Vec::new(),
        }
    }
}

impl Contended for Name {
    fn start(&self) -> State {
        State::Free
    }

    fn choose(&self, dice: &mut Dice, _: &[String]) -> Op {
        dice.pick(&[Op::Create, Op::Create, Op::Delete, Op::Delete, Op::Get])
            .unwrap()
            .clone()
    }

    fn request(&self, op: &Op) -> Request {
        let name = ("RoleName", self.0);
        match op {
            Op::Create => Request::iam("CreateRole", &[name, ("AssumeRolePolicyDocument", ACCOUNT_TRUST)]),
            Op::Delete => Request::iam("DeleteRole", &[name]),
            Op::Get => Request::iam("GetRole", &[name]),
        }
    }

    fn told(&self, op: &Op, reply: &Reply) -> Vec<String> {
        match op {
            Op::Create | Op::Get => vec![reply.text("RoleId")],
            Op::Delete => Vec::new(),
        }
    }

    fn reads(&self, op: &Op) -> bool {
        matches!(op, Op::Get)
    }

    fn look(&self, _: &[Call<Op>]) -> Vec<Op> {
        vec![Op::Get]
    }
}
