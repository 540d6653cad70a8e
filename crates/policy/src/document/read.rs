//! JSON → [`Document`]: the grammar of the policy language
//! (IAM user guide, "Grammar of the IAM JSON policy language").

use std::borrow::Cow;

use super::{Condition, Document, Effect, Entries, PrincipalEntry, PrincipalKind, Statement, Text, Version};
use crate::json::{self, JsonFault, Kind, Value};
use crate::location::{Location, Span};
use crate::operator::Operator;

/// What the grammar forbids.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The text is not JSON.
    #[error("not valid JSON: {0}")]
    Json(JsonFault),
    /// The document is not a JSON object.
    #[error("a policy must be a JSON object")]
    NotAnObject,
    /// An element that the grammar does not have; names are case-sensitive.
    #[error("unknown element `{0}`")]
    UnknownElement(String),
    /// An element's value has the wrong JSON type.
    #[error("the value of `{0}` has the wrong type")]
    WrongType(&'static str),
    /// `Version` is neither of the two.
    #[error("the version must be 2012-10-17 or 2008-10-17")]
    UnknownVersion,
    /// No `Statement`, or an empty list.
    #[error("the policy has no statement")]
    NoStatement,
    /// A statement without `Effect`.
    #[error("the statement has no `Effect`")]
    NoEffect,
    /// `Effect` is neither of the two words.
    #[error("the effect must be Allow or Deny")]
    UnknownEffect,
    /// An element beside its `Not` form.
    #[error("a statement takes `{0}` or `Not{0}`, not both")]
    BothForms(&'static str),
    /// `Principal` is text other than `*`.
    #[error("a principal is \"*\" or an object such as {{\"AWS\": \"111122223333\"}}")]
    BarePrincipal,
    /// `Principal` has a key other than the four.
    #[error("unknown kind of principal `{0}`: use AWS, Service, Federated or CanonicalUser")]
    UnknownPrincipalKind(String),
    /// A condition operator that the language does not have.
    #[error("unknown condition operator `{0}`")]
    UnknownOperator(String),
}

/// A text that is not a policy document, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fault} (line {}, column {})", location.line, location.column)]
pub struct SyntaxError {
    /// What is wrong.
    pub fault: Fault,
    /// Where.
    pub location: Location,
}

/// A fault and the offset where it stands; the line is counted when it leaves this module.
type Found<T> = Result<T, (Fault, u32)>;

pub(super) fn document(text: &str) -> Result<Document<'_>, SyntaxError> {
    let read = json::parse(text)
        .map_err(|(fault, at)| (Fault::Json(fault), at))
        .and_then(|tree| top(text, tree.root()));
    read.map_err(|(fault, at)| SyntaxError {
        fault,
        location: Location::of(text, at),
    })
}

fn top<'t>(text: &'t str, root: Value<'_, 't>) -> Found<Document<'t>> {
    if root.kind() != Kind::Object {
        return Err((Fault::NotAnObject, root.span().start));
    }
    let mut version = None;
    let mut id = None;
    let mut statements = Vec::new();
    for (key, value) in root.members() {
        match name(key).as_ref() {
            "Version" => version = Some(read_version(value)?),
            "Id" => id = Some(string(value, "Id")?),
            "Statement" => statements = read_statements(value)?,
            other => return Err((Fault::UnknownElement(other.into()), key.span().start)),
        }
    }
    if statements.is_empty() {
        return Err((Fault::NoStatement, root.span().start));
    }
    Ok(Document {
        text,
        version,
        id,
        statements,
    })
}

fn read_version(value: Value<'_, '_>) -> Found<Version> {
    match string(value, "Version")?.text.as_ref() {
        "2012-10-17" => Ok(Version::V2012),
        "2008-10-17" => Ok(Version::V2008),
        _ => Err((Fault::UnknownVersion, value.span().start)),
    }
}

fn read_statements<'t>(value: Value<'_, 't>) -> Found<Vec<Statement<'t>>> {
    match value.kind() {
        Kind::Object => Ok(vec![statement(value)?]),
        Kind::Array => value.items().map(statement).collect(),
        _ => Err((Fault::WrongType("Statement"), value.span().start)),
    }
}

fn statement<'t>(value: Value<'_, 't>) -> Found<Statement<'t>> {
    let span = value.span();
    if value.kind() != Kind::Object {
        return Err((Fault::WrongType("Statement"), span.start));
    }
    let mut sid = None;
    let mut effect = None;
    let mut principals = None;
    let mut actions = None;
    let mut resources = None;
    let mut conditions = Vec::new();
    for (key, value) in value.members() {
        let name = name(key);
        match name.as_ref() {
            "Sid" => sid = Some(string(value, "Sid")?),
            "Effect" => effect = Some(read_effect(value)?),
            "Principal" => set(&mut principals, read_principals(value, false)?, "Principal")?,
            "NotPrincipal" => set(&mut principals, read_principals(value, true)?, "Principal")?,
            "Action" => set(&mut actions, strings(value, "Action", false)?, "Action")?,
            "NotAction" => set(&mut actions, strings(value, "NotAction", true)?, "Action")?,
            "Resource" => set(&mut resources, strings(value, "Resource", false)?, "Resource")?,
            "NotResource" => set(&mut resources, strings(value, "NotResource", true)?, "Resource")?,
            "Condition" => conditions = read_conditions(value)?,
            other => return Err((Fault::UnknownElement(other.into()), key.span().start)),
        }
    }
    let (effect, effect_word) = effect.ok_or((Fault::NoEffect, span.start))?;
    Ok(Statement {
        sid,
        effect,
        effect_word,
        principals,
        actions,
        resources,
        conditions,
        span,
    })
}

