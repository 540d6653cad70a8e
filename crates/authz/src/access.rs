//! What an operation demands before it runs, and the permit that only a decision can make.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;

use tegata_base::{AccountId, Arn, Tags};
use tegata_policy::Value;

use crate::assume::{AssumeRequest, FederationRequest, TokenRequest};
use crate::case::Case;
use crate::resource_policy::Governing;
use crate::{Context, Grant, ResourcePolicySource, Trace};

/// What the caller of an operation must be allowed to do.
pub enum Access {
    /// Nothing: any authenticated caller may.
    Open,
    /// Every one of these.
    Checks(Vec<Check>),
    /// Assume a role: the trust policy decides with the caller's own policies.
    Assume(Box<AssumeRequest>),
    /// Turn a user's long-term key into a session (`GetSessionToken`).
    Token(TokenRequest),
    /// Give a federated user some of the caller's permissions (`GetFederationToken`).
    Federation(Box<FederationRequest>),
}

/// One action on one resource.
#[derive(Debug, Clone)]
pub struct Check {
    /// `iam:CreateRole`
    pub action: &'static str,
    /// The resource's ARN, or `*` for actions that have none.
    pub resource: String,
    /// The account that owns the resource.
    pub account: AccountId,
    /// Condition keys that this action adds to the global ones.
    pub context: Context,
    /// The resource's own policy; see [`Check::governed_by`].
    pub governing: Option<Governing>,
}

impl Check {
    /// An action on a resource that `account` owns.
    #[must_use]
    pub fn on(action: &'static str, resource: &Arn, account: AccountId) -> Self {
        Self {
            action,
            resource: resource.to_string(),
            account,
            context: Context::default(),
            governing: None,
        }
    }

    /// An action on a pattern-like resource such as `arn:aws:iam::111122223333:user/`.
    #[must_use]
    pub fn on_text(action: &'static str, resource: String, account: AccountId) -> Self {
        Self {
            action,
            resource,
            account,
            context: Context::default(),
            governing: None,
        }
    }

    /// An action that has no resource.
    #[must_use]
    pub fn on_any(action: &'static str, account: AccountId) -> Self {
        Self::on_text(action, "*".into(), account)
    }

    /// On a resource whose own policy bears on it.
    #[must_use]
    pub fn governed_by(mut self, resource: &impl ResourcePolicySource) -> Self {
        self.governing = Governing::of(resource);
        self
    }

    /// With a condition key.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.context.set(key, value);
        self
    }

    /// With the tags of the existing resource: `aws:ResourceTag/…`, and `iam:ResourceTag/…` for IAM.
    #[must_use]
    pub fn with_resource_tags(mut self, tags: &Tags) -> Self {
        self.context.set_tags("aws:ResourceTag", tags);
        if self.action.starts_with("iam:") || self.action.starts_with("sts:") {
            self.context.set_tags("iam:ResourceTag", tags);
        }
        self
    }

    /// With the tags in the request: `aws:RequestTag/…` and `aws:TagKeys`.
    #[must_use]
    pub fn with_request_tags(mut self, tags: &Tags) -> Self {
        self.context.set_tags("aws:RequestTag", tags);
        self.with_tag_keys(tags.iter().map(|tag| tag.key.clone()).collect())
    }

    /// With the tag keys in the request: `aws:TagKeys`.
    #[must_use]
    pub fn with_tag_keys(mut self, keys: Vec<String>) -> Self {
        if !keys.is_empty() {
            self.context.set_many("aws:TagKeys", keys);
        }
        self
    }
}

/// Proof that the caller may run the operation `O`. Only [`crate::permit`] makes one.
pub struct Permit<O> {
    grant: Option<Grant>,
    operation: PhantomData<fn() -> O>,
}

impl<O> Permit<O> {
    pub(crate) const fn new(grant: Option<Grant>) -> Self {
        Self {
            grant,
            operation: PhantomData,
        }
    }

    /// The session that may be minted, for all of [`Access`] but `Open` and `Checks`.
    #[must_use]
    pub fn into_grant(self) -> Option<Grant> {
        self.grant
    }
}

/// A denied action, as the caller hears of it and as the event keeps it.
#[derive(Debug, Clone)]
pub struct Denied {
    /// AWS's wording.
    pub message: String,
    /// The action.
    pub action: String,
    /// The resource, or `*`.
    pub resource: String,
    /// The account that owns the resource.
    pub account: AccountId,
    /// Whether a statement denied it, rather than none allowing it. One of another account's policy counts as none
    /// that allows.
    pub explicit: bool,
    /// The kind of policy that decided: `identity`, `boundary`, `session`, `resource`, `trust`.
    pub policy_type: Option<&'static str>,
    /// The policy that denied: its name or ARN; never another account's.
    pub policy: Option<String>,
    /// The statement that denied, counted from 0.
    pub statement: Option<usize>,
    /// Its Sid.
    pub sid: Option<String>,
    /// The condition keys that the decision saw. [`Denied::told`] is what of them leaves the server.
    pub context: Context,
    /// What was asked; `None` where nothing was, as for a role that does not exist.
    pub(crate) case: Option<Arc<Case>>,
}

impl Denied {
    /// What was asked and what it said: policies of the caller's own account alone. Made anew by every
    /// call, and it takes many times as long as the decision did: for a refusal that is kept. `None` where
    /// no policy was asked.
    #[must_use]
    pub fn trace(&self) -> Option<Trace> {
        let case = self.case.as_deref()?;
        Some(case.explain(&self.action, &self.resource, self.account, &self.context))
    }

    /// The condition keys that may be told to an account: not the tags of another account's resource.
    pub fn told(&self, account: AccountId) -> impl Iterator<Item = (&str, Value<'_>)> {
        let is_foreign = self.account != account;
        let keys = self.context.iter();
        keys.filter(move |(key, _)| !(is_foreign && is_resource_tag(key)))
    }
}

/// Whether a condition key, in lower case, is a tag of the resource.
fn is_resource_tag(key: &str) -> bool {
    key.split_once('/')
        .is_some_and(|(prefix, _)| prefix.ends_with(":resourcetag"))
}
