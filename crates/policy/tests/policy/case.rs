//! A request and its policies, put together piece by piece.

mod by_hand;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tegata_policy::{
    Compiled, ContextMap, Decision, Document, PolicyKind, PolicyPlace, PolicySet, PolicyType, Principal,
    PrincipalIds, Request, ResourceMode, ResourcePolicy, Situation, Source, Verdict, decide,
};

/// The account of most callers and resources.
pub(crate) const A: &str = "111122223333";
/// The other account.
pub(crate) const B: &str = "444455556666";

pub(crate) const USER: Principal<'static> = Principal::User {
    arn: "arn:aws:iam::111122223333:user/bob",
    id: Some("AIDAAAAAAAAAAAAAAABOB"),
};
pub(crate) const ROLE_ARN: &str = "arn:aws:iam::111122223333:role/p/R";
pub(crate) const ROLE_ID: &str = "AROAAAAAAAAAAAAAAAAAR";
pub(crate) const SESSION_ARN: &str = "arn:aws:sts::111122223333:assumed-role/R/s";
pub(crate) const SESSION: Principal<'static> = Principal::RoleSession {
    arn: SESSION_ARN,
    role_arn: ROLE_ARN,
    role_id: Some(ROLE_ID),
};
pub(crate) const FEDERATED_USER: Principal<'static> = Principal::FederatedUser {
    arn: "arn:aws:sts::111122223333:federated-user/f",
    user_arn: "arn:aws:iam::111122223333:user/bob",
    user_id: Some("AIDAAAAAAAAAAAAAAABOB"),
};
pub(crate) const ROOT: Principal<'static> = Principal::Root {
    arn: "arn:aws:iam::111122223333:root",
};

/// An Allow statement.
pub(crate) fn allow(action: impl Into<Value>, resource: impl Into<Value>) -> Value {
    json!({"Effect": "Allow", "Action": action.into(), "Resource": resource.into()})
}

/// A Deny statement.
pub(crate) fn deny(action: impl Into<Value>, resource: impl Into<Value>) -> Value {
    json!({"Effect": "Deny", "Action": action.into(), "Resource": resource.into()})
}

/// The statement with further members, which replace its own; null takes a member out.
pub(crate) fn with(mut statement: Value, members: Value) -> Value {
    let target = statement.as_object_mut().unwrap();
    for (key, value) in members.as_object().unwrap() {
        target.remove(key);
        if !value.is_null() {
            target.insert(key.clone(), value.clone());
        }
    }
    statement
}

