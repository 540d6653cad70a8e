//! Values of a policy that their operator cannot read: an Allow does not hold by them, and a Deny does
//! not fail by them more than any value that matches nothing.

mod exclusions;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tegata_policy::{
    Document, Miss, Outcome, PolicyPlace, PolicyType, Principal, ResourceMode, Source, explain,
};

use crate::case::{Case, allow, case, deny, holds, with};

/// Operator, a value that means nothing to it, one that does, and one of a request that differs.
const UNREADABLE: [(&str, &str, &str, &str); 17] = [
    ("NumericNotEquals", "abc", "10", "11"),
    ("NumericNotEquals", "${aws:EpochTime}", "10", "11"),
    ("NumericLessThan", "1,5", "10", "9"),
    ("DateNotEquals", "soon", "2026-01-01", "2027-01-01"),
    ("DateNotEquals", "2026-13", "2026-01-01", "2027-01-01"),
    ("DateGreaterThan", "", "2026-01-01", "2027-01-01"),
    ("NotIpAddress", "10.0.0.0/33", "10.0.0.0/8", "192.0.2.1"),
    ("NotIpAddress", "localhost", "10.0.0.0/8", "192.0.2.1"),
    (
        "ArnNotEquals",
        "arn:aws:s3::b",
        "arn:aws:s3:::b",
        "arn:aws:s3:::c",
    ),
    ("ArnNotLike", "*", "arn:aws:s3:::b", "arn:aws:s3:::c"),
    (
        "ArnNotLike",
        "arn:aws:s3:::${",
        "arn:aws:s3:::b",
        "arn:aws:s3:::c",
    ),
    ("StringNotEquals", "${aws:username", "a", "b"),
    ("StringNotEqualsIgnoreCase", "${k, a}", "a", "b"),
    ("StringNotLike", "${", "a", "b"),
    ("Bool", "yes", "true", "false"),
    ("BinaryEquals", "QUI", "QUI=", "QmluYXJ5"),
    ("ArnEquals", "arn:aws:s3::b", "arn:aws:s3:::b", "arn:aws:s3:::c"),
];

/// The forms of an operator.
fn forms(operator: &str) -> Vec<String> {
    let sets = ["", "ForAllValues:", "ForAnyValue:"].into_iter();
    sets.flat_map(|set| ["", "IfExists"].map(|suffix| format!("{set}{operator}{suffix}")))
        .collect()
}

