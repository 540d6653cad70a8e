//! The global condition keys, row by row: who has each of them, with which value (IAM user guide, "AWS
//! global condition context keys").

use tegata_policy::Value;

use super::*;
use crate::Context;

/// A value of a condition key as text; a list in brackets.
fn value(context: &Context, key: &str) -> Option<String> {
    let key = key.to_lowercase();
    let found = context.iter().find(|(name, _)| *name == key);
    found.map(|(_, value)| match value {
        Value::Single(text) => text.to_owned(),
        Value::Multi(texts) => format!("[{}]", texts.join(",")),
    })
}

fn tagged() -> Role {
    Role {
        tags: Tags::from_list(vec![tag("stage", "test"), tag("team", "role")]).unwrap(),
        path: "/p/".into(),
        ..role("r", TRUST_ACCOUNT)
    }
}

fn with_session(caller: Caller, edit: impl FnOnce(&mut Claims)) -> Caller {
    let hop = role_session(tagged(), &[], None);
    let mut claims = hop.session.as_deref().unwrap().clone();
    edit(&mut claims);
    Caller {
        session: Some(Arc::new(claims)),
        ..caller
    }
}

/// The callers of the table's columns: root, a user with a key, the user with a session of
/// `GetSessionToken` and a second factor, a session of a role, a service.
fn columns() -> [Context; 5] {
    let root = caller(Identity::Root(account()));
    let mut alice = caller(Identity::User(Arc::new(User {
        tags: Tags::from_list(vec![tag("team", "blue")]).unwrap(),
        path: "/u/".into(),
        ..alice()
    })));
    let mfa = with_session(alice.clone(), |claims| {
        claims.kind = Kind::SessionToken;
        claims.mfa = Some(Timestamp::from_second(1_767_323_005).unwrap());
    });
    alice.request.user_agent = Some("aws-cli/2".into());
    alice.request.referer = Some("https://example.com/".into());
    alice.request.secure_transport = true;
    let session = role_session(tagged(), &[("team", "session")], Some("alice"));
    [
        Context::of_request(&root),
        Context::of_request(&alice),
        Context::of_request(&mfa),
        Context::of_request(&session),
        service(),
    ]
}

/// The keys of the AssumeRole that Roles Anywhere makes, as its refusal tells them.
fn service() -> Context {
    let request = AssumeRequest {
        source_identity: Some("CN=vm".into()),
        service: Some(ServiceCall {
            principal: "rolesanywhere.amazonaws.com",
            source_arn: "arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/a"
                .parse()
                .unwrap(),
            source_account: account(),
            origin: Origin::AccessKey("AKIAIOSFODNN7EXAMPLE".parse().unwrap()),
            tags: Tags::from_list(vec![tag("x509Subject/CN", "vm")]).unwrap(),
            findings: None,
        }),
        ..request("r")
    };
    refused(&user(None), &role("r", TRUST_ALICE), request)
}

fn refused(caller: &Caller, role: &Role, request: AssumeRequest) -> Context {
    let request = AssumeRequest {
        role_arn: role.arn(tegata_base::Partition::Aws),
        ..request
    };
    match try_assume(caller, std::slice::from_ref(role), request) {
        Err(AuthzError::Denied(denied)) => denied.context,
        _ => panic!("not denied"),
    }
}

const NO: Option<&str> = None;

#[test]
fn each_global_key_is_there_for_those_who_have_it() {
    let user_arn = Some("arn:aws:iam::111122223333:user/u/alice");
    let number = Some("111122223333");
    let all = |text| [Some(text); 5];
    let rows: &[(&str, [Option<&str>; 5])] = &[
        (
            "aws:PrincipalArn",
            [
                Some("arn:aws:iam::111122223333:root"),
                user_arn,
                user_arn,
                Some("arn:aws:iam::111122223333:role/p/r"),
                NO,
            ],
        ),
        ("aws:PrincipalAccount", [number, number, number, number, NO]),
        (
            "aws:PrincipalType",
            [
                Some("Account"),
                Some("User"),
                Some("User"),
                Some("AssumedRole"),
                NO,
            ],
        ),
        (
            "aws:userid",
            [
                number,
                Some("AIDAAAAAAAAAAAAAAALIC"),
                Some("AIDAAAAAAAAAAAAAAALIC"),
                Some("AROAAAAAAAAAAAAAAAAAR:hop"),
                NO,
            ],
        ),
        ("aws:username", [NO, Some("alice"), Some("alice"), NO, NO]),
        (
            "aws:PrincipalTag/team",
            [NO, Some("blue"), Some("blue"), Some("session"), NO],
        ),
        ("aws:PrincipalTag/stage", [NO, NO, NO, Some("test"), NO]),
        ("aws:PrincipalTag/x509Subject/CN", [NO, NO, NO, NO, Some("vm")]),
        (
            "aws:PrincipalIsAWSService",
            [
                Some("false"),
                Some("false"),
                Some("false"),
                Some("false"),
                Some("true"),
            ],
        ),
        (
            "aws:PrincipalServiceName",
            [NO, NO, NO, NO, Some("rolesanywhere.amazonaws.com")],
        ),
        (
            "aws:PrincipalServiceNamesList",
            [NO, NO, NO, NO, Some("[rolesanywhere.amazonaws.com]")],
        ),
        (
            "aws:TokenIssueTime",
            [
                NO,
                NO,
                Some("2026-01-02T03:03:20Z"),
                Some("2026-01-02T03:03:20Z"),
                NO,
            ],
        ),
        (
            "aws:MultiFactorAuthPresent",
            [NO, NO, Some("true"), Some("false"), NO],
        ),
        ("aws:MultiFactorAuthAge", [NO, NO, Some("40"), NO, NO]),
        ("aws:SourceIdentity", [NO, NO, NO, Some("alice"), NO]),
        (
            "aws:SourceIp",
            [
                Some("127.0.0.1"),
                Some("127.0.0.1"),
                Some("127.0.0.1"),
                Some("127.0.0.1"),
                NO,
            ],
        ),
        ("aws:UserAgent", [NO, Some("aws-cli/2"), NO, NO, NO]),
        ("aws:referer", [NO, Some("https://example.com/"), NO, NO, NO]),
        (
            "aws:SecureTransport",
            [
                Some("false"),
                Some("true"),
                Some("false"),
                Some("false"),
                Some("false"),
            ],
        ),
        ("aws:CurrentTime", all("2026-01-02T03:04:05Z")),
        ("aws:EpochTime", all("1767323045")),
        ("aws:RequestedRegion", all("us-east-1")),
        ("aws:ViaAWSService", all("false")),
        ("aws:CalledVia", [NO; 5]),
        ("aws:CalledViaFirst", [NO; 5]),
        ("aws:CalledViaLast", [NO; 5]),
        ("aws:SourceAccount", [NO, NO, NO, NO, number]),
        (
            "aws:SourceArn",
            [
                NO,
                NO,
                NO,
                NO,
                Some("arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/a"),
            ],
        ),
        ("aws:PrincipalOrgID", [NO; 5]),
        ("aws:SourceVpc", [NO; 5]),
        ("aws:FederatedProvider", [NO; 5]),
        ("aws:AssumedRoot", [NO; 5]),
    ];
    let columns = columns();
    for (key, expected) in rows {
        let found = columns.each_ref().map(|context| value(context, key));
        assert_eq!(found.each_ref().map(Option::as_deref), *expected, "{key}");
    }
}

