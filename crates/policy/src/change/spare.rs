//! Ways around the statement that denies.

use super::context::change_of;
use super::search::{Effort, Step};
use super::{Change, Situation, Target, Unchangeable, rewrite};
use crate::compile::Compiled;
use crate::decide::{Context, PolicyPlace, PolicySet, Request, Scope, StatementRef, bearing, policies};
use crate::document::Statement;
use crate::explain::Explanation;

/// How invasive it is to make the request otherwise, and to remove a statement.
const CONTEXT: u32 = 1;
const REMOVE: u32 = 8;

/// For a denial by a statement: make the request so that one of its conditions does not hold, or
/// change it so that it spares the request, or remove it.
pub(super) fn steps(
    situation: &Situation<'_>,
    changes: &[Change],
    explanation: &Explanation<'_>,
    request: &Request<'_>,
    set: &PolicySet<'_>,
    effort: &Effort,
) -> Result<Vec<Step>, Unchangeable> {
    let Some(deciding) = explanation.decision.deciding else {
        return Ok(Vec::new());
    };
    let place = deciding.place();
    let source = situation.documents.source(place);
    let source = source.ok_or(Unchangeable::NoDocument(place))?;
    let statement = source.document.statements.get(deciding.statement);
    let statement = statement.ok_or(Unchangeable::NoDocument(place))?;
    let target = Target {
        place,
        policy: source.name.to_owned(),
        statement: deciding.statement,
        sid: deciding.sid.map(str::to_owned),
    };

    let mut steps = around(changes, deciding, statement, request, set);
    let rewrites = rewrite::rewrites(source.document, place.policy_type, deciding.statement, request);
    let rewrite = rewrites
        .map(|(spares, statement, weight)| {
            let target = target.clone();
            let change = Change::Rewrite {
                target,
                spares,
                statement,
            };
            (change, weight)
        })
        .find(|(change, _)| spares(situation, changes, change, deciding, effort));
    let (change, weight) = rewrite.unwrap_or((Change::Remove { target }, REMOVE));
    steps.push(Step {
        changes: vec![change],
        weight,
    });
    Ok(steps)
}

/// Other values of condition keys with which the statement does not match.
fn around(
    changes: &[Change],
    deciding: StatementRef<'_>,
    statement: &Statement<'_>,
    request: &Request<'_>,
    set: &PolicySet<'_>,
) -> Vec<Step> {
    let Some(policy) = policy_at(request, set, deciding.place()) else {
        return Vec::new();
    };
    let compiled = policy.statements.get(deciding.statement);
    let compiled = compiled.map_or(&[][..], |compiled| compiled.conditions.of(&policy.conditions));
    let conditions = statement.conditions.iter().zip(compiled);
    let mut steps: Vec<Step> = Vec::new();
    for (condition, compiled) in conditions {
        let key = condition.key.text.to_lowercase();
        if is_changed(changes, &key) {
            continue;
        }
        let fails = |context: &dyn Context| !Scope { policy, context }.holds(compiled);
        if let Some(change) = change_of(statement, &key, request.context, fails) {
            steps.push(Step {
                changes: vec![change],
                weight: CONTEXT,
            });
        }
    }
    steps
}

/// Whether a plan already sets the key.
pub(super) fn is_changed(changes: &[Change], lower_key: &str) -> bool {
    changes
        .iter()
        .any(|change| matches!(change, Change::Context { key, .. } if key.to_lowercase() == lower_key))
}

/// The policy that stands somewhere in a set.
pub(super) fn policy_at<'a>(
    request: &Request<'_>,
    set: &PolicySet<'a>,
    place: PolicyPlace,
) -> Option<&'a Compiled> {
    let found = policies(&bearing(request, set)).find(|(at, ..)| *at == place);
    found.map(|(_, policy, _)| policy)
}

/// Whether the statement no longer matches with the change made.
fn spares(
    situation: &Situation<'_>,
    changes: &[Change],
    change: &Change,
    denying: StatementRef<'_>,
    effort: &Effort,
) -> bool {
    let changes: Vec<_> = changes.iter().chain([change]).cloned().collect();
    let still_matches = situation.with(&changes, |request, set| {
        let statement = (denying.place(), denying.statement);
        let explanation = effort.explain(request, set)?;
        let mut matched = explanation.matched().map(|matched| matched.statement);
        Some(matched.any(|matched| (matched.place(), matched.statement) == statement))
    });
    still_matches.flatten() == Some(false)
}
