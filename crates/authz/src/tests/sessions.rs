//! What a new session is given, and for how long.

use super::*;

#[test]
fn session_tags_have_rules() {
    let caller = user(None);
    let with = |tags: &[(&str, &str)], transitive: &[&str]| {
        let tags = tags.iter().map(|(key, value)| tag(key, value)).collect();
        let transitive_tag_keys = transitive.iter().map(|key| (*key).to_owned()).collect();
        let request = AssumeRequest {
            tags,
            transitive_tag_keys,
            ..request("r")
        };
        try_assume(&caller, &[role("r", TRUST_ALICE)], request)
    };
    assert!(matches!(
        refusal(with(&[("a", "1"), ("A", "2")], &[])),
        AssumeError::DuplicateTags(_)
    ));
    assert_eq!(
        refusal(with(&[("a", "1")], &["b"])),
        AssumeError::TransitiveKeyMissing
    );
    assert_eq!(refusal(with(&[("aws:x", "1")], &[])), AssumeError::ReservedTag);
    let claims = claims(with(&[("a", "1"), ("b", "2")], &["A"]).unwrap());
    assert_eq!(claims.tags.len(), 2);
    assert_eq!(claims.transitive_tag_keys, ["A"]);
}

#[test]
fn transitive_tags_and_source_identity_follow_the_next_hop() {
    let hop = Role {
        inline: inline(ASSUME_ANYTHING),
        ..role("h", TRUST_ALICE)
    };
    let caller = role_session(hop, &[("team", "red")], Some("alice"));
    let roles = [role("r", TRUST_ACCOUNT)];
    let session = claims(try_assume(&caller, &roles, request("r")).unwrap());
    assert_eq!(session.tags.get("team"), Some("red"));
    assert_eq!(session.transitive_tag_keys, ["team"]);
    assert_eq!(session.source_identity.as_deref(), Some("alice"));
    assert!(session.chained);
    let before = caller.session.as_ref().unwrap();
    assert_eq!(session.ancestors, [before.id, before.ancestors[0]]);
    assert_eq!(session.origin, before.origin);

    let conflict = AssumeRequest {
        tags: vec![tag("TEAM", "blue")],
        ..request("r")
    };
    assert_eq!(
        refusal(try_assume(&caller, &roles, conflict)),
        AssumeError::TransitiveConflict
    );
    let other = AssumeRequest {
        source_identity: Some("bob".into()),
        ..request("r")
    };
    assert_eq!(
        refusal(try_assume(&caller, &roles, other)),
        AssumeError::SourceIdentityChange
    );
    let assume_only = [role("r", TRUST_ASSUME_ONLY)];
    assert_eq!(
        denied_action(try_assume(&caller, &assume_only, request("r"))),
        "sts:TagSession"
    );
}

#[test]
fn durations_are_refused_never_cut() {
    let roles = [role("r", TRUST_ACCOUNT)];
    let for_seconds = |caller: &Caller, seconds| {
        try_assume(
            caller,
            &roles,
            AssumeRequest {
                duration_seconds: Some(seconds),
                ..request("r")
            },
        )
    };
    let by_user = user(Some(ASSUME_ANYTHING));
    assert_eq!(for_seconds(&by_user, 7200).unwrap().seconds(), 7200);
    assert_eq!(refusal(for_seconds(&by_user, 7201)), AssumeError::TooLong);
    let hop = Role {
        inline: inline(ASSUME_ANYTHING),
        ..role("h", TRUST_ALICE)
    };
    let by_role = role_session(hop, &[], None);
    assert_eq!(for_seconds(&by_role, 3600).unwrap().seconds(), 3600);
    assert_eq!(refusal(for_seconds(&by_role, 3601)), AssumeError::ChainedTooLong);
}

#[test]
fn session_policies_are_checked() {
    let caller = user(None);
    let with = |policy: Option<String>, arns: &[&str]| {
        let policy_arns = arns.iter().map(|arn| (*arn).to_owned()).collect();
        try_assume(
            &caller,
            &[role("r", TRUST_ALICE)],
            AssumeRequest {
                policy,
                policy_arns,
                ..request("r")
            },
        )
    };
    assert!(matches!(
        refusal(with(Some("{".into()), &[])),
        AssumeError::MalformedPolicy(_)
    ));
    assert_eq!(
        refusal(with(Some(" ".repeat(2049)), &[])),
        AssumeError::PlaintextTooLarge
    );
    let missing = "arn:aws:iam::111122223333:policy/none";
    assert_eq!(
        refusal(with(None, &[missing])),
        AssumeError::UnknownPolicy(missing.into())
    );
    assert_eq!(refusal(with(None, &[missing; 11])), AssumeError::TooManyPolicies);
    for other in [
        "arn:aws-cn:iam::aws:policy/AdministratorAccess",
        "arn:aws:iam::aws:policy//AdministratorAccess",
    ] {
        assert_eq!(
            refusal(with(None, &[other])),
            AssumeError::UnknownPolicy(other.into())
        );
    }
    let claims = claims(
        with(
            Some(ASSUME_ANYTHING.into()),
            &["arn:aws:iam::aws:policy/AdministratorAccess"],
        )
        .unwrap(),
    );
    assert_eq!(claims.policy.as_deref(), Some(ASSUME_ANYTHING));
    assert_eq!(claims.managed_policies.len(), 1);
}

#[test]
fn a_session_token_is_for_long_term_keys() {
    let token = |caller: &Caller, duration_seconds| {
        let access = Access::Token(TokenRequest {
            duration_seconds,
            mfa: None,
        });
        permit::<Operation>(caller, access, &Snapshot::default(), &PolicyCache::new(1 << 20))
            .map(|permit| permit.into_grant().unwrap())
    };
    assert_eq!(token(&user(None), None).unwrap().seconds(), 43_200);
    assert_eq!(
        token(&caller(Identity::Root(account())), Some(129_600))
            .unwrap()
            .seconds(),
        3600
    );
    let session = role_session(role("h", TRUST_ALICE), &[], None);
    assert_eq!(refusal(token(&session, None)), AssumeError::SessionCredentials);
}

#[test]
fn what_is_too_much_for_a_token_is_refused_when_it_is_minted() {
    let mut bytes = [0_u8; 12_000];
    OsRng.fill(&mut bytes);
    let random = |at: usize| {
        bytes[at * 240..(at + 1) * 240]
            .iter()
            .map(|b| char::from(b'a' + b % 26))
            .collect::<String>()
    };
    let tags = (0..50).map(|at| tag(&format!("key{at}"), &random(at))).collect();
    let request = AssumeRequest { tags, ..request("r") };
    let grant = try_assume(&user(None), &[role("r", TRUST_ALICE)], request).unwrap();
    let ring = KeyRing::generate(&mut OsRng, Timestamp::UNIX_EPOCH);
    assert!(
        matches!(grant.mint(&ring, 1, &mut OsRng), Err(AssumeError::PackedTooLarge(percent)) if percent > 100)
    );
}
