use tegata_policy::Effect;

use super::*;
use crate::TracedOutcome;
use crate::trace::MADE;

const MIXED: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "Elsewhere", "Effect": "Allow", "Action": "iam:GetUser", "Resource": "arn:aws:iam::111122223333:user/bob"},
    {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
    {"Effect": "Allow", "Action": "iam:Get*", "Resource": "*",
     "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}
  ]
}"#;

fn denial(policy: &str) -> Denied {
    let check = Check::on_text(
        "iam:GetUser",
        "arn:aws:iam::111122223333:user/alice".into(),
        account(),
    );
    let access = Access::Checks(vec![check]);
    let cache = PolicyCache::new(1 << 20);
    match permit::<Operation>(&user(Some(policy)), access, &Snapshot::default(), &cache) {
        Err(AuthzError::Denied(denied)) => *denied,
        _ => panic!("not denied"),
    }
}

#[test]
fn a_trace_keeps_what_nearly_allowed_and_where_it_stands() {
    let trace = denial(MIXED).trace().unwrap();
    let mut documents = trace.documents();
    let document = documents.document(0).unwrap();
    let found: Vec<_> = trace
        .statements
        .iter()
        .map(|statement| {
            let place = statement.location(document).unwrap();
            (
                statement.statement,
                statement.outcome.word(),
                place.line,
                place.column,
            )
        })
        .collect();
    assert_eq!(found, [(0, "Resource", 4, 82), (2, "Condition", 7, 29)]);
    assert_eq!(trace.statements[0].sid.as_deref(), Some("Elsewhere"));
    assert_eq!(
        trace.statements[1].outcome,
        TracedOutcome::Condition(vec!["aws:multifactorauthpresent".into()])
    );
    assert_eq!(trace.missing_keys, ["aws:multifactorauthpresent"]);
    assert_eq!(trace.omitted, 0);
    assert_eq!(trace.policies[0].sha256().len(), 64);
}

#[test]
fn a_trace_is_bounded() {
    let deny = r#"{"Effect":"Deny","Action":"iam:*","Resource":"*"}"#;
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
        [deny; 40].join(",")
    );
    let trace = denial(&text).trace().unwrap();
    assert_eq!((trace.statements.len(), trace.omitted), (32, 8));
    assert!(
        trace
            .statements
            .iter()
            .all(|statement| statement.effect == Effect::Deny)
    );
}

#[test]
fn a_role_that_does_not_exist_leaves_no_trace() {
    let caller = user(Some(ASSUME_ANYTHING));
    let Err(AuthzError::Denied(denied)) = try_assume(&caller, &[], request("r")) else {
        panic!("not denied");
    };
    assert!(denied.trace().is_none());
    let Err(AuthzError::Denied(denied)) = try_assume(&user(None), &[role("r", TRUST_ACCOUNT)], request("r"))
    else {
        panic!("not denied");
    };
    let trace = denied.trace().unwrap();
    let names: Vec<_> = trace.policies.iter().map(|held| held.type_name()).collect();
    assert_eq!(names, ["trust"]);
    assert_eq!(trace.statements[0].outcome, TracedOutcome::Delegates);
}

#[test]
fn a_document_behind_a_trace_is_parsed_once() {
    let trace = denial(MIXED).trace().unwrap();
    let mut documents = trace.documents();
    let first = documents.document(0).unwrap().statements.as_ptr();
    assert_eq!(documents.document(0).unwrap().statements.as_ptr(), first);
    assert!(documents.document(trace.policies.len()).is_none());
}

/// Most refusals of a caller who tries again and again are counted only.
#[test]
fn a_refusal_is_explained_when_somebody_asks_and_not_before() {
    let before = MADE.get();
    let denied = denial(MIXED);
    let copy = denied.clone();
    assert_eq!(MADE.get(), before);
    assert_eq!(denied.trace().unwrap().statements.len(), 2);
    assert_eq!(MADE.get(), before + 1);
    drop(denied);
    assert_eq!(copy.trace().unwrap().statements.len(), 2);
}

/// What another account's policy says, and which keys it reads, is told to nobody here.
#[test]
fn a_trace_tells_nothing_of_another_accounts_policy() {
    let caller = user(Some(MIXED));
    let of = |effect, owner| {
        let access = Access::Checks(vec![boxed(effect, owner)]);
        match permit::<Operation>(&caller, access, &Snapshot::default(), &PolicyCache::new(1 << 20)) {
            Err(AuthzError::Denied(denied)) => *denied,
            _ => panic!("not denied"),
        }
    };
    for effect in ["Allow", "Deny"] {
        let own = of(effect, "111122223333");
        let trace = own.trace().unwrap();
        assert_eq!(trace.policies.len(), 2, "{effect}");
        assert_eq!(trace.missing_keys, ["boxes:lid"], "{effect}");
        let foreign = of(effect, "444455556666");
        assert_eq!(
            (foreign.statement, foreign.sid.as_deref()),
            (None, None),
            "{effect}"
        );
        let trace = foreign.trace().unwrap();
        let names: Vec<_> = trace.policies.iter().map(|held| held.type_name()).collect();
        assert_eq!(names, ["identity"], "{effect}");
        assert!(
            trace.statements.is_empty() && trace.missing_keys.is_empty(),
            "{effect}"
        );
    }
    let own = of("Deny", "111122223333");
    assert_eq!((own.statement, own.sid.as_deref()), (Some(0), Some("Theirs")));
    // A deny reads like a policy that is silent, and alice may open nothing herself.
    let told = |effect| {
        let foreign = of(effect, "444455556666");
        assert!(!foreign.explicit && foreign.policy.is_none(), "{effect}");
        (foreign.message, foreign.policy_type)
    };
    let (message, policy_type) = told("Deny");
    assert!(
        message.ends_with("because no identity-based policy allows the boxes:Open action"),
        "{message}"
    );
    assert_eq!(policy_type, Some("identity"));
}
