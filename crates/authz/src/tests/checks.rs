//! What a caller's own policies allow.

use super::*;

#[test]
fn a_check_is_denied_by_default_and_says_why() {
    let check = |caller: &Caller, document: Option<&str>| {
        let caller = match document {
            Some(document) => user(Some(document)),
            None => caller.clone(),
        };
        let arn = alice().arn(tegata_base::Partition::Aws);
        let access = Access::Checks(vec![Check::on("iam:GetUser", &arn, account())]);
        permit::<Operation>(&caller, access, &Snapshot::default(), &PolicyCache::new(1 << 20)).map(drop)
    };
    let nobody = user(None);
    let Err(AuthzError::Denied(denied)) = check(&nobody, None) else {
        panic!("allowed")
    };
    assert_eq!(
        denied.message,
        "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: iam:GetUser on resource: \
         arn:aws:iam::111122223333:user/alice because no identity-based policy allows the iam:GetUser action"
    );
    assert!(!denied.explicit);
    assert!(check(&nobody, Some(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:Get*","Resource":"*"}}"#)).is_ok());
    let both = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"No","Effect":"Deny","Action":"iam:GetUser","Resource":"*"}]}"#;
    let Err(AuthzError::Denied(denied)) = check(&nobody, Some(both)) else {
        panic!("allowed")
    };
    assert!(denied.explicit);
    assert_eq!((denied.statement, denied.sid.as_deref()), (Some(1), Some("No")));
    assert_eq!(
        denied.policy.as_deref(),
        Some("arn:aws:iam::111122223333:user/alice/p")
    );
    assert!(check(&caller(Identity::Root(account())), None).is_ok());
}

#[test]
fn sessions_issued_before_a_revocation_are_denied() {
    let revoke = |instant: &str| {
        let document = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"*","Resource":"*"}},{{"Effect":"Deny","Action":"*","Resource":"*","Condition":{{"DateLessThan":{{"aws:TokenIssueTime":"{instant}"}}}}}}]}}"#
        );
        let caller = role_session(
            Role {
                inline: inline(&document),
                ..role("h", TRUST_ALICE)
            },
            &[],
            None,
        );
        let access = Access::Checks(vec![Check::on_any("iam:ListUsers", account())]);
        permit::<Operation>(&caller, access, &Snapshot::default(), &PolicyCache::new(1 << 20)).is_ok()
    };
    assert!(revoke("2026-01-02T03:03:20Z"));
    assert!(!revoke("2026-01-02T03:03:21Z"));
}

#[test]
fn a_session_policy_narrows_and_a_gone_one_allows_nothing() {
    let everything = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let hop = Role {
        inline: inline(everything),
        ..role("h", TRUST_ALICE)
    };
    let with = |policy: Option<&str>, gone: bool| {
        let caller = role_session(hop.clone(), &[], None);
        let mut claims = caller.session.as_deref().unwrap().clone();
        claims.policy = policy.map(str::to_owned);
        if gone {
            let id = unique_id("ANPAAAAAAAAAAAAAAGONE");
            claims.managed_policies = vec![tegata_session::ManagedPolicy::Customer(id)];
        }
        let caller = Caller {
            session: Some(Arc::new(claims)),
            ..caller
        };
        let access = Access::Checks(vec![Check::on_any("iam:ListUsers", account())]);
        permit::<Operation>(&caller, access, &Snapshot::default(), &PolicyCache::new(1 << 20)).is_ok()
    };
    assert!(with(None, false));
    assert!(!with(None, true));
    assert!(with(
        Some(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}}"#),
        true
    ));
    assert!(!with(Some(ASSUME_ANYTHING), false));
}
