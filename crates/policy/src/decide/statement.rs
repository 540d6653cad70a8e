//! One policy against one request: which statements match.

use super::glob::Scope;
use super::principal::{self, Levels};
use super::request::Request;
use crate::compile::{ActionMask, Compiled, Sense, Statement};
use crate::document::Effect;

/// The request with its action taken apart.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) request: &'a Request<'a>,
    mask: ActionMask,
    /// The part of the action before the colon.
    service: &'a str,
    /// The part after the colon.
    name: &'a str,
    /// Whether the caller has a permissions boundary.
    pub(super) has_boundary: bool,
}

impl<'a> Asked<'a> {
    pub(crate) fn new(request: &'a Request<'a>, has_boundary: bool) -> Self {
        let (service, name) = request.action.split_once(':').unwrap_or((request.action, ""));
        Self {
            request,
            mask: ActionMask::of_request(service, name),
            service,
            name,
            has_boundary,
        }
    }
}

/// Whether a policy's statements say whom they speak of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speaks {
    /// Of the caller, whose policy it is.
    OfCaller,
    /// Of the principals that each statement names.
    OfNamed,
}

/// What a policy says of a request.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Opinion {
    /// Index of the first statement that denies. Once there is one, nothing else is filled in.
    pub(super) deny: Option<usize>,
    /// Index of the first statement that allows.
    pub(super) allow: Option<usize>,
}

/// What a policy whose statements do not name principals says.
pub(super) fn evaluate(policy: &Compiled, asked: Asked<'_>, speaks: Speaks) -> Opinion {
    let mut opinion = Opinion::default();
    for (index, statement) in policy.about(asked.mask) {
        let settled = statement.effect == Effect::Allow && opinion.allow.is_some();
        if settled || !matches(policy, statement, asked) {
            continue;
        }
        if named(policy, statement, asked, speaks).is_none() {
            continue;
        }
        match statement.effect {
            Effect::Deny => {
                opinion.deny = Some(index);
                return opinion;
            }
            Effect::Allow => opinion.allow = Some(index),
        }
    }
    opinion
}

/// The first statement that allows at each level, of a resource's policy.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Grants {
    pub(super) deny: Option<usize>,
    pub(super) levels: Levels,
    /// First statement that allows at a level at all.
    first: Option<usize>,
    /// First statement that names the caller more closely than by its account.
    first_direct: Option<usize>,
}

impl Grants {
    /// The statement to show for a grant.
    pub(super) fn statement(&self) -> Option<usize> {
        self.first_direct.or(self.first)
    }
}

/// What a resource's policy says.
pub(super) fn evaluate_resource(policy: &Compiled, asked: Asked<'_>) -> Grants {
    let mut grants = Grants::default();
    for (index, statement) in policy.about(asked.mask) {
        let levels = named(policy, statement, asked, Speaks::OfNamed);
        if levels.is_none() || !matches(policy, statement, asked) {
            continue;
        }
        if statement.effect == Effect::Deny {
            grants.deny = Some(index);
            return grants;
        }
        grants.levels = grants.levels.with(levels);
        grants.first.get_or_insert(index);
        if levels != Levels::ACCOUNT {
            grants.first_direct.get_or_insert(index);
        }
    }
    grants
}

/// How a statement names the caller; none when it does not speak of it.
pub(crate) fn named(policy: &Compiled, statement: &Statement, asked: Asked<'_>, speaks: Speaks) -> Levels {
    match speaks {
        Speaks::OfCaller if statement.principals.is_none() => Levels::USER,
        Speaks::OfCaller => Levels::NONE,
        Speaks::OfNamed => principal::named(policy, statement, asked.request, asked.has_boundary),
    }
}

/// Action, resource and conditions; the principal apart.
fn matches(policy: &Compiled, statement: &Statement, asked: Asked<'_>) -> bool {
    let scope = Scope {
        policy,
        context: asked.request.context,
    };
    action_matches(scope, statement, asked)
        && resource_matches(scope, statement, asked.request.resource)
        && scope.conditions_hold(statement.conditions.of(&policy.conditions))
}

/// Whether the statement is about the action.
pub(crate) fn action_matches(scope: Scope<'_>, statement: &Statement, asked: Asked<'_>) -> bool {
    let entries = statement.actions.of(&scope.policy.actions);
    let found = entries.iter().any(|entry| {
        let is_of = |service| scope.policy.str(service).eq_ignore_ascii_case(asked.service);
        entry.service.is_none_or(is_of) && scope.matches_folded(entry.name, asked.name)
    });
    // An element that is not there matches nothing in either form.
    found != statement.not_action && !entries.is_empty()
}

/// Whether the statement is about the resource.
pub(crate) fn resource_matches(scope: Scope<'_>, statement: &Statement, resource: &str) -> bool {
    let entries = statement.resources.of(&scope.policy.resources);
    let found = || entries.iter().any(|entry| scope.matches(*entry, resource));
    // An element that is not there matches nothing in either form.
    !entries.is_empty()
        && match statement.resource_sense {
            Sense::Includes => found(),
            Sense::Excludes => !found(),
            Sense::Nothing => false,
        }
}
