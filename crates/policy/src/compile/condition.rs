//! `Condition` entries: each value in the form that its operator compares.

use data_encoding::BASE64;

use super::arena::{Pattern, offset};
use super::token::Syntax;
use super::token::variable_keys;
use super::{Compiler, Rows};
use crate::document::{self, Effect};
use crate::literal::{Decimal, Instant, Range};
use crate::location::Span;
use crate::operator::{Comparison, Operator};

/// Colons of an ARN, which has six parts.
pub(crate) const ARN_COLONS: usize = 5;

/// One key of one operator.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Condition {
    pub(crate) operator: Operator,
    /// The condition key, lower case.
    pub(crate) key: Span,
    pub(crate) operands: Rows,
    /// Whether it holds for no request: it is of an Allow and has a value that its operator cannot
    /// read. What its author meant to let in is not known, and a negated operator, an absent key or
    /// `IfExists` would let in everyone. In a Deny such a value only matches nothing.
    pub(crate) never_holds: bool,
    /// Whether it is a negated one of an Allow: it lets in nobody by what cannot be compared.
    pub(crate) excludes: bool,
}

/// One value of the policy.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Operand {
    /// String, Arn and Bool operators.
    Text(Pattern),
    /// A decimal, in its text.
    Number(Span),
    Instant(Instant),
    /// Index into the table of ranges.
    Range(u32),
    /// Base64 in its one canonical spelling, so that equal bytes are equal text.
    Binary(Span),
    /// Of `Null`: whether the key must be absent.
    Absent(bool),
    /// A value that its operator cannot read.
    Unreadable,
}

impl Compiler<'_> {
    pub(super) fn conditions(&mut self, effect: Effect, conditions: &[document::Condition<'_>]) -> Rows {
        let start = offset(self.conditions.len());
        for condition in conditions {
            let key = self.arena.add_lower(&condition.key.text);
            let from = offset(self.operands.len());
            let mut is_readable = true;
            for value in &condition.values {
                let operand = self.operand(condition.operator.comparison, &value.text);
                is_readable &= !matches!(operand, Operand::Unreadable);
                self.operands.push(operand);
            }
            let operands = Rows {
                start: from,
                end: offset(self.operands.len()),
            };
            self.conditions.push(Condition {
                operator: condition.operator,
                key,
                operands,
                never_holds: effect == Effect::Allow && !is_readable,
                excludes: effect == Effect::Allow && condition.operator.negated,
            });
        }
        let end = offset(self.conditions.len());
        Rows { start, end }
    }

    fn operand(&mut self, comparison: Comparison, text: &str) -> Operand {
        let equality = Syntax {
            wildcards: false,
            variables: self.variables,
        };
        let glob = Syntax {
            wildcards: true,
            ..equality
        };
        let has_variable = self.variables && variable_keys(text).next().is_some();
        let read = match comparison {
            Comparison::String | Comparison::StringIgnoreCase => readable(self.arena.pattern(text, equality)),
            Comparison::StringLike => readable(self.arena.pattern(text, glob)),
            // A variable may bring the word, or the parts of an ARN.
            Comparison::Bool if !has_variable && boolean(text).is_none() => None,
            Comparison::Bool => readable(self.arena.pattern(text, equality)),
            Comparison::Arn if !has_variable && !has_parts_of_arn(text) => None,
            Comparison::Arn => readable(self.arena.arn_pattern(text, glob)),
            Comparison::Numeric(_) => Decimal::parse(text).map(|_| Operand::Number(self.arena.add(text))),
            Comparison::Date(_) => Instant::parse(text).map(Operand::Instant),
            Comparison::IpAddress => Range::parse(text).map(|range| {
                self.ranges.push(range);
                Operand::Range(offset(self.ranges.len() - 1))
            }),
            Comparison::Binary => BASE64
                .decode(text.as_bytes())
                .ok()
                .map(|_| Operand::Binary(self.arena.add(text))),
            Comparison::Null => boolean(text).map(Operand::Absent),
        };
        read.unwrap_or(Operand::Unreadable)
    }
}

/// A pattern, unless it is broken: an unfinished variable.
fn readable(pattern: Pattern) -> Option<Operand> {
    (pattern != Pattern::Never).then_some(Operand::Text(pattern))
}

/// Whether an ARN operator can compare a pattern: part by part, of which it needs all six.
pub(crate) fn has_parts_of_arn(pattern: &str) -> bool {
    pattern.matches(':').count() >= ARN_COLONS
}

/// `true` or `false` in any letter case.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        return Some(true);
    }
    text.eq_ignore_ascii_case("false").then_some(false)
}
