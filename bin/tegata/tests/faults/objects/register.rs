//! The description of one role: what was written last is what is read.

use super::{Contended, Dice, fits};
use crate::caller::Request;
use crate::http::Reply;
use crate::total_order::{Answer, Call, Object};

/// A role that exists, with the description `0`.
pub(crate) struct Register(pub(crate) &'static str);

#[derive(Debug, Clone)]
pub(crate) enum Op {
    Write(u64),
    Read,
}

impl Object for Register {
    type State = String;
    type Op = Op;

    fn step(&self, state: &String, op: &Op, answer: Option<&Answer>) -> Vec<String> {
        let did = match op {
            Op::Write(number) => (number.to_string(), Answer::done()),
            Op::Read => (state.clone(), Answer::Done(vec![state.clone()])),
        };
        fits(did, answer)
    }
}

impl Contended for Register {
    fn start(&self) -> String {
        "0".to_owned()
    }

    fn choose(&self, dice: &mut Dice, _: &[String]) -> Op {
        match dice.roll(3) {
            0 => Op::Read,
            _ => Op::Write(dice.roll(1 << 32)),
        }
    }

    fn request(&self, op: &Op) -> Request {
        let name = ("RoleName", self.0);
        match op {
            Op::Write(number) => Request::iam("UpdateRole", &[name, ("Description", &number.to_string())]),
            Op::Read => Request::iam("GetRole", &[name]),
        }
    }

    fn told(&self, op: &Op, reply: &Reply) -> Vec<String> {
        match op {
            Op::Read => vec![reply.text("Description")],
            Op::Write(_) => Vec::new(),
        }
    }

    fn reads(&self, op: &Op) -> bool {
        matches!(op, Op::Read)
    }

    fn look(&self, _: &[Call<Op>]) -> Vec<Op> {
        vec![Op::Read]
    }
}
