//! A situation with changes made: documents edited and compiled, policies added, keys set.

use std::collections::BTreeMap;

use super::{Change, KeyValue, Situation};
use crate::compile::{Compiled, PrincipalIds};
use crate::decide::{
    Context, PolicyPlace, PolicySet, PolicyType, Principal, Request, ResourceMode, ResourcePolicy, Value,
};
use crate::document::{Document, Statement, Version};
use crate::kind::PolicyKind;

/// The kind that a policy of a type is compiled as.
pub(super) fn kind(policy_type: PolicyType) -> PolicyKind {
    match policy_type {
        PolicyType::Identity | PolicyType::Boundary => PolicyKind::Managed,
        PolicyType::Session => PolicyKind::Session,
        PolicyType::Resource => PolicyKind::Resource,
        PolicyType::RoleTrust => PolicyKind::Trust,
        PolicyType::ServiceControl => PolicyKind::ServiceControl,
        PolicyType::ResourceControl => PolicyKind::ResourceControl,
    }
}

/// A document of these statements.
pub(super) fn document_of(statements: Vec<Statement<'_>>) -> Document<'_> {
    Document {
        text: "",
        version: Some(Version::V2012),
        id: None,
        statements,
    }
}

impl Situation<'_> {
    /// Looks at the situation with the changes made.
    pub(super) fn with<T>(
        &self,
        changes: &[Change],
        look: impl FnOnce(&Request<'_>, &PolicySet<'_>) -> T,
    ) -> Option<T> {
        let context = Overlay {
            base: self.request.context,
            keys: changes.iter().filter_map(changed_key).collect(),
        };
        let request = Request {
            context: &context,
            ..*self.request
        };
        let edited = self.edited(changes)?;
        let amended = Amended {
            added: self.added(changes),
            edited: &edited,
        };
        let set = self.set;
        let identity = amended.union(PolicyType::Identity, 0, set.identity);
        let boundary = set
            .boundary
            .map(|policies| amended.union(PolicyType::Boundary, 0, policies));
        let session = amended.union(PolicyType::Session, 0, set.session.unwrap_or_default());
        let service_control = amended.levels(PolicyType::ServiceControl, set.service_control);
        let service_control: Vec<_> = service_control.iter().map(Vec::as_slice).collect();
        let resource_control = amended.levels(PolicyType::ResourceControl, set.resource_control);
        let resource_control: Vec<_> = resource_control.iter().map(Vec::as_slice).collect();
        let changed = PolicySet {
            identity: &identity,
            resource: amended.resource(set.resource),
            boundary: boundary.as_deref(),
            // One that is passed where there was none is a policy of the session.
            session: (set.session.is_some() || !session.is_empty()).then_some(session.as_slice()),
            service_control: &service_control,
            resource_control: &resource_control,
        };
        Some(look(&request, &changed))
    }

    /// The policies whose statements change, compiled anew.
    fn edited(&self, changes: &[Change]) -> Option<BTreeMap<PolicyPlace, Compiled>> {
        let mut edited = BTreeMap::new();
        for change in changes {
            if let Some(place) = edited_place(change)
                && !edited.contains_key(&place)
            {
                let document = self.edit(place, changes)?;
                edited.insert(place, self.compile(&document, place.policy_type));
            }
        }
        Some(edited)
    }

    /// A policy's document with the changes made. A removed statement is left without actions, so that
    /// the places of those after it stay.
    fn edit(&self, place: PolicyPlace, changes: &[Change]) -> Option<Document<'_>> {
        let mut document = match self.documents.source(place) {
            Some(source) => source.document.clone(),
            None if of_resource(place.policy_type) && self.set.resource.is_none() => document_of(Vec::new()),
            None => return None,
        };
        for change in changes
            .iter()
            .filter(|change| edited_place(change) == Some(place))
        {
            match change {
                Change::Context { .. } => {}
                Change::Add { statement, .. } => document.statements.push(statement.clone()),
                Change::Rewrite {
                    target, statement, ..
                } => *document.statements.get_mut(target.statement)? = statement.clone(),
                Change::Remove { target } => document.statements.get_mut(target.statement)?.actions = None,
            }
        }
        Some(document)
    }

    /// The statements added to policies that are a union, each as a policy of its own.
    fn added(&self, changes: &[Change]) -> Vec<(PolicyType, usize, Compiled)> {
        let own_policy = |change: &Change| match change {
            Change::Add {
                policy_type,
                level,
                statement,
            } if !of_resource(*policy_type) => {
                let document = document_of(vec![statement.clone()]);
                Some((*policy_type, *level, self.compile(&document, *policy_type)))
            }
            _ => None,
        };
        changes.iter().filter_map(own_policy).collect()
    }

    fn compile(&self, document: &Document<'_>, policy_type: PolicyType) -> Compiled {
        let own = own_id(&self.request.principal);
        match self.ids {
            PrincipalIds::ByName => document.compile(kind(policy_type), PrincipalIds::ByName),
            PrincipalIds::ById(resolve) => {
                // A statement that names the caller is written now: it means whoever is the caller.
                let resolve = |arn: &str| match own {
                    Some((own_arn, id)) if own_arn == arn => Some(id),
                    _ => resolve(arn),
                };
                document.compile(kind(policy_type), PrincipalIds::ById(&resolve))
            }
        }
    }
}

