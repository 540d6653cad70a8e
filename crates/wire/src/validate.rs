//! Checking a value against its shape, with AWS's words.
//!
//! All failures are found at once, in the model's order, and told in one message:
//! `2 validation errors detected: Value '' at 'roleArn' failed to satisfy constraint: Member must
//! satisfy regular expression pattern: …; Value '' at 'roleArn' failed to satisfy constraint: …`.
//! On one value the pattern is told before the length, as STS does. Scalars in a list fail as the
//! list, with all constraints of an item.

use std::fmt::{self, Write as _};

use crate::message::ErrorReply;
use crate::schema::{Kind, Limits, Member, Protocol, Service, Shape};
use crate::value::Value;

/// The most failures told in one answer.
const MAX_FAILURES: usize = 100;

/// One failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Where: `roleSessionName`, `tags.1.member.key`.
    pub path: String,
    /// The refused value as it may be shown; `null` for an absent one.
    pub shown: Option<String>,
    /// What it had to satisfy.
    pub constraint: String,
}

/// The failures of one input; never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ValidationError {
    failures: Vec<Failure>,
}

impl ValidationError {
    /// The failures in order.
    #[must_use]
    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }

    /// The error in AWS's words: `ValidationError` in awsQuery, `ValidationException` in JSON.
    #[must_use]
    pub fn reply(&self, protocol: Protocol) -> ErrorReply {
        let code = match protocol {
            Protocol::Query => "ValidationError",
            Protocol::Json10 | Protocol::Json11 | Protocol::RestJson => "ValidationException",
        };
        ErrorReply::new(code, 400, self.to_string())
    }
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.failures.len() == 1 { "" } else { "s" };
        write!(f, "{} validation error{plural} detected: ", self.failures.len())?;
        for (at, failure) in self.failures.iter().enumerate() {
            if at > 0 {
                f.write_str("; ")?;
            }
            f.write_str("Value ")?;
            if let Some(shown) = &failure.shown {
                write!(f, "{shown} ")?;
            }
            let Failure { path, constraint, .. } = failure;
            write!(f, "at '{path}' failed to satisfy constraint: {constraint}")?;
        }
        Ok(())
    }
}

/// Checks the input of an operation.
///
/// # Errors
/// Every failure, up to a hundred.
pub fn validate(service: &Service, shape: &'static Shape, value: &Value) -> Result<(), ValidationError> {
    let mut check = Check {
        echo: service.echo_values,
        anchored: service.protocol == Protocol::RestJson,
        path: Vec::new(),
        failures: Vec::new(),
    };
    check.structure(shape, value);
    if check.failures.is_empty() {
        return Ok(());
    }
    Err(ValidationError {
        failures: check.failures,
    })
}

/// One step down from the input; the path is put into words only where something failed.
#[derive(Clone, Copy)]
enum Step<'a> {
    Member(&'static str),
    /// Counted from 1.
    Item(usize),
    Entry(&'a str),
}

impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(name) => f.write_str(&lower_first(name)),
            Self::Item(number) => write!(f, "{number}.member"),
            Self::Entry(key) => write!(f, "{key}.member"),
        }
    }
}

struct Check<'a> {
    echo: bool,
    /// Roles Anywhere shows its patterns between `^` and `$`; IAM and STS do not.
    anchored: bool,
    path: Vec<Step<'a>>,
    failures: Vec<Failure>,
}

impl<'a> Check<'a> {
    fn structure(&mut self, shape: &'static Shape, value: &'a Value) {
        let Kind::Structure { members, union } = shape.kind else {
            return;
        };
        if union {
            let set = members
                .iter()
                .filter(|member| value.member(member.name).is_some());
            if set.count() != 1 {
                self.fail(shape, value, "Member must have exactly one member set".to_owned());
            }
        }
        for member in members {
            self.below(Step::Member(member.name), |check| check.member(member, value));
        }
    }

