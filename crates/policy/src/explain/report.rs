//! An explanation in words, with the author's text and where it stands.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use super::{Explained, Explanation, Miss, Outcome, Says, Unmet, Voice};
use crate::decide::{PolicyPlace, Value, Verdict, wording};
use crate::document::{Document, Effect, Entries, Statement, Text};
use crate::location::Span;
use crate::operator::Comparison;

/// The documents behind the policies of a set, for whoever shows or changes them.
pub trait Documents {
    /// The document of a policy, where it is at hand. It must be the one that was compiled.
    fn source(&self, place: PolicyPlace) -> Option<Source<'_>>;
}

/// A policy as its author knows it.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// What it is called: its ARN or name.
    pub name: &'a str,
    /// Its document.
    pub document: &'a Document<'a>,
}

impl Documents for BTreeMap<PolicyPlace, Source<'_>> {
    fn source(&self, place: PolicyPlace) -> Option<Source<'_>> {
        self.get(&place).copied()
    }
}

impl<'a> Explanation<'a> {
    /// The explanation in words: a line for the answer, one for each type of policy, and one for each
    /// statement with what it expects and what the request has.
    pub fn report<'r>(&'r self, documents: &'r dyn Documents) -> Report<'r> {
        Report {
            explanation: self,
            documents,
        }
    }
}

impl Explained<'_> {
    /// Where in the statement's document the reason stands: the element or condition key that did not
    /// match, or the whole statement.
    #[must_use]
    pub fn span(&self, document: &Document<'_>) -> Option<Span> {
        let statement = document.statements.get(self.statement.statement)?;
        let of = |span: Option<Span>| span.unwrap_or(statement.span);
        let Outcome::Missed(miss) = &self.outcome else {
            return Some(statement.span);
        };
        Some(match miss {
            Miss::Principal { .. } => of(statement.principals.as_ref().map(|entries| entries.span)),
            Miss::Action => of(statement.actions.as_ref().map(|entries| entries.span)),
            Miss::Resource { .. } => of(statement.resources.as_ref().map(|entries| entries.span)),
            Miss::Condition(unmet) => {
                let first = unmet.first()?;
                of(statement.conditions.get(first.condition).map(|c| c.key.span))
            }
        })
    }
}

/// See [`Explanation::report`].
#[derive(Clone, Copy)]
pub struct Report<'r> {
    explanation: &'r Explanation<'r>,
    documents: &'r dyn Documents,
}

impl Display for Report<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let asked = self.explanation.request;
        let verdict = match self.explanation.decision.verdict {
            Verdict::Allowed => "allowed",
            Verdict::ExplicitlyDenied => "explicitly denied",
            Verdict::ImplicitlyDenied => "implicitly denied",
        };
        let (caller, action, resource) = (asked.caller, asked.action, asked.resource);
        writeln!(f, "{caller} asks for {action} on {resource}: {verdict}")?;
        for voice in &self.explanation.voices {
            self.voice(f, *voice)?;
        }
        Ok(())
    }
}

impl Report<'_> {
    fn voice(&self, f: &mut Formatter<'_>, voice: Voice) -> fmt::Result {
        let (_, name) = wording(voice.policy_type);
        match voice.level {
            0 => write!(f, "{name}: ")?,
            level => write!(f, "{name}, level {level}: ")?,
        }
        writeln!(
            f,
            "{}",
            match voice.says {
                Says::Allows => "allows",
                Says::Delegates => "allows the account, whose own policies must allow too",
                Says::Denies => "denies",
                Says::Silent => "nothing allows",
                Says::Absent => "none",
                Says::Exempt => "does not bear on this request",
            }
        )?;
        for explained in &self.explanation.statements {
            let place = explained.statement.place();
            if (place.policy_type, place.level) == (voice.policy_type, voice.level) {
                self.statement(f, explained)?;
            }
        }
        Ok(())
    }

    fn statement(&self, f: &mut Formatter<'_>, explained: &Explained<'_>) -> fmt::Result {
        let place = explained.statement.place();
        let source = self.documents.source(place);
        match source {
            Some(source) => write!(f, "  {}", source.name)?,
            None => write!(f, "  policy {}", place.policy + 1)?,
        }
        match explained.statement.sid {
            Some(sid) => write!(f, ", statement {sid}")?,
            None => write!(f, ", statement {}", explained.statement.statement + 1)?,
        }
        if let Some(source) = source
            && let Some(span) = explained.span(source.document)
        {
            write!(f, " ({})", source.document.location(span.start))?;
        }
        f.write_str(match explained.effect {
            Effect::Allow => ", Allow: ",
            Effect::Deny => ", Deny: ",
        })?;
        let statement = source.and_then(|source| {
            let statements = &source.document.statements;
            statements.get(explained.statement.statement)
        });
        match &explained.outcome {
            Outcome::Matched { delegates: false } => writeln!(f, "matches"),
            Outcome::Matched { delegates: true } => writeln!(f, "matches by the caller's account"),
            Outcome::Missed(miss) => self.miss(f, miss, statement),
        }
    }

    fn miss(&self, f: &mut Formatter<'_>, miss: &Miss<'_>, statement: Option<&Statement<'_>>) -> fmt::Result {
        let asked = self.explanation.request;
        match miss {
            Miss::Principal { unreadable } => {
                let names = statement.and_then(|statement| statement.principals.as_ref());
                let texts = names.map(|entries| entries.items.iter().map(|entry| &entry.name));
                let negated = names.is_some_and(|entries| entries.negated);
                element(f, "Principal", negated, texts)?;
                write!(f, "; the caller is {}", asked.caller)?;
                let name = |index: usize| Some(names?.items.get(index)?.name.text.as_ref());
                meaningless(f, unreadable, name, "names nobody")?;
                writeln!(f)
            }
            Miss::Action => {
                texts(
                    f,
                    "Action",
                    statement.and_then(|statement| statement.actions.as_ref()),
                )?;
                writeln!(f, "; asked for {}", asked.action)
            }
            Miss::Resource {
                unresolved,
                unreadable,
            } => {
                let entries = statement.and_then(|statement| statement.resources.as_ref());
                texts(f, "Resource", entries)?;
                write!(f, "; asked for {}", asked.resource)?;
                lacking(f, unresolved)?;
                let text = |index: usize| Some(entries?.items.get(index)?.text.as_ref());
                meaningless(f, unreadable, text, "names no resource")?;
                writeln!(f)
            }
            Miss::Condition(unmet) => {
                for (at, unmet) in unmet.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { "; and " })?;
                    condition(f, unmet, statement)?;
                }
                writeln!(f)
            }
        }
    }
}

