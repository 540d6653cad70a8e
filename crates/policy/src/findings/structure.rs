//! The grammar of documents and statements, and `Sid`.

use std::collections::{HashMap, HashSet};

use super::Report;
use super::draft::{Body, Draft, Node, Place};
use crate::kind::PolicyKind;
use crate::size::character_count;

const TOP: [&str; 3] = ["Version", "Id", "Statement"];
const STATEMENT: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];
const LISTS: [&str; 4] = ["Action", "NotAction", "Resource", "NotResource"];

pub(super) fn data_type_mismatch(draft: &Draft<'_>, report: &mut Report) {
    let root = &draft.root;
    if !matches!(root.body, Body::Object(_)) {
        return report.add(&["Object"], &root.place);
    }
    for name in ["Version", "Id"] {
        wants_text(root, name, report);
    }
    let statements = root
        .member("Statement")
        .map_or(&[][..], |list| list.value.items());
    for node in statements {
        if !matches!(node.body, Body::Object(_)) {
            report.add(&["Object"], &node.place);
        }
    }
    for statement in draft.statements() {
        for name in ["Sid", "Effect"] {
            wants_text(statement.node, name, report);
        }
        let lists = LISTS.iter().filter_map(|name| statement.node.member(name));
        let names = statement
            .principals()
            .map_or(&[][..], |element| element.value.members());
        for item in lists.chain(names).flat_map(|list| list.value.items()) {
            if item.text().is_none() {
                report.add(&["String"], &item.place);
            }
        }
        conditions(statement.node, report);
    }
}

fn wants_text(node: &Node<'_>, name: &str, report: &mut Report) {
    if let Some(member) = node.member(name)
        && member.value.text().is_none()
    {
        report.add(&["String"], &member.value.place);
    }
}

fn conditions(statement: &Node<'_>, report: &mut Report) {
    let Some(condition) = statement.member("Condition") else {
        return;
    };
    if !matches!(condition.value.body, Body::Object(_)) {
        return report.add(&["Object"], &condition.value.place);
    }
    for operator in condition.value.members() {
        if !matches!(operator.value.body, Body::Object(_)) {
            report.add(&["Object"], &operator.value.place);
        }
        for value in operator.value.members().iter().flat_map(|key| key.value.items()) {
            if value.scalar().is_none() {
                report.add(&["String"], &value.place);
            }
        }
    }
}

pub(super) fn invalid_policy_element(draft: &Draft<'_>, report: &mut Report) {
    let top = draft
        .root
        .members()
        .iter()
        .filter(|member| !TOP.contains(&&*member.name));
    let below = draft.statements().flat_map(|statement| statement.node.members());
    let below = below.filter(|member| !STATEMENT.contains(&&*member.name));
    for member in top.chain(below) {
        report.add(&[&member.name], &member.key);
    }
}

/// The version as written, with its place.
fn version<'a>(draft: &'a Draft<'_>) -> Option<(&'a str, &'a Place)> {
    let value = &draft.root.member("Version")?.value;
    Some((value.text()?, &value.place))
}

pub(super) fn invalid_version(draft: &Draft<'_>, report: &mut Report) {
    if let Some((text, place)) = version(draft)
        && !matches!(text, "2012-10-17" | "2008-10-17")
    {
        report.add(&[text], place);
    }
}

pub(super) fn missing_version(draft: &Draft<'_>, report: &mut Report) {
    let is_object = matches!(draft.root.body, Body::Object(_));
    if is_object && draft.root.member("Version").is_none() {
        report.add(&[], &draft.root.place);
    }
}

pub(super) fn older_version(draft: &Draft<'_>, report: &mut Report) {
    if let Some(("2008-10-17", place)) = version(draft) {
        report.add(&[], place);
    }
}

pub(super) fn missing_statement(draft: &Draft<'_>, report: &mut Report) {
    match draft.root.member("Statement") {
        None if matches!(draft.root.body, Body::Object(_)) => report.add(&[], &draft.root.place),
        Some(list) if matches!(&list.value.body, Body::List(items) if items.is_empty()) => {
            report.add(&[], &list.value.place);
        }
        _ => {}
    }
}

pub(super) fn missing_effect(draft: &Draft<'_>, report: &mut Report) {
    for statement in draft.statements() {
        if statement.node.member("Effect").is_none() {
            report.add(&[], statement.place());
        }
    }
}

