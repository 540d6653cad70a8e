//! A second evaluator, written from AWS's documentation in the most literal way: JSON values, strings,
//! recursion, no thought of cost, and no code of the engine. Where AWS leaves a question open it takes
//! the side that `tests/policy/deviations` names.
//!
//! It also tells every statement that matches and every policy type that allows too little, so that the
//! engine's reasons can be checked along with its verdict.

mod condition;
mod literal;
mod pattern;
mod principal;
mod statement;

use serde_json::Value;
use tegata_policy::{PolicyType, Verdict};

use crate::case::{Caller, Case, Mode, Place};
use crate::tally::Tally;
use principal::Closeness;

/// The answer, and all that could be given as its reason.
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    /// Whether no policy is asked.
    pub(crate) is_exempt: bool,
    /// In the order service control, resource control, resource, identity, boundary, session.
    pub(crate) matched: Vec<Matched>,
    /// Types of policy that have to allow and do not.
    pub(crate) lacking: Vec<PolicyType>,
}

/// A statement that matches the request.
pub(crate) struct Matched {
    pub(crate) place: Place,
    pub(crate) denies: bool,
    /// How a resource's policy names the caller.
    named: Vec<Closeness>,
}

/// A policy that bears on the request.
struct Sheet<'a> {
    policy_type: PolicyType,
    level: usize,
    policy: usize,
    document: &'a Value,
}

pub(crate) fn judge(case: &Case, tally: &mut Tally) -> Judgement {
    let matched: Vec<Matched> = sheets(case)
        .iter()
        .flat_map(|sheet| matching(case, sheet, tally))
        .collect();
    let mut lacking = Vec::new();
    let allowed = is_allowed(case, &matched, &mut lacking);
    let is_exempt = case.request.action.to_lowercase() == "sts:getcalleridentity";
    let verdict = if is_exempt {
        Verdict::Allowed
    } else if matched.iter().any(|statement| statement.denies) {
        Verdict::ExplicitlyDenied
    } else if allowed {
        Verdict::Allowed
    } else {
        Verdict::ImplicitlyDenied
    };
    Judgement {
        verdict,
        is_exempt,
        matched,
        lacking,
    }
}

/// Whether the caller is an identity of an account.
fn of_account(caller: &Caller) -> bool {
    !matches!(
        caller,
        Caller::Federated { .. } | Caller::Service { .. } | Caller::Anonymous
    )
}

fn is_root(caller: &Caller) -> bool {
    matches!(caller, Caller::Root { .. })
}

pub(super) fn is_service_linked(caller: &Caller) -> bool {
    match caller {
        Caller::Role { arn, .. } | Caller::RoleSession { role_arn: arn, .. } => {
            arn.contains(":role/aws-service-role/")
        }
        _ => false,
    }
}

/// The policies that bear on the request, by the kind of caller.
fn sheets(case: &Case) -> Vec<Sheet<'_>> {
    let caller = &case.request.caller;
    let has_own_policies = of_account(caller) && !is_root(caller);
    let mut sheets = Vec::new();
    if of_account(caller) && !is_service_linked(caller) {
        for (level, documents) in case.service_control.iter().enumerate() {
            add(&mut sheets, PolicyType::ServiceControl, level, documents);
        }
    }
    if !is_service_linked(caller) {
        for (level, documents) in case.resource_control.iter().enumerate() {
            add(&mut sheets, PolicyType::ResourceControl, level, documents);
        }
    }
    if let Some(attached) = &case.resource {
        let document = std::slice::from_ref(&attached.document);
        add(&mut sheets, resource_type(case), 0, document);
    }
    if has_own_policies {
        add(&mut sheets, PolicyType::Identity, 0, &case.identity);
        if let Some(boundary) = case.boundary.as_ref().filter(|_| !is_service_linked(caller)) {
            add(&mut sheets, PolicyType::Boundary, 0, boundary);
        }
    }
    if let Some(session) = case.session.as_ref().filter(|_| of_account(caller)) {
        add(&mut sheets, PolicyType::Session, 0, session);
    }
    sheets
}

fn add<'a>(sheets: &mut Vec<Sheet<'a>>, policy_type: PolicyType, level: usize, documents: &'a [Value]) {
    for (policy, document) in documents.iter().enumerate() {
        sheets.push(Sheet {
            policy_type,
            level,
            policy,
            document,
        });
    }
}

fn resource_type(case: &Case) -> PolicyType {
    match &case.resource {
        Some(attached) if attached.mode == Mode::RoleTrust => PolicyType::RoleTrust,
        _ => PolicyType::Resource,
    }
}

