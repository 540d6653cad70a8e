//! Documents that follow the grammar, about one request.

use serde_json::{Map, Value, json};

use super::condition::conditions;
use super::request::{BOB_ID, CANONICAL, OLD_ROLE_ID, ROLE_ID};
use crate::case::{Asked, Caller};
use crate::choices::Choices;

/// What differs between the kinds of policy.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Of the caller, or of the caller's organization.
    Own,
    Resource,
    Trust,
    ResourceControl,
}

/// Writes policies about a request.
pub(super) struct Author<'a, 'b> {
    pub(super) choices: &'a mut Choices<'b>,
    pub(super) request: Asked,
}

impl Author<'_, '_> {
    pub(super) fn document(&mut self, kind: Kind) -> Value {
        let mut document = Map::new();
        match self.choices.below(10) {
            8 => {}
            9 => drop(document.insert("Version".into(), "2008-10-17".into())),
            _ => drop(document.insert("Version".into(), "2012-10-17".into())),
        }
        let count = self.choices.pick(&[1, 2, 1, 3, 4]);
        let statements = if count == 1 && self.choices.chance(60) {
            self.statement(kind)
        } else {
            (0..count).map(|_| self.statement(kind)).collect()
        };
        document.insert("Statement".into(), statements);
        document.into()
    }

    fn statement(&mut self, kind: Kind) -> Value {
        let mut statement = Map::new();
        let effect = if self.choices.chance(38) { "Deny" } else { "Allow" };
        statement.insert("Effect".into(), effect.into());
        if self.choices.chance(20) {
            statement.insert("Sid".into(), self.choices.pick(&["", "One"]).into());
        }
        let names_principals = match kind {
            Kind::Own => self.choices.chance(2),
            Kind::Resource | Kind::Trust | Kind::ResourceControl => !self.choices.chance(6),
        };
        if names_principals {
            let (element, principals) = self.principals(kind);
            statement.insert(element.into(), principals);
        }
        let actions = self.list(Self::action);
        let not_action = self.choices.chance(24);
        statement.insert(if not_action { "NotAction" } else { "Action" }.into(), actions);
        if kind != Kind::Trust && !self.choices.chance(3) {
            let not_resource = self.choices.chance(32);
            let resources = self.list(if not_resource {
                Self::excluded_resource
            } else {
                Self::resource
            });
            statement.insert(
                if not_resource { "NotResource" } else { "Resource" }.into(),
                resources,
            );
        }
        let conditions = conditions(self.choices, &self.request);
        if !conditions.is_empty() {
            statement.insert("Condition".into(), conditions.into());
        }
        statement.into()
    }

    /// One text, or a list of some; rarely an empty list.
    fn list(&mut self, entry: fn(&mut Self) -> String) -> Value {
        match self.choices.below(24) {
            23 => json!([]),
            18..=22 => (0..3).map(|_| entry(self)).collect(),
            12..=17 => (0..2).map(|_| entry(self)).collect(),
            _ => entry(self).into(),
        }
    }

    fn action(&mut self) -> String {
        let asked = self.request.action.clone();
        let (service, name) = asked.split_once(':').unwrap();
        match self.choices.below(8) {
            0 => "*".into(),
            1 => format!("{service}:*"),
            2 => asked,
            3 => damaged(self.choices, service, name),
            4 => format!("{}:{}*", service.to_uppercase(), &name[..2]),
            _ => self.choices.pick(OTHER_ACTIONS).into(),
        }
    }

    fn resource(&mut self) -> String {
        let asked = self.request.resource.clone();
        match self.choices.below(8) {
            0 | 1 => "*".into(),
            2 => asked,
            3 | 4 => loosened(self.choices, &asked),
            5 => self.assembled(),
            _ => self.choices.pick(OTHER_RESOURCES).into(),
        }
    }

    /// A resource for `NotResource`: often one that cannot be read, or none that there is.
    fn excluded_resource(&mut self) -> String {
        match self.choices.below(4) {
            0 => self.choices.pick(UNREADABLE_RESOURCES).into(),
            1 => self.choices.pick(STRANGE_RESOURCES).into(),
            _ => self.resource(),
        }
    }

