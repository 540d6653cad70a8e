use serde_json::{Value as Json, json};

use super::world::{Setting, invalid, missing, with};

/// `field: specifier, specifier` for each mapping.
fn shown(profile: &Json) -> Vec<String> {
    let mappings = profile["attributeMappings"].as_array().unwrap();
    let shown = |mapping: &Json| {
        let rules = mapping["mappingRules"].as_array().unwrap().iter();
        let rules: Vec<&str> = rules.map(|rule| rule["specifier"].as_str().unwrap()).collect();
        format!(
            "{}: {}",
            mapping["certificateField"].as_str().unwrap(),
            rules.join(", ")
        )
    };
    mappings.iter().map(shown).collect()
}

fn put_input(setting: &Setting, field: &str, specifiers: &[&str]) -> Json {
    let rules: Vec<Json> = specifiers
        .iter()
        .map(|specifier| json!({"specifier": specifier}))
        .collect();
    with(
        json!({"certificateField": field, "mappingRules": rules}),
        &setting.profile_id(),
    )
}

fn put(setting: &mut Setting, field: &str, specifiers: &[&str]) -> Vec<String> {
    let input = put_input(setting, field, specifiers);
    shown(&setting.world.ok("PutAttributeMapping", input)["profile"])
}

fn delete(setting: &mut Setting, field: &str, specifiers: Option<&[&str]>) -> Vec<String> {
    let mut input = with(json!({"certificateField": field}), &setting.profile_id());
    if let Some(specifiers) = specifiers {
        input["specifiers"] = json!(specifiers);
    }
    shown(&setting.world.ok("DeleteAttributeMapping", input)["profile"])
}

#[test]
fn rules_are_added_and_taken_away() {
    let mut setting = Setting::new();
    let [issuer, san, subject] = ["x509Issuer: *", "x509SAN: DNS, URI, Name/*", "x509Subject: *"];
    assert_eq!(shown(&setting.profile), [issuer, san, subject]);
    assert_eq!(
        put(&mut setting, "x509Subject", &["CN", "OU", "CN"]),
        [issuer, san, "x509Subject: *, CN, OU"]
    );
    assert_eq!(
        delete(&mut setting, "x509Subject", Some(&["*"])),
        [issuer, san, "x509Subject: CN, OU"]
    );
    assert_eq!(
        put(&mut setting, "x509Subject", &["OU", "2.5.4.10"]),
        [issuer, san, "x509Subject: CN, OU, 2.5.4.10"]
    );
    assert_eq!(
        delete(&mut setting, "x509Issuer", None),
        [san, "x509Subject: CN, OU, 2.5.4.10"]
    );
    // What is gone already is no error, and the last rule takes its field along.
    assert_eq!(delete(&mut setting, "x509Issuer", None).len(), 2);
    assert_eq!(
        delete(&mut setting, "x509Subject", Some(&["CN", "OU", "2.5.4.10", "O"])),
        [san]
    );
    // A field comes back to its own place.
    assert_eq!(put(&mut setting, "x509Issuer", &["O"]), ["x509Issuer: O", san]);
    let profile = setting.profile_id();
    assert_eq!(
        shown(&setting.world.ok("GetProfile", profile)["profile"]),
        ["x509Issuer: O", san]
    );
}

#[test]
fn a_directory_name_is_written_in_three_ways_and_shown_in_one() {
    for spelling in ["Name", "Name/", "Name/*"] {
        let mut setting = Setting::new();
        delete(&mut setting, "x509SAN", None);
        assert_eq!(put(&mut setting, "x509SAN", &[spelling])[1], "x509SAN: Name/*");
        assert_eq!(delete(&mut setting, "x509SAN", Some(&[spelling])).len(), 2);
    }
}

#[test]
fn no_rules_change_nothing() {
    let mut setting = Setting::new();
    let before = shown(&setting.profile);
    assert_eq!(put(&mut setting, "x509Subject", &[]), before);
    assert_eq!(delete(&mut setting, "x509Issuer", None).len(), 2);
    assert_eq!(put(&mut setting, "x509Issuer", &[]).len(), 2);
}

#[test]
fn rules_that_could_select_nothing_are_refused() {
    let mut setting = Setting::new();
    for (field, specifier) in [
        ("x509SAN", "*"),
        ("x509SAN", "IP"),
        ("x509SAN", "Name/Nonsense"),
        ("x509Subject", "Nonsense"),
        ("x509Subject", ""),
        ("x509Issuer", "DNS"),
    ] {
        let input = put_input(&setting, field, &[specifier]);
        let said = invalid(&mut setting.world, "PutAttributeMapping", input);
        assert_eq!(
            said,
            format!("The specifier '{specifier}' is not supported for {field}.")
        );
    }
    let input = put_input(&setting, "x509Nothing", &["CN"]);
    invalid(&mut setting.world, "PutAttributeMapping", input);
    let many: Vec<String> = (0..50).map(|number| format!("1.2.3.{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let input = put_input(&setting, "x509Subject", &many);
    let said = invalid(&mut setting.world, "PutAttributeMapping", input);
    assert_eq!(said, "A certificate field can have 50 mapping rules at most.");
}

#[test]
fn mappings_of_no_profile() {
    let mut setting = Setting::new();
    let nowhere = json!({"profileId": "00000000-0000-4000-8000-000000000000", "certificateField": "x509SAN"});
    missing(
        &mut setting.world,
        "DeleteAttributeMapping",
        nowhere.clone(),
        "Profile",
    );
    let put = with(json!({"mappingRules": []}), &nowhere);
    missing(&mut setting.world, "PutAttributeMapping", put, "Profile");
}
