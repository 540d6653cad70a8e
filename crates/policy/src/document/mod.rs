//! The policy document as the grammar has it: typed, with every text's place in the source.
//!
//! [`Document::parse`] refuses whatever the grammar forbids for every kind of policy (unknown
//! elements, wrong JSON types, both halves of a `Not` pair, unknown operators); what depends on the
//! kind of policy is [`validate`](crate::Document::validate)'s.

mod keys;
mod owned;
mod principal;
mod print;
mod read;

use std::borrow::Cow;

pub use principal::{AwsPrincipal, InvalidPrincipal, PrincipalKind, PrincipalName};
pub use read::{Fault, SyntaxError};

use crate::location::{Extent, Location, Span};
use crate::operator::Operator;

/// The version of the policy language that a document asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// `2008-10-17`, also meant by a document without a version: variables are plain text.
    V2008,
    /// `2012-10-17`.
    V2012,
}

/// What a statement does when it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Grants.
    Allow,
    /// Refuses, whatever else allows.
    Deny,
}

/// A string of the document with its place. Numbers and booleans of a condition are their text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text<'t> {
    /// The characters, unescaped.
    pub text: Cow<'t, str>,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// An element that exists in a plain and a `Not` form: `Action`, `NotAction`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entries<T> {
    /// Whether it is the `Not` form.
    pub negated: bool,
    /// The list; a lone value is a list of one.
    pub items: Vec<T>,
    /// Where the element's value stands.
    pub span: Span,
}

/// One name in `Principal` or `NotPrincipal`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrincipalEntry<'t> {
    /// The key it stands under.
    pub kind: PrincipalKind,
    /// The name as written.
    pub name: Text<'t>,
}

/// One key of one operator in `Condition`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition<'t> {
    /// The operator.
    pub operator: Operator,
    /// The operator as written; letter case and the two names of an ARN comparison are the author's.
    pub operator_name: Text<'t>,
    /// The condition key as written.
    pub key: Text<'t>,
    /// The values; a lone value is a list of one.
    pub values: Vec<Text<'t>>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement<'t> {
    /// `Sid`, possibly empty.
    pub sid: Option<Text<'t>>,
    /// `Effect`.
    pub effect: Effect,
    /// `Effect` as written; its letter case is checked by `validate`.
    pub effect_word: Text<'t>,
    /// `Principal` or `NotPrincipal`.
    pub principals: Option<Entries<PrincipalEntry<'t>>>,
    /// `Action` or `NotAction`.
    pub actions: Option<Entries<Text<'t>>>,
    /// `Resource` or `NotResource`.
    pub resources: Option<Entries<Text<'t>>>,
    /// `Condition`, one entry for each operator and key, in document order.
    pub conditions: Vec<Condition<'t>>,
    /// Where the statement stands, braces included.
    pub span: Span,
}

/// A policy document that follows the grammar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document<'t> {
    /// The text it was read from.
    pub text: &'t str,
    /// `Version`, if given.
    pub version: Option<Version>,
    /// `Id`, if given.
    pub id: Option<Text<'t>>,
    /// The statements, at least one.
    pub statements: Vec<Statement<'t>>,
}

/// One principal of a document, for the caller that checks its existence.
#[derive(Debug, Clone, Copy)]
pub struct PrincipalRef<'a> {
    /// Index of its statement.
    pub statement: usize,
    /// The key it stands under.
    pub kind: PrincipalKind,
    /// The name as written.
    pub text: &'a str,
    /// Whether it stands in `NotPrincipal`.
    pub negated: bool,
    /// Where it stands.
    pub span: Span,
}

impl<'a> PrincipalRef<'a> {
    /// What the name means; an error for a name that can mean nothing.
    ///
    /// # Errors
    /// [`InvalidPrincipal`] for a partial wildcard, a group's ARN, and other shapes that name no
    /// principal.
    pub fn name(&self) -> Result<PrincipalName<'a>, InvalidPrincipal> {
        PrincipalName::parse(self.kind, self.text)
    }
}

impl<'t> Document<'t> {
    /// Reads a document.
    ///
    /// # Errors
    /// [`SyntaxError`]: not JSON, or not the grammar, with the place.
    pub fn parse(text: &'t str) -> Result<Self, SyntaxError> {
        read::document(text)
    }

    /// Every name in `Principal` and `NotPrincipal`, in document order.
    ///
    /// The caller resolves users and roles to unique ids when the document is saved, and hands the
    /// map to [`compile`](Self::compile).
    pub fn principals(&self) -> impl Iterator<Item = PrincipalRef<'_>> {
        self.statements.iter().enumerate().flat_map(|(statement, body)| {
            body.principals.iter().flat_map(move |entries| {
                entries.items.iter().map(move |entry| PrincipalRef {
                    statement,
                    kind: entry.kind,
                    text: &entry.name.text,
                    negated: entries.negated,
                    span: entry.name.span,
                })
            })
        })
    }

    /// Where a statement stands, as IAM's policy simulator counts it: both places are just past the
    /// brace, so that a statement whose `{` is the 40th character of the first line starts at line 1,
    /// column 41 (IAM API, `Position`). `None` when there is no such statement.
    ///
    /// ```
    /// let text = r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    /// let extent = tegata_policy::Document::parse(text)?.extent(0).unwrap();
    /// assert_eq!((extent.start.line, extent.start.column), (1, 16));
    /// assert_eq!((extent.end.line, extent.end.column), (1, 66));
    /// # Ok::<(), tegata_policy::SyntaxError>(())
    /// ```
    #[must_use]
    pub fn extent(&self, statement: usize) -> Option<Extent> {
        let span = self.statements.get(statement)?.span;
        Some(Extent {
            start: self.location(span.start.saturating_add(1)),
            end: self.location(span.end),
        })
    }

    /// Line and column of an offset in the document.
    #[must_use]
    pub fn location(&self, offset: u32) -> Location {
        Location::of(self.text, offset)
    }
}