fn texts(f: &mut Formatter<'_>, name: &str, entries: Option<&Entries<Text<'_>>>) -> fmt::Result {
    let negated = entries.is_some_and(|entries| entries.negated);
    element(f, name, negated, entries.map(|entries| entries.items.iter()))
}

/// `Action expects "a", "b"`, `NotAction excludes "a"`.
fn element<'a>(
    f: &mut Formatter<'_>,
    name: &str,
    negated: bool,
    expected: Option<impl Iterator<Item = &'a Text<'a>>>,
) -> fmt::Result {
    let Some(expected) = expected else {
        return write!(f, "{name} does not match");
    };
    f.write_str(if negated { "Not" } else { "" })?;
    write!(f, "{name} {}", if negated { "excludes" } else { "expects" })?;
    list(f, expected.map(|text| text.text.as_ref()))
}

fn condition(f: &mut Formatter<'_>, unmet: &Unmet<'_>, statement: Option<&Statement<'_>>) -> fmt::Result {
    let written = statement.and_then(|statement| statement.conditions.get(unmet.condition));
    match written {
        Some(written) => {
            write!(f, "{} {} expects", written.operator_name.text, written.key.text)?;
            list(f, written.values.iter().map(|value| value.text.as_ref()))?;
        }
        None => write!(f, "{} {} does not hold", unmet.operator, unmet.key)?,
    }
    match unmet.seen {
        None => f.write_str("; the request has no such key")?,
        Some(Value::Single(text)) => write!(f, "; the request has {text:?}")?,
        Some(Value::Multi(values)) => {
            f.write_str("; the request has the list")?;
            list(f, values.iter().map(AsRef::as_ref))?;
        }
    }
    lacking(f, &unmet.unresolved)?;
    let value = |index: usize| Some(written?.values.get(index)?.text.as_ref());
    let what = format_args!("is {}", unreadable(unmet.operator.comparison));
    meaningless(f, &unmet.unreadable, value, what)?;
    for text in &unmet.incomparable {
        let wanted = match unmet.operator.comparison {
            Comparison::IpAddress => "not an IP address",
            other => unreadable(other),
        };
        write!(f, "; the request's {text:?} is {wanted}")?;
    }
    Ok(())
}

/// `; "abc" is not a number`, and the place of a value whose text is not at hand.
fn meaningless<'a>(
    f: &mut Formatter<'_>,
    indices: &[usize],
    text: impl Fn(usize) -> Option<&'a str>,
    what: impl Display,
) -> fmt::Result {
    for index in indices {
        match text(*index) {
            Some(text) => write!(f, "; {text:?} {what}")?,
            None => write!(f, "; value {} {what}", index + 1)?,
        }
    }
    Ok(())
}

/// What a value is that an operator cannot read.
fn unreadable(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::String | Comparison::StringIgnoreCase | Comparison::StringLike => {
            "an unfinished variable"
        }
        Comparison::Numeric(_) => "not a number",
        Comparison::Date(_) => "not a date",
        Comparison::Bool | Comparison::Null => "neither true nor false",
        Comparison::Binary => "not base64",
        Comparison::IpAddress => "neither an IP address nor a CIDR block",
        Comparison::Arn => "not an ARN",
    }
}

fn lacking(f: &mut Formatter<'_>, unresolved: &[&str]) -> fmt::Result {
    for key in unresolved {
        write!(f, "; the request has no value for ${{{key}}}")?;
    }
    Ok(())
}

fn list<'a>(f: &mut Formatter<'_>, mut texts: impl Iterator<Item = &'a str>) -> fmt::Result {
    match texts.next() {
        None => return f.write_str(" nothing"),
        Some(first) => write!(f, " {first:?}")?,
    }
    texts.try_for_each(|text| write!(f, ", {text:?}"))
}
