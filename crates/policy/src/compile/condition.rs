//! `Condition` entries: each value in the form that its operator compares.

use data_encoding::BASE64;

use super::arena::{Pattern, offset};
use super::token::Syntax;
use super::{Compiler, Rows};
use crate::document;
use crate::literal::{Decimal, Instant, Range};
use crate::location::Span;
use crate::operator::{Comparison, Operator};

/// One key of one operator.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Condition {
    pub(crate) operator: Operator,
    /// The condition key, lower case.
    pub(crate) key: Span,
    pub(crate) operands: Rows,
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
    pub(super) fn conditions(&mut self, conditions: &[document::Condition<'_>]) -> Rows {
        let start = offset(self.conditions.len());
        for condition in conditions {
            let key = self.arena.add_lower(&condition.key.text);
            let from = offset(self.operands.len());
            for value in &condition.values {
                let operand = self.operand(condition.operator.comparison, &value.text);
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
        let read = match comparison {
            Comparison::String | Comparison::StringIgnoreCase | Comparison::Bool => {
                Some(Operand::Text(self.arena.pattern(text, equality)))
            }
            Comparison::StringLike => Some(Operand::Text(self.arena.pattern(text, glob))),
            Comparison::Arn => Some(Operand::Text(self.arn_operand(text, glob))),
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

    /// An ARN pattern needs six parts; a variable may bring them.
    fn arn_operand(&mut self, text: &str, syntax: Syntax) -> Pattern {
        let may_grow = syntax.variables && text.contains("${");
        if !may_grow && text.bytes().filter(|b| *b == b':').count() < 5 {
            return Pattern::Never;
        }
        self.arena.arn_pattern(text, syntax)
    }
}

/// `true` or `false` in any letter case.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        return Some(true);
    }
    text.eq_ignore_ascii_case("false").then_some(false)
}