    /// An ARN put together of parts.
    fn assembled(&mut self) -> String {
        let head = self.choices.pick(&[
            "arn:aws:s3:::",
            "arn:aws:s3:*:*:",
            "arn:*:s3:::",
            "arn:aws:sqs:us-*:111122223333:",
            "arn:aws:ec2:*:*:",
            "arn:aws:iam::1*:",
            "arn:aws:*:::",
            "arn:aws:s3:${k}::",
        ]);
        let mut text = head.to_owned();
        for _ in 0..=self.choices.below(5) {
            text += self.choices.pick(&[
                "*",
                "b",
                "/",
                "?",
                "x",
                "bob",
                "red",
                "${aws:username}",
                "${aws:PrincipalTag/team, 'red'}",
                "${k,'x'}",
                "${*}",
                "${$}{k}",
                "${",
                ":",
                "q1",
                "é",
            ]);
        }
        text
    }

    fn principals(&mut self, kind: Kind) -> (&'static str, Value) {
        let star = self
            .choices
            .pick(&[json!("*"), json!({"AWS": "*"})].each_ref())
            .clone();
        if kind == Kind::ResourceControl {
            return ("Principal", star);
        }
        let element = if self.choices.chance(40) {
            "NotPrincipal"
        } else {
            "Principal"
        };
        let names = match self.choices.below(8) {
            0 | 1 => star,
            2..=4 => self.own_names(),
            _ => self.any_names(),
        };
        (element, names)
    }

    /// Names of the caller, all or some.
    fn own_names(&mut self) -> Value {
        let account = self.request.account.clone().unwrap_or_default();
        let aws: Vec<String> = match &self.request.caller {
            Caller::Root { arn } => vec![arn.clone(), account],
            Caller::User { arn, .. } => vec![arn.clone(), account],
            Caller::Role { arn, .. } => vec![arn.clone(), account],
            Caller::RoleSession { arn, role_arn, .. } => vec![arn.clone(), role_arn.clone(), account],
            Caller::FederatedUser { arn, user_arn, .. } => vec![arn.clone(), user_arn.clone(), account],
            Caller::Federated { provider } => return json!({"Federated": provider}),
            Caller::Service { name } => return json!({"Service": name}),
            Caller::Anonymous => return json!({"AWS": "*"}),
        };
        let some = |choices: &mut Choices<'_>| aws[choices.below(aws.len())].clone();
        match self.choices.below(3) {
            0 => json!({"AWS": some(self.choices)}),
            1 => json!({"AWS": aws}),
            _ => json!({"AWS": [some(self.choices), some(self.choices)]}),
        }
    }

    fn any_names(&mut self) -> Value {
        let mut names = Map::new();
        for _ in 0..self.choices.below(4) {
            let (kind, texts) = self.choices.pick(NAMES);
            let text = self.choices.pick(texts);
            let list = names.entry(kind).or_insert_with(|| json!([]));
            list.as_array_mut().unwrap().push(text.into());
        }
        names.into()
    }
}

/// An action that is almost the one asked for: dead texts, and some that are not.
fn damaged(choices: &mut Choices<'_>, service: &str, name: &str) -> String {
    match choices.below(10) {
        0 => format!("{service}:{}?{}", &name[..1], &name[2..]),
        1 => format!("{service}:*{}", &name[name.len() - 3..]),
        2 => format!("{service}:{name},{service}:*"),
        3 => format!("{service}:{name} "),
        4 => format!(" {service}:{name}"),
        5 => format!("{service}:"),
        6 => format!("*:{name}"),
        7 => format!("{}*:{name}", &service[..1]),
        8 => format!("{service}:{}*{}*", &name[..1], &name[2..4]),
        _ => service.to_owned(),
    }
}

/// The text with a wildcard or a change in some place.
fn loosened(choices: &mut Choices<'_>, text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (from, to) = (choices.below(chars.len()), choices.below(chars.len()));
    let (from, to) = (from.min(to), from.max(to));
    let piece = |range: std::ops::Range<usize>| chars[range].iter().collect::<String>();
    let (before, after) = (piece(0..from), piece(to..chars.len()));
    match choices.below(6) {
        0 => format!("{}*", piece(0..to)),
        1 => format!("{before}*{after}"),
        2 => format!("{before}?{}", piece((from + 1).min(chars.len())..chars.len())),
        3 => text
            .splitn(6, ':')
            .map(|part| if part.len() > 3 { "*" } else { part })
            .collect::<Vec<_>>()
            .join(":"),
        4 => piece(0..to),
        _ => text.to_uppercase(),
    }
}