/// The caller's ARN as policies name it, and its unique id.
fn own_id<'a>(caller: &Principal<'a>) -> Option<(&'a str, &'a str)> {
    match *caller {
        Principal::User { arn, id } | Principal::Role { arn, id } => Some((arn, id?)),
        Principal::RoleSession {
            role_arn, role_id, ..
        } => Some((role_arn, role_id?)),
        Principal::FederatedUser {
            user_arn, user_id, ..
        } => Some((user_arn, user_id?)),
        Principal::Root { .. }
        | Principal::Federated { .. }
        | Principal::Service { .. }
        | Principal::Anonymous => None,
    }
}

/// The policy whose document a change edits.
fn edited_place(change: &Change) -> Option<PolicyPlace> {
    match change {
        Change::Rewrite { target, .. } | Change::Remove { target } => Some(target.place),
        Change::Add { policy_type, .. } if of_resource(*policy_type) => Some(PolicyPlace {
            policy_type: *policy_type,
            level: 0,
            policy: 0,
        }),
        Change::Add { .. } | Change::Context { .. } => None,
    }
}

fn of_resource(policy_type: PolicyType) -> bool {
    matches!(policy_type, PolicyType::Resource | PolicyType::RoleTrust)
}

struct Amended<'a> {
    added: Vec<(PolicyType, usize, Compiled)>,
    edited: &'a BTreeMap<PolicyPlace, Compiled>,
}

impl Amended<'_> {
    fn union<'s>(
        &'s self,
        policy_type: PolicyType,
        level: usize,
        policies: &'s [&'s Compiled],
    ) -> Vec<&'s Compiled> {
        let kept = policies.iter().enumerate().map(|(policy, compiled)| {
            let place = PolicyPlace {
                policy_type,
                level,
                policy,
            };
            self.edited.get(&place).unwrap_or(compiled)
        });
        let added = self
            .added
            .iter()
            .filter(|(of, at, _)| (*of, *at) == (policy_type, level));
        kept.chain(added.map(|(.., compiled)| compiled)).collect()
    }

    fn levels<'s>(
        &'s self,
        policy_type: PolicyType,
        levels: &'s [&'s [&'s Compiled]],
    ) -> Vec<Vec<&'s Compiled>> {
        let levels = levels.iter().enumerate();
        levels
            .map(|(level, policies)| self.union(policy_type, level, policies))
            .collect()
    }

    fn resource<'s>(&'s self, before: Option<ResourcePolicy<'s>>) -> Option<ResourcePolicy<'s>> {
        let edited = self
            .edited
            .iter()
            .find(|(place, _)| of_resource(place.policy_type));
        let Some((place, policy)) = edited else {
            return before;
        };
        let mode = match (before, place.policy_type) {
            (Some(before), _) => before.mode,
            (None, PolicyType::RoleTrust) => ResourceMode::RoleTrust,
            (None, _) => ResourceMode::Ordinary,
        };
        Some(ResourcePolicy { policy, mode })
    }
}

/// A request's keys, some of them changed.
pub(super) struct Overlay<'a> {
    pub(super) base: &'a dyn Context,
    /// Keys in lower case.
    pub(super) keys: Vec<(String, &'a KeyValue)>,
}

fn changed_key(change: &Change) -> Option<(String, &KeyValue)> {
    match change {
        Change::Context { key, value, .. } => Some((key.to_lowercase(), value)),
        _ => None,
    }
}

impl Context for Overlay<'_> {
    fn get(&self, key: &str) -> Option<Value<'_>> {
        let Some((_, value)) = self.keys.iter().find(|(changed, _)| changed == key) else {
            return self.base.get(key);
        };
        match value {
            KeyValue::Absent => None,
            KeyValue::Single(text) => Some(Value::Single(text)),
            KeyValue::Multi(texts) => Some(Value::Multi(texts)),
        }
    }
}