    fn member(&mut self, member: &Member, parent: &'a Value) {
        match parent.member(member.name) {
            Some(value) => self.value(member.shape, value),
            None if member.required => self.fail_null(),
            None => {}
        }
    }

    fn value(&mut self, shape: &'static Shape, value: &'a Value) {
        match (shape.kind, value) {
            (_, Value::Null) => self.fail_null(),
            (Kind::Structure { .. }, _) => self.structure(shape, value),
            (Kind::List { item, size, .. }, Value::List(items)) => self.list(shape, item, size, value, items),
            (Kind::Map { key, value: of, size }, Value::Map(entries)) => {
                if let Some(text) = out_of_length(size, entries.len()) {
                    self.fail(shape, value, text);
                }
                let keys = entries.iter().map(|(key, _)| key.as_str());
                if keys
                    .clone()
                    .any(|text| !broken_text(key, text, self.anchored).is_empty())
                {
                    self.fail(
                        shape,
                        value,
                        format!("Map keys must satisfy constraint: [{}]", all(key, self.anchored)),
                    );
                }
                if is_scalar(of) {
                    if entries
                        .iter()
                        .any(|(_, value)| !broken(of, value, self.anchored).is_empty())
                    {
                        self.fail(
                            shape,
                            value,
                            format!("Map value must satisfy constraint: [{}]", all(of, self.anchored)),
                        );
                    }
                } else {
                    for (key, value) in entries {
                        self.below(Step::Entry(key), |check| check.value(of, value));
                    }
                }
            }
            _ => {
                for constraint in broken(shape, value, self.anchored) {
                    self.fail(shape, value, constraint);
                }
            }
        }
    }

    fn list(&mut self, shape: &Shape, item: &'static Shape, size: Limits, value: &Value, items: &'a [Value]) {
        if let Some(constraint) = out_of_length(size, items.len()) {
            self.fail(shape, value, constraint);
        }
        if is_scalar(item) {
            if items
                .iter()
                .any(|value| !broken(item, value, self.anchored).is_empty())
            {
                self.fail(
                    shape,
                    value,
                    format!("Member must satisfy constraint: [{}]", all(item, self.anchored)),
                );
            }
            return;
        }
        for (at, value) in items.iter().enumerate() {
            self.below(Step::Item(at + 1), |check| check.value(item, value));
        }
    }

    /// Runs a check one step down the path.
    fn below(&mut self, step: Step<'a>, check: impl FnOnce(&mut Self)) {
        if self.failures.len() >= MAX_FAILURES {
            return;
        }
        self.path.push(step);
        check(self);
        self.path.pop();
    }

    fn fail(&mut self, shape: &Shape, value: &Value, constraint: String) {
        let shown = if self.echo { show(shape, value) } else { None };
        self.push(shown, constraint);
    }

    fn fail_null(&mut self) {
        let shown = self.echo.then(|| "null".to_owned());
        self.push(shown, NOT_NULL.to_owned());
    }

    fn push(&mut self, shown: Option<String>, constraint: String) {
        self.failures.push(Failure {
            path: self
                .path
                .iter()
                .map(Step::to_string)
                .collect::<Vec<_>>()
                .join("."),
            shown,
            constraint,
        });
    }
}

const NOT_NULL: &str = "Member must not be null";

/// The first letter in lower case: how AWS spells members in messages and events.
pub(crate) fn lower_first(name: &str) -> String {
    let mut name = name.to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    name
}

const fn is_scalar(shape: &Shape) -> bool {
    !matches!(
        shape.kind,
        Kind::Structure { .. } | Kind::List { .. } | Kind::Map { .. }
    )
}

