//! Complaints about the trust policies of roles (`CreateRole`, `UpdateAssumeRolePolicy`).

use super::{Complaint, Finding, check_legacy, check_names, check_sids, check_start, has_entries};
use crate::document::{Document, PrincipalKind, Statement};
use crate::kind::PolicyKind;

/// What a trust policy can allow (service authorization reference, AWS STS).
const ACTIONS: [&str; 6] = [
    "sts:assumerole",
    "sts:assumerolewithsaml",
    "sts:assumerolewithwebidentity",
    "sts:tagsession",
    "sts:setsourceidentity",
    "sts:setcontext",
];

pub(super) fn check(document: &Document<'_>) -> Result<(), Finding> {
    check_start(document, Complaint::LeadingSpaces)?;
    for statement in &document.statements {
        check_elements(statement)?;
    }
    check_legacy(document)?;
    check_sids(document, PolicyKind::Trust)?;
    for statement in &document.statements {
        has_entries(statement, statement.actions.as_ref(), Complaint::NoActions)?;
        check_actions(statement)?;
    }
    check_star(document)?;
    check_names(document)
}

fn check_elements(statement: &Statement<'_>) -> Result<(), Finding> {
    if let Some(entries) = &statement.resources {
        let element = if entries.negated {
            "NotResource"
        } else {
            "Resource"
        };
        return Err((Complaint::Prohibited(element), entries.span.start));
    }
    if let Some(entries) = statement.actions.as_ref().filter(|entries| entries.negated) {
        return Err((Complaint::Prohibited("NotAction"), entries.span.start));
    }
    match &statement.principals {
        Some(entries) if entries.negated => Err((Complaint::Prohibited("NotPrincipal"), entries.span.start)),
        Some(entries) if entries.items.is_empty() => Err((Complaint::NoPrincipal, entries.span.start)),
        Some(_) => Ok(()),
        None => Err((Complaint::NoPrincipal, statement.span.start)),
    }
}

fn check_actions(statement: &Statement<'_>) -> Result<(), Finding> {
    let actions = statement.actions.iter().flat_map(|entries| &entries.items);
    for action in actions {
        if !is_assume(&action.text) {
            return Err((Complaint::NotAssumeRole, action.span.start));
        }
    }
    Ok(())
}

/// One of the actions, or `sts:` and a pattern that ends in its only `*` and begins one of them.
fn is_assume(action: &str) -> bool {
    let action = action.to_ascii_lowercase();
    match action.strip_suffix('*') {
        None => ACTIONS.contains(&action.as_str()),
        Some(prefix) => prefix.starts_with("sts:") && ACTIONS.iter().any(|known| known.starts_with(prefix)),
    }
}

/// The bare `"*"` is refused where `{"AWS": "*"}`, which means the same, is taken.
fn check_star(document: &Document<'_>) -> Result<(), Finding> {
    match document
        .principals()
        .find(|principal| principal.kind == PrincipalKind::Everyone)
    {
        Some(star) => Err((Complaint::StarPrincipal, star.span.start)),
        None => Ok(()),
    }
}
