//! `Principal` and `NotPrincipal`.

use super::Report;
use super::draft::{Body, Draft, Place, Statement};
use super::pattern::covers;
use crate::document::{AwsPrincipal, PrincipalKind, PrincipalName};
use crate::kind::PolicyKind;

const KEYS: [&str; 4] = ["AWS", "Service", "Federated", "CanonicalUser"];

/// Keys that tell for whom a service acts, in lower case.
const SOURCES: [&str; 4] = [
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
];

/// The actions that tell callers with an identity provider's token from others.
const TOKEN_ACTIONS: [&str; 3] = [
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
];

pub(super) fn missing_principal(draft: &Draft<'_>, report: &mut Report) {
    if !draft.kind.has_principals() {
        return;
    }
    for statement in draft.statements() {
        if statement.principals().is_none() {
            report.add(&[], statement.place());
        }
    }
}

pub(super) fn unsupported_principal(draft: &Draft<'_>, report: &mut Report) {
    if draft.is_identity() {
        given(draft, report);
    }
}

pub(super) fn scp_principal(draft: &Draft<'_>, report: &mut Report) {
    if draft.kind == PolicyKind::ServiceControl {
        given(draft, report);
    }
}

fn given(draft: &Draft<'_>, report: &mut Report) {
    for statement in draft.statements() {
        for name in ["Principal", "NotPrincipal"] {
            if let Some(member) = statement.node.member(name) {
                report.add(&[], &member.key);
            }
        }
    }
}

pub(super) fn invalid_format(draft: &Draft<'_>, report: &mut Report) {
    for element in draft.statements().filter_map(|statement| statement.principals()) {
        let is_sound = match &element.value.body {
            Body::Object(_) => true,
            Body::Text(text) => text == "*",
            // A list of nothing has a finding of its own.
            Body::List(items) => items.is_empty(),
            _ => false,
        };
        if !is_sound {
            report.add(&[], &element.value.place);
        }
    }
}

pub(super) fn invalid_key(draft: &Draft<'_>, report: &mut Report) {
    let elements = draft.statements().filter_map(|statement| statement.principals());
    for member in elements.flat_map(|element| element.value.members()) {
        if !KEYS.contains(&&*member.name) {
            report.add(&[&member.name], &member.key);
        }
    }
}

/// The star alone is everyone, under `AWS`.
pub(super) fn unsupported_wildcard(draft: &Draft<'_>, report: &mut Report) {
    for (key, name, node) in draft.statements().flat_map(Statement::principal_names) {
        let is_everyone = name == "*" && matches!(key, "*" | "AWS");
        if !is_everyone && name.contains(['*', '?']) {
            report.add(&[key], &node.place);
        }
    }
}

/// Only providers have tokens, and only theirs are shown in the calls for tokens.
pub(super) fn mismatched_action(draft: &Draft<'_>, report: &mut Report) {
    for statement in draft.statements() {
        let Some(principals) = statement.principals() else {
            continue;
        };
        for wanted in TOKEN_ACTIONS {
            let mut actions = statement
                .actions()
                .into_iter()
                .flat_map(|element| element.texts());
            let Some((action, node)) = actions.find(|(action, _)| action.eq_ignore_ascii_case(wanted)) else {
                continue;
            };
            for member in principals.value.members() {
                let names = member.value.items().iter().filter_map(|item| item.text());
                let wrong: Vec<&str> = names
                    .filter(|name| is_mismatch(wanted, &member.name, name))
                    .collect();
                if !wrong.is_empty() {
                    let places = vec![node.place.clone(), member.value.place.clone()];
                    report.add_all(&[action, &wrong.join(", ")], places);
                }
            }
        }
    }
}

/// What Roles Anywhere does when it makes a session, all of which a role must trust it with (Roles Anywhere
/// user guide, "Trust model").
const ROLES_ANYWHERE_ACTIONS: [&str; 3] = ["sts:assumerole", "sts:setsourceidentity", "sts:tagsession"];

