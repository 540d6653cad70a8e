//! The smallest change that would allow a denied request.
//!
//! The search is over plans: lists of [`Change`]s, the empty one first, fewest changes and then least
//! invasive first. A plan that does not yet allow is continued with whatever answers the one reason
//! that [`explain`](crate::explain) gives for its denial: a denying statement is spared, a missing
//! allow is given. Every plan is judged by deciding anew, over documents that were changed and
//! compiled; of the plan that allows, each part is left out once, and dropped when it was not needed.

mod addition;
mod amend;
mod context;
mod grant;
mod rewrite;
mod search;
mod sentence;
mod service;
mod spare;

use std::borrow::Cow;

use crate::compile::PrincipalIds;
use crate::decide::{PolicyPlace, PolicySet, PolicyType, Request, Verdict, decide};
use crate::document::Statement;
use crate::explain::Documents;

pub use service::{ServiceRefusal, refused_by_service};

/// A denied request, the policies that bear on it, and their documents.
#[derive(Clone, Copy)]
pub struct Situation<'a> {
    /// The request.
    pub request: &'a Request<'a>,
    /// The policies that [`decide`] is asked with.
    pub set: &'a PolicySet<'a>,
    /// The documents they were compiled from. Policies whose document is not at hand are not changed,
    /// but can be added to, a resource's policy excepted.
    pub documents: &'a dyn Documents,
    /// How users and roles in the resource's policy are understood when it is compiled anew.
    pub ids: PrincipalIds<'a>,
}

/// One part of a way to allow a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Make the request with another value of a condition key.
    Context {
        /// The key as the policy writes it.
        key: String,
        /// Its value from now on.
        value: KeyValue,
        /// Whether the value is only one of many that would do, which neither the policy nor the
        /// request names.
        is_example: bool,
    },
    /// Add a statement to a policy of a type.
    Add {
        /// The type.
        policy_type: PolicyType,
        /// Level of the organization; 0 for other types.
        level: usize,
        /// The statement: exactly this action on exactly this resource.
        statement: Statement<'static>,
    },
    /// Change a denying statement so that it spares the request.
    Rewrite {
        /// The statement.
        target: Target,
        /// What it no longer speaks of.
        spares: Spared,
        /// The statement from now on.
        statement: Statement<'static>,
    },
    /// Remove a denying statement that cannot be changed to spare the request.
    Remove {
        /// The statement.
        target: Target,
    },
}

/// A statement of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Where its policy stands.
    pub place: PolicyPlace,
    /// What the policy is called.
    pub policy: String,
    /// Index of the statement.
    pub statement: usize,
    /// Its `Sid`, unless empty.
    pub sid: Option<String>,
}

/// What a rewritten statement no longer denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spared {
    /// The action.
    Action,
    /// The resource.
    Resource,
    /// The caller.
    Caller,
}

/// A value of a condition key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyValue {
    /// The request has no such key.
    Absent,
    /// Of a single-valued key.
    Single(String),
    /// Of a multi-valued key.
    Multi(Vec<Cow<'static, str>>),
}

/// Why there is no change to propose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unchangeable {
    /// The request is allowed as it is.
    #[error("the request is allowed as it is")]
    Allowed,
    /// The service refuses it whatever policies say.
    #[error("{0}")]
    RefusedByService(ServiceRefusal),
    /// The policy that would have to change is not at hand.
    #[error("the document of a policy that would have to change is not at hand")]
    NoDocument(PolicyPlace),
    /// No statement can speak of this action, resource or caller.
    #[error("no statement can allow this action on this resource to this caller")]
    Inexpressible,
    /// Too many statements deny, or would allow if the request were another: the search was given up.
    #[error("too many statements stand in the way")]
    TooMany,
}

impl Situation<'_> {
    /// The smallest change that allows the request: with all its parts the request is allowed, and
    /// with any one of them left out it is not. It is the smallest of the plans that are tried, which
    /// are few for each reason of the denial. Values of condition keys that only AWS sets (who the
    /// caller is, whose the resource is, what time it is) are not changed.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use tegata_policy::{
    ///     ContextMap, PolicyKind, PolicySet, Principal, PrincipalIds, Request, Situation, read,
    /// };
    ///
    /// let document = read(
    ///     r#"{"Version": "2012-10-17", "Statement":
    ///         {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::photos"}}"#,
    ///     PolicyKind::Managed,
    /// )?;
    /// let policy = document.compile(PolicyKind::Managed, PrincipalIds::ByName);
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
    /// let situation = Situation {
    ///     request: &request,
    ///     set: &PolicySet { identity: &policies, ..PolicySet::default() },
    ///     documents: &BTreeMap::new(),
    ///     ids: PrincipalIds::ByName,
    /// };
    /// let changes = situation.smallest_change()?;
    /// assert_eq!(
    ///     changes[0].to_string(),
    ///     "add to the caller's identity-based policies: \
    ///      {\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::photos/cat.jpg\"}"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Unchangeable`]: why no change can help, or none is needed.
    pub fn smallest_change(&self) -> Result<Vec<Change>, Unchangeable> {
        if let Some(refusal) = refused_by_service(self.request) {
            return Err(Unchangeable::RefusedByService(refusal));
        }
        search::search(self)
    }

    /// What [`decide`] answers once the changes are made; `None` when one is about a policy whose
    /// document is not at hand.
    #[must_use]
    pub fn verdict_with(&self, changes: &[Change]) -> Option<Verdict> {
        self.with(changes, |request, set| decide(request, set).verdict)
    }
}