/// The request without the key, with one value and with several.
fn requests(texts: &[&'static str]) -> Vec<Case> {
    let mut requests = vec![case(), case().keys("k", &[]), case().keys("k", texts)];
    requests.extend(texts.iter().map(|text| case().key("k", text)));
    requests
}

fn allow_if(condition: Value) -> Value {
    with(allow("*", "*"), json!({"Condition": condition}))
}

fn deny_if(condition: Value) -> Value {
    with(deny("*", "*"), json!({"Condition": condition}))
}

#[test]
fn an_allow_never_holds() {
    for (operator, unreadable, readable, other) in UNREADABLE {
        for form in forms(operator) {
            for values in [
                json!(unreadable),
                json!([readable, unreadable]),
                json!([unreadable, readable]),
            ] {
                let condition = json!({&form: {"k": values}});
                for request in requests(&[other, readable]) {
                    let answer = request.id(allow_if(condition.clone())).answer();
                    assert_eq!(answer, 'I', "{condition}");
                }
            }
        }
    }
}

/// The same conditions, with values that can be read, do hold for some of these requests.
#[test]
fn an_allow_with_readable_values_holds() {
    for (operator, _, readable, other) in UNREADABLE {
        for form in forms(operator) {
            let condition = json!({&form: {"k": readable}});
            let mut requests = requests(&[other, readable]).into_iter();
            let allowed = requests.any(|request| request.id(allow_if(condition.clone())).answer() == 'A');
            assert!(allowed, "{condition}");
        }
    }
}

#[test]
fn null_is_no_exception() {
    assert!(!holds(json!({"Null": {"k": ["true", "neither"]}}), |c| c));
    assert!(!holds(json!({"Null": {"k": ["", "false"]}}), |c| c.key("k", "a")));
}

/// In every type of policy that must allow.
#[test]
fn no_type_of_policy_allows() {
    let condition = || json!({"NotIpAddress": {"aws:SourceIp": "10.0.0.0/33"}});
    let everyone = || with(allow_if(condition()), json!({"Principal": "*"}));
    let all = || allow("*", "*");
    let anonymous = || case().by(Principal::Anonymous);
    assert_eq!(anonymous().rb(everyone()).answer(), 'I');
    assert_eq!(
        case()
            .id(all())
            .rb(everyone())
            .mode(ResourceMode::MustAllow)
            .answer(),
        'I'
    );
    assert_eq!(case().id(all()).pb(allow_if(condition())).answer(), 'I');
    assert_eq!(case().id(all()).sp(allow_if(condition())).answer(), 'I');
    assert_eq!(case().id(all()).scp(allow_if(condition())).answer(), 'I');
}

/// A negated operator denies, and one that is not denies nothing, as with any value that matches nothing.
#[test]
fn a_deny_is_as_it_was() {
    for (operator, unreadable, _, other) in UNREADABLE {
        let negated = operator.contains("Not");
        let answer = |form: &str, request: Case| {
            let condition = json!({form: {"k": unreadable}});
            request.id(json!([allow("*", "*"), deny_if(condition)])).answer()
        };
        let denied = if negated { 'X' } else { 'A' };
        assert_eq!(answer(operator, case().key("k", other)), denied, "{operator}");
        assert_eq!(answer(operator, case()), denied, "{operator}");
        let if_exists = format!("{operator}IfExists");
        assert_eq!(answer(&if_exists, case()), 'X', "{if_exists}");
        let for_all = format!("ForAllValues:{operator}");
        assert_eq!(answer(&for_all, case()), 'X', "{for_all}");
        assert_eq!(answer(&for_all, case().keys("k", &[other])), denied, "{for_all}");
        let for_any = format!("ForAnyValue:{operator}");
        assert_eq!(answer(&for_any, case().keys("k", &[other])), denied, "{for_any}");
        assert_eq!(answer(&for_any, case()), 'A', "{for_any}");
    }
}

/// What a variable brings is known only with the request: a policy that has one can be read.
#[test]
fn a_variable_without_a_value_is_not_unreadable() {
    assert!(holds(json!({"ArnNotLike": {"k": "${absent}"}}), |c| c
        .key("k", "arn:aws:s3:::b")));
    assert!(holds(json!({"ArnLike": {"k": "arn:aws:${rest}"}}), |c| c
        .key("k", "arn:aws:s3:::b")
        .key("rest", "s3:::b")));
    assert!(holds(json!({"Bool": {"k": "${absent, 'true'}"}}), |c| c
        .key("k", "true")));
}

/// A negated operator of an Allow lets in nobody by what it cannot compare: a value of the request, or one
/// that a variable brings. A Deny denies by it, and a variable without a value is as AWS has it.
#[test]
fn what_cannot_be_compared_lets_in_nobody() {
    let cases: [(&str, Value, Given, char); 14] = [
        ("NotIpAddress", json!("10.0.0.0/8"), &[("k", "nonsense")], 'I'),
        ("NotIpAddress", json!("10.0.0.0/8"), &[("k", "10.0.0.1/32")], 'I'),
        ("NotIpAddress", json!("10.0.0.0/8"), &[("k", "")], 'I'),
        ("NotIpAddress", json!("10.0.0.0/8"), &[("k", "::1")], 'A'),
        ("NotIpAddressIfExists", json!("10.0.0.0/8"), &[("k", "x")], 'I'),
        ("ArnNotLike", json!("arn:aws:s3:::b"), &[("k", "b")], 'I'),
        (
            "ArnNotEquals",
            json!("arn:aws:s3:::b"),
            &[("k", "arn:aws:s3::b")],
            'I',
        ),
        (
            "ArnNotLike",
            json!("arn:aws:s3:::b"),
            &[("k", "arn:aws:s3:::c")],
            'A',
        ),
        ("ArnNotLike", json!("${t}"), &[("k", ARN), ("t", "b")], 'I'),
        (
            "ArnNotLike",
            json!("arn:aws:s3:${t}"),
            &[("k", ARN), ("t", "b")],
            'I',
        ),
        (
            "ArnNotLike",
            json!(["arn:aws:s3:::b", "${t}"]),
            &[("k", ARN), ("t", "")],
            'I',
        ),
        ("ArnNotLike", json!("${t, 'b'}"), &[("k", ARN)], 'I'),
        (
            "ArnNotLike",
            json!("${t}"),
            &[("k", ARN), ("t", "arn:aws:s3:::b")],
            'A',
        ),
        ("ArnNotLike", json!("${t}"), &[("k", ARN)], 'A'),
    ];
    for (operator, wanted, given, answer) in cases {
        let condition = json!({operator: {"k": wanted}});
        let asked = || {
            given
                .iter()
                .fold(case(), |case, (key, value)| case.key(key, value))
        };
        assert_eq!(
            asked().id(allow_if(condition.clone())).answer(),
            answer,
            "{condition} {given:?}"
        );
        let denied = asked().id(json!([allow("*", "*"), deny_if(condition.clone())]));
        assert_eq!(denied.answer(), 'X', "{condition} {given:?}");
    }
    let any = json!({"ForAnyValue:ArnNotLike": {"k": "arn:aws:s3:::b"}});
    let of = |keys| case().keys("k", keys).id(allow_if(any.clone())).answer();
    assert_eq!((of(&["x", "arn:aws:s3:::b"]), of(&["x", ARN])), ('I', 'A'));
}

const ARN: &str = "arn:aws:s3:::c";

/// Keys of a request.
type Given = &'static [(&'static str, &'static str)];

#[test]
fn the_reason_names_what_cannot_be_compared() {
    let condition = json!({"ArnNotLike": {"k": "${t}"}, "NotIpAddress": {"i": "10.0.0.0/8"}});
    let asked = case().key("k", "b").key("t", "c").key("i", "here");
    let report = asked
        .id(allow_if(condition))
        .consider(|request, set| explain(request, set).report(&BTreeMap::new()).to_string());
    for reason in [
        r#"; value 1 is not an ARN; the request's "b" is not an ARN"#,
        r#"; the request's "here" is not an IP address"#,
    ] {
        assert!(report.contains(reason), "{reason} in {report}");
    }
}

/// In the older version `${` is two characters.
#[test]
fn an_older_document_has_no_variables_to_be_unfinished() {
    let text = r#"{"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
        "Condition": {"StringNotEquals": {"k": "${"}}}}"#;
    assert_eq!(case().id_text(text).key("k", "a").answer(), 'A');
    assert_eq!(case().id_text(text).key("k", "${").answer(), 'I');
}

