//! A statement's conditions against the request's keys
//! (IAM user guide, "Conditions with multiple context keys or values").

use std::borrow::Cow;
use std::net::IpAddr;

use super::glob::Scope;
use super::request::Value;
use crate::compile::{ARN_COLONS, Condition, Operand, boolean, has_parts_of_arn};
use crate::literal::{Decimal, Instant};
use crate::operator::{Comparison, SetQualifier};

impl<'a> Scope<'a> {
    /// Whether every condition holds.
    pub(super) fn conditions_hold(self, conditions: &[Condition]) -> bool {
        conditions.iter().all(|condition| self.holds(condition))
    }

    /// The request's value of a condition's key.
    pub(crate) fn seen(self, condition: &Condition) -> Option<Value<'a>> {
        self.value(self.policy.str(condition.key))
    }

    /// The request's value of a key in lower case. A multi-valued key without values is not in the
    /// request.
    pub(crate) fn value(self, key: &str) -> Option<Value<'a>> {
        let value = self.context.get(key);
        value.filter(|value| !matches!(value, Value::Multi([])))
    }

    /// Whether one condition holds.
    pub(crate) fn holds(self, condition: &Condition) -> bool {
        if condition.never_holds {
            return false;
        }
        let operator = condition.operator;
        let value = self.seen(condition);
        if operator.comparison == Comparison::Null {
            return self.absence_is_wanted(condition, value.is_none());
        }
        let Some(value) = value else {
            return operator.if_exists || absent_key_holds(condition);
        };
        match (operator.set, value) {
            (None, Value::Single(text)) => self.test(condition, text),
            // A key with several values needs a set operator.
            (None, Value::Multi(_)) => false,
            (Some(SetQualifier::ForAllValues), Value::Single(text)) => {
                text.is_empty() || self.test(condition, text)
            }
            (Some(SetQualifier::ForAllValues), Value::Multi(values)) => {
                // A set of nothing but empty text is an empty set.
                values.iter().all(|text| text.is_empty())
                    || values
                        .iter()
                        .all(|text: &Cow<'_, str>| self.test(condition, text))
            }
            (Some(SetQualifier::ForAnyValue), Value::Single(text)) => self.test(condition, text),
            (Some(SetQualifier::ForAnyValue), Value::Multi(values)) => {
                values.iter().any(|text| self.test(condition, text))
            }
        }
    }

    fn absence_is_wanted(self, condition: &Condition, is_absent: bool) -> bool {
        let operands = condition.operands.of(&self.policy.operands);
        operands
            .iter()
            .any(|operand| matches!(operand, Operand::Absent(wanted) if *wanted == is_absent))
    }

    /// One value of the request against the policy's: any must match, or none for a negated
    /// operator. They are compared one by one, so that a set operator takes as many comparisons as
    /// the policy's values times the request's.
    fn test(self, condition: &Condition, text: &str) -> bool {
        if condition.excludes && self.is_beyond_comparison(condition, text) {
            return false;
        }
        let operands = condition.operands.of(&self.policy.operands);
        let operator = condition.operator;
        let matched = match operator.comparison {
            Comparison::Numeric(order) => {
                // Not a number: even the negated operator does not hold.
                let Some(found) = Decimal::parse(text) else {
                    return false;
                };
                operands.iter().any(|operand| match operand {
                    Operand::Number(span) => Decimal::parse(self.policy.str(*span))
                        .is_some_and(|wanted| order.accepts(found.compare(wanted))),
                    _ => false,
                })
            }
            Comparison::Date(order) => {
                let Some(found) = Instant::parse(text) else {
                    return false;
                };
                operands.iter().any(|operand| match operand {
                    Operand::Instant(wanted) => order.accepts(found.cmp(wanted)),
                    _ => false,
                })
            }
            Comparison::IpAddress => {
                let address: Option<IpAddr> = text.parse().ok();
                operands
                    .iter()
                    .any(|operand| address.is_some_and(|address| self.in_range(operand, address)))
            }
            Comparison::Bool => {
                boolean(text).is_some() && operands.iter().any(|operand| self.equals_folded(operand, text))
            }
            Comparison::StringIgnoreCase => operands.iter().any(|operand| self.equals_folded(operand, text)),
            Comparison::Binary => operands.iter().any(|operand| match operand {
                Operand::Binary(span) => self.policy.str(*span) == text,
                _ => false,
            }),
            Comparison::String | Comparison::StringLike | Comparison::Arn => {
                operands.iter().any(|operand| match operand {
                    Operand::Text(pattern) => self.matches(*pattern, text),
                    _ => false,
                })
            }
            Comparison::Null => false,
        };
        matched != operator.negated
    }

    /// Whether a value of the request, or one that a variable brings into the policy, is no address or
    /// no ARN where the operator compares such. That it differs from what the author left out says
    /// nothing then. (Numbers and dates hold for no such value in any case.)
    fn is_beyond_comparison(self, condition: &Condition, text: &str) -> bool {
        self.is_unreadable(condition, text) || self.brings_no_arn(condition).next().is_some()
    }

    /// Whether a value of the request is no address or no ARN where the operator compares such.
    pub(crate) fn is_unreadable(self, condition: &Condition, text: &str) -> bool {
        match condition.operator.comparison {
            Comparison::IpAddress => text.parse::<IpAddr>().is_err(),
            Comparison::Arn => !has_parts_of_arn(text),
            _ => false,
        }
    }

    /// Indices of the policy's values that are no ARN once their variables have the request's values.
    pub(crate) fn brings_no_arn(self, condition: &Condition) -> impl Iterator<Item = usize> {
        let operands = condition.operands.of(&self.policy.operands).iter().enumerate();
        operands.filter_map(move |(index, operand)| match operand {
            Operand::Text(pattern) if self.colons(*pattern)? < ARN_COLONS => Some(index),
            _ => None,
        })
    }

    fn equals_folded(self, operand: &Operand, text: &str) -> bool {
        match operand {
            Operand::Text(pattern) => self.equals_ignoring_case(*pattern, text),
            _ => false,
        }
    }

    fn in_range(self, operand: &Operand, address: IpAddr) -> bool {
        let Operand::Range(index) = operand else {
            return false;
        };
        let range = self.policy.ranges.get(*index as usize);
        range.is_some_and(|range| range.contains(address))
    }
}

/// What a condition says of a request without its key, `IfExists` aside.
fn absent_key_holds(condition: &Condition) -> bool {
    match condition.operator.set {
        Some(SetQualifier::ForAllValues) => true,
        Some(SetQualifier::ForAnyValue) => false,
        None => condition.operator.negated,
    }
}
