//! Why a request is allowed or denied, statement by statement.
//!
//! [`explain`] reads the same compiled policies as [`decide`] with the same matching code and notes
//! for every statement whether it matched, and else the first element that did not. A compiled policy
//! does not keep the author's text; an [`Explanation`] refers to statements and conditions by index,
//! and [`report`](Explanation::report) puts in the words of the [`Document`](crate::Document)s.

mod report;
mod statement;
mod voice;

use std::collections::HashSet;

use crate::decide::{
    Asked, Decision, PolicySet, PolicyType, Request, Scope, StatementRef, Value, bearing, decide,
    is_always_allowed, policies,
};
use crate::document::Effect;
use crate::operator::Operator;

pub use report::{Documents, Report, Source};

/// The answer to one request, and what every statement had to do with it.
#[derive(Debug, Clone)]
pub struct Explanation<'a> {
    /// What [`decide`] answers.
    pub decision: Decision<'a>,
    /// What each type of policy said, in the order in which they are asked; for an organization, each
    /// of its levels.
    pub voices: Vec<Voice>,
    /// Every statement of every policy that bears on the request, in that order.
    pub statements: Vec<Explained<'a>>,
    /// Condition keys, lower case, that the request lacks and that a statement about its action,
    /// resource and caller reads: in a condition other than `Null`, or as a variable without default.
    pub missing_keys: Vec<&'a str>,
    request: Asking<'a>,
}

/// What of the request a report repeats.
#[derive(Debug, Clone, Copy)]
struct Asking<'a> {
    caller: &'a str,
    action: &'a str,
    resource: &'a str,
}

/// What a type of policy said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice {
    /// The type.
    pub policy_type: PolicyType,
    /// Level of the organization; 0 for other types.
    pub level: usize,
    /// What it said.
    pub says: Says,
}

/// What policies of one type can say of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Says {
    /// A statement allows.
    Allows,
    /// The resource's policy allows the caller's account; the account's own policies must allow too.
    Delegates,
    /// A statement denies.
    Denies,
    /// No statement allows or denies.
    Silent,
    /// There is no policy of this type.
    Absent,
    /// Policies of this type do not bear on this caller or action.
    Exempt,
}

/// One statement and what it had to do with the request.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained<'a> {
    /// The statement.
    pub statement: StatementRef<'a>,
    /// What it does when it matches.
    pub effect: Effect,
    /// Whether it matched.
    pub outcome: Outcome<'a>,
}

/// Whether a statement matched.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome<'a> {
    /// Every element matched.
    Matched {
        /// Whether it names the caller by its account only, which delegates and does not grant.
        delegates: bool,
    },
    /// The first element that did not match.
    Missed(Miss<'a>),
}

/// The element of a statement that did not match; those before it in this order did.
#[derive(Debug, Clone, PartialEq)]
pub enum Miss<'a> {
    /// `Principal` or `NotPrincipal` does not speak of the caller, or stands where it may not, or
    /// lacks where it must stand.
    Principal {
        /// Indices of the names in `NotPrincipal` of an Allow that can name nobody. With one of them the
        /// statement matches nothing.
        unreadable: Vec<usize>,
    },
    /// `Action` or `NotAction`.
    Action,
    /// `Resource` or `NotResource`.
    Resource {
        /// Variables, lower case, for which the request has no value.
        unresolved: Vec<&'a str>,
        /// Indices of the texts in `NotResource` of an Allow that can name no resource. With one of them
        /// the statement matches nothing.
        unreadable: Vec<usize>,
    },
    /// `Condition`: every entry that does not hold, at least one.
    Condition(Vec<Unmet<'a>>),
}

/// An operator and key of `Condition` that does not hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Unmet<'a> {
    /// Index in [`Statement::conditions`](crate::Statement::conditions), whose values are what the
    /// policy expects.
    pub condition: usize,
    /// The operator.
    pub operator: Operator,
    /// The key, lower case.
    pub key: &'a str,
    /// The request's value; `None` when it has no such key.
    pub seen: Option<Value<'a>>,
    /// Variables in the expected values, lower case, for which the request has no value.
    pub unresolved: Vec<&'a str>,
    /// Indices of the expected values that the operator cannot read. With one of them the condition of
    /// an Allow never holds; in a Deny such a value matches nothing. Under a negated operator of an Allow
    /// also those that a variable makes so for this request.
    pub unreadable: Vec<usize>,
    /// Values of the request that a negated operator of an Allow cannot read: it does not hold by them.
    pub incomparable: Vec<&'a str>,
}

/// Explains what [`decide`] answers.
///
/// ```
/// use tegata_policy::{
///     ContextMap, Miss, Outcome, PolicyKind, PolicySet, Principal, PrincipalIds, Request, explain, read,
/// };
///
/// let text = r#"{"Version": "2012-10-17", "Statement": {
///     "Effect": "Allow", "Action": "s3:*", "Resource": "*",
///     "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
/// }}"#;
/// let policy = read(text, PolicyKind::Managed)?.compile(PolicyKind::Managed, PrincipalIds::ByName);
/// let context = ContextMap::new();
/// let request = Request {
///     principal: Principal::User { arn: "arn:aws:iam::111122223333:user/alice", id: None },
///     account: Some("111122223333".parse()?),
///     canonical_user: None,
///     action: "s3:GetObject",
///     resource: "arn:aws:s3:::photos/cat.jpg",
///     resource_account: None,
///     context: &context,
/// };
/// let policies = [&policy];
/// let set = PolicySet { identity: &policies, ..PolicySet::default() };
///
/// let explanation = explain(&request, &set);
/// assert!(!explanation.decision.is_allowed());
/// let Outcome::Missed(Miss::Condition(unmet)) = &explanation.statements[0].outcome else { panic!() };
/// assert_eq!((unmet[0].key, unmet[0].seen), ("aws:multifactorauthpresent", None));
/// assert_eq!(explanation.missing_keys, ["aws:multifactorauthpresent"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn explain<'a>(request: &Request<'a>, set: &PolicySet<'a>) -> Explanation<'a> {
    let mut explanation = Explanation {
        decision: decide(request, set),
        voices: Vec::new(),
        statements: Vec::new(),
        missing_keys: Vec::new(),
        request: Asking {
            caller: request.principal.name(),
            action: request.action,
            resource: request.resource,
        },
    };
    if !is_always_allowed(request) {
        let set = bearing(request, set);
        let asked = Asked::new(request, set.boundary.is_some());
        let mut known_missing = HashSet::new();
        for (place, policy, speaks) in policies(&set) {
            let scope = Scope {
                policy,
                context: request.context,
            };
            statement::explain(scope, place, asked, speaks, &mut explanation, &mut known_missing);
        }
    }
    explanation.voices = voice::voices(request, set, &explanation.statements);
    explanation
}

impl<'a> Explanation<'a> {
    /// The statements that matched.
    pub fn matched(&self) -> impl Iterator<Item = &Explained<'a>> {
        self.statements.iter().filter(|statement| statement.is_match())
    }
}

impl Explained<'_> {
    /// Whether every element matched.
    #[must_use]
    pub fn is_match(&self) -> bool {
        matches!(self.outcome, Outcome::Matched { .. })
    }
}