#[test]
fn the_reason_names_the_value() {
    let text = r#"{"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {
            "NumericNotEquals": {"n": ["10", "abc"]},
            "NotIpAddressIfExists": {"i": "10.0.0.0/33"},
            "ArnNotLike": {"r": "arn:aws:s3::b"},
            "DateNotEquals": {"d": "soon"},
            "StringNotLike": {"s": "${"},
            "Bool": {"b": "yes"},
            "BinaryEquals": {"y": "QUI"}
        }}}"#;
    let parsed = Document::parse(text).unwrap();
    let place = PolicyPlace {
        policy_type: PolicyType::Identity,
        level: 0,
        policy: 0,
    };
    let source = Source {
        name: "Own",
        document: &parsed,
    };
    let told = |documents: &BTreeMap<PolicyPlace, Source<'_>>| {
        case().id_text(text).key("n", "11").consider(|request, set| {
            let explanation = explain(request, set);
            let Outcome::Missed(Miss::Condition(unmet)) = &explanation.statements[0].outcome else {
                panic!("{explanation:?}");
            };
            assert_eq!(unmet.len(), 7);
            assert_eq!(unmet[0].unreadable, [1]);
            explanation.report(documents).to_string()
        })
    };
    let report = told(&BTreeMap::from([(place, source)]));
    for reason in [
        r#"NumericNotEquals n expects "10", "abc"; the request has "11"; "abc" is not a number"#,
        r#"; "10.0.0.0/33" is neither an IP address nor a CIDR block"#,
        r#"; "arn:aws:s3::b" is not an ARN"#,
        r#"; "soon" is not a date"#,
        r#"; "${" is an unfinished variable"#,
        r#"; "yes" is neither true nor false"#,
        r#"; "QUI" is not base64"#,
    ] {
        assert!(report.contains(reason), "{reason} in {report}");
    }
    let report = told(&BTreeMap::new());
    assert!(
        report.contains(r#"NumericNotEquals n does not hold; the request has "11"; value 2 is not a number"#),
        "{report}"
    );
}
