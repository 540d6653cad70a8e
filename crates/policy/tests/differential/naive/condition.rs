//! The `Condition` element.

use serde_json::Value;

use super::literal::{base64, date, decimal, in_block, is_address, is_block};
use super::one_or_more;
use super::pattern::{Piece, Token, glob, look_up, resolve, tokens};
use super::statement::Statement;
use crate::case::{Case, Given};
use crate::tally::Tally;

/// Whether all operators hold, and in each of them all keys. Every one is looked at, for the tally.
pub(super) fn all_hold(statement: &Statement<'_>, case: &Case, tally: &mut Tally) -> bool {
    let mut all = true;
    for (operator, keys) in statement.body["Condition"].as_object().into_iter().flatten() {
        let operator = Operator::read(operator);
        for (key, wanted) in keys.as_object().unwrap() {
            let wanted: Vec<String> = one_or_more(wanted).into_iter().map(text).collect();
            let would_hold = operator.holds(statement, case, key, &wanted);
            let is_allow = statement.body["Effect"] == "Allow";
            let is_unreadable = wanted
                .iter()
                .any(|wanted| operator.is_unreadable(statement, wanted));
            // What an Allow meant to say is not known, so nobody gets in by it.
            let holds = would_hold && !(is_allow && is_unreadable);
            if is_unreadable && would_hold {
                tally.unreadable(&operator.bare_name(), is_allow);
            }
            tally.condition(&operator.name, holds);
            all &= holds;
        }
    }
    all
}

/// Numbers and booleans are their text.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

struct Operator {
    /// In lower case, as everything below.
    name: String,
    /// Without qualifier, `IfExists` and negation.
    base: String,
    for_all: bool,
    for_any: bool,
    if_exists: bool,
    negated: bool,
}

impl Operator {
    fn read(name: &str) -> Self {
        let name = name.to_lowercase();
        let mut base = name.clone();
        let mut strip = |piece: &str| {
            let has = base.contains(piece);
            base = base.replace(piece, "");
            has
        };
        Self {
            for_all: strip("forallvalues:"),
            for_any: strip("foranyvalue:"),
            if_exists: strip("ifexists"),
            negated: strip("not"),
            base,
            name,
        }
    }

    /// Without qualifier and `IfExists`.
    fn bare_name(&self) -> String {
        let bare = self.name.rsplit(':').next().unwrap();
        bare.trim_end_matches("ifexists").to_owned()
    }

    /// Whether a value of the policy means nothing to the operator, whatever the request.
    fn is_unreadable(&self, statement: &Statement<'_>, wanted: &str) -> bool {
        let tokens = tokens(wanted, false, statement.knows_variables);
        let is_unfinished = tokens.contains(&Token::Unfinished);
        let varies = tokens.iter().any(|token| matches!(token, Token::Variable { .. }));
        let is_word = ["true", "false"].contains(&wanted.to_lowercase().as_str());
        match self.base.as_str() {
            "stringequals" | "stringequalsignorecase" | "stringlike" => is_unfinished,
            "bool" => is_unfinished || !(varies || is_word),
            "null" => !is_word,
            "arnequals" | "arnlike" => is_unfinished || !(varies || wanted.split(':').count() >= 6),
            "binaryequals" => base64(wanted).is_none(),
            "ipaddress" => !is_block(wanted),
            base if base.starts_with("numeric") => decimal(wanted).is_none(),
            _ => date(wanted).is_none(),
        }
    }

    fn holds(&self, statement: &Statement<'_>, case: &Case, key: &str, wanted: &[String]) -> bool {
        let given = look_up(case, key);
        if self.base == "null" {
            let is_absent = if given.is_none() { "true" } else { "false" };
            return wanted.iter().any(|wanted| wanted.to_lowercase() == is_absent);
        }
        let test = |value: &String| self.test(statement, case, value, wanted);
        match given {
            None if self.if_exists || self.for_all => true,
            None if self.for_any => false,
            None => self.negated,
            Some(Given::Single(value)) => (self.for_all && value.is_empty()) || test(value),
            Some(Given::Multi(values)) if self.for_all => {
                values.iter().all(String::is_empty) || values.iter().all(test)
            }
            Some(Given::Multi(values)) => self.for_any && values.iter().any(test),
        }
    }

