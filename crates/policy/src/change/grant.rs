//! Ways to give the allow that is missing.

use super::addition::additions;
use super::context::change_of;
use super::search::Step;
use super::spare::{is_changed, policy_at};
use super::{Change, Situation};
use crate::compile::Compiled;
use crate::decide::{Context, PolicySet, PolicyType, Request, Scope};
use crate::document::Effect;
use crate::explain::{Explained, Explanation, Miss, Outcome, Says, explain};

/// How invasive it is to make the request otherwise; each key counts.
const CONTEXT: u32 = 1;

/// For a denial because nothing allows: make the request so that the conditions of a statement that
/// would allow it hold, or add a statement to the type that lacks one, or to the resource's policy
/// where that makes up for it.
pub(super) fn steps(
    situation: &Situation<'_>,
    changes: &[Change],
    explanation: &Explanation<'_>,
    request: &Request<'_>,
    set: &PolicySet<'_>,
) -> Vec<Step> {
    let Some(lacking) = explanation.decision.denied_by else {
        return Vec::new();
    };
    let voices = explanation.voices.iter();
    let level = voices
        .filter(|voice| voice.policy_type == lacking && voice.says == Says::Silent)
        .map(|voice| voice.level)
        .next()
        .unwrap_or_default();
    let by_resource = set.resource.map(|resource| resource.mode.policy_type());
    let is_own = matches!(
        lacking,
        PolicyType::Identity | PolicyType::Boundary | PolicyType::Session
    );
    let alternative = by_resource.filter(|_| is_own);

    let mut steps = Vec::new();
    for explained in &explanation.statements {
        let place = explained.statement.place();
        let of_lacking = (place.policy_type, place.level) == (lacking, level);
        if of_lacking || Some(place.policy_type) == alternative {
            steps.extend(by_context(situation, changes, explained, request, set));
        }
    }
    steps.extend(additions(lacking, level, request));
    if let Some(policy_type) = alternative {
        steps.extend(additions(policy_type, 0, request));
    }
    steps.retain(|step| is_progress(situation, changes, step, explanation, (lacking, level)));
    steps
}

/// Values of condition keys with which a statement that allows would match.
fn by_context(
    situation: &Situation<'_>,
    changes: &[Change],
    explained: &Explained<'_>,
    request: &Request<'_>,
    set: &PolicySet<'_>,
) -> Option<Step> {
    let Outcome::Missed(Miss::Condition(unmet)) = &explained.outcome else {
        return None;
    };
    if explained.effect == Effect::Deny {
        return None;
    }
    let place = explained.statement.place();
    let source = situation.documents.source(place)?;
    let statement = source.document.statements.get(explained.statement.statement)?;
    let policy = policy_at(request, set, place)?;
    let mut keys: Vec<&str> = unmet.iter().map(|unmet| unmet.key).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut parts = Vec::new();
    for key in keys {
        let holds = |context: &dyn Context| all_hold(policy, explained.statement.statement, key, context);
        let change = change_of(statement, key, request.context, holds);
        parts.push(change.filter(|_| !is_changed(changes, key))?);
    }
    let weight = parts.iter().map(|_| CONTEXT).sum();
    Some(Step {
        changes: parts,
        weight,
    })
}

/// Whether all conditions on a key hold.
fn all_hold(policy: &Compiled, statement: usize, key: &str, context: &dyn Context) -> bool {
    let Some(statement) = policy.statements.get(statement) else {
        return false;
    };
    let conditions = statement.conditions.of(&policy.conditions).iter();
    let scope = Scope { policy, context };
    conditions
        .filter(|condition| policy.str(condition.key) == key)
        .all(|condition| scope.holds(condition))
}

/// Whether a step gives the missing allow, or makes up for it.
fn is_progress(
    situation: &Situation<'_>,
    changes: &[Change],
    step: &Step,
    before: &Explanation<'_>,
    lacking: (PolicyType, usize),
) -> bool {
    let changes: Vec<_> = changes.iter().chain(&step.changes).cloned().collect();
    let progress = situation.with(&changes, |request, set| {
        let after = explain(request, set);
        let voice = after
            .voices
            .iter()
            .find(|voice| (voice.policy_type, voice.level) == lacking);
        let allows = voice.is_some_and(|voice| voice.says == Says::Allows);
        let (was, is) = (before.decision, after.decision);
        allows || (was.verdict, was.denied_by) != (is.verdict, is.denied_by)
    });
    progress == Some(true)
}
