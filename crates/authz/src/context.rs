//! The condition context of a request: global keys that AWS has for every call, and those a check adds.

use std::borrow::Cow;
use std::cell::LazyCell;

use tegata_base::Tags;
use tegata_base::time::iso_seconds;
use tegata_policy::{ContextMap, Value};

use crate::{Caller, Identity};

/// Condition keys and their values. Letter case does not matter; a key that is set again replaces the
/// older value.
#[derive(Debug, Clone, Default)]
pub struct Context(ContextMap<'static>);

impl Context {
    /// Sets a single-valued key.
    pub fn set(&mut self, key: impl Into<Cow<'static, str>>, value: impl Into<Cow<'static, str>>) {
        self.0.insert(key, value);
    }

    /// Sets a multi-valued key.
    pub fn set_many(&mut self, key: impl Into<Cow<'static, str>>, values: Vec<String>) {
        self.0.insert_multi(key, values);
    }

    /// Sets `prefix/<key>` for each tag.
    pub fn set_tags(&mut self, prefix: &str, tags: &Tags) {
        for tag in tags {
            self.set([prefix, "/", &tag.key].concat(), tag.value.clone());
        }
    }

    /// All keys, in lower case and in order, with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Value<'_>)> {
        self.0.iter()
    }

    /// Takes all keys of another context; they replace those of the same name.
    pub fn extend(&mut self, other: &Self) {
        for (key, value) in other.iter() {
            match value {
                Value::Single(text) => self.set(key.to_owned(), text.to_owned()),
                Value::Multi(texts) => self.set_many(
                    key.to_owned(),
                    texts.iter().map(|text| text.to_string()).collect(),
                ),
            }
        }
    }

    /// The keys as the policy engine takes them.
    #[must_use]
    pub const fn as_policy_context(&self) -> &ContextMap<'static> {
        &self.0
    }

    /// The global keys of a caller's request (AWS's "global condition context keys").
    #[must_use]
    pub fn of_request(caller: &Caller) -> Self {
        let mut context = Self::of_transport(caller);
        if let Some(agent) = &caller.request.user_agent {
            context.set("aws:UserAgent", agent.clone());
        }
        if let Some(referer) = &caller.request.referer {
            context.set("aws:referer", referer.clone());
        }
        context.set("aws:SourceIp", caller.request.source_ip.to_string());
        context.add_principal(caller);
        context
    }

    /// The global keys of a call that a service makes while it answers `caller`.
    #[must_use]
    pub fn of_service(caller: &Caller, principal: &'static str) -> Self {
        let mut context = Self::of_transport(caller);
        context.add_service(principal);
        context
    }

    /// The keys of a request that is only imagined: who makes it, and the time.
    #[must_use]
    pub fn of_principal(caller: &Caller) -> Self {
        let mut context = Self::default();
        context.set_time(caller);
        context.add_principal(caller);
        context
    }

    /// The keys of a service's own request that is only imagined.
    #[must_use]
    pub fn of_named_service(asking: &Caller, principal: &str) -> Self {
        let mut context = Self::default();
        context.set_time(asking);
        context.add_service(principal);
        context
    }

    fn add_service(&mut self, principal: &str) {
        self.set("aws:PrincipalIsAWSService", "true");
        self.set("aws:PrincipalServiceName", principal.to_owned());
        self.set_many("aws:PrincipalServiceNamesList", vec![principal.to_owned()]);
    }

    fn set_time(&mut self, caller: &Caller) {
        let now = caller.request.now;
        self.set("aws:CurrentTime", iso_seconds(now));
        self.set("aws:EpochTime", now.as_second().to_string());
    }

    fn of_transport(caller: &Caller) -> Self {
        let facts = &caller.request;
        let mut context = Self::default();
        context.set_time(caller);
        context.set("aws:SecureTransport", facts.secure_transport.to_string());
        context.set("aws:RequestedRegion", facts.region.to_string());
        context.set("aws:ViaAWSService", "false");
        context
    }

    fn add_principal(&mut self, caller: &Caller) {
        let partition = caller.partition();
        self.set("aws:PrincipalAccount", caller.account().to_string());
        self.set("aws:PrincipalIsAWSService", "false");
        // A role of which no session is imagined has no id but its own, which is not of this form.
        if let Some(id) = caller.user_id().filter(|id| !id.ends_with(':')) {
            self.set("aws:userid", id);
        }
        match &caller.identity {
            Identity::Root(_) => {
                self.set("aws:PrincipalType", "Account");
                self.set("aws:PrincipalArn", caller.name_for_messages());
            }
            Identity::User(user) => {
                self.set("aws:PrincipalType", "User");
                self.set("aws:PrincipalArn", user.arn(partition).to_string());
                self.set("aws:username", user.name.clone());
                self.set_tags("aws:PrincipalTag", &user.tags);
            }
            Identity::Role { role, .. } => {
                self.set("aws:PrincipalType", "AssumedRole");
                self.set("aws:PrincipalArn", role.arn(partition).to_string());
                self.set_tags("aws:PrincipalTag", &role.tags);
            }
            Identity::Federated(federated) => {
                self.set("aws:PrincipalType", "FederatedUser");
                self.set("aws:PrincipalArn", federated.arn(partition).to_string());
                if let Some(user) = &federated.issuer {
                    self.set_tags("aws:PrincipalTag", &user.tags);
                }
            }
            Identity::Certificate(_) => {}
        }
        if let Some(session) = &caller.session {
            self.set("aws:TokenIssueTime", iso_seconds(session.issued));
            self.set("aws:MultiFactorAuthPresent", session.mfa.is_some().to_string());
            if let Some(at) = session.mfa {
                let age = caller
                    .request
                    .now
                    .as_second()
                    .saturating_sub(at.as_second())
                    .max(0);
                self.set("aws:MultiFactorAuthAge", age.to_string());
            }
            if let Some(source) = &session.source_identity {
                self.set("aws:SourceIdentity", source.clone());
            }
            self.set_tags("aws:PrincipalTag", &session.tags);
        }
    }
}

/// A context that is put together when a condition first asks for a key: most policies have none.
pub(crate) struct Later<'a>(LazyCell<Context, Box<dyn FnOnce() -> Context + 'a>>);

impl<'a> Later<'a> {
    pub(crate) fn new(make: impl FnOnce() -> Context + 'a) -> Self {
        Self(LazyCell::new(Box::new(make)))
    }

    /// All of it, for what a refusal tells.
    pub(crate) fn whole(&self) -> &Context {
        &self.0
    }
}

impl tegata_policy::Context for Later<'_> {
    fn get(&self, key: &str) -> Option<Value<'_>> {
        tegata_policy::Context::get(&self.whole().0, key)
    }
}
