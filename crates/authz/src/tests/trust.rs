//! Whom a role's trust policy lets in.

use super::*;

#[test]
fn a_trust_policy_that_names_the_user_is_enough() {
    assert!(try_assume(&user(None), &[role("r", TRUST_ALICE)], request("r")).is_ok());
}

#[test]
fn a_trust_policy_that_names_the_account_needs_the_users_policy_too() {
    let roles = [role("r", TRUST_ACCOUNT)];
    assert_eq!(
        denied_action(try_assume(&user(None), &roles, request("r"))),
        "sts:AssumeRole"
    );
    assert!(try_assume(&user(Some(ASSUME_ANYTHING)), &roles, request("r")).is_ok());
}

#[test]
fn a_user_created_again_under_the_same_name_is_not_trusted() {
    let other = User {
        id: unique_id("AIDAAAAAAAAAAAAAAOTHE"),
        ..alice()
    };
    let caller = caller(Identity::User(Arc::new(other)));
    assert_eq!(
        denied_action(try_assume(&caller, &[role("r", TRUST_ALICE)], request("r"))),
        "sts:AssumeRole"
    );
}

#[test]
fn a_role_that_does_not_exist_is_denied_in_the_same_words() {
    let caller = user(Some(ASSUME_ANYTHING));
    let message = |roles: &[Role]| match try_assume(&caller, roles, request("r")) {
        Err(error) => error.to_string(),
        Ok(_) => panic!("allowed"),
    };
    let expected = "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: sts:AssumeRole \
                    on resource: arn:aws:iam::111122223333:role/r";
    assert_eq!(message(&[]), expected);
    assert_eq!(message(&[role("r", TRUST_SERVICE)]), expected);
}

#[test]
fn a_role_is_found_by_path_and_exact_name() {
    let caller = user(Some(ASSUME_ANYTHING));
    let roles = [Role {
        path: "/a/b/".into(),
        ..role("r", TRUST_ACCOUNT)
    }];
    assert!(try_assume(&caller, &roles, request("a/b/r")).is_ok());
    for name in ["r", "a/r", "a/b/R", "/a/b/r", "a//b/r"] {
        assert_eq!(
            denied_action(try_assume(&caller, &roles, request(name))),
            "sts:AssumeRole",
            "{name}"
        );
    }
}

/// A deny that names the role must see the role's own ARN, whatever the caller writes.
#[test]
fn a_role_is_not_found_by_the_arn_of_another_partition() {
    let caller = user(Some(ASSUME_ANYTHING));
    for partition in ["aws-cn", "aws-us-gov", "zz"] {
        let role_arn = format!("arn:{partition}:iam::111122223333:role/r")
            .parse()
            .unwrap();
        let request = AssumeRequest {
            role_arn,
            ..request("r")
        };
        assert_eq!(
            denied_action(try_assume(&caller, &[role("r", TRUST_ACCOUNT)], request)),
            "sts:AssumeRole",
            "{partition}"
        );
    }
}

#[test]
fn root_may_not_assume_a_role() {
    let caller = caller(Identity::Root(account()));
    assert_eq!(
        refusal(try_assume(&caller, &[role("r", TRUST_ACCOUNT)], request("r"))),
        AssumeError::Root
    );
}

#[test]
fn tags_and_source_identity_are_actions_of_their_own() {
    let caller = user(Some(ASSUME_ANYTHING));
    let roles = [role("r", TRUST_ASSUME_ONLY)];
    let tagged = AssumeRequest {
        tags: vec![tag("a", "1")],
        ..request("r")
    };
    assert_eq!(
        denied_action(try_assume(&caller, &roles, tagged)),
        "sts:TagSession"
    );
    let named = AssumeRequest {
        source_identity: Some("me".into()),
        ..request("r")
    };
    assert_eq!(
        denied_action(try_assume(&caller, &roles, named)),
        "sts:SetSourceIdentity"
    );
    assert!(try_assume(&caller, &roles, request("r")).is_ok());
}

