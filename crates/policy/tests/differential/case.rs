//! A request and its policies as plain data, which prints as JSON and is read back from it, and what
//! the engine answers to it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tegata_policy::{
    Compiled, ContextMap, Document, PolicyKind, PolicySet, PolicyType, Principal, PrincipalIds, Request,
    ResourceMode, ResourcePolicy, StatementRef, Verdict, decide, explain,
};

/// Everything that a decision is made from.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) request: Asked,
    pub(crate) identity: Vec<Value>,
    pub(crate) resource: Option<Attached>,
    pub(crate) boundary: Option<Vec<Value>>,
    pub(crate) session: Option<Vec<Value>>,
    pub(crate) service_control: Vec<Vec<Value>>,
    pub(crate) resource_control: Vec<Vec<Value>>,
    /// The unique ids of users and roles by ARN; without it they are compared by name.
    pub(crate) ids: Option<BTreeMap<String, String>>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    pub(crate) caller: Caller,
    pub(crate) account: Option<String>,
    pub(crate) canonical_user: Option<String>,
    pub(crate) action: String,
    pub(crate) resource: String,
    pub(crate) resource_account: Option<String>,
    pub(crate) context: BTreeMap<String, Given>,
}

/// The value of a condition key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Given {
    Single(String),
    Multi(Vec<String>),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Caller {
    Root {
        arn: String,
    },
    User {
        arn: String,
        id: Option<String>,
    },
    Role {
        arn: String,
        id: Option<String>,
    },
    RoleSession {
        arn: String,
        role_arn: String,
        role_id: Option<String>,
    },
    FederatedUser {
        arn: String,
        user_arn: String,
        user_id: Option<String>,
    },
    Federated {
        provider: String,
    },
    Service {
        name: String,
    },
    Anonymous,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Attached {
    pub(crate) mode: Mode,
    pub(crate) document: Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Mode {
    Ordinary,
    MustAllow,
    RoleTrust,
}

/// A statement's place: the type of its policy, the level of the organization, the indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) policy_type: PolicyType,
    pub(crate) level: usize,
    pub(crate) policy: usize,
    pub(crate) statement: usize,
}

/// What the engine says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) verdict: Verdict,
    pub(crate) deciding: Option<Place>,
    pub(crate) denied_by: Option<PolicyType>,
    /// The statements that match, as the explanation has it.
    pub(crate) matched: Vec<Place>,
}

impl From<StatementRef<'_>> for Place {
    fn from(statement: StatementRef<'_>) -> Self {
        Self {
            policy_type: statement.policy_type,
            level: statement.level,
            policy: statement.policy,
            statement: statement.statement,
        }
    }
}

impl Case {
    /// Parses, compiles and decides.
    pub(crate) fn ask_engine(&self) -> Answer {
        let policies = self.compile();
        let identity = refs(&policies.identity);
        let boundary = policies.boundary.as_deref().map(refs);
        let session = policies.session.as_deref().map(refs);
        let service_control = all_refs(&policies.service_control);
        let service_control: Vec<_> = service_control.iter().map(Vec::as_slice).collect();
        let resource_control = all_refs(&policies.resource_control);
        let resource_control: Vec<_> = resource_control.iter().map(Vec::as_slice).collect();
        let resource = policies.resource.as_ref();
        let set = PolicySet {
            identity: &identity,
            resource: resource.map(|(policy, mode)| ResourcePolicy { policy, mode: *mode }),
            boundary: boundary.as_deref(),
            session: session.as_deref(),
            service_control: &service_control,
            resource_control: &resource_control,
        };
        let context = self.request.context();
        let request = self.request.engine(&context);
        let decision = decide(&request, &set);
        let explanation = explain(&request, &set);
        assert_eq!(explanation.decision, decision);
        let matched = explanation.matched().map(|explained| explained.statement.into());
        Answer {
            verdict: decision.verdict,
            deciding: decision.deciding.map(Place::from),
            denied_by: decision.denied_by,
            matched: matched.collect(),
        }
    }

