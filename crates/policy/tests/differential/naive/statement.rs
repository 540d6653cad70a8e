//! Actions and resources of a statement.

use serde_json::Value;
use tegata_policy::PolicyType;

use super::pattern::{Piece, Token, glob, resolve, tokens};
use super::{condition, one_or_more};
use crate::case::Case;
use crate::tally::Tally;

const PARTITIONS: &[&str] = &[
    "aws",
    "aws-cn",
    "aws-us-gov",
    "aws-eusc",
    "aws-iso",
    "aws-iso-b",
    "aws-iso-e",
    "aws-iso-f",
];

pub(super) struct Statement<'a> {
    pub(super) body: &'a Value,
    pub(super) policy_type: PolicyType,
    /// Whether the document's version is 2012-10-17.
    pub(super) knows_variables: bool,
}

impl Statement<'_> {
    /// Action, resource and conditions. All three are looked at, for the tally's sake.
    pub(super) fn matches(&self, case: &Case, tally: &mut Tally) -> bool {
        let action = self.element("Action", "NotAction", |text| {
            action_matches(text, &case.request.action)
        });
        let mut resource = self.element("Resource", "NotResource", |text| {
            self.resource_matches(case, text)
        });
        if let Some(excluded) = self.body.get("NotResource")
            && one_or_more(excluded)
                .iter()
                .any(|text| self.is_unreadable_resource(text.as_str().unwrap()))
        {
            let is_allow = self.body["Effect"] == "Allow";
            if resource == Some(true) {
                tally.unreadable("NotResource", is_allow);
            }
            // What an Allow meant to leave out is not known, so nobody gets in by it.
            if is_allow {
                resource = Some(false);
            }
        }
        // A trust policy has no resource: it is about its role.
        let is_about_role = self.policy_type == PolicyType::RoleTrust;
        let conditions = condition::all_hold(self, case, tally);
        action == Some(true) && resource.unwrap_or(is_about_role) && conditions
    }

    /// Whether one of the entries matches, or in the `Not` form none; `None` without the element. An
    /// empty list is no element, but in a trust policy, too, nothing matches it.
    fn element(&self, plain: &str, not: &str, test: impl Fn(&str) -> bool) -> Option<bool> {
        let (entries, negated) = match (self.body.get(plain), self.body.get(not)) {
            (Some(entries), _) => (one_or_more(entries), false),
            (None, Some(entries)) => (one_or_more(entries), true),
            (None, None) => return None,
        };
        let found = entries.iter().any(|entry| test(entry.as_str().unwrap()));
        Some(!entries.is_empty() && found != negated)
    }

    fn resource_matches(&self, case: &Case, text: &str) -> bool {
        if text == "*" {
            return true;
        }
        let Some(parts) = self.six_parts(text) else {
            return false;
        };
        let asked: Vec<&str> = case.request.resource.splitn(6, ':').collect();
        if asked.len() != 6 {
            return false;
        }
        if self.knows_variables && parts[..5].iter().any(|part| part.contains("${")) {
            return false;
        }
        if parts[2].contains(['*', '?']) || self.has_wild_type(&parts) {
            return false;
        }
        parts.iter().zip(asked).enumerate().all(|(at, (pattern, text))| {
            let variables = self.knows_variables && at == 5;
            resolve(case, pattern, true, variables).is_some_and(|pieces| matches_text(&pieces, text))
        })
    }

    /// Whether the text is no ARN, or one with a wildcard or a variable where there can be none. An ARN
    /// that no resource has is none of these.
    fn is_unreadable_resource(&self, text: &str) -> bool {
        if text == "*" {
            return false;
        }
        let Some(parts) = self.six_parts(text) else {
            return true;
        };
        let is_wild = |part: &str| part.contains(['*', '?']);
        let is_one_of = |part: &str, known: &[&str]| is_wild(part) || known.contains(&part);
        if !is_one_of(&parts[0], &["arn"]) || !is_one_of(&parts[1], PARTITIONS) {
            return true;
        }
        if parts[2].is_empty() || is_wild(&parts[2]) || self.has_wild_type(&parts) {
            return true;
        }
        // An empty part with parts left out: which one is meant?
        if text.split(':').count() < 6 && text.contains("::") {
            return true;
        }
        self.knows_variables
            && (parts[..5].iter().any(|part| part.contains("${"))
                || tokens(&parts[5], true, true).contains(&Token::Unfinished))
    }

    /// The parts of an ARN pattern. How short ones are filled depends on the type of policy.
    fn six_parts(&self, text: &str) -> Option<Vec<String>> {
        let mut parts: Vec<String> = text.splitn(6, ':').map(str::to_owned).collect();
        if parts.len() == 6 {
            return Some(parts);
        }
        let usable = match self.policy_type {
            PolicyType::Identity | PolicyType::Boundary | PolicyType::Session => true,
            PolicyType::Resource | PolicyType::RoleTrust => text.contains('*'),
            PolicyType::ServiceControl => text.ends_with('*'),
            PolicyType::ResourceControl => false,
        };
        if parts.len() == 1 || !usable {
            return None;
        }
        parts.resize(6, "*".to_owned());
        Some(parts)
    }

    /// Whether the word for the resource's type, in front of the first `/` or `:`, has a wildcard.
    /// Buckets, queues and topics have no such word; `*/*` is any resource.
    fn has_wild_type(&self, parts: &[String]) -> bool {
        let without_word = ["sns", "sqs", "codecommit", "execute-api"].contains(&parts[2].as_str());
        let is_bare = parts[3].is_empty() && parts[4].is_empty();
        if without_word || is_bare || parts[5] == "*/*" || parts[5] == "*:*" {
            return false;
        }
        let tokens = tokens(&parts[5], true, self.knows_variables);
        let is_end = |token: &Token| matches!(token, Token::Char('/' | ':'));
        let Some(end) = tokens.iter().position(is_end) else {
            return false;
        };
        tokens[..end]
            .iter()
            .any(|token| matches!(token, Token::Any | Token::One))
    }
}

/// `*`, or a service and a pattern for the name, letter case aside.
fn action_matches(pattern: &str, asked: &str) -> bool {
    if pattern == "*" {
        return true;
    }
    let (pattern, asked) = (pattern.to_lowercase(), asked.to_lowercase());
    let (Some((service, name)), Some((asked_service, asked_name))) =
        (pattern.split_once(':'), asked.split_once(':'))
    else {
        return false;
    };
    let pieces: Vec<Piece> = name
        .chars()
        .map(|c| match c {
            '*' => Piece::Any,
            '?' => Piece::One,
            other => Piece::Char(other),
        })
        .collect();
    (service == "*" || service == asked_service) && matches_text(&pieces, asked_name)
}

fn matches_text(pieces: &[Piece], text: &str) -> bool {
    glob(pieces, &text.chars().collect::<Vec<_>>())
}
