//! Who asks, for what, in which circumstances.

use std::collections::BTreeMap;

use super::{A, B};
use crate::case::{Asked, Caller, Given};
use crate::choices::Choices;

pub(super) const BOB_ID: &str = "AIDAAAAAAAAAAAAAAABOB";
pub(super) const ROLE_ID: &str = "AROAAAAAAAAAAAAAAAAAR";
/// What the same name had before it was deleted and made again.
pub(super) const OLD_ROLE_ID: &str = "AROAAAAAAAAAAAAAAAOLD";
pub(super) const CANONICAL: &str = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";

pub(super) fn asked(choices: &mut Choices<'_>, is_assuming: bool) -> Asked {
    let (caller, account) = caller(choices);
    let (action, resource) = if is_assuming {
        let action = choices.pick(&[
            "sts:AssumeRole",
            "sts:AssumeRoleWithWebIdentity",
            "sts:TagSession",
        ]);
        (action, "arn:aws:iam::111122223333:role/T")
    } else {
        operation(choices)
    };
    let resource_account = choices.pick(&[None, None, None, Some(A), Some(B)]);
    let mut context = BTreeMap::new();
    for (key, values) in SINGLE {
        if choices.chance(190) {
            context.insert((*key).to_owned(), Given::Single(choices.pick(values).to_owned()));
        }
    }
    for (key, values) in MULTI {
        if choices.chance(200) {
            let count = choices.pick(&[1, 2, 3, 0]);
            let values = (0..count).map(|_| choices.pick(values).to_owned()).collect();
            context.insert((*key).to_owned(), Given::Multi(values));
        }
    }
    Asked {
        caller,
        account: account.map(str::to_owned),
        canonical_user: choices.chance(128).then(|| CANONICAL.to_owned()),
        action: action.to_owned(),
        resource: resource.to_owned(),
        resource_account: resource_account.map(str::to_owned),
        context,
    }
}

fn operation(choices: &mut Choices<'_>) -> (&'static str, &'static str) {
    let (actions, resources): (&[&str], &[&str]) = match choices.below(8) {
        0..=3 => (
            &["s3:GetObject", "s3:PutObject", "S3:getobject"],
            &[
                "arn:aws:s3:::b/x",
                "arn:aws:s3:::b",
                "arn:aws:s3:::b/bob/f",
                "arn:aws:s3:::b/red/é",
                "arn:aws:s3:::b/*",
                "arn:aws:s3:::b/${k}",
                "arn:aws:s3:::b/1///test///o",
            ],
        ),
        4 => (
            &["sqs:SendMessage", "sqs:ReceiveMessage"],
            &[
                "arn:aws:sqs:us-east-1:111122223333:q1",
                "arn:aws:sqs:eu-west-1:444455556666:q1",
            ],
        ),
        5 => (
            &["iam:GetUser", "iam:PassRole"],
            &[
                "arn:aws:iam::111122223333:user/bob",
                "arn:aws:iam::111122223333:role/p/R",
            ],
        ),
        6 => (
            &["ec2:StopInstances", "logs:PutLogEvents", "kms:Decrypt"],
            &[
                "arn:aws:ec2:us-east-1:111122223333:instance/i-1",
                "arn:aws:logs:us-east-1:111122223333:log-group:/x:log-stream:s",
                "arn:aws:kms:us-east-1:444455556666:key/k",
            ],
        ),
        _ => (
            &[
                "s3:ListAllMyBuckets",
                "ec2:DescribeInstances",
                "sts:GetCallerIdentity",
            ],
            &["*", "not-an-arn"],
        ),
    };
    (choices.pick(actions), choices.pick(resources))
}

