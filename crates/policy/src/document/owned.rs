//! Statements that hold their own text, for those that are put together or outlive their document.

use std::borrow::Cow;

use super::{Condition, Entries, PrincipalEntry, Statement, Text};
use crate::location::Span;

impl Text<'_> {
    /// A text of no document.
    pub(crate) fn new(text: impl Into<String>) -> Text<'static> {
        Text {
            text: Cow::Owned(text.into()),
            span: Span::default(),
        }
    }

    fn detached(&self) -> Text<'static> {
        Text {
            text: Cow::Owned(self.text.clone().into_owned()),
            span: self.span,
        }
    }
}

impl<T> Entries<T> {
    /// Entries of no document.
    pub(crate) fn new(negated: bool, items: Vec<T>) -> Self {
        Self {
            negated,
            items,
            span: Span::default(),
        }
    }

    fn map<U>(&self, item: impl FnMut(&T) -> U) -> Entries<U> {
        Entries {
            negated: self.negated,
            items: self.items.iter().map(item).collect(),
            span: self.span,
        }
    }
}

impl Statement<'_> {
    /// The statement apart from its document.
    #[must_use]
    pub fn detached(&self) -> Statement<'static> {
        let texts = |entries: &Entries<Text<'_>>| entries.map(Text::detached);
        Statement {
            sid: self.sid.as_ref().map(Text::detached),
            effect: self.effect,
            effect_word: self.effect_word.detached(),
            principals: self.principals.as_ref().map(|entries| {
                entries.map(|entry| PrincipalEntry {
                    kind: entry.kind,
                    name: entry.name.detached(),
                })
            }),
            actions: self.actions.as_ref().map(texts),
            resources: self.resources.as_ref().map(texts),
            conditions: self.conditions.iter().map(Condition::detached).collect(),
            span: self.span,
        }
    }
}

impl Condition<'_> {
    fn detached(&self) -> Condition<'static> {
        Condition {
            operator: self.operator,
            operator_name: self.operator_name.detached(),
            key: self.key.detached(),
            values: self.values.iter().map(Text::detached).collect(),
        }
    }
}