    fn compile(&self) -> Policies {
        let levels = |levels: &[Vec<Value>], kind| -> Vec<Vec<Compiled>> {
            levels.iter().map(|level| self.compile_all(level, kind)).collect()
        };
        let resource = self.resource.as_ref().map(|attached| {
            let policy = self.compile_one(&attached.document, attached.mode.kind());
            (policy, attached.mode.engine())
        });
        let boundary = self.boundary.as_ref();
        let session = self.session.as_ref();
        Policies {
            identity: self.compile_all(&self.identity, PolicyKind::Managed),
            resource,
            boundary: boundary.map(|list| self.compile_all(list, PolicyKind::Managed)),
            session: session.map(|list| self.compile_all(list, PolicyKind::Session)),
            service_control: levels(&self.service_control, PolicyKind::ServiceControl),
            resource_control: levels(&self.resource_control, PolicyKind::ResourceControl),
        }
    }

    fn compile_all(&self, documents: &[Value], kind: PolicyKind) -> Vec<Compiled> {
        let documents = documents.iter();
        documents
            .map(|document| self.compile_one(document, kind))
            .collect()
    }

    fn compile_one(&self, document: &Value, kind: PolicyKind) -> Compiled {
        let text = document.to_string();
        let document = Document::parse(&text).expect("the generator follows the grammar");
        match &self.ids {
            None => document.compile(kind, PrincipalIds::ByName),
            Some(ids) => document.compile(kind, PrincipalIds::ById(&|arn| ids.get(arn).map(String::as_str))),
        }
    }
}

/// The compiled policies of a case.
struct Policies {
    identity: Vec<Compiled>,
    resource: Option<(Compiled, ResourceMode)>,
    boundary: Option<Vec<Compiled>>,
    session: Option<Vec<Compiled>>,
    service_control: Vec<Vec<Compiled>>,
    resource_control: Vec<Vec<Compiled>>,
}

fn all_refs(levels: &[Vec<Compiled>]) -> Vec<Vec<&Compiled>> {
    levels.iter().map(|level| refs(level)).collect()
}

fn refs(policies: &[Compiled]) -> Vec<&Compiled> {
    policies.iter().collect()
}

impl Asked {
    fn engine<'a>(&'a self, context: &'a ContextMap<'_>) -> Request<'a> {
        let account = |text: &Option<String>| text.as_ref().map(|account| account.parse().unwrap());
        Request {
            principal: self.caller.engine(),
            account: account(&self.account),
            canonical_user: self.canonical_user.as_deref(),
            action: &self.action,
            resource: &self.resource,
            resource_account: account(&self.resource_account),
            context,
        }
    }

    fn context(&self) -> ContextMap<'_> {
        let mut context = ContextMap::new();
        for (key, given) in &self.context {
            match given {
                Given::Single(value) => context.insert(key, value),
                Given::Multi(values) => context.insert_multi(key, values),
            }
        }
        context
    }
}

impl Mode {
    fn kind(self) -> PolicyKind {
        match self {
            Self::Ordinary | Self::MustAllow => PolicyKind::Resource,
            Self::RoleTrust => PolicyKind::Trust,
        }
    }

    fn engine(self) -> ResourceMode {
        match self {
            Self::Ordinary => ResourceMode::Ordinary,
            Self::MustAllow => ResourceMode::MustAllow,
            Self::RoleTrust => ResourceMode::RoleTrust,
        }
    }
}

impl Caller {
    fn engine(&self) -> Principal<'_> {
        match self {
            Self::Root { arn } => Principal::Root { arn },
            Self::User { arn, id } => Principal::User {
                arn,
                id: id.as_deref(),
            },
            Self::Role { arn, id } => Principal::Role {
                arn,
                id: id.as_deref(),
            },
            Self::RoleSession {
                arn,
                role_arn,
                role_id,
            } => Principal::RoleSession {
                arn,
                role_arn,
                role_id: role_id.as_deref(),
            },
            Self::FederatedUser {
                arn,
                user_arn,
                user_id,
            } => Principal::FederatedUser {
                arn,
                user_arn,
                user_id: user_id.as_deref(),
            },
            Self::Federated { provider } => Principal::Federated { provider },
            Self::Service { name } => Principal::Service { name },
            Self::Anonymous => Principal::Anonymous,
        }
    }
}
