//! `Action` and `NotAction`.

use super::Report;
use super::draft::Draft;
use super::pattern::{MOST, covered};
use crate::kind::PolicyKind;
use crate::validate::is_action;

/// In policies of an organization an allow is a ceiling and grants nothing.
pub(super) fn allow_with_not_action(draft: &Draft<'_>, report: &mut Report) {
    if matches!(
        draft.kind,
        PolicyKind::ServiceControl | PolicyKind::ResourceControl
    ) {
        return;
    }
    for statement in draft.statements().filter(|statement| statement.allows()) {
        if let Some(actions) = statement.actions().filter(|actions| actions.negated) {
            report.add(&[], &actions.value.place);
        }
    }
}

pub(super) fn missing_action(draft: &Draft<'_>, report: &mut Report) {
    for statement in draft.statements() {
        if statement.actions().is_none() {
            report.add(&[], statement.place());
        }
    }
}

pub(super) fn invalid_action(draft: &Draft<'_>, report: &mut Report) {
    let elements = draft.statements().filter_map(|statement| statement.actions());
    for (action, node) in elements.flat_map(|element| element.texts()) {
        if !is_action(action) {
            report.add(&[action], &node.place);
        }
    }
}

pub(super) fn empty_array(draft: &Draft<'_>, report: &mut Report) {
    for element in draft.statements().filter_map(|statement| statement.actions()) {
        if element.value.is_empty() {
            report.add(&[], &element.value.place);
        }
    }
}

pub(super) fn redundant_action(draft: &Draft<'_>, report: &mut Report) {
    if draft.text.len() > MOST {
        return;
    }
    for element in draft.statements().filter_map(|statement| statement.actions()) {
        let actions: Vec<_> = element.texts().collect();
        let folded: Vec<String> = actions
            .iter()
            .map(|(text, _)| text.to_ascii_lowercase())
            .collect();
        let found: Vec<_> = covered(&folded)
            .into_iter()
            .filter_map(|at| actions.get(at))
            .collect();
        if let Some((first, _)) = found.first() {
            let places = found.iter().map(|(_, node)| node.place.clone()).collect();
            report.add_all(&[&found.len().to_string(), first], places);
        }
    }
}

/// In actions and in the ARNs of resources.
pub(super) fn wildcard_in_service_name(draft: &Draft<'_>, report: &mut Report) {
    let is_wild = |service: &str| service.contains(['*', '?']);
    for statement in draft.statements() {
        let actions = statement
            .actions()
            .into_iter()
            .flat_map(|element| element.texts());
        let services = actions.filter_map(|(text, node)| Some((text.split_once(':')?.0, node)));
        let resources = statement
            .resources()
            .into_iter()
            .flat_map(|element| element.texts());
        let owners = resources.filter_map(|(text, node)| Some((text.split(':').nth(2)?, node)));
        for (_, node) in services.chain(owners).filter(|(service, _)| is_wild(service)) {
            report.add(&[], &node.place);
        }
    }
}
