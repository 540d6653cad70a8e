//! `${…}` (IAM user guide, "IAM policy elements: Variables and tags").

use super::Report;
use super::draft::{Draft, Node, Statement};

/// What is wrong with a variable.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flaw {
    NoBrace,
    NoQuote,
    Space,
    Empty,
}

pub(super) fn missing_brace(draft: &Draft<'_>, report: &mut Report) {
    flawed(draft, report, Flaw::NoBrace);
}

pub(super) fn missing_quote(draft: &Draft<'_>, report: &mut Report) {
    flawed(draft, report, Flaw::NoQuote);
}

pub(super) fn space(draft: &Draft<'_>, report: &mut Report) {
    flawed(draft, report, Flaw::Space);
}

pub(super) fn empty(draft: &Draft<'_>, report: &mut Report) {
    flawed(draft, report, Flaw::Empty);
}

fn flawed(draft: &Draft<'_>, report: &mut Report, wanted: Flaw) {
    if !draft.has_variables() {
        return;
    }
    for (text, node) in places(draft) {
        if flaws(text).any(|flaw| flaw == wanted) {
            report.add(&[], &node.place);
        }
    }
}

/// Texts in which variables can stand: resources, and the values of conditions.
fn places<'a, 't>(draft: &'a Draft<'t>) -> impl Iterator<Item = (&'a str, &'a Node<'t>)> {
    draft.statements().flat_map(|statement| {
        let resources = statement
            .resources()
            .into_iter()
            .flat_map(|element| element.texts());
        resources.chain(statement.conditions().flat_map(|condition| condition.values()))
    })
}

fn flaws(text: &str) -> impl Iterator<Item = Flaw> {
    text.split("${").skip(1).filter_map(|part| {
        let Some((inside, _)) = part.split_once('}') else {
            return Some(Flaw::NoBrace);
        };
        let (key, default) = match inside.split_once(',') {
            Some((key, default)) => (key, Some(default.trim_matches(' '))),
            None => (inside, None),
        };
        if key.trim_matches(' ').is_empty() {
            return Some(Flaw::Empty);
        }
        if key.contains(' ') {
            return Some(Flaw::Space);
        }
        let is_quoted = |text: &str| text.len() >= 2 && text.starts_with('\'') && text.ends_with('\'');
        default
            .is_some_and(|text| !is_quoted(text))
            .then_some(Flaw::NoQuote)
    })
}

pub(super) fn unsupported_in_version(draft: &Draft<'_>, report: &mut Report) {
    if draft.has_variables() {
        return;
    }
    for (_, node) in places(draft).filter(|(text, _)| text.contains("${")) {
        report.add(&[], &node.place);
    }
}

pub(super) fn unsupported_in_element(draft: &Draft<'_>, report: &mut Report) {
    for statement in draft.statements() {
        let sid = statement.node.member("Sid").map(|sid| &sid.value);
        let sid = sid.into_iter().filter_map(|sid| Some((sid.text()?, sid)));
        let actions = statement
            .actions()
            .into_iter()
            .flat_map(|element| element.texts());
        let names = Statement::principal_names(statement).map(|(_, name, node)| (name, node));
        for (text, node) in sid.chain(actions).chain(names) {
            if let Some(at) = text.find("${") {
                let variable = text.get(at..).unwrap_or_default();
                let variable = variable.split_inclusive('}').next().unwrap_or_default();
                report.add(&[variable], &node.place);
            }
        }
    }
}

pub(super) fn unsupported_by_operator(draft: &Draft<'_>, report: &mut Report) {
    if !draft.has_variables() {
        return;
    }
    for condition in draft.conditions() {
        let takes = condition
            .operator
            .is_none_or(|operator| operator.comparison.takes_variables());
        for (_, node) in condition
            .values()
            .filter(|(text, _)| !takes && text.contains("${"))
        {
            report.add(&[], &node.place);
        }
    }
}
