//! What IAM says to a document before it takes it: the same complaints, in the same order.
//!
//! The stages come one after the other over the whole document, and the first that finds something
//! speaks; within a stage it is the first place in document order.

mod action;
mod error;
mod resource;
mod trust;

pub use error::{Complaint, PolicyError};
pub(crate) use resource::{PARTITIONS, S3_REGIONAL, fails_legacy, is_partition};

use std::collections::HashSet;

use crate::document::{Document, Entries, PrincipalKind, Statement, Text, Version};
use crate::kind::PolicyKind;
use crate::literal::Instant;
use crate::location::Span;
use crate::operator::Comparison;

/// A complaint and the offset it is about.
type Finding = (Complaint, u32);

/// Reads and validates a document for use as `kind`.
///
/// # Errors
/// [`PolicyError`] with IAM's message for this kind of policy.
pub fn read(text: &str, kind: PolicyKind) -> Result<Document<'_>, PolicyError> {
    let document = Document::parse(text).map_err(|error| PolicyError::syntax(kind, error))?;
    document.validate(kind)?;
    Ok(document)
}

impl Document<'_> {
    /// Checks the document for use as `kind`. Whether the principals exist is the caller's to check:
    /// see [`principals`](Self::principals).
    ///
    /// # Errors
    /// [`PolicyError`] with IAM's message.
    pub fn validate(&self, kind: PolicyKind) -> Result<(), PolicyError> {
        let checked = match kind {
            PolicyKind::Trust => trust::check(self),
            _ => check(self, kind),
        };
        checked.map_err(|(complaint, offset)| PolicyError {
            complaint,
            location: self.location(offset),
            syntax: None,
        })
    }
}

/// Whether IAM takes the text as an action.
pub(crate) fn is_action(text: &str) -> bool {
    action::check(text).is_ok()
}

fn check(document: &Document<'_>, kind: PolicyKind) -> Result<(), Finding> {
    check_version(document, kind)?;
    if matches!(kind, PolicyKind::Managed | PolicyKind::Inline) {
        check_start(document, Complaint::Legacy)?;
    }
    check_principals(document, kind)?;
    check_legacy(document)?;
    check_sids(document, kind)?;
    for statement in &document.statements {
        has_entries(statement, statement.actions.as_ref(), Complaint::NoActions)?;
    }
    for statement in &document.statements {
        has_entries(statement, statement.resources.as_ref(), Complaint::NoResources)?;
    }
    each_text(document, |s| s.resources.as_ref(), resource::check)?;
    check_organization(document, kind)?;
    each_text(document, |s| s.actions.as_ref(), action::check)
}

/// Resource policies may be of either version; all others of the newer.
fn check_version(document: &Document<'_>, kind: PolicyKind) -> Result<(), Finding> {
    if kind == PolicyKind::Resource || document.version == Some(Version::V2012) {
        return Ok(());
    }
    Err((Complaint::OldVersion, 0))
}

/// IAM wants the opening brace first.
fn check_start(document: &Document<'_>, complaint: Complaint) -> Result<(), Finding> {
    if document.text.starts_with('{') {
        return Ok(());
    }
    Err((complaint, 0))
}

fn check_principals(document: &Document<'_>, kind: PolicyKind) -> Result<(), Finding> {
    for statement in &document.statements {
        match (&statement.principals, kind.has_principals()) {
            (Some(entries), false) => return Err((Complaint::PrincipalGiven, entries.span.start)),
            (None, true) => return Err((Complaint::NoPrincipal, statement.span.start)),
            _ => {}
        }
    }
    if kind.has_principals() {
        check_names(document)
    } else {
        Ok(())
    }
}

/// Every principal's name must be of a shape that can name somebody.
fn check_names(document: &Document<'_>) -> Result<(), Finding> {
    for principal in document.principals() {
        if principal.name().is_err() {
            let complaint = match principal.kind {
                PrincipalKind::Federated => Complaint::FederatedName,
                kind => Complaint::principal(kind, principal.text),
            };
            return Err((complaint, principal.span.start));
        }
    }
    Ok(())
}

