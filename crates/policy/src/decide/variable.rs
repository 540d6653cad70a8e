//! Variables of a policy's texts, and the request's values for them.

use super::glob::Scope;
use super::request::Value;
use crate::compile::{Pattern, VARIABLE, Variable};

impl<'a> Scope<'a> {
    /// The request's value for a variable, or its default. A key with several values has none.
    pub(super) fn variable(self, index: [u8; 3]) -> Option<&'a str> {
        let variable = self.declared(index)?;
        match self.context.get(self.policy.str(variable.key)) {
            Some(Value::Single(value)) => Some(value),
            Some(Value::Multi(values)) if !values.is_empty() => None,
            _ => variable.default.map(|text| self.policy.str(text)),
        }
    }

    /// The variables of a pattern for which the request has no value, lower case.
    pub(crate) fn unresolved(self, pattern: Pattern) -> impl Iterator<Item = &'a str> {
        let mut rest = match pattern {
            Pattern::Glob(span) | Pattern::Arn(span) => self.policy.code(span),
            Pattern::Everything | Pattern::Never | Pattern::Exact(_) | Pattern::Prefix(_) => &[],
        };
        let indices = std::iter::from_fn(move || {
            let at = rest.iter().position(|byte| *byte == VARIABLE)?;
            let [_, a, b, c, after @ ..] = rest.get(at..)? else {
                return None;
            };
            rest = after;
            Some([*a, *b, *c])
        });
        indices
            .filter(move |index| self.variable(*index).is_none())
            .filter_map(move |index| Some(self.policy.str(self.declared(index)?.key)))
    }

    /// Colons of a pattern with the request's values in it; `None` when a variable has none. A pattern
    /// without variables that could match has all that it needs.
    pub(super) fn colons(self, pattern: Pattern) -> Option<usize> {
        let Pattern::Arn(span) = pattern else {
            return None;
        };
        let mut rest = self.policy.code(span);
        let mut colons = 0;
        loop {
            rest = match rest {
                [] => return Some(colons),
                [VARIABLE, a, b, c, after @ ..] => {
                    colons += colons_of(self.variable([*a, *b, *c])?.as_bytes());
                    after
                }
                [byte, after @ ..] => {
                    colons += usize::from(*byte == b':');
                    after
                }
            };
        }
    }

    fn declared(self, [a, b, c]: [u8; 3]) -> Option<&'a Variable> {
        let index = u32::from_be_bytes([0, a, b, c]);
        self.policy.variables.get(index as usize)
    }
}

fn colons_of(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte == b':').count()
}