/// Fills one element; a duplicate key was refused by the JSON reader, so a second is the other form.
fn set<T>(slot: &mut Option<Entries<T>>, entries: Entries<T>, element: &'static str) -> Found<()> {
    let at = entries.span.start;
    match slot.replace(entries) {
        None => Ok(()),
        Some(_) => Err((Fault::BothForms(element), at)),
    }
}

/// `Effect`, case folded: its exact casing is checked with the legacy rules, after the version.
fn read_effect<'t>(value: Value<'_, 't>) -> Found<(Effect, Text<'t>)> {
    let word = string(value, "Effect")?;
    if word.text.eq_ignore_ascii_case("Allow") {
        return Ok((Effect::Allow, word));
    }
    if word.text.eq_ignore_ascii_case("Deny") {
        return Ok((Effect::Deny, word));
    }
    Err((Fault::UnknownEffect, word.span.start))
}

fn read_principals<'t>(value: Value<'_, 't>, negated: bool) -> Found<Entries<PrincipalEntry<'t>>> {
    let span = value.span();
    let mut items = Vec::new();
    match value.kind() {
        Kind::String { .. } => {
            let name = string(value, "Principal")?;
            if name.text != "*" {
                return Err((Fault::BarePrincipal, span.start));
            }
            items.push(PrincipalEntry {
                kind: PrincipalKind::Everyone,
                name,
            });
        }
        Kind::Object => {
            for (key, value) in value.members() {
                let kind = PrincipalKind::from_key(&name(key)).ok_or_else(|| {
                    let unknown = Fault::UnknownPrincipalKind(name(key).into_owned());
                    (unknown, key.span().start)
                })?;
                let names = strings(value, "Principal", negated)?.items;
                items.extend(names.into_iter().map(|name| PrincipalEntry { kind, name }));
            }
        }
        _ => return Err((Fault::WrongType("Principal"), span.start)),
    }
    Ok(Entries { negated, items, span })
}

fn read_conditions<'t>(value: Value<'_, 't>) -> Found<Vec<Condition<'t>>> {
    if value.kind() != Kind::Object {
        return Err((Fault::WrongType("Condition"), value.span().start));
    }
    let mut conditions = Vec::new();
    for (operator, keys) in value.members() {
        if keys.kind() != Kind::Object {
            return Err((Fault::WrongType("Condition"), keys.span().start));
        }
        let operator_name = key_text(operator);
        let parsed = Operator::parse(&operator_name.text);
        for (key, values) in keys.members() {
            // AWS accepts an unknown operator as long as it says nothing.
            let Some(operator) = parsed else {
                let unknown = Fault::UnknownOperator(operator_name.text.into_owned());
                return Err((unknown, operator_name.span.start));
            };
            conditions.push(Condition {
                operator,
                operator_name: operator_name.clone(),
                key: key_text(key),
                values: condition_values(values)?,
            });
        }
    }
    Ok(conditions)
}

fn condition_values<'t>(value: Value<'_, 't>) -> Found<Vec<Text<'t>>> {
    match value.kind() {
        Kind::Array => value.items().map(scalar).collect(),
        _ => Ok(vec![scalar(value)?]),
    }
}

/// A string, or the text of a number or boolean.
fn scalar<'t>(value: Value<'_, 't>) -> Found<Text<'t>> {
    match value.kind() {
        Kind::Number | Kind::Bool => Ok(Text {
            text: Cow::Borrowed(value.raw()),
            span: value.span(),
        }),
        _ => string(value, "Condition"),
    }
}

fn strings<'t>(value: Value<'_, 't>, element: &'static str, negated: bool) -> Found<Entries<Text<'t>>> {
    let items = match value.kind() {
        Kind::Array => value
            .items()
            .map(|item| string(item, element))
            .collect::<Result<_, _>>()?,
        _ => vec![string(value, element)?],
    };
    Ok(Entries {
        negated,
        items,
        span: value.span(),
    })
}

fn string<'t>(value: Value<'_, 't>, element: &'static str) -> Found<Text<'t>> {
    let span: Span = value.span();
    let text = value.as_str().ok_or((Fault::WrongType(element), span.start))?;
    Ok(Text { text, span })
}

fn key_text<'t>(key: Value<'_, 't>) -> Text<'t> {
    Text {
        text: name(key),
        span: key.span(),
    }
}

fn name<'t>(key: Value<'_, 't>) -> Cow<'t, str> {
    key.as_str().unwrap_or_default()
}
