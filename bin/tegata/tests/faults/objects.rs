//! What the writers contend for: each an IAM or Roles Anywhere resource, and how it should behave.

mod attachment;
mod name;
mod register;
mod slots;
mod users;
mod versions;

use std::collections::HashSet;
use std::sync::PoisonError;

pub(crate) use attachment::Attachment;
pub(crate) use name::Name;
pub(crate) use register::Register;
pub(crate) use slots::Slots;
pub(crate) use users::Users;
pub(crate) use versions::Versions;

use crate::caller::Request;
use crate::http::Reply;
use crate::total_order::{Answer, Call, Object};

/// A trust policy for anybody in the account.
pub(crate) const ACCOUNT_TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
    "Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}]}"#;

/// A permissions policy of one action.
pub(crate) const SOME_PERMISSION: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
    "Action":"s3:GetObject","Resource":"*"}]}"#;

/// An object that the writers share over the network.
pub(crate) trait Contended: Object {
    /// What it was when it was made.
    fn start(&self) -> Self::State;

    /// A call at random; `known` are the ids that were told last.
    fn choose(&self, dice: &mut Dice, known: &[String]) -> Self::Op;

    fn request(&self, op: &Self::Op) -> Request;

    /// What a success tells.
    fn told(&self, op: &Self::Op, reply: &Reply) -> Vec<String>;

    /// Whether the call changes nothing.
    fn reads(&self, op: &Self::Op) -> bool;

    /// Reads that together tell the state that these calls left.
    fn look(&self, calls: &[Call<Self::Op>]) -> Vec<Self::Op>;

    /// Begins anew after a check: what may be forgotten of the state is put aside.
    fn settled(&self, states: HashSet<Self::State>) -> HashSet<Self::State> {
        states
    }
}

/// A fair choice among what follows: one state if the condition holds, else none.
fn when<State>(holds: bool, state: State) -> Vec<State> {
    if holds { vec![state] } else { Vec::new() }
}

/// What an object that always answers the same way in a state would do with a call: the next state and
/// its answer, compared with what was seen.
fn fits<State>((next, real): (State, Answer), seen: Option<&Answer>) -> Vec<State> {
    let holds = match seen {
        Some(seen) => *seen == real,
        None => matches!(real, Answer::Done(_)),
    };
    when(holds, next)
}

/// Chances that can be repeated (SplitMix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    /// One of these.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let sides = u64::try_from(from.len()).unwrap();
        if sides == 0 {
            None
        } else {
            from.get(usize::try_from(self.roll(sides)).unwrap())
        }
    }
}

/// A lock's content, whether or not a test failed while it held the lock.
pub(crate) fn locked<T>(mutex: &std::sync::Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
