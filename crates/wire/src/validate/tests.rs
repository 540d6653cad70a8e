use super::validate;
use crate::fixture::{EVERYTHING, JSON, QUERY, everything, structure, text};
use crate::schema::{Protocol, Service};
use crate::value::Value;

fn told(service: &Service, members: &[(&'static str, Value)]) -> String {
    let mut members = members.to_vec();
    if !members.iter().any(|(name, _)| *name == "Name") {
        members.insert(0, ("Name", text("ab")));
    }
    match validate(service, &EVERYTHING, &Value::Structure(members)) {
        Ok(()) => String::new(),
        Err(error) => error.to_string(),
    }
}

const PATTERN: &str = "Member must satisfy regular expression pattern: [a-z]+";

#[test]
fn what_is_right_passes() {
    assert_eq!(
        validate(&QUERY, &EVERYTHING, &everything()).map_err(|e| e.to_string()),
        Ok(())
    );
}

#[test]
fn one_failure_is_told_in_both_frames() {
    let long = [("Name", text("abcdef"))];
    let at = "at 'name' failed to satisfy constraint: Member must have length less than or equal to 5";
    assert_eq!(
        told(&QUERY, &long),
        format!("1 validation error detected: Value {at}")
    );
    assert_eq!(
        told(&JSON, &long),
        format!("1 validation error detected: Value 'abcdef' {at}")
    );
}

#[test]
fn all_failures_are_told_at_once_in_the_models_order() {
    let members = [
        ("Flag", Value::Boolean(true)),
        ("Count", Value::Integer(0)),
        ("Status", text("Gone")),
        ("Name", text("")),
    ];
    assert_eq!(
        told(&JSON, &members),
        format!(
            "4 validation errors detected: Value '' at 'name' failed to satisfy constraint: {PATTERN}; \
             Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 2; \
             Value 'Gone' at 'status' failed to satisfy constraint: Member must satisfy enum value set: \
             [Active, Inactive]; Value '0' at 'count' failed to satisfy constraint: \
             Member must have value greater than or equal to 1"
        )
    );
}

#[test]
fn absent_members_are_null() {
    let at = "at 'name' failed to satisfy constraint: Member must not be null";
    let nothing = structure(&[]);
    let told = |service| {
        validate(service, &EVERYTHING, &nothing)
            .expect_err("required")
            .to_string()
    };
    assert_eq!(
        told(&JSON),
        format!("1 validation error detected: Value null {at}")
    );
    assert_eq!(told(&QUERY), format!("1 validation error detected: Value {at}"));
}

#[test]
fn items_of_lists_are_told_by_number_or_by_list() {
    let tags = Value::List(vec![
        structure(&[("Key", text("ok")), ("Value", text(""))]),
        structure(&[("Key", text("NO"))]),
    ]);
    assert_eq!(
        told(&QUERY, &[("Tags", tags)]),
        format!(
            "2 validation errors detected: Value at 'tags.2.member.key' failed to satisfy constraint: {PATTERN}; \
             Value at 'tags.2.member.value' failed to satisfy constraint: Member must not be null"
        )
    );
    let names = Value::List(vec![text("ok"), text("NO")]);
    let constraint = format!(
        "Member must satisfy constraint: [Member must have length less than or equal to 5, \
         Member must have length greater than or equal to 2, {PATTERN}, Member must not be null]"
    );
    assert_eq!(
        told(&QUERY, &[("Names", names.clone())]),
        format!("1 validation error detected: Value at 'names' failed to satisfy constraint: {constraint}")
    );
    assert_eq!(
        told(&JSON, &[("Names", names)]),
        format!(
            "1 validation error detected: Value '[ok, NO]' at 'names' failed to satisfy constraint: {constraint}"
        )
    );
    let null = Value::List(vec![Value::Null]);
    assert!(told(&JSON, &[("Names", null.clone())]).contains("Value '[null]' at 'names'"));
    assert_eq!(
        told(&JSON, &[("Tags", null)]),
        "1 validation error detected: Value null at 'tags.1.member' failed to satisfy constraint: \
         Member must not be null"
    );
}

#[test]
fn counts_and_bytes_are_lengths() {
    let tag = || structure(&[("Key", text("ok")), ("Value", text(""))]);
    assert_eq!(
        told(&JSON, &[("Tags", Value::List(vec![tag(), tag(), tag(), tag()]))]),
        "1 validation error detected: Value at 'tags' failed to satisfy constraint: \
         Member must have length less than or equal to 3"
    );
    assert_eq!(
        told(&JSON, &[("Data", Value::Blob(vec![0; 5]))]),
        "1 validation error detected: Value at 'data' failed to satisfy constraint: \
         Member must have length less than or equal to 4"
    );
    // Characters, not bytes.
    assert!(!told(&JSON, &[("Code", text("éééééé"))]).contains("length"));
}

#[test]
fn maps_are_told_as_a_whole() {
    let map = |entries: &[(&str, i64)]| {
        let entries = entries.iter();
        let entries = entries.map(|(key, value)| ((*key).to_owned(), Value::Integer(*value)));
        [("Attributes", Value::Map(entries.collect()))]
    };
    assert_eq!(told(&QUERY, &map(&[("ab", 1)])), "");
    assert!(
        told(&QUERY, &map(&[("NO", 1)]))
            .contains("at 'attributes' failed to satisfy constraint: Map keys must")
    );
    assert!(
        told(&QUERY, &map(&[("ab", 11)]))
            .contains("at 'attributes' failed to satisfy constraint: Map value must")
    );
    assert!(
        told(&QUERY, &map(&[("ab", 1), ("cd", 1), ("ef", 1)])).contains("length less than or equal to 2")
    );
}

#[test]
fn a_union_has_one_member() {
    let both = structure(&[("Pem", text("")), ("Arn", text(""))]);
    for source in [both, structure(&[])] {
        assert!(
            told(&QUERY, &[("Source", source)]).starts_with("1 validation error detected: Value at 'source'")
        );
    }
    assert_eq!(told(&QUERY, &[("Source", structure(&[("Pem", text(""))]))]), "");
}

#[test]
fn sensitive_values_are_never_shown() {
    for member in ["Password", "Code"] {
        let told = told(&JSON, &[(member, text("verysecret"))]);
        assert!(told.contains("failed to satisfy"), "{told}");
        assert!(!told.contains("verysecret"), "{told}");
    }
}

#[test]
fn the_number_of_failures_is_limited() {
    let bad = || structure(&[]);
    let error = validate(
        &JSON,
        &EVERYTHING,
        &structure(&[
            ("Name", text("ab")),
            ("Tags", Value::List((0..5_000).map(|_| bad()).collect())),
        ]),
    )
    .expect_err("bad tags");
    assert_eq!(error.failures().len(), 100);
}

#[test]
fn the_code_is_the_protocols() {
    let error = validate(&JSON, &EVERYTHING, &structure(&[])).expect_err("required");
    assert_eq!(error.reply(Protocol::Query).code, "ValidationError");
    assert_eq!(error.reply(Protocol::RestJson).code, "ValidationException");
    assert_eq!(error.reply(Protocol::Json11).status, 400);
}
