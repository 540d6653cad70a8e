//! A role and a managed policy that come and go, attached and detached: what is attached can be deleted
//! on neither side, and only what exists can be attached.

use super::{ACCOUNT_TRUST, Contended, Dice, SOME_PERMISSION, fits};
use crate::caller::Request;
use crate::http::Reply;
use crate::process::ACCOUNT;
use crate::total_order::{Answer, Call, Object};

pub(crate) struct Attachment {
    pub(crate) role: &'static str,
    pub(crate) policy: &'static str,
}

#[derive(Debug, Clone)]
pub(crate) enum Op {
    CreateRole,
    DeleteRole,
    GetRole,
    CreatePolicy,
    DeletePolicy,
    Attach,
    Detach,
    ListEntities,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct State {
    role: bool,
    policy: bool,
    attached: bool,
}

impl Object for Attachment {
    type State = State;
    type Op = Op;

    fn step(&self, state: &State, op: &Op, answer: Option<&Answer>) -> Vec<State> {
        let exists = || Answer::refused("EntityAlreadyExists");
        let missing = || Answer::refused("NoSuchEntity");
        let mut next = state.clone();
        let real = match op {
            Op::CreateRole if state.role => exists(),
            Op::CreatePolicy if state.policy => exists(),
            Op::DeleteRole | Op::GetRole if !state.role => missing(),
            Op::DeletePolicy | Op::ListEntities if !state.policy => missing(),
            Op::DeleteRole | Op::DeletePolicy if state.attached => Answer::refused("DeleteConflict"),
            Op::Attach if !(state.role && state.policy) => missing(),
            Op::Detach if !state.attached => missing(),
            Op::GetRole => Answer::done(),
            Op::ListEntities => {
                Answer::Done(state.attached.then(|| self.role.to_owned()).into_iter().collect())
            }
            Op::CreateRole | Op::DeleteRole => {
                next.role = !state.role;
                Answer::done()
            }
            Op::CreatePolicy | Op::DeletePolicy => {
                next.policy = !state.policy;
                Answer::done()
            }
            Op::Attach | Op::Detach => {
                next.attached = matches!(op, Op::Attach);
                Answer::done()
            }
        };
        fits((next, real), answer)
    }
}

impl Contended for Attachment {
    fn start(&self) -> State {
        State::default()
    }

    fn choose(&self, dice: &mut Dice, _: &[String]) -> Op {
        let ops = [
            Op::CreateRole,
            Op::CreateRole,
            Op::DeleteRole,
            Op::GetRole,
            Op::CreatePolicy,
            Op::CreatePolicy,
            Op::CreatePolicy,
            Op::DeletePolicy,
            Op::DeletePolicy,
            Op::Attach,
            Op::Attach,
            Op::Detach,
            Op::Detach,
            Op::ListEntities,
        ];
        dice.pick(&ops).unwrap().clone()
    }

    fn request(&self, op: &Op) -> Request {
        let arn = format!("arn:aws:iam::{ACCOUNT}:policy/{}", self.policy);
        let (role, policy) = (("RoleName", self.role), ("PolicyArn", arn.as_str()));
        match op {
            Op::CreateRole => {
                Request::iam("CreateRole", &[role, ("AssumeRolePolicyDocument", ACCOUNT_TRUST)])
            }
            Op::DeleteRole => Request::iam("DeleteRole", &[role]),
            Op::GetRole => Request::iam("GetRole", &[role]),
            Op::CreatePolicy => Request::iam(
                "CreatePolicy",
                &[("PolicyName", self.policy), ("PolicyDocument", SOME_PERMISSION)],
            ),
            Op::DeletePolicy => Request::iam("DeletePolicy", &[policy]),
            Op::Attach => Request::iam("AttachRolePolicy", &[role, policy]),
            Op::Detach => Request::iam("DetachRolePolicy", &[role, policy]),
            Op::ListEntities => Request::iam("ListEntitiesForPolicy", &[policy]),
        }
    }

    fn told(&self, op: &Op, reply: &Reply) -> Vec<String> {
        match op {
            Op::ListEntities => reply.texts("RoleName"),
            _ => Vec::new(),
        }
    }

    fn reads(&self, op: &Op) -> bool {
        matches!(op, Op::GetRole | Op::ListEntities)
    }

    fn look(&self, _: &[Call<Op>]) -> Vec<Op> {
        vec![Op::GetRole, Op::ListEntities]
    }
}