/// A 2012 document of these statements.
pub(crate) fn document(statements: Value) -> String {
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

#[derive(Clone)]
pub(crate) struct Case {
    documents: Vec<(PolicyType, usize, String)>,
    has_boundary: bool,
    has_session: bool,
    levels: BTreeMap<&'static str, usize>,
    mode: ResourceMode,
    ids: Option<BTreeMap<String, String>>,
    principal: Principal<'static>,
    account: Option<&'static str>,
    action: String,
    resource: String,
    resource_account: Option<&'static str>,
    context: ContextMap<'static>,
}

/// User bob of account A, reading an object of that account.
pub(crate) fn case() -> Case {
    Case {
        documents: Vec::new(),
        has_boundary: false,
        has_session: false,
        levels: BTreeMap::new(),
        mode: ResourceMode::Ordinary,
        ids: None,
        principal: USER,
        account: Some(A),
        action: "s3:GetObject".into(),
        resource: "arn:aws:s3:::b/x".into(),
        resource_account: None,
        context: ContextMap::new(),
    }
}

impl Case {
    fn add(mut self, policy_type: PolicyType, level: usize, text: String) -> Self {
        self.documents.push((policy_type, level, text));
        self
    }

    pub(crate) fn id(self, statements: Value) -> Self {
        self.id_text(&document(statements))
    }

    pub(crate) fn id_text(self, text: &str) -> Self {
        self.add(PolicyType::Identity, 0, text.into())
    }

    pub(crate) fn rb(self, statements: Value) -> Self {
        self.add(PolicyType::Resource, 0, document(statements))
    }

    pub(crate) fn mode(mut self, mode: ResourceMode) -> Self {
        self.mode = mode;
        self
    }

    /// The trust policy of role `T`, which the caller asks to assume.
    pub(crate) fn trust(self, statements: Value) -> Self {
        let target = "arn:aws:iam::111122223333:role/T";
        self.rb(statements)
            .mode(ResourceMode::RoleTrust)
            .ask("sts:AssumeRole", target)
    }

    pub(crate) fn pb(mut self, statements: Value) -> Self {
        self.has_boundary = true;
        self.add(PolicyType::Boundary, 0, document(statements))
    }

    pub(crate) fn sp(mut self, statements: Value) -> Self {
        self.has_session = true;
        self.add(PolicyType::Session, 0, document(statements))
    }

    /// One level of service control policies; none in it when `statements` is null.
    pub(crate) fn scp(self, statements: Value) -> Self {
        self.level("scp", PolicyType::ServiceControl, statements)
    }

    pub(crate) fn rcp(self, statements: Value) -> Self {
        self.level("rcp", PolicyType::ResourceControl, statements)
    }

    fn level(mut self, name: &'static str, policy_type: PolicyType, statements: Value) -> Self {
        let count = self.levels.entry(name).or_default();
        let level = *count;
        *count += 1;
        if statements.is_null() {
            return self;
        }
        self.add(policy_type, level, document(statements))
    }

    /// Principals are resolved by this map from now on.
    pub(crate) fn resolve(mut self, arn: &str, id: &str) -> Self {
        let ids = self.ids.get_or_insert_default();
        ids.insert(arn.into(), id.into());
        self
    }

    pub(crate) fn by(mut self, principal: Principal<'static>) -> Self {
        if !matches!(
            principal,
            Principal::User { .. }
                | Principal::Role { .. }
                | Principal::RoleSession { .. }
                | Principal::FederatedUser { .. }
                | Principal::Root { .. }
        ) {
            self.account = None;
        }
        self.principal = principal;
        self
    }

    pub(crate) fn ask(mut self, action: &str, resource: &str) -> Self {
        self.action = action.into();
        self.resource = resource.into();
        self
    }

    pub(crate) fn on(mut self, resource: &str) -> Self {
        self.resource = resource.into();
        self
    }

    /// The resource is account B's.
    pub(crate) fn cross_account(mut self) -> Self {
        self.resource_account = Some(B);
        self
    }

    pub(crate) fn key(mut self, key: &'static str, value: &'static str) -> Self {
        self.context.insert(key, value);
        self
    }

    pub(crate) fn keys(mut self, key: &'static str, values: &[&'static str]) -> Self {
        self.context.insert_multi(key, values.iter().copied());
        self
    }

    /// `A`, `X` or `I`: allowed, explicitly or implicitly denied.
    pub(crate) fn answer(&self) -> char {
        self.decide(|decision| match decision.verdict {
            Verdict::Allowed => 'A',
            Verdict::ExplicitlyDenied => 'X',
            Verdict::ImplicitlyDenied => 'I',
        })
    }

    pub(crate) fn decide<T>(&self, look: impl FnOnce(Decision<'_>) -> T) -> T {
        self.consider(|request, set| look(decide(request, set)))
    }

    pub(crate) fn consider<T>(&self, look: impl FnOnce(&Request<'_>, &PolicySet<'_>) -> T) -> T {
        let compiled: Vec<(PolicyType, usize, Compiled)> = self
            .documents
            .iter()
            .map(|(policy_type, level, text)| {
                let policy = self.compile(*policy_type, text);
                (*policy_type, *level, policy)
            })
            .collect();
        let of = |wanted: PolicyType| -> Vec<&Compiled> {
            let those = compiled.iter().filter(|(policy_type, ..)| *policy_type == wanted);
            those.map(|(.., policy)| policy).collect()
        };
        let levels = |name: &str, wanted: PolicyType| -> Vec<Vec<&Compiled>> {
            let count = self.levels.get(name).copied().unwrap_or_default();
            let at = |level| {
                let there = compiled
                    .iter()
                    .filter(move |(policy_type, at, _)| (*policy_type, *at) == (wanted, level));
                there.map(|(.., policy)| policy).collect()
            };
            (0..count).map(at).collect()
        };
        let identity = of(PolicyType::Identity);
        let boundary = of(PolicyType::Boundary);
        let session = of(PolicyType::Session);
        let service_control = levels("scp", PolicyType::ServiceControl);
        let service_control: Vec<&[&Compiled]> = service_control.iter().map(Vec::as_slice).collect();
        let resource_control = levels("rcp", PolicyType::ResourceControl);
        let resource_control: Vec<&[&Compiled]> = resource_control.iter().map(Vec::as_slice).collect();
        let set = PolicySet {
            identity: &identity,
            resource: of(PolicyType::Resource).first().map(|policy| ResourcePolicy {
                policy,
                mode: self.mode,
            }),
            boundary: self.has_boundary.then_some(&boundary),
            session: self.has_session.then_some(&session),
            service_control: &service_control,
            resource_control: &resource_control,
        };
        let request = Request {
            principal: self.principal,
            account: self.account.map(|account| account.parse().unwrap()),
            canonical_user: None,
            action: &self.action,
            resource: &self.resource,
            resource_account: self.resource_account.map(|account| account.parse().unwrap()),
            context: &self.context,
        };
        look(&request, &set)
    }

    /// The request, its policies and their documents, named by type and place.
    pub(crate) fn situation<T>(&self, look: impl FnOnce(&Situation<'_>) -> T) -> T {
        let parsed: Vec<(PolicyPlace, String, Document<'_>)> = self
            .documents
            .iter()
            .enumerate()
            .map(|(at, (policy_type, level, text))| {
                let before = self.documents.iter().take(at);
                let same = |(of, at, _): &&(PolicyType, usize, String)| (of, at) == (policy_type, level);
                let policy_type = match policy_type {
                    PolicyType::Resource => self.mode.policy_type(),
                    other => *other,
                };
                let place = PolicyPlace {
                    policy_type,
                    level: *level,
                    policy: before.filter(same).count(),
                };
                let name = format!("{policy_type:?}-{level}-{}", place.policy);
                (place, name, Document::parse(text).unwrap())
            })
            .collect();
        let sources = parsed
            .iter()
            .map(|(place, name, document)| (*place, Source { name, document }));
        let documents: BTreeMap<PolicyPlace, Source<'_>> = sources.collect();
        self.consider(|request, set| {
            let resolve = |arn: &str| self.ids.as_ref()?.get(arn).map(String::as_str);
            look(&Situation {
                request,
                set,
                documents: &documents,
                ids: match &self.ids {
                    Some(_) => PrincipalIds::ById(&resolve),
                    None => PrincipalIds::ByName,
                },
            })
        })
    }

    fn compile(&self, policy_type: PolicyType, text: &str) -> Compiled {
        let kind = match policy_type {
            PolicyType::Identity | PolicyType::Boundary => PolicyKind::Managed,
            PolicyType::Session => PolicyKind::Session,
            PolicyType::Resource | PolicyType::RoleTrust if self.mode == ResourceMode::RoleTrust => {
                PolicyKind::Trust
            }
            PolicyType::Resource | PolicyType::RoleTrust => PolicyKind::Resource,
            PolicyType::ServiceControl => PolicyKind::ServiceControl,
            PolicyType::ResourceControl => PolicyKind::ResourceControl,
        };
        let document = Document::parse(text).unwrap();
        match &self.ids {
            None => document.compile(kind, PrincipalIds::ByName),
            Some(ids) => document.compile(kind, PrincipalIds::ById(&|arn| ids.get(arn).map(String::as_str))),
        }
    }
}

/// Whether a condition holds: it guards an Allow of everything.
pub(crate) fn holds(condition: Value, prepare: impl FnOnce(Case) -> Case) -> bool {
    let statement = with(allow("*", "*"), json!({"Condition": condition}));
    match prepare(case().id(statement)).answer() {
        'A' => true,
        'I' => false,
        other => panic!("an Allow statement cannot answer {other}"),
    }
}