pub(super) fn invalid_effect(draft: &Draft<'_>, report: &mut Report) {
    for statement in draft.statements() {
        if let Some(effect) = statement.node.member("Effect")
            && let Some(text) = effect.value.text()
            && statement.effect().is_none()
        {
            report.add(&[text], &effect.value.place);
        }
    }
}

pub(super) fn unsupported_element_combination(draft: &Draft<'_>, report: &mut Report) {
    let pairs = [
        ("Principal", "NotPrincipal"),
        ("Action", "NotAction"),
        ("Resource", "NotResource"),
    ];
    for statement in draft.statements() {
        for (plain, negated) in pairs {
            if let Some(first) = statement.node.member(plain)
                && let Some(second) = statement.node.member(negated)
            {
                report.add_all(&[plain, negated], vec![first.key.clone(), second.key.clone()]);
            }
        }
    }
}

/// Each `Sid` that is text, with its place.
fn sids<'a>(draft: &'a Draft<'_>) -> impl Iterator<Item = (&'a str, &'a Place)> {
    draft.statements().filter_map(|statement| {
        let sid = &statement.node.member("Sid")?.value;
        Some((sid.text()?, &sid.place))
    })
}

/// Only managed policies are held to it; see `validate`.
pub(super) fn unsupported_sid(draft: &Draft<'_>, report: &mut Report) {
    if draft.kind != PolicyKind::Managed {
        return;
    }
    for (sid, place) in sids(draft) {
        if !sid.bytes().all(|b| b.is_ascii_alphanumeric()) {
            report.add(&[], place);
        }
    }
}

pub(super) fn unique_sids_required(draft: &Draft<'_>, report: &mut Report) {
    if draft.kind != PolicyKind::Resource {
        repeated_sids(draft, report);
    }
}

pub(super) fn unique_sids_recommended(draft: &Draft<'_>, report: &mut Report) {
    if draft.kind == PolicyKind::Resource {
        repeated_sids(draft, report);
    }
}

fn repeated_sids(draft: &Draft<'_>, report: &mut Report) {
    let mut seen = HashSet::new();
    for (sid, place) in sids(draft) {
        if !sid.is_empty() && !seen.insert(sid) {
            report.add(&[], place);
        }
    }
}

pub(super) fn empty_sid_value(draft: &Draft<'_>, report: &mut Report) {
    for (_, place) in sids(draft).filter(|(sid, _)| sid.is_empty()) {
        report.add(&[], place);
    }
}

pub(super) fn redundant_statement(draft: &Draft<'_>, report: &mut Report) {
    let mut seen: HashMap<String, &Place> = HashMap::new();
    for statement in draft.statements() {
        let mut said = String::new();
        canonical(statement.node, &mut said, true);
        match seen.get(&said) {
            Some(first) => report.add_all(&[], vec![(*first).clone(), statement.place().clone()]),
            None => {
                seen.insert(said, statement.place());
            }
        }
    }
}

/// What a value says, in one spelling: members sorted, a list of one as its item; of a statement, the
/// `Sid` left out.
fn canonical(node: &Node<'_>, out: &mut String, is_statement: bool) {
    match &node.body {
        Body::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by(|a, b| a.name.cmp(&b.name));
            out.push('{');
            for member in members {
                if !(is_statement && member.name == "Sid") {
                    out.push_str(&format!("{:?}:", member.name));
                    canonical(&member.value, out, false);
                }
            }
            out.push('}');
        }
        Body::List(items) => match items.as_slice() {
            [one] => canonical(one, out, false),
            _ => {
                out.push('[');
                items.iter().for_each(|item| canonical(item, out, false));
                out.push(']');
            }
        },
        Body::Text(text) => out.push_str(&format!("{text:?}")),
        Body::Bare(raw) => out.push_str(&format!("{raw:?}")),
        Body::Null => out.push('0'),
    }
}

/// What is longer than a document of one of these kinds may be.
pub(super) fn quota(draft: &Draft<'_>, report: &mut Report, kinds: &[PolicyKind]) {
    let Some(most) = draft.quota.filter(|_| kinds.contains(&draft.kind)) else {
        return;
    };
    let count = character_count(draft.text);
    if count > most {
        report.add(&[&count.to_string(), &most.to_string()], &draft.root.place);
    }
}
