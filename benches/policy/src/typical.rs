//! A role with three managed policies, thirty statements in all, and the same in Cedar; and requests of
//! a session of that role, for both.

use std::collections::{HashMap, HashSet};

use cedar_policy::{
    ActionConstraint, Authorizer, Context, Entities, Entity, EntityUid, PolicySet as CedarPolicies,
    Request as CedarRequest, RestrictedExpression,
};
use tegata_policy::{
    Compiled, ContextMap, PolicyKind, PolicySet, Principal, PrincipalIds, Request, decide, read,
};

pub(crate) const DOCUMENTS: [&str; 3] = [
    include_str!("../typical/1-photos.json"),
    include_str!("../typical/2-operations.json"),
    include_str!("../typical/3-guardrails.json"),
];

const CEDAR: &str = include_str!("../typical/typical.cedar");

/// What Cedar makes of a condition key's text.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Address,
    Bool,
    Instant,
    /// One text of a set.
    Set,
}

/// Condition key, attribute in Cedar, kind.
const KEYS: &[(&str, &str, Kind)] = &[
    ("aws:CurrentTime", "currentTime", Kind::Instant),
    ("aws:PrincipalAccount", "principalAccount", Kind::Text),
    ("aws:PrincipalArn", "principalArn", Kind::Text),
    ("aws:PrincipalType", "principalType", Kind::Text),
    ("aws:RequestedRegion", "region", Kind::Text),
    ("aws:SecureTransport", "secureTransport", Kind::Bool),
    ("aws:SourceIp", "sourceIp", Kind::Address),
    ("aws:TokenIssueTime", "issued", Kind::Instant),
    ("aws:UserAgent", "userAgent", Kind::Text),
    ("aws:userid", "userid", Kind::Text),
    ("cloudwatch:namespace", "namespace", Kind::Text),
    ("dynamodb:LeadingKeys", "leadingKeys", Kind::Set),
    ("ec2:InstanceType", "instanceType", Kind::Text),
    ("kms:ViaService", "viaService", Kind::Text),
    ("s3:prefix", "prefix", Kind::Text),
    ("s3:x-amz-acl", "acl", Kind::Text),
    ("s3:x-amz-server-side-encryption", "encryption", Kind::Text),
];

/// Keys of every request, unless it says otherwise.
const ALWAYS: &[(&str, &str)] = &[
    ("aws:CurrentTime", "2026-02-03T04:05:06Z"),
    ("aws:PrincipalAccount", "111122223333"),
    ("aws:PrincipalArn", "arn:aws:iam::111122223333:role/photos"),
    ("aws:PrincipalType", "AssumedRole"),
    ("aws:RequestedRegion", "us-east-1"),
    ("aws:SecureTransport", "true"),
    ("aws:SourceIp", "203.0.113.7"),
    ("aws:TokenIssueTime", "2026-02-03T04:00:00Z"),
    (
        "aws:UserAgent",
        "aws-cli/2.31.0 Python/3.13.7 Linux/6.12 exe/x86_64.debian.13",
    ),
    ("aws:userid", "AROAAAAAAAAAAAAAAAAAR:alice"),
];

const TAGS: &[(&str, &str)] = &[("team", "photos"), ("stage", "production")];

/// A request of the session.
#[derive(Clone, Copy)]
pub(crate) struct Ask {
    pub(crate) action: &'static str,
    pub(crate) resource: &'static str,
    /// Keys beyond those of every request, or in their place.
    keys: &'static [(&'static str, &'static str)],
    pub(crate) allowed: bool,
}

const fn ask(
    allowed: bool,
    action: &'static str,
    resource: &'static str,
    keys: &'static [(&'static str, &'static str)],
) -> Ask {
    Ask {
        action,
        resource,
        keys,
        allowed,
    }
}

