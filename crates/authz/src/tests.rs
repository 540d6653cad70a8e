mod context_keys;
mod held;
mod messages;
mod resource_policies;
mod traces;

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use jiff::Timestamp;
use tegata_base::{AccountId, Rng, Tag, Tags, UniqueId};
use tegata_crypto::OsRng;
use tegata_session::{Claims, KeyRing, Kind, Origin, Principal, SessionId};
use tegata_state::{
    AccessKey, Entity as _, InlinePolicy, KeyOwner, PolicyCache, PolicyDoc, Role, Snapshot, User,
};
use tegata_store::Revision;

use crate::{
    Access, AssumeError, AssumeRequest, AuthzError, Caller, Check, Denied, Grant, Identity, RequestFacts,
    ServiceCall, TokenRequest, permit,
};

struct Operation;

const TRUST_ALICE: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/alice"},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}}"#;
const TRUST_ACCOUNT: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}}"#;
const TRUST_ASSUME_ONLY: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}}"#;
const TRUST_SERVICE: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"rolesanywhere.amazonaws.com"},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"],"Condition":{"StringEquals":{"aws:PrincipalTag/x509Subject/CN":"vm"},"ArnEquals":{"aws:SourceArn":"arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/a"}}}}"#;
const ASSUME_ANYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:*","Resource":"*"}}"#;

fn account() -> AccountId {
    "111122223333".parse().unwrap()
}

fn unique_id(text: &str) -> UniqueId {
    text.parse().unwrap()
}

fn alice() -> User {
    User {
        account: account(),
        id: unique_id("AIDAAAAAAAAAAAAAAALIC"),
        name: "alice".into(),
        path: "/".into(),
        created: Timestamp::UNIX_EPOCH,
        tags: Tags::new(),
        boundary: None,
        inline: Vec::new(),
        attached: Vec::new(),
    }
}

fn role(name: &str, trust: &str) -> Role {
    let principals = [("arn:aws:iam::111122223333:user/alice".to_owned(), alice().id)];
    Role {
        account: account(),
        id: unique_id(&format!("AROAAAAAAAAAAAAAAA{:A>3}", name.to_uppercase())),
        name: name.into(),
        path: "/".into(),
        created: Timestamp::UNIX_EPOCH,
        trust: PolicyDoc::with_principals(trust, principals.into()),
        description: None,
        max_session_seconds: 7200,
        tags: Tags::new(),
        boundary: None,
        inline: Vec::new(),
        attached: Vec::new(),
    }
}

fn inline(document: &str) -> Vec<InlinePolicy> {
    vec![InlinePolicy {
        name: "p".into(),
        document: PolicyDoc::new(document),
    }]
}

fn caller(identity: Identity) -> Caller {
    Caller {
        identity,
        access_key_id: Some("AKIAIOSFODNN7EXAMPLE".parse().unwrap()),
        session: None,
        request: RequestFacts {
            now: Timestamp::from_second(1_767_323_045).unwrap(),
            request_id: "r".into(),
            source_ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            user_agent: None,
            referer: None,
            secure_transport: false,
            region: "us-east-1".parse().unwrap(),
            default_account: account(),
        },
    }
}

fn user(policy: Option<&str>) -> Caller {
    caller(Identity::User(Arc::new(User {
        inline: policy.map(inline).unwrap_or_default(),
        ..alice()
    })))
}

/// A session of `role` with these tags, all of them transitive, and this source identity.
fn role_session(role: Role, tags: &[(&str, &str)], source_identity: Option<&str>) -> Caller {
    let tags: Vec<Tag> = tags
        .iter()
        .map(|(key, value)| Tag {
            key: (*key).into(),
            value: (*value).into(),
        })
        .collect();
    let claims = Claims {
        id: SessionId::generate(&mut OsRng),
        access_key_id: "ASIAIOSFODNN7EXAMPLE".parse().unwrap(),
        account: account(),
        principal: Principal::Role(role.id.clone()),
        kind: Kind::AssumedRole,
        name: Some("hop".into()),
        transitive_tag_keys: tags.iter().map(|tag| tag.key.clone()).collect(),
        tags: Tags::from_list(tags).unwrap(),
        source_identity: source_identity.map(str::to_owned),
        policy: None,
        managed_policies: Vec::new(),
        mfa: None,
        issued: Timestamp::from_second(1_767_323_000).unwrap(),
        expires: Timestamp::from_second(1_767_326_600).unwrap(),
        origin: Origin::AccessKey("AKIAIOSFODNN7EXAMPLE".parse().unwrap()),
        ancestors: vec![SessionId::generate(&mut OsRng)],
        chained: false,
        revision: 1,
    };
    let identity = Identity::Role {
        role: Arc::new(role),
        session_name: "hop".into(),
    };
    Caller {
        session: Some(Arc::new(claims)),
        ..caller(identity)
    }
}

