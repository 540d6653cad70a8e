//! Ways to give the allow that is missing.

use super::context::change_of;
use super::rewrite::pattern;
use super::search::Step;
use super::spare::{is_changed, policy_at};
use super::{Change, Situation};
use crate::compile::Compiled;
use crate::decide::{Context, PolicySet, PolicyType, Principal, Request, Scope, bears_on};
use crate::document::{Effect, Entries, PrincipalEntry, PrincipalKind, Statement, Text, Version};
use crate::explain::{Explained, Explanation, Miss, Outcome, Says, explain};
use crate::location::Span;

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

/// Statements that would give a type's allow, the one to prefer first.
fn additions(policy_type: PolicyType, level: usize, request: &Request<'_>) -> Vec<Step> {
    if !bears_on(policy_type, &request.principal) {
        return Vec::new();
    }
    let resource = pattern(request.resource, Some(Version::V2012));
    let lone = |text: &str| Some(Entries::new(false, vec![Text::new(text)]));
    let plain = Statement {
        sid: None,
        effect: Effect::Allow,
        effect_word: Text::new("Allow"),
        principals: None,
        actions: lone(request.action),
        resources: lone(&resource),
        conditions: Vec::new(),
        span: Span::default(),
    };
    let add = |statement, weight| Step {
        changes: vec![Change::Add {
            policy_type,
            level,
            statement,
        }],
        weight,
    };
    let to = |(kind, name): &(PrincipalKind, String)| {
        let name = Text::new(name.as_str());
        Some(Entries::new(false, vec![PrincipalEntry { kind: *kind, name }]))
    };
    match policy_type {
        PolicyType::Identity | PolicyType::Session => vec![add(plain, 2)],
        PolicyType::Boundary => vec![add(plain, 3)],
        PolicyType::ServiceControl => vec![add(plain, 4)],
        // All that a resource control policy can allow is everything: RCPFullAWSAccess.
        PolicyType::ResourceControl => {
            let everything = Statement {
                principals: to(&(PrincipalKind::Everyone, "*".to_owned())),
                actions: lone("*"),
                resources: lone("*"),
                ..plain
            };
            vec![add(everything, 5)]
        }
        PolicyType::Resource | PolicyType::RoleTrust => names(&request.principal)
            .iter()
            .zip(3..)
            .map(|(name, weight)| {
                let resources = plain.resources.clone();
                let statement = Statement {
                    principals: to(name),
                    // A trust policy speaks of its role alone.
                    resources: resources.filter(|_| policy_type == PolicyType::Resource),
                    ..plain.clone()
                };
                add(statement, weight)
            })
            .collect(),
    }
}

/// How a resource's policy can name a caller: first as what lasts, then as this one session, whom a
/// boundary and session policies do not limit there.
fn names(caller: &Principal<'_>) -> Vec<(PrincipalKind, String)> {
    let aws = |arn: &str| (PrincipalKind::Aws, arn.to_owned());
    match *caller {
        Principal::Root { arn }
        | Principal::User { arn, .. }
        | Principal::Role { arn, .. }
        | Principal::FederatedUser { arn, .. } => vec![aws(arn)],
        Principal::RoleSession { arn, role_arn, .. } => vec![aws(role_arn), aws(arn)],
        Principal::Federated { provider } => vec![(PrincipalKind::Federated, provider.to_owned())],
        Principal::Service { name } => vec![(PrincipalKind::Service, name.to_owned())],
        Principal::Anonymous => vec![aws("*")],
    }
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
