use std::collections::BTreeMap;

use super::*;
use crate::tests::handing_over::{key, plan, session};

fn child(before: &[(&str, &str)], hand_over: &HandOver<'_>, habits: Habits) -> BTreeMap<String, String> {
    let plan = plan("prod", Some("eu-west-1"), Some("http://127.0.0.1:1"));
    child_of(&plan, before, hand_over, habits)
}

fn child_of(
    plan: &Plan,
    before: &[(&str, &str)],
    hand_over: &HandOver<'_>,
    habits: Habits,
) -> BTreeMap<String, String> {
    let listed = listed(plan, before, hand_over, habits);
    let (count, map) = (listed.len(), BTreeMap::from_iter(listed));
    assert_eq!(map.len(), count, "no variable is there twice");
    map
}

/// In the order and number in which the child finds them.
fn listed(
    plan: &Plan,
    before: &[(&str, &str)],
    hand_over: &HandOver<'_>,
    habits: Habits,
) -> Vec<(String, String)> {
    let pairs = || {
        before
            .iter()
            .map(|(name, value)| (OsString::from(name), OsString::from(value)))
    };
    let environment = Environment::new(
        before
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    let child = ChildEnvironment::new(pairs(), plan, hand_over, habits, &environment);
    let text = |text: &OsString| text.to_str().unwrap().to_owned();
    child
        .variables()
        .map(|(name, value)| (text(name), text(value)))
        .collect()
}

fn pairs(list: &[(&str, &str)]) -> BTreeMap<String, String> {
    list.iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

const BEFORE: [(&str, &str); 9] = [
    ("HOME", "/home/ada"),
    ("AWS_ACCESS_KEY_ID", "AKIAOLD"),
    ("AWS_SECURITY_TOKEN", "old"),
    ("AWS_PROFILE", "old"),
    ("AWS_SDK_LOAD_CONFIG", "1"),
    ("AWS_VAULT_FILE_PASSPHRASE", "hush"),
    ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/old"),
    ("AWS_REGION", "us-east-1"),
    ("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:2"),
];

#[test]
fn variables_hand_over_as_in_aws_vault() {
    let session = session();
    let found = child(&BEFORE, &HandOver::Variables(&session), Habits::AwsVault);
    let expected = pairs(&[
        ("HOME", "/home/ada"),
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/old"),
        ("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:2"),
        ("AWS_VAULT", "prod"),
        ("AWS_REGION", "eu-west-1"),
        ("AWS_DEFAULT_REGION", "eu-west-1"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
        ("AWS_ACCESS_KEY_ID", "ASIA1"),
        ("AWS_SECRET_ACCESS_KEY", "a/b+<c>&'\\"),
        ("AWS_SESSION_TOKEN", "tok="),
        ("AWS_CREDENTIAL_EXPIRATION", "2026-01-02T03:04:05Z"),
    ]);
    assert_eq!(found, expected);
}

#[test]
fn tegata_takes_leftovers_away_and_shows_the_stack() {
    let session = session();
    let nested = [
        ("AWS_VAULT", "jump"),
        ("AWS_ROLE_ARN", "arn:old"),
        ("AWS_WEB_IDENTITY_TOKEN_FILE", "/old"),
    ];
    let found = child(&nested, &HandOver::Variables(&session), Habits::Tegata);
    assert_eq!(found.get("TEGATA_STACK").map(String::as_str), Some("jump>prod"));
    assert_eq!(found.get("AWS_VAULT").map(String::as_str), Some("prod"));
    assert!(!found.contains_key("AWS_ROLE_ARN") && !found.contains_key("AWS_WEB_IDENTITY_TOKEN_FILE"));
    let deeper = child(
        &[("TEGATA_STACK", "a>b"), ("AWS_VAULT", "b")],
        &HandOver::Profile,
        Habits::Tegata,
    );
    assert_eq!(deeper.get("TEGATA_STACK").map(String::as_str), Some("a>b>prod"));
}

#[test]
fn a_key_without_an_end_leaves_no_token_of_before() {
    let found = child(
        &[("AWS_SESSION_TOKEN", "old")],
        &HandOver::Variables(&key()),
        Habits::AwsVault,
    );
    assert!(!found.contains_key("AWS_SESSION_TOKEN") && !found.contains_key("AWS_CREDENTIAL_EXPIRATION"));
}

#[test]
fn servers_and_profiles_hand_over_no_secret() {
    let container = HandOver::Container {
        url: "http://127.0.0.1:9".into(),
        token: "t".into(),
    };
    let found = child(&BEFORE, &container, Habits::AwsVault);
    assert_eq!(
        found
            .get("AWS_CONTAINER_CREDENTIALS_FULL_URI")
            .map(String::as_str),
        Some("http://127.0.0.1:9")
    );
    assert_eq!(
        found.get("AWS_CONTAINER_AUTHORIZATION_TOKEN").map(String::as_str),
        Some("t")
    );
    // SDKs would ask the relative one first.
    assert!(!found.contains_key("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"));
    assert!(!found.contains_key("AWS_ACCESS_KEY_ID"));
    let instance = child(
        &[
            ("AWS_EC2_METADATA_DISABLED", "true"),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://[::1]:1"),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv6"),
            ("AWS_SECRET_KEY", "old"),
        ],
        &HandOver::Instance,
        Habits::AwsVault,
    );
    let left: Vec<_> = instance
        .keys()
        .filter(|name| name.contains("METADATA") || name.contains("KEY"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    let profile = child(&BEFORE, &HandOver::Profile, Habits::AwsVault);
    assert_eq!(profile.get("AWS_PROFILE").map(String::as_str), Some("prod"));
}

#[test]
fn row_8_2_o_all_of_repeated_variables_are_taken_away_and_the_order_stays() {
    let session = session();
    let before = [
        ("B", "1"),
        ("AWS_PROFILE", "first"),
        ("AWS_SESSION_TOKEN", "first"),
        ("A", "2"),
        ("AWS_PROFILE", "second"),
        ("AWS_SESSION_TOKEN", "second"),
        ("AWS_REGION", "first"),
        ("C", "3"),
        ("AWS_REGION", "second"),
    ];
    let plan = plan("prod", Some("eu-west-1"), None);
    let found = listed(&plan, &before, &HandOver::Variables(&session), Habits::AwsVault);
    let values = |wanted: &str| {
        let named = found.iter().filter(|(name, _)| name == wanted);
        named.map(|(_, value)| value.as_str()).collect::<Vec<_>>()
    };
    assert!(values("AWS_PROFILE").is_empty());
    assert_eq!(values("AWS_SESSION_TOKEN"), ["tok="]);
    assert_eq!(values("AWS_REGION"), ["eu-west-1"]);
    let others: Vec<_> = found.iter().filter(|(name, _)| name.len() == 1).collect();
    assert_eq!(
        others.iter().map(|(name, _)| name.as_str()).collect::<String>(),
        "BAC"
    );
}

#[test]
fn a_nested_profile_has_its_own_place() {
    let (session, home) = (
        session(),
        plan("home", Some("us-east-1"), Some("http://127.0.0.1:1")),
    );
    let hand_over = HandOver::Variables(&session);
    let users = [("AWS_DEFAULT_REGION", "us-east-1")];
    let above = child_of(&home, &users, &hand_over, Habits::Tegata);
    assert_eq!(
        above.get(BROUGHT).map(String::as_str),
        Some("AWS_REGION=us-east-1 AWS_ENDPOINT_URL=http://127.0.0.1:1")
    );
    let above: Vec<_> = above
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let nested = child_of(&plan("nowhere", None, None), &above, &hand_over, Habits::Tegata);
    assert!(!nested.contains_key("AWS_REGION") && !nested.contains_key("AWS_ENDPOINT_URL"));
    assert_eq!(
        nested.get("AWS_DEFAULT_REGION").map(String::as_str),
        Some("us-east-1")
    );
    assert_eq!(nested.get(BROUGHT).map(String::as_str), Some(""));
    // aws-vault has no such variable.
    assert!(!child_of(&home, &[], &hand_over, Habits::AwsVault).contains_key(BROUGHT));
}
