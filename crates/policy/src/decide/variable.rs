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

    fn declared(self, [a, b, c]: [u8; 3]) -> Option<&'a Variable> {
        let index = u32::from_be_bytes([0, a, b, c]);
        self.policy.variables.get(index as usize)
    }
}
