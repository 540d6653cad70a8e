//! Federated users: who may make one, and what one may do.

use tegata_session::Principal as SessionPrincipal;

use super::*;
use crate::{FederatedUser, FederationRequest};

fn request(policy: Option<&str>) -> FederationRequest {
    FederationRequest {
        name: "visitor".into(),
        duration_seconds: None,
        tags: Vec::new(),
        policy: policy.map(str::to_owned),
        policy_arns: Vec::new(),
    }
}

fn federate(caller: &Caller, request: FederationRequest) -> Result<Grant, AuthzError> {
    let access = Access::Federation(Box::new(request));
    permit::<Operation>(caller, access, &Snapshot::default(), &PolicyCache::new(1 << 20))
        .map(|permit| permit.into_grant().unwrap())
}

/// The federated user of a grant, as a caller.
fn visitor(grant: Grant, issuer: Option<User>) -> Caller {
    let claims = claims(grant);
    Caller {
        session: Some(Arc::new(claims)),
        ..caller(Identity::Federated(FederatedUser {
            account: account(),
            issuer: issuer.map(Arc::new),
            name: "visitor".into(),
        }))
    }
}

fn may(caller: &Caller, action: &'static str) -> Result<(), String> {
    let access = Access::Checks(vec![Check::on_any(action, account())]);
    let permit = permit::<Operation>(caller, access, &Snapshot::default(), &PolicyCache::new(1 << 20));
    permit.map(|_| ()).map_err(|error| error.to_string())
}

#[test]
fn a_federated_user_is_its_issuer_within_the_session_policies() {
    let issuer = user(Some(ASSUME_ANYTHING));
    let Identity::User(alice) = &issuer.identity else {
        panic!()
    };
    let only = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["sts:Get*","s3:*"],"Resource":"*"}}"#;
    let made = visitor(
        federate(&issuer, request(Some(only))).unwrap(),
        Some((**alice).clone()),
    );
    let claims = made.session.as_ref().unwrap();
    assert_eq!(
        (claims.kind, claims.name.as_deref()),
        (Kind::Federation, Some("visitor"))
    );
    assert_eq!(claims.principal, SessionPrincipal::User(alice.id.clone()));
    assert_eq!(may(&made, "sts:GetAccessKeyInfo"), Ok(()));
    let denied = may(&made, "sts:TagSession").unwrap_err();
    assert!(
        denied.starts_with("User: arn:aws:sts::111122223333:federated-user/visitor"),
        "{denied}"
    );
    assert!(
        denied.ends_with("no session policy allows the sts:TagSession action"),
        "{denied}"
    );
    let denied = may(&made, "s3:ListAllMyBuckets").unwrap_err();
    assert!(
        denied.ends_with("no identity-based policy allows the s3:ListAllMyBuckets action"),
        "{denied}"
    );
    // Without a session policy it may nothing.
    let bare = visitor(federate(&issuer, request(None)).unwrap(), Some((**alice).clone()));
    assert!(may(&bare, "sts:GetAccessKeyInfo").is_err());
}

#[test]
fn what_the_root_user_gives_is_bounded_by_the_session_policies_alone() {
    let root = caller(Identity::Root(account()));
    let grant = federate(
        &root,
        FederationRequest {
            duration_seconds: Some(40_000),
            ..request(Some(ASSUME_ANYTHING))
        },
    );
    let grant = grant.unwrap();
    assert_eq!(grant.seconds(), 3600);
    let made = visitor(grant, None);
    assert_eq!(may(&made, "sts:GetAccessKeyInfo"), Ok(()));
    assert!(may(&made, "s3:ListAllMyBuckets").is_err());
    let bare = visitor(federate(&root, request(None)).unwrap(), None);
    assert!(may(&bare, "sts:GetAccessKeyInfo").is_err());
}

#[test]
fn who_may_make_one() {
    assert_eq!(
        denied_action(federate(&user(None), request(None))),
        "sts:GetFederationToken"
    );
    let issuer = user(Some(ASSUME_ANYTHING));
    assert_eq!(federate(&issuer, request(None)).unwrap().seconds(), 43_200);
    let made = visitor(
        federate(&issuer, request(Some(ASSUME_ANYTHING))).unwrap(),
        Some(alice()),
    );
    let session = role_session(role("one", TRUST_ACCOUNT), &[], None);
    for temporary in [&made, &session] {
        assert_eq!(
            refusal(federate(temporary, request(None))),
            AssumeError::FederationBySession
        );
    }
    let token = Access::Token(TokenRequest {
        duration_seconds: None,
        mfa: None,
    });
    let token = permit::<Operation>(&made, token, &Snapshot::default(), &PolicyCache::new(1 << 20));
    assert!(matches!(
        token,
        Err(AuthzError::Assume(AssumeError::SessionCredentials))
    ));
    // Whatever the policies say, a federated user assumes no role.
    let trusting = role("one", TRUST_ACCOUNT);
    assert_eq!(
        denied_action(try_assume(&made, &[trusting], super::request("one"))),
        "sts:AssumeRole"
    );
}

#[test]
fn tags_and_policies_that_are_refused() {
    let issuer = user(Some(ASSUME_ANYTHING));
    let tagged = |tags: &[&str]| FederationRequest {
        tags: tags.iter().map(|key| tag(key, "v")).collect(),
        ..request(None)
    };
    assert!(matches!(
        refusal(federate(&issuer, tagged(&["a", "A"]))),
        AssumeError::DuplicateTags(_)
    ));
    assert_eq!(
        refusal(federate(&issuer, tagged(&["aws:x"]))),
        AssumeError::ReservedTag
    );
    let only_token = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:GetFederationToken","Resource":"*"}}"#;
    assert_eq!(
        denied_action(federate(&user(Some(only_token)), tagged(&["a"]))),
        "sts:TagSession"
    );
    assert!(matches!(
        refusal(federate(&issuer, request(Some("{}")))),
        AssumeError::MalformedPolicy(_)
    ));
    let long = " ".repeat(2049);
    assert_eq!(
        refusal(federate(&issuer, request(Some(&long)))),
        AssumeError::PlaintextTooLarge
    );
    let arns = vec!["arn:aws:iam::111122223333:policy/none".to_owned()];
    let unknown = FederationRequest {
        policy_arns: arns.clone(),
        ..request(None)
    };
    assert_eq!(
        refusal(federate(&issuer, unknown)),
        AssumeError::UnknownPolicy(arns[0].clone())
    );
}