/// The checks of IAM's old parser: the exact words, dates, and ARNs that lack parts.
fn check_legacy(document: &Document<'_>) -> Result<(), Finding> {
    for statement in &document.statements {
        let word = &statement.effect_word;
        if !matches!(word.text.as_ref(), "Allow" | "Deny") {
            return Err((Complaint::Legacy, word.span.start));
        }
        check_dates(statement)?;
        let resources = statement.resources.iter().flat_map(|entries| &entries.items);
        for entry in resources {
            if resource::fails_legacy(&entry.text) {
                return Err((Complaint::Legacy, entry.span.start));
            }
        }
    }
    Ok(())
}

fn check_dates(statement: &Statement<'_>) -> Result<(), Finding> {
    let dates = statement
        .conditions
        .iter()
        .filter(|condition| matches!(condition.operator.comparison, Comparison::Date(_)));
    for value in dates.flat_map(|condition| &condition.values) {
        if Instant::parse(&value.text).is_none() {
            return Err((Complaint::Legacy, value.span.start));
        }
    }
    Ok(())
}

fn check_sids(document: &Document<'_>, kind: PolicyKind) -> Result<(), Finding> {
    let sids = || document.statements.iter().filter_map(|s| s.sid.as_ref());
    let alphanumeric = |sid: &Text<'_>| sid.text.bytes().all(|b| b.is_ascii_alphanumeric());
    // Inline and resource policies take a wider set.
    if kind == PolicyKind::Managed
        && let Some(sid) = sids().find(|sid| !alphanumeric(sid))
    {
        return Err((Complaint::SidCharacters, sid.span.start));
    }
    let mut seen = HashSet::new();
    match sids().find(|sid| !sid.text.is_empty() && !seen.insert(sid.text.as_ref())) {
        Some(sid) => Err((Complaint::RepeatedSid, sid.span.start)),
        None => Ok(()),
    }
}

fn has_entries(
    statement: &Statement<'_>,
    entries: Option<&Entries<Text<'_>>>,
    complaint: Complaint,
) -> Result<(), Finding> {
    match entries {
        Some(entries) if !entries.items.is_empty() => Ok(()),
        Some(entries) => Err((complaint, entries.span.start)),
        None => Err((complaint, statement.span.start)),
    }
}

fn each_text<'d, 't: 'd>(
    document: &'d Document<'t>,
    element: impl Fn(&'d Statement<'t>) -> Option<&'d Entries<Text<'t>>>,
    check: fn(&str) -> Result<(), Complaint>,
) -> Result<(), Finding> {
    for entry in document
        .statements
        .iter()
        .filter_map(element)
        .flat_map(|entries| &entries.items)
    {
        check(&entry.text).map_err(|complaint| (complaint, entry.span.start))?;
    }
    Ok(())
}

/// What the two organization policy types forbid beyond the grammar: a resource control policy
/// denies named actions to everyone, and neither may name others than everyone.
fn check_organization(document: &Document<'_>, kind: PolicyKind) -> Result<(), Finding> {
    if kind != PolicyKind::ResourceControl {
        return Ok(());
    }
    for statement in &document.statements {
        check_resource_control(statement).map_err(|span| (Complaint::Syntax, span.start))?;
    }
    Ok(())
}

fn check_resource_control(statement: &Statement<'_>) -> Result<(), Span> {
    if let Some(entries) = &statement.principals {
        let everyone = matches!(entries.items.as_slice(), [one] if one.kind == PrincipalKind::Everyone);
        if entries.negated || !everyone {
            return Err(entries.span);
        }
    }
    if let Some(entries) = &statement.actions {
        let unnamed = entries.items.iter().any(|action| action.text == "*");
        if entries.negated || unnamed {
            return Err(entries.span);
        }
    }
    if statement.effect_word.text != "Deny" {
        return Err(statement.effect_word.span);
    }
    Ok(())
}
