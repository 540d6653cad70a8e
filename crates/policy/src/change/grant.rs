//! Ways to give the allow that is missing.

use super::addition::additions;
use super::context::change_of;
use super::search::{Effort, Step};
use super::spare::{is_changed, policy_at};
use super::{Change, Situation, Unchangeable};
use crate::compile::Compiled;
use crate::decide::{Context, PolicyPlace, PolicySet, PolicyType, Request, Scope};
use crate::document::Effect;
use crate::explain::{Explained, Explanation, Miss, Outcome, Says};

/// How invasive it is to make the request otherwise; each key counts.
const CONTEXT: u32 = 1;
/// Statements whose conditions are tried to be met, of those that would allow.
const MOST_BY_CONTEXT: usize = 16;

/// For a denial because nothing allows: make the request so that the conditions of a statement that
/// would allow it hold, or add a statement to the type that lacks one, or to the resource's policy
/// where that makes up for it.
pub(super) fn steps(
    situation: &Situation<'_>,
    changes: &[Change],
    explanation: &Explanation<'_>,
    request: &Request<'_>,
    set: &PolicySet<'_>,
    effort: &Effort,
) -> Result<Vec<Step>, Unchangeable> {
    let Some(lacking) = explanation.decision.denied_by else {
        return Ok(Vec::new());
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

    let may_help = |place: PolicyPlace| {
        let of_lacking = (place.policy_type, place.level) == (lacking, level);
        of_lacking || Some(place.policy_type) == alternative
    };
    let progresses =
        |step: &Step| is_progress(situation, changes, step, explanation, (lacking, level), effort);
    let of_help = explanation
        .statements
        .iter()
        .filter(|explained| may_help(explained.statement.place()));
    let mut by_context: Vec<_> = of_help
        .filter_map(|explained| by_context(situation, changes, explained, request, set))
        .collect();
    by_context.sort_by_key(|step| step.weight);
    let met = by_context.into_iter().filter(progresses).take(MOST_BY_CONTEXT);
    let mut steps: Vec<_> = met.collect();
    let added = additions(lacking, level, request).into_iter();
    let beside = alternative.map(|policy_type| additions(policy_type, 0, request));
    steps.extend(added.chain(beside.into_iter().flatten()).filter(progresses));
    if steps.is_empty()
        && let Some(place) = unreadable(situation, explanation, set, may_help)
    {
        return Err(Unchangeable::NoDocument(place));
    }
    Ok(steps)
}

/// A policy whose change might help, if its document were at hand.
fn unreadable(
    situation: &Situation<'_>,
    explanation: &Explanation<'_>,
    set: &PolicySet<'_>,
    may_help: impl Fn(PolicyPlace) -> bool,
) -> Option<PolicyPlace> {
    let of_resource = set.resource.map(|resource| PolicyPlace {
        policy_type: resource.mode.policy_type(),
        level: 0,
        policy: 0,
    });
    let of_conditions = explanation.statements.iter().filter(|explained| {
        explained.effect == Effect::Allow && matches!(explained.outcome, Outcome::Missed(Miss::Condition(_)))
    });
    let mut places = of_resource
        .into_iter()
        .chain(of_conditions.map(|explained| explained.statement.place()));
    places.find(|place| may_help(*place) && situation.documents.source(*place).is_none())
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
    effort: &Effort,
) -> bool {
    let changes: Vec<_> = changes.iter().chain(&step.changes).cloned().collect();
    let progress = situation.with(&changes, |request, set| {
        let after = effort.explain(request, set)?;
        let voice = after
            .voices
            .iter()
            .find(|voice| (voice.policy_type, voice.level) == lacking);
        let allows = voice.is_some_and(|voice| voice.says == Says::Allows);
        let (was, is) = (before.decision, after.decision);
        Some(allows || (was.verdict, was.denied_by) != (is.verdict, is.denied_by))
    });
    progress.flatten() == Some(true)
}
