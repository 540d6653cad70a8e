use std::os::unix::fs::PermissionsExt as _;

use super::*;
use crate::tests::{at, with_edge};

fn directory(session: Option<&str>, start_url: &str, region: &str) -> SsoDirectory {
    SsoDirectory {
        session: session.map(str::to_owned),
        start_url: start_url.into(),
        region: region.parse().unwrap(),
        scopes: Vec::new(),
    }
}

fn corp() -> SsoDirectory {
    directory(Some("corp"), "https://corp.awsapps.com/start/#/", "eu-central-1")
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

fn registration(with_codes: bool, scopes: &[&str]) -> Registration {
    Registration {
        with_codes,
        scopes: vec!["sso:account:access".into()],
        named_scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
    }
}

/// Made by Python's `hashlib` and `json`, as botocore has it.
#[test]
fn files_are_named_as_the_cli_names_them() {
    let odd = directory(
        Some("côrp 😀\u{7f}"),
        "https://corp.awsapps.com/start/#/",
        "eu-central-1",
    );
    let old = directory(None, "https://old.awsapps.com/start", "eu-west-1");
    for (directory, scopes, token, client) in [
        (
            corp(),
            &[][..],
            "ee0bfd2552fbd840c02cc48b6e823320543c450f",
            "bb8290aae025aeeca5a1d38c78a0e1201fef7946",
        ),
        (
            odd,
            &["sso:account:access", "x"],
            "ee24e36b831b8f9246d92d3454d78f72cd1ad3bc",
            "e659e93a15eb416dabd978a58f97a6923eb8e86c",
        ),
        (
            old,
            &[],
            "33d5ca4bf3b1a62edb96b47f7c203034a43ac435",
            "f78f680c02ee4d990a163eb8554088756dd9dce7",
        ),
    ] {
        let cache = Cache::new(Path::new("/home/me"), &directory);
        assert!(cache.path().starts_with("/home/me/.aws/sso/cache"));
        assert_eq!(name(&cache.path()), format!("{token}.json"));
        let path = cache.client_path(&registration(true, scopes));
        assert_eq!(name(&path), format!("{client}.json"));
    }
}

fn client(id: &str) -> Client {
    Client {
        id: id.into(),
        secret: Secret::new("hush".into()),
        expires: at("2026-04-01T00:00:00Z"),
    }
}

#[test]
fn what_is_written_is_what_the_cli_writes() {
    let home = tempfile::tempdir().unwrap();
    let directory = corp();
    let cache = Cache::new(home.path(), &directory);
    let (held, _) = with_edge(&[], |edge| cache.lock(edge).unwrap());
    let token = Token {
        access: Secret::new("access\"\u{e9}".into()),
        expires: at("2026-01-02T11:04:05.678Z"),
        refresh: Some(Secret::new("again".into())),
        client: None,
    };
    cache.keep_token(&held, &token, &client("c")).unwrap();
    let written = std::fs::read(cache.path()).unwrap();
    let written: Value = serde_json::from_slice(&written).unwrap();
    let expected = serde_json::json!({
        "startUrl": "https://corp.awsapps.com/start/#/",
        "region": "eu-central-1",
        "accessToken": "access\"\u{e9}",
        "expiresAt": "2026-01-02T11:04:05Z",
        "clientId": "c",
        "clientSecret": "hush",
        "registrationExpiresAt": "2026-04-01T00:00:00Z",
        "refreshToken": "again",
    });
    assert_eq!(written, expected);
    let mode = std::fs::metadata(cache.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let read = cache.token().unwrap().unwrap();
    assert!(read.access == token.access && read.refresh == token.refresh);
    assert_eq!(read.client.unwrap().id, "c");
}

/// As the AWS CLI does with them.
#[test]
fn what_holds_no_token_is_as_good_as_none() {
    let home = tempfile::tempdir().unwrap();
    let directory = corp();
    let cache = Cache::new(home.path(), &directory);
    assert!(cache.token().unwrap().is_none());
    std::fs::create_dir_all(cache.path().parent().unwrap()).unwrap();
    for text in [
        "",
        "{",
        "[]",
        "{}",
        r#"{"accessToken":"a"}"#,
        r#"{"accessToken":"a","expiresAt":"x"}"#,
    ] {
        std::fs::write(cache.path(), text).unwrap();
        assert!(cache.token().unwrap().is_none(), "{text}");
    }
    let old = r#"{"accessToken":"a","expiresAt":"2026-01-02T11:04:05UTC","region":"eu-central-1"}"#;
    std::fs::write(cache.path(), old).unwrap();
    let token = cache.token().unwrap().unwrap();
    assert_eq!(token.expires, at("2026-01-02T11:04:05Z"));
    assert!(token.client.is_none());
    std::fs::remove_file(cache.path()).unwrap();
    std::os::unix::fs::symlink("elsewhere", cache.path()).unwrap();
    assert!(matches!(cache.token(), Err(PrivateFileError::NotAFile(_))));
}

#[test]
fn a_client_serves_the_flow_that_it_was_registered_for() {
    let home = tempfile::tempdir().unwrap();
    let directory = corp();
    let cache = Cache::new(home.path(), &directory);
    let (held, _) = with_edge(&[], |edge| cache.lock(edge).unwrap());
    for with_codes in [true, false] {
        let (this, other) = (registration(with_codes, &[]), registration(!with_codes, &[]));
        cache.keep_client(&held, &client("c"), &this).unwrap();
        assert_eq!(cache.client(&this).unwrap().unwrap().id, "c");
        assert!(cache.client(&other).unwrap().is_none());
    }
}

#[test]
fn a_newer_token_is_not_dropped() {
    let home = tempfile::tempdir().unwrap();
    let directory = corp();
    let cache = Cache::new(home.path(), &directory);
    let token = |access: &str| Token {
        access: Secret::new(access.into()),
        expires: at("2026-01-02T11:04:05Z"),
        refresh: None,
        client: None,
    };
    with_edge(&[], |edge| {
        let held = cache.lock(edge).unwrap();
        cache.keep_token(&held, &token("new"), &client("c")).unwrap();
        drop(held);
        cache.drop_token(&token("old"), edge).unwrap();
        assert!(cache.token().unwrap().is_some());
        cache.drop_token(&token("new"), edge).unwrap();
        assert!(cache.token().unwrap().is_none());
    });
}
