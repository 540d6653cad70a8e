//! Statements that allow to pass or create roles more widely than their author may have meant.

use super::Report;
use super::draft::{Draft, Statement};
use super::pattern::covers;

/// What is granted.
pub(super) struct Grant {
    /// The action, in lower case.
    action: &'static str,
    /// A condition key that narrows the grant, in lower case.
    guard: &'static str,
}

pub(super) const PASS_ROLE: Grant = Grant {
    action: "iam:passrole",
    guard: "iam:passedtoservice",
};

pub(super) const CREATE_SLR: Grant = Grant {
    action: "iam:createservicelinkedrole",
    guard: "iam:awsservicename",
};

/// How a statement names the action.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ActionForm {
    Named,
    /// By a wildcard.
    Star,
    /// By leaving it out of `NotAction`.
    Not,
}

/// How it names roles.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ResourceForm {
    /// By a wildcard for all of them.
    Star,
    Not,
}

/// Finds statements that allow the action in just these forms.
pub(super) fn grants(
    draft: &Draft<'_>,
    report: &mut Report,
    grant: &Grant,
    action: ActionForm,
    resource: ResourceForm,
) {
    if !draft.is_identity() {
        return;
    }
    for statement in draft.statements().filter(|statement| statement.allows()) {
        let is_such =
            action_form(statement, grant) == Some(action) && resource_form(statement) == Some(resource);
        if !is_such || is_guarded(statement, grant) {
            continue;
        }
        let elements = [statement.actions(), statement.resources()].into_iter().flatten();
        report.add_all(&[], elements.map(|element| element.value.place.clone()).collect());
    }
}

fn action_form(statement: Statement<'_, '_>, grant: &Grant) -> Option<ActionForm> {
    let actions = statement.actions()?;
    let folded = || actions.texts().map(|(text, _)| text.to_ascii_lowercase());
    let is_covered = folded().any(|text| covers(&text, grant.action));
    match actions.negated {
        true => (!is_covered && !actions.value.is_empty()).then_some(ActionForm::Not),
        false if folded().any(|text| text == grant.action) => Some(ActionForm::Named),
        false => is_covered.then_some(ActionForm::Star),
    }
}

fn resource_form(statement: Statement<'_, '_>) -> Option<ResourceForm> {
    let resources = statement.resources()?;
    if resources.negated {
        return Some(ResourceForm::Not);
    }
    let is_every_role = |text: &str| {
        let role = text.splitn(6, ':').nth(5);
        text == "*" || role.is_some_and(|role| matches!(role, "*" | "role/*" | "role*"))
    };
    let is_star = resources.texts().any(|(text, _)| is_every_role(text));
    is_star.then_some(ResourceForm::Star)
}

fn is_guarded(statement: Statement<'_, '_>, grant: &Grant) -> bool {
    statement
        .conditions()
        .any(|condition| condition.key.name.eq_ignore_ascii_case(grant.guard))
}