/// The first is the one that is timed.
pub(crate) const ASKS: &[Ask] = &[
    ask(
        true,
        "s3:GetObject",
        "arn:aws:s3:::photos-prod/alice/cat.jpg",
        &[],
    ),
    ask(
        false,
        "s3:GetObject",
        "arn:aws:s3:::photos-prod/alice/cat.jpg",
        &[("aws:SourceIp", "198.51.100.7")],
    ),
    ask(
        false,
        "s3:GetObject",
        "arn:aws:s3:::photos-prod/legal/cat.jpg",
        &[],
    ),
    ask(
        true,
        "s3:GetObject",
        "arn:aws:s3:::thumbnails-7/cat.jpg",
        &[("aws:SourceIp", "198.51.100.7")],
    ),
    ask(
        false,
        "s3:GetObject",
        "arn:aws:s3:::thumbnails-7/cat.jpg",
        &[("aws:SecureTransport", "false")],
    ),
    ask(
        false,
        "s3:GetObject",
        "arn:aws:s3:::thumbnails-7/cat.jpg",
        &[("aws:RequestedRegion", "us-west-2")],
    ),
    ask(
        false,
        "s3:GetObject",
        "arn:aws:s3:::thumbnails-7/cat.jpg",
        &[("aws:TokenIssueTime", "2025-12-31T23:59:59Z")],
    ),
    ask(
        true,
        "s3:ListBucket",
        "arn:aws:s3:::photos-prod",
        &[("s3:prefix", "uploads/a")],
    ),
    ask(false, "s3:ListBucket", "arn:aws:s3:::photos-prod", &[]),
    ask(
        true,
        "s3:PutObject",
        "arn:aws:s3:::photos-prod/uploads/a",
        &[("s3:x-amz-server-side-encryption", "aws:kms")],
    ),
    ask(
        false,
        "s3:PutObject",
        "arn:aws:s3:::photos-prod/uploads/a",
        &[
            ("s3:x-amz-server-side-encryption", "aws:kms"),
            ("s3:x-amz-acl", "public-read"),
        ],
    ),
    ask(
        true,
        "dynamodb:PutItem",
        "arn:aws:dynamodb:us-east-1:111122223333:table/photos",
        &[("dynamodb:LeadingKeys", "alice")],
    ),
    ask(
        false,
        "dynamodb:PutItem",
        "arn:aws:dynamodb:us-east-1:111122223333:table/photos",
        &[("dynamodb:LeadingKeys", "eve")],
    ),
    ask(true, "ec2:DescribeInstances", "*", &[]),
    ask(
        false,
        "ec2:RunInstances",
        "arn:aws:ec2:us-east-1:111122223333:instance/*",
        &[("ec2:InstanceType", "m7i.large")],
    ),
    ask(
        false,
        "iam:CreateUser",
        "arn:aws:iam::111122223333:user/eve",
        &[("aws:RequestedRegion", "us-west-2")],
    ),
    ask(
        true,
        "states:StartExecution",
        "arn:aws:states:us-east-1:111122223333:stateMachine:photos-x",
        &[],
    ),
];

impl Ask {
    fn values(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let own = self.keys;
        let replaced = move |key: &str| own.iter().any(|(other, _)| *other == key);
        let always = ALWAYS.iter().filter(move |(key, _)| !replaced(key));
        always.chain(own).copied()
    }
}

/// The policies, compiled.
pub(crate) fn compiled() -> Vec<Compiled> {
    DOCUMENTS.iter().map(|text| compile(text)).collect()
}

pub(crate) fn compile(text: &str) -> Compiled {
    let document = read(text, PolicyKind::Managed).expect("the document is valid");
    document.compile(PolicyKind::Managed, PrincipalIds::ByName)
}

pub(crate) fn context(ask: &Ask) -> ContextMap<'static> {
    let mut context = ContextMap::new();
    for (key, value) in ask.values() {
        match kind(key) {
            (_, Kind::Set) => context.insert_multi(key, [value]),
            _ => context.insert(key, value),
        }
    }
    for (tag, value) in TAGS {
        context.insert(format!("aws:PrincipalTag/{tag}"), *value);
    }
    context
}

pub(crate) fn request<'a>(ask: &Ask, context: &'a ContextMap<'a>) -> Request<'a> {
    Request {
        principal: Principal::RoleSession {
            arn: "arn:aws:sts::111122223333:assumed-role/photos/alice",
            role_arn: "arn:aws:iam::111122223333:role/photos",
            role_id: Some("AROAAAAAAAAAAAAAAAAAR"),
        },
        account: "111122223333".parse().ok(),
        canonical_user: None,
        action: ask.action,
        resource: ask.resource,
        resource_account: None,
        context,
    }
}

