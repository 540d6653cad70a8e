//! Explanations: they agree with the decision, name the first reason, and put it in words.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use tegata_policy::{
    Document, Effect, Explanation, Miss, Outcome, PolicyPlace, PolicyType, Principal, Says, Source, Verdict,
    decide, explain,
};

use crate::case::{Case, FEDERATED_USER, ROOT, SESSION, allow, case, deny, document, with};
use crate::laws::{any_statements, asking, own_statements};

fn explained<T>(case: &Case, look: impl FnOnce(&Explanation<'_>) -> T) -> T {
    case.consider(|request, set| look(&explain(request, set)))
}

fn says(case: &Case, policy_type: PolicyType) -> Vec<Says> {
    explained(case, |explanation| {
        let voices = explanation.voices.iter();
        let of_type = voices.filter(|voice| voice.policy_type == policy_type);
        of_type.map(|voice| voice.says).collect()
    })
}

fn all() -> Value {
    allow("*", "*")
}

fn silent() -> Value {
    allow("other:Thing", "*")
}

fn to(effect: &str, principal: Value) -> Value {
    json!({"Effect": effect, "Principal": principal, "Action": "*", "Resource": "*"})
}

#[test]
fn each_type_of_policy_has_a_voice() {
    let whole = case()
        .id(all())
        .pb(silent())
        .sp(deny("*", "*"))
        .scp(all())
        .scp(silent())
        .rb(to("Allow", json!({"AWS": "111122223333"})));
    for (policy_type, expected) in [
        (PolicyType::ServiceControl, vec![Says::Allows, Says::Silent]),
        (PolicyType::ResourceControl, vec![Says::Absent]),
        (PolicyType::Resource, vec![Says::Delegates]),
        (PolicyType::Identity, vec![Says::Allows]),
        (PolicyType::Boundary, vec![Says::Silent]),
        (PolicyType::Session, vec![Says::Denies]),
    ] {
        assert_eq!(says(&whole, policy_type), expected, "{policy_type:?}");
    }
    assert_eq!(says(&case(), PolicyType::Identity), [Says::Silent]);
    assert_eq!(says(&case(), PolicyType::Session), [Says::Absent]);
}

#[test]
fn policies_that_do_not_bear_on_the_caller_are_exempt() {
    let identity = |case: Case| says(&case.id(deny("*", "*")), PolicyType::Identity);
    assert_eq!(identity(case().by(ROOT)), [Says::Exempt]);
    assert_eq!(identity(case().by(Principal::Anonymous)), [Says::Exempt]);
    assert_eq!(identity(case().ask("sts:GetCallerIdentity", "*")), [Says::Exempt]);
    // Without session policies a federated user's session has no permissions.
    assert_eq!(
        says(&case().by(FEDERATED_USER).id(all()), PolicyType::Session),
        [Says::Silent]
    );
}

fn miss_of(statement: Value) -> Option<String> {
    let case = case().id(statement).key("k", "a").keys("m", &["a", "b"]);
    explained(&case, |explanation| match &explanation.statements[0].outcome {
        Outcome::Matched { .. } => None,
        Outcome::Missed(miss) => Some(format!("{miss:?}")),
    })
}

#[test]
fn the_first_reason_is_told() {
    assert_eq!(miss_of(all()), None);
    let principal = with(all(), json!({"Principal": "*"}));
    assert_eq!(miss_of(principal).unwrap(), "Principal { unreadable: [] }");
    let condition = json!({"Condition": {"StringEquals": {"k": "b"}}});
    let far_off = with(allow("other:Thing", "arn:aws:s3:::c"), condition.clone());
    assert_eq!(miss_of(far_off).unwrap(), "Action");
    let resource = with(allow("s3:*", "arn:aws:s3:::${aws:UserName}"), condition);
    assert_eq!(
        miss_of(resource).unwrap(),
        "Resource { unresolved: [\"aws:username\"], unreadable: [] }"
    );
}

#[test]
fn unmet_conditions_show_what_was_seen() {
    let text = r#"{"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {
            "StringEquals": {"k": ["b", "${aws:Missing}"], "K2": "x"},
            "ForAllValues:StringEquals": {"m": ["a"]},
            "Null": {"k": "false"}
        }}}"#;
    let case = case().id_text(text).key("k", "a").keys("m", &["a", "b"]);
    explained(&case, |explanation| {
        let Outcome::Missed(Miss::Condition(unmet)) = &explanation.statements[0].outcome else {
            panic!("{explanation:?}");
        };
        let told: Vec<_> = unmet
            .iter()
            .map(|unmet| {
                let seen = format!("{:?}", unmet.seen);
                (
                    unmet.operator.to_string(),
                    unmet.key,
                    seen,
                    unmet.unresolved.clone(),
                )
            })
            .collect();
        let any = "ForAllValues:StringEquals".to_owned();
        assert_eq!(
            told,
            [
                (
                    "StringEquals".into(),
                    "k",
                    "Some(Single(\"a\"))".into(),
                    vec!["aws:missing"]
                ),
                ("StringEquals".into(), "k2", "None".into(), vec![]),
                (any, "m", "Some(Multi([\"a\", \"b\"]))".into(), vec![]),
            ]
        );
        assert_eq!(explanation.missing_keys, ["aws:missing", "k2"]);
    });
}