fn request(role: &str) -> AssumeRequest {
    AssumeRequest {
        role_arn: format!("arn:aws:iam::111122223333:role/{role}").parse().unwrap(),
        session_name: "session".into(),
        duration_seconds: None,
        tags: Vec::new(),
        transitive_tag_keys: Vec::new(),
        source_identity: None,
        external_id: None,
        policy: None,
        policy_arns: Vec::new(),
        service: None,
    }
}

fn tag(key: &str, value: &str) -> Tag {
    Tag {
        key: key.into(),
        value: value.into(),
    }
}

fn try_assume(caller: &Caller, roles: &[Role], request: AssumeRequest) -> Result<Grant, AuthzError> {
    let mut snapshot = Snapshot::default();
    let puts: Vec<_> = roles.iter().map(Role::put).collect();
    snapshot.apply(Revision(1), &puts).unwrap();
    let access = Access::Assume(Box::new(request));
    permit::<Operation>(caller, access, &snapshot, &PolicyCache::new(1 << 20))
        .map(|permit| permit.into_grant().unwrap())
}

fn claims(grant: Grant) -> Claims {
    let ring = KeyRing::generate(&mut OsRng, Timestamp::UNIX_EPOCH);
    grant.mint(&ring, 7, &mut OsRng).unwrap().claims
}

fn refusal(result: Result<Grant, AuthzError>) -> AssumeError {
    match result {
        Err(AuthzError::Assume(error)) => error,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("allowed"),
    }
}

fn denied_action(result: Result<Grant, AuthzError>) -> String {
    match result {
        Err(AuthzError::Denied(denied)) => denied.action,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("allowed"),
    }
}

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
fn a_caller_is_judged_as_the_snapshot_knows_it_now() {
    let key = AccessKey {
        account: account(),
        id: "AKIAIOSFODNN7EXAMPLE".parse().unwrap(),
        owner: KeyOwner::User(alice().id),
        sealed_secret: Vec::new(),
        active: true,
        created: Timestamp::UNIX_EPOCH,
    };
    let mut snapshot = Snapshot::default();
    let mut revision = 0;
    let mut apply = |snapshot: &mut Snapshot, change| {
        revision += 1;
        snapshot.apply(Revision(revision), &[change]).unwrap();
    };
    apply(&mut snapshot, alice().put());
    apply(&mut snapshot, key.put());
    let known = Arc::clone(snapshot.user(&alice().id).unwrap());
    let caller = caller(Identity::User(known));
    assert!(matches!(caller.as_of(&snapshot), Some(Cow::Borrowed(_))));

    let renamed = User {
        name: "carol".into(),
        inline: inline(ASSUME_ANYTHING),
        ..alice()
    };
    apply(&mut snapshot, renamed.put());
    let now = caller.as_of(&snapshot).unwrap();
    assert!(matches!(&now.identity, Identity::User(user) if user.name == "carol" && user.inline.len() == 1));

    let inactive = AccessKey {
        active: false,
        ..key.clone()
    };
    apply(&mut snapshot, inactive.put());
    assert!(caller.as_of(&snapshot).is_none());
    apply(&mut snapshot, key.put());
    assert!(caller.as_of(&snapshot).is_some());
    apply(&mut snapshot, key.delete());
    assert!(caller.as_of(&snapshot).is_none());
    apply(&mut snapshot, key.put());
    apply(&mut snapshot, alice().delete());
    assert!(caller.as_of(&snapshot).is_none());
}

#[test]
fn a_session_ends_with_its_role_and_not_with_a_key() {
    let mut snapshot = Snapshot::default();
    let role = role("r", TRUST_ACCOUNT);
    snapshot.apply(Revision(1), &[role.put()]).unwrap();
    let caller = role_session(role.clone(), &[], None);
    assert!(caller.as_of(&snapshot).is_some());
    snapshot.apply(Revision(2), &[role.delete()]).unwrap();
    assert!(caller.as_of(&snapshot).is_none());
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

#[test]
fn a_session_token_is_for_long_term_keys() {
    let token = |caller: &Caller, duration_seconds| {
        let access = Access::Token(TokenRequest { duration_seconds });
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