#[test]
fn a_service_assumes_by_the_trust_policy_alone() {
    let origin = Origin::AccessKey("AKIAIOSFODNN7EXAMPLE".parse().unwrap());
    let as_service = |anchor: &str, cn: &str| {
        let source_arn = format!("arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/{anchor}");
        let request = AssumeRequest {
            source_identity: Some(format!("CN={cn}")),
            duration_seconds: Some(7200),
            service: Some(ServiceCall {
                principal: "rolesanywhere.amazonaws.com",
                source_arn: source_arn.parse().unwrap(),
                source_account: account(),
                origin: origin.clone(),
                tags: Tags::from_list(vec![tag("x509Subject/CN", cn)]).unwrap(),
                findings: None,
            }),
            ..request("r")
        };
        try_assume(&user(None), &[role("r", TRUST_SERVICE)], request)
    };
    let session = claims(as_service("a", "vm").unwrap());
    assert_eq!(session.source_identity.as_deref(), Some("CN=vm"));
    assert!(!session.chained && session.ancestors.is_empty());
    assert_eq!(denied_action(as_service("b", "vm")), "sts:AssumeRole");
    assert_eq!(denied_action(as_service("a", "other")), "sts:AssumeRole");
    assert_eq!(
        denied_action(try_assume(
            &user(Some(ASSUME_ANYTHING)),
            &[role("r", TRUST_SERVICE)],
            request("r")
        )),
        "sts:AssumeRole"
    );
}

/// Whether another account has a role, and that it denies, is its own affair: the whole refusal reads the same.
#[test]
fn a_refusal_tells_nothing_of_another_accounts_role() {
    const THEIRS: &str = "444455556666";
    let document = |effect: &str, account: &str| {
        let statement =
            format!(r#"{{"Effect":"{effect}","Principal":{{"AWS":"{account}"}},"Action":"sts:AssumeRole"}}"#);
        format!(r#"{{"Version":"2012-10-17","Statement":{statement}}}"#)
    };
    let theirs = |trust: &str| {
        vec![Role {
            account: THEIRS.parse().unwrap(),
            tags: Tags::from_list(vec![tag("secret", "theirs")]).unwrap(),
            ..role("r", trust)
        }]
    };
    let deny_own = r#"{"Version":"2012-10-17","Statement":[{"Sid":"Mine","Effect":"Deny","Action":"sts:AssumeRole","Resource":"*"},{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    for own in [None, Some(ASSUME_ANYTHING), Some(deny_own)] {
        let caller = user(own);
        let told = |roles: &[Role]| {
            let request = AssumeRequest {
                role_arn: format!("arn:aws:iam::{THEIRS}:role/r").parse().unwrap(),
                tags: vec![tag("a", "1")],
                ..request("r")
            };
            let Err(AuthzError::Denied(denied)) = try_assume(&caller, roles, request) else {
                panic!("not denied");
            };
            let told: Vec<_> = denied
                .told(account())
                .map(|(key, value)| format!("{key}={value:?}"))
                .collect();
            let trace = format!("{:?}", denied.trace());
            (denied.message.clone(), told, trace, denied)
        };
        let (message, context, trace, missing) = told(&[]);
        assert_eq!(missing.explicit, own == Some(deny_own));
        assert!(
            context.iter().any(|key| key.starts_with("aws:requesttag/a")),
            "{context:?}"
        );
        for trust in [
            document("Deny", "111122223333"),
            document("Deny", "*"),
            document("Allow", "999999999999"),
            TRUST_SERVICE.to_owned(),
        ] {
            let (other, keys, traced, denied) = told(&theirs(&trust));
            assert_eq!((&other, &keys, &traced), (&message, &context, &trace), "{trust}");
            let shown = |denied: &Denied| {
                let Denied {
                    explicit,
                    policy_type,
                    policy,
                    statement,
                    sid,
                    ..
                } = denied.clone();
                (explicit, policy_type, policy, statement, sid)
            };
            assert_eq!(shown(&denied), shown(&missing), "{trust}");
        }
    }
}
