//! Documents: where their statements stand, and how they are printed.

use tegata_policy::Document;

/// Line and column of the first statement's start and end.
fn extent(text: &str, statement: usize) -> [(u32, u32); 2] {
    let extent = Document::parse(text).unwrap().extent(statement).unwrap();
    [extent.start, extent.end].map(|place| (place.line, place.column))
}

#[test]
fn positions_as_recorded_from_aws() {
    // A document of the length of the one that AWS was asked about.
    let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::bucket"}}"#;
    let brace = text.rfind("}}").unwrap();
    assert_eq!(text.find("{\"Effect").unwrap(), 39);
    let column = u32::try_from(brace + 2).unwrap();
    assert_eq!(extent(text, 0), [(1, 41), (1, column)]);
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