/// The statements of one policy that match.
fn matching(case: &Case, sheet: &Sheet<'_>, tally: &mut Tally) -> Vec<Matched> {
    let knows_variables = sheet.document["Version"] == "2012-10-17";
    let mut matched = Vec::new();
    for (index, body) in one_or_more(&sheet.document["Statement"]).into_iter().enumerate() {
        let named = principal::closeness(case, sheet.policy_type, body, tally);
        let statement = statement::Statement {
            body,
            policy_type: sheet.policy_type,
            knows_variables,
        };
        if statement.matches(case, tally) && !named.is_empty() {
            matched.push(Matched {
                place: Place {
                    policy_type: sheet.policy_type,
                    level: sheet.level,
                    policy: sheet.policy,
                    statement: index,
                },
                denies: body["Effect"] == "Deny",
                named,
            });
        }
    }
    matched
}

/// What may be written as one value or as a list of them.
fn one_or_more(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().collect(),
        other => vec![other],
    }
}

/// Whether everyone who must allow does, denials aside. Who does not is noted.
fn is_allowed(case: &Case, matched: &[Matched], lacking: &mut Vec<PolicyType>) -> bool {
    let allowing = Allowing::of(case, matched);
    for (policy_type, has_allowed) in [
        (PolicyType::ServiceControl, allowing.service_control),
        (PolicyType::ResourceControl, allowing.resource_control),
        (resource_type(case), allowing.granted),
        (PolicyType::Identity, allowing.identity),
        (PolicyType::Boundary, allowing.boundary),
        (PolicyType::Session, allowing.session),
    ] {
        if !has_allowed {
            lacking.push(policy_type);
        }
    }
    allowing.suffices(case, matched)
}

/// Who allows, or need not.
struct Allowing {
    service_control: bool,
    resource_control: bool,
    /// The resource's policy, however it names the caller.
    granted: bool,
    identity: bool,
    boundary: bool,
    session: bool,
}

impl Allowing {
    fn of(case: &Case, matched: &[Matched]) -> Self {
        let caller = &case.request.caller;
        let allows = |policy_type: PolicyType, level: usize| {
            matched.iter().any(|statement| {
                let place = statement.place;
                (place.policy_type, place.level) == (policy_type, level) && !statement.denies
            })
        };
        let every_level =
            |policy_type, levels: &[Vec<Value>]| (0..levels.len()).all(|level| allows(policy_type, level));
        let is_linked = is_service_linked(caller);
        Self {
            service_control: !of_account(caller)
                || is_linked
                || every_level(PolicyType::ServiceControl, &case.service_control),
            resource_control: is_linked || every_level(PolicyType::ResourceControl, &case.resource_control),
            granted: is_granted(
                case,
                matched,
                match caller {
                    Caller::Anonymous => &[Closeness::Wildcard],
                    Caller::Service { .. } => &[Closeness::Service, Closeness::Wildcard],
                    Caller::Federated { .. } => &[Closeness::Federated],
                    _ => Closeness::ALL,
                },
            ),
            identity: allows(PolicyType::Identity, 0),
            boundary: case.boundary.is_none()
                || is_root(caller)
                || is_linked
                || allows(PolicyType::Boundary, 0),
            session: match case.session {
                Some(_) => allows(PolicyType::Session, 0),
                // GetFederationToken without a policy gives no permissions.
                None => !is_federated_user(caller),
            },
        }
    }

    fn suffices(&self, case: &Case, matched: &[Matched]) -> bool {
        let caller = &case.request.caller;
        if !self.service_control || !self.resource_control {
            return false;
        }
        if !of_account(caller) {
            return self.granted;
        }
        let attached = case.resource.as_ref();
        let must_be_granted = attached.is_some_and(|attached| attached.mode != Mode::Ordinary);
        let same_account = owner(case) == case.request.account;
        if is_root(caller) {
            return (self.granted || (same_account && !must_be_granted)) && self.session;
        }
        if !same_account {
            return self.identity && self.boundary && self.session && self.granted;
        }
        if must_be_granted && !self.granted {
            return false;
        }
        // What a grant by the resource's policy spares, by how closely it names the caller.
        let spares_all = is_granted(case, matched, &[Closeness::Wildcard, Closeness::Session]);
        let as_user = is_granted(case, matched, &[Closeness::User]);
        if spares_all || (as_user && (!is_federated_user(caller) || self.session)) {
            return true;
        }
        let as_role = is_granted(case, matched, &[Closeness::Role]);
        (self.identity || as_role) && self.boundary && self.session
    }
}

/// Whether the resource's policy allows and names the caller this closely.
fn is_granted(case: &Case, matched: &[Matched], close_enough: &[Closeness]) -> bool {
    matched.iter().any(|statement| {
        statement.place.policy_type == resource_type(case)
            && !statement.denies
            && statement.named.iter().any(|named| close_enough.contains(named))
    })
}

fn is_federated_user(caller: &Caller) -> bool {
    matches!(caller, Caller::FederatedUser { .. })
}

/// The account of the resource: as told, else as its ARN has it, else the caller's.
fn owner(case: &Case) -> Option<String> {
    let request = &case.request;
    let in_arn = request
        .resource
        .split(':')
        .nth(4)
        .filter(|text| literal::is_account(text));
    let told = request.resource_account.clone();
    told.or(in_arn.map(str::to_owned)).or(request.account.clone())
}