/// The constraints of a scalar that a value does not satisfy.
fn broken(shape: &Shape, value: &Value, anchored: bool) -> Vec<String> {
    match (shape.kind, value) {
        (_, Value::Null) => vec![NOT_NULL.to_owned()],
        (_, Value::String(text)) => broken_text(shape, text, anchored),
        (Kind::Blob { length }, Value::Blob(bytes)) => {
            out_of_length(length, bytes.len()).into_iter().collect()
        }
        (Kind::Integer { range } | Kind::Long { range }, Value::Integer(number)) => {
            out_of(range, *number, "value").into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn broken_text(shape: &Shape, text: &str, anchored: bool) -> Vec<String> {
    let Kind::String {
        length,
        pattern,
        values,
    } = shape.kind
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if let Some(pattern) = pattern.filter(|pattern| !pattern.matches(text)) {
        found.push(must_match(pattern.source, anchored));
    }
    if length != Limits::NONE {
        found.extend(out_of_length(length, text.chars().count()));
    }
    if !values.is_empty() && !values.contains(&text) {
        found.push(must_be_one_of(values));
    }
    found
}

/// Every constraint of a list's items, as AWS lists them: length, pattern, values, null.
fn all(shape: &Shape, anchored: bool) -> String {
    let mut found = Vec::new();
    match shape.kind {
        Kind::String {
            length,
            pattern,
            values,
        } => {
            found.extend(length.max.map(|max| at_most("length", max)));
            found.extend(length.min.map(|min| at_least("length", min)));
            found.extend(pattern.map(|pattern| must_match(pattern.source, anchored)));
            if !values.is_empty() {
                found.push(must_be_one_of(values));
            }
        }
        Kind::Blob { length } => {
            found.extend(length.max.map(|max| at_most("length", max)));
            found.extend(length.min.map(|min| at_least("length", min)));
        }
        Kind::Integer { range } | Kind::Long { range } => {
            found.extend(range.max.map(|max| at_most("value", max)));
            found.extend(range.min.map(|min| at_least("value", min)));
        }
        _ => {}
    }
    found.push(NOT_NULL.to_owned());
    found.join(", ")
}

fn out_of_length(limits: Limits, count: usize) -> Option<String> {
    out_of(limits, i64::try_from(count).unwrap_or(i64::MAX), "length")
}

fn out_of(limits: Limits, number: i64, what: &str) -> Option<String> {
    match limits {
        Limits { max: Some(max), .. } if number > max => Some(at_most(what, max)),
        Limits { min: Some(min), .. } if number < min => Some(at_least(what, min)),
        _ => None,
    }
}

fn at_most(what: &str, max: i64) -> String {
    format!("Member must have {what} less than or equal to {max}")
}

fn at_least(what: &str, min: i64) -> String {
    format!("Member must have {what} greater than or equal to {min}")
}

fn must_match(pattern: &str, anchored: bool) -> String {
    let (start, end) = if anchored && !pattern.starts_with('^') {
        ("^", "$")
    } else {
        ("", "")
    };
    format!("Member must satisfy regular expression pattern: {start}{pattern}{end}")
}

fn must_be_one_of(values: &[&str]) -> String {
    format!("Member must satisfy enum value set: [{}]", values.join(", "))
}

/// The value between quotes, where it may be shown: scalars and lists of scalars that are not
/// sensitive.
fn show(shape: &Shape, value: &Value) -> Option<String> {
    let mut text = String::from("'");
    show_into(shape, value, &mut text)?;
    text.push('\'');
    Some(text)
}

fn show_into(shape: &Shape, value: &Value, out: &mut String) -> Option<()> {
    if shape.sensitive {
        return None;
    }
    match (shape.kind, value) {
        (_, Value::String(text)) => out.push_str(text),
        (_, Value::Integer(number)) => write!(out, "{number}").ok()?,
        (_, Value::Double(number)) => write!(out, "{number}").ok()?,
        (_, Value::Boolean(value)) => write!(out, "{value}").ok()?,
        (_, Value::Null) => out.push_str("null"),
        (Kind::List { item, .. }, Value::List(items)) if is_scalar(item) => {
            out.push('[');
            for (at, value) in items.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                show_into(item, value, out)?;
            }
            out.push(']');
        }
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests;