    /// One value of the request: equal to one of the policy's, or, negated, to none.
    fn test(&self, statement: &Statement<'_>, case: &Case, value: &str, wanted: &[String]) -> bool {
        let is_allow = statement.body["Effect"] == "Allow";
        if is_allow && self.negated && self.is_beyond_comparison(statement, case, value, wanted) {
            return false;
        }
        let is_comparable = match self.base.as_str() {
            base if base.starts_with("numeric") => decimal(value).is_some(),
            base if base.starts_with("date") => date(value).is_some(),
            _ => true,
        };
        let equal = |wanted: &String| self.compare(statement, case, value, wanted);
        is_comparable && wanted.iter().any(equal) != self.negated
    }

    /// Whether one side is no address, or no ARN, for this request. A variable without a value is not
    /// meant: it stands for nothing, which everything differs from.
    fn is_beyond_comparison(
        &self,
        statement: &Statement<'_>,
        case: &Case,
        value: &str,
        wanted: &[String],
    ) -> bool {
        match self.base.as_str() {
            "ipaddress" => !is_address(value),
            "arnequals" | "arnlike" => {
                let is_short = |wanted: &String| {
                    let resolved = resolve(case, wanted, true, statement.knows_variables);
                    resolved
                        .is_some_and(|pieces| pieces.split(|piece| *piece == Piece::Char(':')).count() < 6)
                };
                value.split(':').count() < 6 || wanted.iter().any(is_short)
            }
            _ => false,
        }
    }

    fn compare(&self, statement: &Statement<'_>, case: &Case, value: &str, wanted: &str) -> bool {
        let expand = |wildcards| resolve(case, wanted, wildcards, statement.knows_variables);
        let plain = || expand(false).map(literal);
        match self.base.as_str() {
            "stringequals" => plain().is_some_and(|wanted| wanted == value),
            "stringequalsignorecase" => {
                plain().is_some_and(|wanted| wanted.to_lowercase() == value.to_lowercase())
            }
            "stringlike" => expand(true).is_some_and(|wanted| glob(&wanted, &chars(value))),
            "bool" => {
                let value = value.to_lowercase();
                let is_bool = value == "true" || value == "false";
                is_bool && plain().is_some_and(|wanted| wanted.to_lowercase() == value)
            }
            "arnequals" | "arnlike" => expand(true).is_some_and(|wanted| arn_matches(&wanted, value)),
            "binaryequals" => matches!((base64(wanted), base64(value)), (Some(a), Some(b)) if a == b),
            "ipaddress" => in_block(wanted, value),
            base => match base.strip_prefix("numeric") {
                Some(order) => decimal(wanted)
                    .zip(decimal(value))
                    .is_some_and(|(wanted, value)| ordered(order, &value, &wanted)),
                None => {
                    let order = base.strip_prefix("date").unwrap();
                    date(wanted)
                        .zip(date(value))
                        .is_some_and(|(wanted, value)| ordered(order, &value, &wanted))
                }
            },
        }
    }
}

fn ordered<T: Ord>(order: &str, value: &T, wanted: &T) -> bool {
    match order {
        "equals" => value == wanted,
        "lessthan" => value < wanted,
        "lessthanequals" => value <= wanted,
        "greaterthan" => value > wanted,
        "greaterthanequals" => value >= wanted,
        other => panic!("no order is called {other}"),
    }
}

/// Six parts on both sides, each matched by itself; colons of the sixth belong to it.
fn arn_matches(pattern: &[Piece], value: &str) -> bool {
    let parts: Vec<&[Piece]> = pattern.splitn(6, |piece| *piece == Piece::Char(':')).collect();
    let values: Vec<&str> = value.splitn(6, ':').collect();
    parts.len() == 6
        && values.len() == 6
        && parts
            .iter()
            .zip(values)
            .all(|(part, value)| glob(part, &chars(value)))
}

fn literal(pieces: Vec<Piece>) -> String {
    let char = |piece| match piece {
        Piece::Char(c) => c,
        Piece::Any | Piece::One => panic!("no wildcards were asked for"),
    };
    pieces.into_iter().map(char).collect()
}

fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}
