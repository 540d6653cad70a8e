//! The search for the smallest plan, and the proof that all its parts are needed.

use std::cell::Cell;

use super::{Change, Situation, Unchangeable, grant, spare};
use crate::decide::{PolicySet, Request, Verdict};
use crate::explain::{Explanation, explain};

/// Plans that are looked at in order of size; after these the search only goes on with the longest,
/// so that it comes to an end where many statements deny.
const BY_SIZE: usize = 128;
/// Plans that are looked at in all.
const MOST: usize = 384;
/// Statements that are looked at in all, each as often as it is.
const MOST_STATEMENTS: usize = 400_000;

/// What a search may still look at.
pub(super) struct Effort {
    statements: Cell<usize>,
}

impl Effort {
    /// Explains a request while there is effort left.
    pub(super) fn explain<'a>(&self, request: &Request<'a>, set: &PolicySet<'a>) -> Option<Explanation<'a>> {
        if self.is_spent() {
            return None;
        }
        let explanation = explain(request, set);
        let looked_at = explanation.statements.len().max(1);
        self.statements
            .set(self.statements.get().saturating_sub(looked_at));
        Some(explanation)
    }

    fn is_spent(&self) -> bool {
        self.statements.get() == 0
    }
}

/// Changes that together answer one reason of a denial.
pub(super) struct Step {
    pub(super) changes: Vec<Change>,
    /// How invasive they are; among plans of one length the least is taken.
    pub(super) weight: u32,
}

#[derive(Default)]
struct Plan {
    changes: Vec<Change>,
    weight: u32,
}

impl Plan {
    fn and(&self, step: Step) -> Self {
        let mut changes = self.changes.clone();
        changes.extend(step.changes);
        Self {
            changes,
            weight: self.weight + step.weight,
        }
    }
}

pub(super) fn search(situation: &Situation<'_>) -> Result<Vec<Change>, Unchangeable> {
    let effort = Effort {
        statements: Cell::new(MOST_STATEMENTS),
    };
    let mut open = vec![Plan::default()];
    let mut obstacle = Unchangeable::Inexpressible;
    for count in 0..MOST {
        let Some(plan) = next(&mut open, count >= BY_SIZE) else {
            return Err(obstacle);
        };
        match steps(situation, &plan.changes, &effort) {
            Ok(None) if plan.changes.is_empty() => return Err(Unchangeable::Allowed),
            Ok(None) => return Ok(needed(situation, plan.changes)),
            _ if effort.is_spent() => return Err(Unchangeable::TooMany),
            Ok(Some(steps)) => open.extend(steps.into_iter().map(|step| plan.and(step))),
            Err(reason) => obstacle = reason,
        }
    }
    Err(Unchangeable::TooMany)
}

/// Takes the smallest plan, or the longest.
fn next(open: &mut Vec<Plan>, longest: bool) -> Option<Plan> {
    let rank = |plan: &Plan| {
        let length = plan.changes.len();
        let length = if longest { usize::MAX - length } else { length };
        (length, plan.weight)
    };
    let (at, _) = open.iter().enumerate().min_by_key(|(_, plan)| rank(plan))?;
    // Of equals the first found stays the first.
    Some(open.remove(at))
}

/// Ways to answer the reason for which a plan does not allow; `None` when it does allow.
fn steps(
    situation: &Situation<'_>,
    changes: &[Change],
    effort: &Effort,
) -> Result<Option<Vec<Step>>, Unchangeable> {
    let looked = situation.with(changes, |request, set| {
        let Some(explanation) = effort.explain(request, set) else {
            return Err(Unchangeable::TooMany);
        };
        match explanation.decision.verdict {
            Verdict::Allowed => Ok(None),
            Verdict::ExplicitlyDenied => {
                spare::steps(situation, changes, &explanation, request, set, effort).map(Some)
            }
            Verdict::ImplicitlyDenied => {
                grant::steps(situation, changes, &explanation, request, set, effort).map(Some)
            }
        }
    });
    // Changes are only made to documents at hand.
    looked.unwrap_or(Err(Unchangeable::Inexpressible))
}

/// The changes without those that are not needed beside the others.
fn needed(situation: &Situation<'_>, mut changes: Vec<Change>) -> Vec<Change> {
    let mut at = 0;
    while at < changes.len() {
        let mut fewer = changes.clone();
        fewer.remove(at);
        if situation.verdict_with(&fewer) == Some(Verdict::Allowed) {
            changes = fewer;
            at = 0;
        } else {
            at += 1;
        }
    }
    changes
}
