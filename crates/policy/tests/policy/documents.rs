//! Documents: where their statements stand, and how they are printed.

use proptest::prelude::*;
use serde_json::json;
use tegata_policy::Document;

use crate::laws::any_statements;

/// Line and column of the first statement's start and end.
fn extent(text: &str, statement: usize) -> [(u32, u32); 2] {
    let extent = Document::parse(text).unwrap().extent(statement).unwrap();
    [extent.start, extent.end].map(|place| (place.line, place.column))
}

#[test]
fn positions_as_recorded_from_aws() {
    // A statement from offset 39 to 111: recorded as columns 41 to 113.
    let text = concat!(
        r#"{"Version": "2012-10-17", "Statement": "#,
        r#"{"Action": "s3:PutObject", "Effect": "Allow", "Resource": "arn:aws:s3:*"}}"#
    );
    assert_eq!((text.find("{\"Action"), text.rfind("}}")), (Some(39), Some(111)));
    assert_eq!(extent(text, 0), [(1, 41), (1, 113)]);
}

#[test]
fn positions_of_each_statement_of_a_list() {
    let text =
        "{\"Statement\": [\n  {\"Effect\": \"Allow\"},\n\t{\n\"Sid\": \"é\", \"Effect\": \"Deny\" }\n]}";
    assert_eq!(extent(text, 0), [(2, 4), (2, 22)]);
    assert_eq!(extent(text, 1), [(3, 3), (4, 31)]);
    assert!(Document::parse(text).unwrap().extent(2).is_none());
}

#[test]
fn positions_span_nested_braces() {
    let text = r#"{"Statement": [{"Effect": "Allow", "Condition": {"Null": {"k": "true"}}}]}"#;
    assert_eq!(extent(text, 0), [(1, 17), (1, 73)]);
}

/// The document as its fields show it, without places.
fn without_spans(text: &str) -> String {
    let document = format!("{:?}", Document::parse(text).unwrap());
    let (_, fields) = document.split_once("version: ").unwrap();
    let mut plain = String::new();
    let mut rest = fields;
    while let Some((before, after)) = rest.split_once("span: Span {") {
        plain.push_str(before);
        rest = after.split_once('}').unwrap().1;
    }
    plain + rest
}

fn assert_prints(text: &str) -> Result<(), TestCaseError> {
    let document = Document::parse(text).unwrap();
    for printed in [document.to_string(), format!("{document:#}")] {
        prop_assert_eq!(without_spans(&printed), without_spans(text));
        let again = Document::parse(&printed).unwrap();
        prop_assert_eq!(again.to_string(), document.to_string());
        prop_assert_eq!(format!("{again:#}"), format!("{document:#}"));
        serde_json::from_str::<serde_json::Value>(&printed).unwrap();
    }
    Ok(())
}

#[test]
fn the_printed_form() {
    let text = r#"{"Id": "a\"\u0007é", "Version": "2012-10-17", "Statement": {"Condition": {
        "ArnLike": {"k": [], "l": ["x", 1, true]}, "arnequals": {"k": "y"}}, "NotAction": [],
        "Effect": "Deny", "Sid": "", "NotPrincipal": {"AWS": ["a", "b"], "Service": "c"}}}"#;
    let document = Document::parse(text).unwrap();
    assert_eq!(
        document.to_string(),
        concat!(
            r#"{"Version":"2012-10-17","Id":"a\"\u0007é","Statement":[{"Sid":"","Effect":"Deny","#,
            r#""NotPrincipal":{"AWS":["a","b"],"Service":"c"},"NotAction":[],"#,
            r#""Condition":{"ArnLike":{"k":[],"l":["x","1","true"]},"arnequals":{"k":"y"}}}]}"#
        )
    );
    let short = Document::parse(r#"{"Statement": {"Effect": "Allow", "Principal": "*"}}"#).unwrap();
    assert_eq!(
        format!("{short:#}"),
        "{\n    \"Statement\": [\n        {\n            \"Effect\": \"Allow\",\n            \"Principal\": \"*\"\n        }\n    ]\n}"
    );
    assert_eq!(
        short.statements[0].to_string(),
        r#"{"Effect":"Allow","Principal":"*"}"#
    );
}

proptest! {
    #[test]
    fn what_is_printed_reads_as_the_same_document(
        mut statements in any_statements(),
        id in prop::option::of("\\PC{0,9}|[\0-\u{2f}]{0,9}"),
        version in prop::option::of(prop::sample::select(vec!["2008-10-17", "2012-10-17"])),
        lone in any::<bool>(),
        principal in prop::sample::select(vec![json!("*"), json!({}), json!({"AWS": []}),
            json!({"AWS": ["a", "b"], "Service": "c"}), json!({"Federated": "\u{0}", "CanonicalUser": ["d"]})]),
    ) {
        let members = statements[0].as_object_mut().unwrap();
        members.insert("Principal".into(), principal);
        members.insert("Sid".into(), json!("\\"));
        let statement = if lone { statements[0].clone() } else { json!(statements) };
        let mut document = json!({"Statement": statement});
        let members = document.as_object_mut().unwrap();
        members.extend(id.map(|id| ("Id".to_owned(), json!(id))));
        members.extend(version.map(|version| ("Version".to_owned(), json!(version))));
        assert_prints(&document.to_string())?;
    }
}