pub(crate) fn engine_allows(request: &Request<'_>, policies: &[&Compiled]) -> bool {
    let set = PolicySet {
        identity: policies,
        ..PolicySet::default()
    };
    decide(request, &set).is_allowed()
}

fn kind(key: &str) -> (&'static str, Kind) {
    let found = KEYS.iter().find(|(name, ..)| *name == key);
    let (_, attribute, kind) = found.expect("every key is in the table");
    (attribute, *kind)
}

/// A request and all that Cedar decides it from.
pub(crate) struct Cedar {
    authorizer: Authorizer,
    request: CedarRequest,
    entities: Entities,
}

impl Cedar {
    pub(crate) fn new(ask: &Ask) -> Self {
        let action = uid("Action", ask.action);
        let session = uid("Session", "photos/alice");
        let resource = uid("Resource", ask.resource);
        let context = ask.values().map(|(key, value)| {
            let (attribute, kind) = kind(key);
            (attribute.to_owned(), expression(kind, value))
        });
        let context = Context::from_pairs(context).expect("the context is sound");
        let request = CedarRequest::new(session.clone(), action.clone(), resource.clone(), context, None);
        let tags = TAGS
            .iter()
            .map(|(tag, value)| ((*tag).to_owned(), text(value)))
            .collect();
        let arn = HashMap::from([("arn".to_owned(), text(ask.resource))]);
        let groups: HashSet<EntityUid> = groups(ask.action).collect();
        let entities = [
            Entity::new(session, tags, HashSet::from([uid("Role", "photos")])).expect("sound tags"),
            Entity::new(resource, arn, HashSet::new()).expect("a sound ARN"),
            Entity::new_no_attrs(action, groups),
        ];
        Self {
            authorizer: Authorizer::new(),
            request: request.expect("the request is sound"),
            entities: Entities::from_entities(entities, None).expect("the entities are sound"),
        }
    }

    pub(crate) fn allows(&self, policies: &CedarPolicies) -> bool {
        let response = self
            .authorizer
            .is_authorized(&self.request, policies, &self.entities);
        assert!(response.diagnostics().errors().next().is_none());
        response.decision() == cedar_policy::Decision::Allow
    }
}

/// The patterns that match an action.
fn groups(action: &str) -> impl Iterator<Item = EntityUid> {
    let (service, name) = action.split_once(':').expect("an action has a service");
    let described = name
        .starts_with("Describe")
        .then(|| format!("{service}:Describe*"));
    let groups = [Some(format!("{service}:*")), described];
    groups.into_iter().flatten().map(|group| uid("Action", &group))
}

pub(crate) fn cedar_policies() -> CedarPolicies {
    CEDAR.parse().expect("the policies are sound")
}

/// The policies that can bear on an action: what a service that kept a set for each action would ask.
pub(crate) fn cedar_policies_for(action: &str) -> CedarPolicies {
    let mut uids: Vec<EntityUid> = groups(action).collect();
    uids.push(uid("Action", action));
    let all = cedar_policies();
    let bearing = all.policies().filter(|policy| match policy.action_constraint() {
        ActionConstraint::Any => true,
        ActionConstraint::In(wanted) => wanted.iter().any(|uid| uids.contains(uid)),
        ActionConstraint::Eq(wanted) => uids.contains(&wanted),
    });
    CedarPolicies::from_policies(bearing.cloned()).expect("their names stay apart")
}

fn uid(kind: &str, name: &str) -> EntityUid {
    let kind = kind.parse().expect("a type's name");
    EntityUid::from_type_name_and_id(kind, cedar_policy::EntityId::new(name))
}

fn text(value: &str) -> RestrictedExpression {
    RestrictedExpression::new_string(value.to_owned())
}

fn expression(kind: Kind, value: &str) -> RestrictedExpression {
    match kind {
        Kind::Text => text(value),
        Kind::Address => RestrictedExpression::new_ip(value),
        Kind::Bool => RestrictedExpression::new_bool(value == "true"),
        Kind::Instant => RestrictedExpression::new_datetime(value),
        Kind::Set => RestrictedExpression::new_set([text(value)]),
    }
}