#[test]
fn keys_of_assuming_a_role_are_there_with_what_they_tell() {
    let plain = refused(&user(None), &role("r", TRUST_SERVICE), request("r"));
    let session = role_session(tagged(), &[("team", "session")], Some("alice"));
    let full = AssumeRequest {
        tags: vec![tag("cost", "12")],
        transitive_tag_keys: vec!["cost".into()],
        external_id: Some("e-1".into()),
        ..request("r")
    };
    let target = Role {
        tags: Tags::from_list(vec![tag("team", "target"), tag("zone", "a")]).unwrap(),
        ..role("t", TRUST_SERVICE)
    };
    let full = refused(&session, &target, full);
    let rows = [
        ("sts:RoleSessionName", Some("session"), Some("session")),
        ("sts:ExternalId", None, Some("e-1")),
        ("sts:SourceIdentity", None, Some("alice")),
        ("aws:SourceIdentity", None, Some("alice")),
        ("sts:TransitiveTagKeys", None, Some("[cost,team]")),
        ("aws:TagKeys", None, Some("[cost,team]")),
        ("aws:RequestTag/cost", None, Some("12")),
        ("aws:RequestTag/team", None, Some("session")),
        // An inherited transitive tag stands above the role's own.
        ("aws:ResourceTag/team", None, Some("session")),
        ("iam:ResourceTag/zone", None, Some("a")),
        ("aws:ResourceAccount", Some("111122223333"), Some("111122223333")),
        ("aws:PrincipalTag/team", None, Some("session")),
    ];
    for (key, without, with) in rows {
        assert_eq!(value(&plain, key).as_deref(), without, "{key}");
        assert_eq!(value(&full, key).as_deref(), with, "{key}");
    }
}

#[test]
fn keys_of_a_check_are_there_with_what_they_tell() {
    let tags = Tags::from_list(vec![tag("team", "blue")]).unwrap();
    let context = |check: Check| {
        let access = Access::Checks(vec![check]);
        let cache = PolicyCache::new(1 << 20);
        match permit::<Operation>(&user(None), access, &Snapshot::default(), &cache) {
            Err(AuthzError::Denied(denied)) => denied.context,
            _ => panic!("not denied"),
        }
    };
    let on = |action| Check::on_text(action, "arn:aws:iam::111122223333:user/bob".into(), account());
    let plain = context(on("iam:GetUser"));
    let full = context(
        on("iam:TagUser")
            .with("iam:PermissionsBoundary", "arn:aws:iam::111122223333:policy/b")
            .with_resource_tags(&tags)
            .with_request_tags(&tags),
    );
    let elsewhere = context(on("rolesanywhere:TagResource").with_resource_tags(&tags));
    let rows = [
        (
            "aws:ResourceAccount",
            Some("111122223333"),
            Some("111122223333"),
            Some("111122223333"),
        ),
        ("aws:ResourceTag/team", None, Some("blue"), Some("blue")),
        ("iam:ResourceTag/team", None, Some("blue"), None),
        ("aws:RequestTag/team", None, Some("blue"), None),
        ("aws:TagKeys", None, Some("[team]"), None),
        (
            "iam:PermissionsBoundary",
            None,
            Some("arn:aws:iam::111122223333:policy/b"),
            None,
        ),
    ];
    for (key, in_plain, in_full, in_other) in rows {
        assert_eq!(value(&plain, key).as_deref(), in_plain, "{key}");
        assert_eq!(value(&full, key).as_deref(), in_full, "{key}");
        assert_eq!(value(&elsewhere, key).as_deref(), in_other, "{key}");
    }
}