#[test]
fn missing_keys_are_those_that_bear_on_the_request() {
    let condition = |key: &str| json!({"Condition": {"StringLike": {key: "${d, 'x'}${v}"}}});
    let case = case().key("present", "x").keys("list", &["x"]).id(json!([
        with(allow("other:Thing", "*"), condition("a")),
        with(allow("*", "arn:aws:s3:::other"), condition("b")),
        with(deny("s3:*", "arn:aws:s3:::${r}${list}"), condition("C")),
        with(
            all(),
            json!({"Condition": {"Null": {"n": "true"}, "StringEquals": {"present": "y"}}})
        ),
    ]));
    explained(&case, |explanation| {
        assert_eq!(explanation.missing_keys, ["r", "c", "v"]);
    });
}

#[test]
fn the_report_repeats_the_author() {
    let text = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "Own", "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/${aws:UserName}/*"},
    {
      "Effect": "Allow", "Action": ["s3:Get*"], "Resource": "*",
      "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": true}}
    },
    {"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}
  ]
}"#;
    let parsed = Document::parse(text).unwrap();
    let place = PolicyPlace {
        policy_type: PolicyType::Identity,
        level: 0,
        policy: 0,
    };
    let source = Source {
        name: "ReadOwn",
        document: &parsed,
    };
    let documents = BTreeMap::from([(place, source)]);
    let case = case()
        .id_text(text)
        .scp(silent())
        .key("aws:MultiFactorAuthPresent", "false");
    let report = explained(&case, |explanation| explanation.report(&documents).to_string());
    assert_eq!(
        report,
        r#"arn:aws:iam::111122223333:user/bob asks for s3:GetObject on arn:aws:s3:::b/x: implicitly denied
service control policy: nothing allows
  policy 1, statement 1, Allow: Action does not match; asked for s3:GetObject
resource control policy: none
resource-based policy: none
identity-based policy: nothing allows
  ReadOwn, statement Own (line 4, column 69), Allow: Resource expects "arn:aws:s3:::b/${aws:UserName}/*"; asked for arn:aws:s3:::b/x; the request has no value for ${aws:username}
  ReadOwn, statement 2 (line 7, column 38), Allow: BoolIfExists aws:MultiFactorAuthPresent expects "true"; the request has "false"
  ReadOwn, statement 3 (line 9, column 38), Allow: NotAction excludes "s3:*"; asked for s3:GetObject
permissions boundary: none
session policy: none
"#
    );
}

/// Whether a statement matches when it is the only one there is.
fn matches_alone(statement: &Value) -> bool {
    asking(std::slice::from_ref(statement)).answer() != 'I'
}

/// The statement with all elements after the first `kept` made to match: action, resource, condition.
fn relaxed(statement: &Value, kept: usize) -> Value {
    let anything = [
        json!({"Action": "*", "NotAction": null}),
        json!({"Resource": "*", "NotResource": null}),
        json!({"Condition": null}),
    ];
    let elements = anything.into_iter().skip(kept);
    elements.fold(statement.clone(), with)
}

proptest! {
    #[test]
    fn explanations_agree_with_decisions(
        own in own_statements(),
        boundary in own_statements(),
        session in own_statements(),
        resource in any_statements(),
        organization in own_statements(),
    ) {
        let case = asking(&own).pb(json!(boundary)).sp(json!(session)).rb(json!(resource)).scp(json!(organization));
        case.consider(|request, set| {
            let explanation = explain(request, set);
            let decision = decide(request, set);
            prop_assert_eq!(explanation.decision, decision);
            let matched: Vec<_> = explanation.matched().collect();
            if let Some(deciding) = decision.deciding {
                prop_assert!(matched.iter().any(|explained| explained.statement == deciding));
            }
            for key in &explanation.missing_keys {
                prop_assert!(request.context.get(key).is_none(), "{}", key);
            }
            let denies = matched.iter().any(|explained| explained.effect == Effect::Deny);
            prop_assert_eq!(denies, decision.verdict == Verdict::ExplicitlyDenied);
            let silent = explanation.voices.iter().find(|voice| Some(voice.policy_type) == decision.denied_by);
            if decision.verdict == Verdict::ImplicitlyDenied {
                prop_assert!(matches!(silent.unwrap().says, Says::Silent | Says::Absent));
            }
            Ok(())
        })?;
    }

    #[test]
    fn each_statement_is_judged_as_if_alone(statements in own_statements()) {
        asking(&statements).consider(|request, set| {
            for explained in explain(request, set).statements {
                let statement = &statements[explained.statement.statement];
                // How many elements, action first, match.
                let fit = match explained.outcome {
                    Outcome::Matched { .. } => 3,
                    Outcome::Missed(Miss::Condition(_)) => 2,
                    Outcome::Missed(Miss::Resource { .. }) => 1,
                    Outcome::Missed(Miss::Action) => 0,
                    Outcome::Missed(Miss::Principal { .. }) => panic!("identity policies name no principal"),
                };
                for kept in 0..=3 {
                    prop_assert_eq!(matches_alone(&relaxed(statement, kept)), kept <= fit, "{}", statement);
                }
            }
            Ok(())
        })?;
    }
}

#[test]
fn a_session_is_explained_by_its_own_policies() {
    let text = document(all());
    let case = case().by(SESSION).id_text(&text).sp(silent());
    assert_eq!(says(&case, PolicyType::Session), [Says::Silent]);
    assert_eq!(says(&case, PolicyType::Identity), [Says::Allows]);
}