pub(super) fn roles_anywhere_actions(draft: &Draft<'_>, report: &mut Report) {
    if draft.kind != PolicyKind::Trust {
        return;
    }
    let mut places = Vec::new();
    let mut actions = Vec::new();
    for statement in draft.statements().filter(|statement| statement.allows()) {
        let is_plain = statement.principals().is_some_and(|element| !element.negated);
        let names = statement.principal_names();
        let named: Vec<_> = names
            .filter(|(key, name, _)| is_plain && (*key, *name) == ("Service", "rolesanywhere.amazonaws.com"))
            .map(|(.., node)| node.place.clone())
            .collect();
        if !named.is_empty() {
            let texts = statement
                .actions()
                .into_iter()
                .flat_map(|element| element.texts());
            actions.extend(texts.map(|(text, _)| text.to_ascii_lowercase()));
            places.extend(named);
        }
    }
    let is_allowed = |wanted: &&str| actions.iter().any(|action| covers(action, wanted));
    if !places.is_empty() && !ROLES_ANYWHERE_ACTIONS.iter().all(is_allowed) {
        report.add_all(&[], places);
    }
}

fn is_mismatch(action: &str, key: &str, name: &str) -> bool {
    let is_federated = key == "Federated";
    let is_saml = name.contains(":saml-provider/");
    match action {
        "sts:AssumeRole" => is_federated,
        "sts:AssumeRoleWithSAML" => name != "*" && !(is_federated && is_saml),
        _ => name != "*" && (is_saml || !is_federated),
    }
}

pub(super) fn allow_with_not_principal(draft: &Draft<'_>, report: &mut Report) {
    for statement in draft.statements().filter(|statement| statement.allows()) {
        if let Some(member) = statement.node.member("NotPrincipal") {
            report.add(&[], &member.key);
        }
    }
}

pub(super) fn allow_with_star(draft: &Draft<'_>, report: &mut Report) {
    for statement in draft.statements().filter(|statement| statement.allows()) {
        let is_plain = statement.principals().is_some_and(|element| !element.negated);
        if !is_plain || draft.is_identity() || statement.conditions().next().is_some() {
            continue;
        }
        let stars = statement
            .principal_names()
            .filter(|(key, name, _)| *name == "*" && matches!(*key, "*" | "AWS"));
        for (.., node) in stars {
            report.add(&[], &node.place);
        }
    }
}

/// In a role's trust policy the service acts for itself.
pub(super) fn service_without_source(draft: &Draft<'_>, report: &mut Report) {
    if draft.kind != PolicyKind::Resource {
        return;
    }
    for statement in draft.statements().filter(|statement| statement.allows()) {
        let has_source = statement.conditions().any(|condition| {
            SOURCES
                .iter()
                .any(|source| condition.key.name.eq_ignore_ascii_case(source))
        });
        let services = statement.principal_names().filter(|(key, ..)| *key == "Service");
        for (.., node) in services.filter(|_| !has_source) {
            report.add(&[], &node.place);
        }
    }
}

pub(super) fn role_id(draft: &Draft<'_>, report: &mut Report) {
    unique_ids(draft, "AROA", report);
}

pub(super) fn user_id(draft: &Draft<'_>, report: &mut Report) {
    unique_ids(draft, "AIDA", report);
}

fn unique_ids(draft: &Draft<'_>, prefix: &str, report: &mut Report) {
    for (key, name, node) in draft.statements().flat_map(Statement::principal_names) {
        let read = PrincipalName::parse(PrincipalKind::Aws, name);
        let is_id = matches!(read, Ok(PrincipalName::Aws(AwsPrincipal::UniqueId(_))));
        if key == "AWS" && is_id && name.starts_with(prefix) {
            report.add(&[name], &node.place);
        }
    }
}

pub(super) fn empty_array(draft: &Draft<'_>, report: &mut Report) {
    for element in draft.statements().filter_map(|statement| statement.principals()) {
        let members = element.value.members().iter().map(|member| &member.value);
        let values = std::iter::once(element.value).chain(members);
        let lists = values.filter(|value| matches!(value.body, Body::List(_)) && value.is_empty());
        let places: Vec<Place> = lists.map(|list| list.place.clone()).collect();
        for place in &places {
            report.add(&[], place);
        }
    }
}

pub(super) fn empty_object(draft: &Draft<'_>, report: &mut Report) {
    for element in draft.statements().filter_map(|statement| statement.principals()) {
        if matches!(element.value.body, Body::Object(_)) && element.value.is_empty() {
            report.add(&[], &element.value.place);
        }
    }
}