/// The callers and their accounts.
fn caller(choices: &mut Choices<'_>) -> (Caller, Option<&'static str>) {
    let own = |text: &str| text.to_owned();
    let id = |choices: &mut Choices<'_>, id: &str| choices.chance(170).then(|| own(id));
    let caller = match choices.below(16) {
        0 | 1 => Caller::User {
            arn: own("arn:aws:iam::111122223333:user/bob"),
            id: id(choices, BOB_ID),
        },
        2 => Caller::User {
            arn: own("arn:aws:iam::111122223333:user/div/eve"),
            id: None,
        },
        3 => {
            let arn = own("arn:aws:iam::444455556666:user/bob");
            return (Caller::User { arn, id: None }, Some(B));
        }
        4..=6 => Caller::RoleSession {
            arn: own("arn:aws:sts::111122223333:assumed-role/R/s"),
            role_arn: own(choices.pick(&[
                "arn:aws:iam::111122223333:role/p/R",
                "arn:aws:iam::111122223333:role/R",
            ])),
            role_id: id(choices, ROLE_ID),
        },
        7 => Caller::RoleSession {
            arn: own("arn:aws:sts::111122223333:assumed-role/X/s"),
            role_arn: own("arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/X"),
            role_id: None,
        },
        8 => Caller::Role {
            arn: own("arn:aws:iam::111122223333:role/p/R"),
            id: id(choices, ROLE_ID),
        },
        9 | 10 => Caller::FederatedUser {
            arn: own("arn:aws:sts::111122223333:federated-user/f"),
            user_arn: own("arn:aws:iam::111122223333:user/bob"),
            user_id: id(choices, BOB_ID),
        },
        11 | 12 => Caller::Root {
            arn: own("arn:aws:iam::111122223333:root"),
        },
        13 => {
            let name = choices.pick(&["ec2.amazonaws.com", "rolesanywhere.amazonaws.com"]);
            return (Caller::Service { name: own(name) }, None);
        }
        14 => {
            let providers = [
                "accounts.google.com",
                "arn:aws:iam::111122223333:oidc-provider/host/path",
            ];
            let provider = own(choices.pick(&providers));
            return (Caller::Federated { provider }, None);
        }
        _ => return (Caller::Anonymous, None),
    };
    (caller, Some(A))
}

pub(super) fn ids(choices: &mut Choices<'_>) -> BTreeMap<String, String> {
    let role_id = choices.pick(&[ROLE_ID, OLD_ROLE_ID]);
    let known = [
        ("arn:aws:iam::111122223333:user/bob", BOB_ID),
        ("arn:aws:iam::111122223333:role/p/R", role_id),
    ];
    known.map(|(arn, id)| (arn.to_owned(), id.to_owned())).into()
}

type Values = &'static [&'static str];

pub(super) const STRINGS: Values = &["a", "bob", "A", "abc", "", "a*", "${k}", "é", "É"];
pub(super) const NUMBERS: Values = &["10", "9.5", "-3", "10.0", "1e1", "0", "-0", "0.10E2", "abc", ""];
pub(super) const DATES: Values = &[
    "2026-01-02T03:04:05Z",
    "1767323045",
    "2026-01-02T04:04:05+01:00",
    "2026-01-02",
    "2026-01-02t2:00:00",
    "2026-01-02T03:04:05.5Z",
    "2026-01",
    "2026",
    "-5",
    "soon",
];
pub(super) const BOOLS: Values = &["true", "false", "TRUE", "yes"];
pub(super) const ADDRESSES: Values = &[
    "203.0.113.7",
    "10.0.0.5",
    "2001:db8::1",
    "::",
    "somewhere",
    "203.0.113.7/32",
    "",
];
pub(super) const ARNS: Values = &[
    "arn:aws:sns:us-east-1:111122223333:t",
    "arn:aws:iam::111122223333:role/p/R",
    "arn:aws:s3:::b/a:b/c",
    "arn:aws:sns:t",
    "a",
];
pub(super) const BYTES: Values = &["QmluYXJ5", "QQ==", "", "!!"];

/// Single-valued keys.
pub(super) const SINGLE: &[(&str, Values)] = &[
    ("k", STRINGS),
    ("aws:username", &["bob", "x", "a"]),
    ("aws:PrincipalTag/Team", &["red", "a", "*"]),
    ("n", NUMBERS),
    ("d", DATES),
    ("b", BOOLS),
    ("i", ADDRESSES),
    ("r", ARNS),
    ("y", BYTES),
];

/// Multi-valued keys.
pub(super) const MULTI: &[(&str, Values)] = &[
    ("ks", STRINGS),
    ("ns", NUMBERS),
    ("ds", DATES),
    ("bs", BOOLS),
    ("is", ADDRESSES),
    ("rs", ARNS),
    ("ys", BYTES),
];
