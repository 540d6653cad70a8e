use tegata_base::Secret;

use crate::{InvalidKey, InvalidName, Item, ItemName, LongTermKey};

fn read(json: &str) -> Result<(String, String), InvalidKey> {
    let item = Item {
        name: ItemName::key("a").unwrap(),
        data: Secret::new(json.as_bytes().to_vec()),
    };
    LongTermKey::from_item(&item).map(|key| (key.access_key_id, key.secret.expose().clone()))
}

fn key(id: &str, secret: &str) -> LongTermKey {
    LongTermKey {
        access_key_id: id.into(),
        secret: Secret::new(secret.into()),
    }
}

#[test]
fn a_key_is_written_as_the_go_sdk_writes_it() {
    let item = key("AKIAEXAMPLE", "ro/ck+").to_item("foo").unwrap();
    assert_eq!(item.name.as_str(), "foo");
    assert_eq!(
        String::from_utf8(item.data.expose().clone()).unwrap(),
        r#"{"AccessKeyID":"AKIAEXAMPLE","SecretAccessKey":"ro/ck+","SessionToken":"","Source":"","CanExpire":false,"Expires":"0001-01-01T00:00:00Z","AccountID":""}"#
    );
}

#[test]
fn keys_of_every_version_are_read() {
    let expected = Ok(("AKIA".into(), "rock".into()));
    for json in [
        r#"{"AccessKeyID":"AKIA","SecretAccessKey":"rock"}"#,
        r#"{"AccessKeyID":"AKIA","SecretAccessKey":"rock","SessionToken":"","ProviderName":"x"}"#,
        r#"{"accesskeyid":"AKIA","SECRETACCESSKEY":"rock","Other":{"a":[null]}}"#,
        r#"{"AccessKeyId":"AKIA","SecretAccessKey":"rock"}"#,
        "\n {\"SecretAccessKey\":\"rock\",\"AccessKeyID\":\"AKIA\"}\n",
    ] {
        assert_eq!(read(json), expected, "{json}");
    }
}

#[test]
fn what_is_no_key_is_told() {
    for (json, error) in [
        ("", InvalidKey::NotAKey),
        ("[]", InvalidKey::NotAKey),
        (r#"{"AccessKeyID":"AKIA"}"#, InvalidKey::NotAKey),
        (r#"{"AccessKeyID":1,"SecretAccessKey":"a"}"#, InvalidKey::NotAKey),
        (
            r#"{"AccessKeyID":"AKIA","SecretAccessKey":""}"#,
            InvalidKey::Empty,
        ),
    ] {
        assert_eq!(read(json), Err(error), "{json}");
    }
    let long = "a".repeat(513);
    assert_eq!(
        read(&format!(r#"{{"AccessKeyID":"AKIA","SecretAccessKey":"{long}"}}"#)),
        Err(InvalidKey::TooLong)
    );
    assert_eq!(key(&long, "a").to_item("a").err(), Some(InvalidKey::TooLong));
    assert_eq!(key("a", "").to_item("a").err(), Some(InvalidKey::Empty));
    assert_eq!(
        key("a", "a").to_item("").err(),
        Some(InvalidKey::Name(InvalidName::Empty))
    );
}