const OTHER_ACTIONS: &[&str] = &[
    "s3:Get*",
    "*:*",
    "sts:*",
    "sts:AssumeRole*",
    "iam:*",
    "kms:Decrypt",
    "a:b:c",
    "ec2:Describe*",
    "s3:${aws:username}",
    "",
];

const OTHER_RESOURCES: &[&str] = &[
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/${aws:username}/*",
    "arn:aws:s3:::b/${aws:PrincipalTag/team, 'red'}/?",
    "arn:aws:s3:::b/${*}",
    "arn:aws:s3:::b/*/test/*",
    "arn:aws:ec2:*:*:*/i-1",
    "arn:aws:ec2:*:*:inst*",
    "arn:aws:ec2:*:*:*/*",
    "arn:aws:sqs:*:q1",
    "arn:aws:sqs:*",
    "arn:aws:s3",
    "arn:aws:iam::111122223333:*",
    "arn:aws:logs:*:111122223333:log-group:/x:*",
    "**",
    "",
];

/// No ARNs, or ARNs with a wildcard or a variable in the wrong place.
const UNREADABLE_RESOURCES: &[&str] = &[
    "s3",
    "b/*",
    "s3:::b/*",
    "aws:s3:::b/*",
    "arn:s3:::b/*",
    "arn:aws:s3::b/*",
    "arn:aws::::b/*",
    "arn:aws",
    "arn:aws:s*:::b/*",
    "arn:aws:*:::b",
    "arn:aws:s3:::b/${aws:username",
    "arn:aws:s3:::b/${k, a}",
    "arn:aws:s3:${k}::b/*",
    "arn:aws:ec2:*:*:inst*/i-1",
    "arn:nowhere:s3:::b/*",
];

/// ARNs as they should be, of which no request has one.
const STRANGE_RESOURCES: &[&str] = &[
    "arn:aws-cn:s3:::b/*",
    "arn:aws-*:s3:::b/*",
    "arn:aws:s33:::x",
    "arn:aws:invalid-service:us-east-1::x",
    "arn:aws:s3:::other/${absent}",
    "arn:aws:s3:::other/${absent, 'x'}",
    "arn:aws:s3:::${*}${$}",
    "arn:aws:fdsasf",
    "arn:*:iam::999988887777:user/*",
];

const NAMES: &[(&str, &[&str])] = &[
    (
        "AWS",
        &[
            "111122223333",
            "444455556666",
            "arn:aws:iam::111122223333:root",
            "arn:aws:iam::111122223333:user/bob",
            "arn:aws:iam::111122223333:user/div/eve",
            "arn:aws:iam::444455556666:user/bob",
            "arn:aws:iam::111122223333:role/p/R",
            "arn:aws:iam::111122223333:role/other/R",
            "arn:aws:iam::111122223333:role/Q",
            "arn:aws:sts::111122223333:assumed-role/R/s",
            "arn:aws:sts::111122223333:assumed-role/R/t",
            "arn:aws:sts::111122223333:federated-user/f",
        ],
    ),
    (
        "AWS",
        &[
            BOB_ID,
            ROLE_ID,
            OLD_ROLE_ID,
            "*",
            "arn:aws:iam::111122223333:user/*",
            "arn:aws:sts::111122223333:assumed-role/R/*",
            "arn:aws:iam::111122223333:group/g",
            "arn:aws:iam:us-east-1:111122223333:user/bob",
            "arn:aws-cn:iam::999988887777:user/strange",
            "arn:aws:sts::111122223333:assumed-role/R",
            "arn:aws:iam::1:root",
            "arn:aws:s3:::b",
            "nobody",
        ],
    ),
    (
        "Service",
        &["ec2.amazonaws.com", "rolesanywhere.amazonaws.com", "*"],
    ),
    (
        "Federated",
        &[
            "accounts.google.com",
            "arn:aws:iam::111122223333:oidc-provider/host/path",
            "graph.facebook.com",
            "*",
            "arn:aws:iam::111122223333:user/bob",
        ],
    ),
    (
        "CanonicalUser",
        &[
            CANONICAL,
            "00a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
            "79a59df9",
        ],
    ),
];
