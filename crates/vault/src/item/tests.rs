use proptest::collection::vec;
use proptest::prelude::{any, prop_assert_eq, proptest};
use tegata_base::Secret;

use crate::{InvalidItem, Item, ItemName, MAX_ITEM};

fn name(text: &str) -> ItemName {
    ItemName::parse(text).unwrap()
}

fn unwrapped(text: &str, json: &str) -> Result<Vec<u8>, InvalidItem> {
    Item::unwrap(&name(text), json.as_bytes()).map(|item| item.data.expose().clone())
}

#[test]
fn a_key_is_wrapped_as_go_would() {
    let item = Item::new(name("a<b>&c"), Secret::new(b"{}".to_vec())).unwrap();
    let expected = r#"{"Key":"a\u003cb\u003e\u0026c","Data":"e30=","Label":"aws-vault (a\u003cb\u003e\u0026c)","Description":"","KeychainNotTrustApplication":true,"KeychainNotSynchronizable":false}"#;
    assert_eq!(String::from_utf8(item.wrap().expose().clone()).unwrap(), expected);
}

#[test]
fn what_others_write_is_read() {
    assert_eq!(unwrapped("a", r#"{"Key":"a","Data":"aGk="}"#), Ok(b"hi".to_vec()));
    assert_eq!(
        unwrapped("a", r#"{"Key":"a","Data":null,"More":[1]}"#),
        Ok(vec![])
    );
    let session = r#"{"Key":"oidc:https://x/start","Data":"aGk=","Label":"l"}"#;
    assert_eq!(unwrapped("oidc:https:/x/start", session), Ok(b"hi".to_vec()));
}

#[test]
fn what_is_no_item_is_told() {
    for (json, error) in [
        ("", InvalidItem::NotAnItem),
        ("[]", InvalidItem::NotAnItem),
        (r#"{"Key":"a"}"#, InvalidItem::NotAnItem),
        (r#"{"Key":"a","Data":"a"}"#, InvalidItem::Data),
        (r#"{"Key":"b","Data":""}"#, InvalidItem::OtherName),
        (r#"{"Key":"","Data":""}"#, InvalidItem::OtherName),
    ] {
        assert_eq!(unwrapped("a", json), Err(error), "{json}");
    }
    assert_eq!(
        Item::new(name("a"), Secret::new(vec![0; MAX_ITEM + 1])).err(),
        Some(InvalidItem::TooLarge)
    );
    assert_eq!(unwrapped("a", &" ".repeat(200_000)), Err(InvalidItem::TooLarge));
}

#[test]
fn the_largest_item_fits_its_wrapping() {
    let item = Item::new(name(&"&".repeat(1024)), Secret::new(vec![7; MAX_ITEM])).unwrap();
    let json = item.wrap();
    let again = Item::unwrap(&item.name, json.expose()).unwrap();
    assert!(again.data == item.data);
}

proptest! {
    #[test]
    fn every_item_is_read_as_it_was_wrapped(text in "[^\\x00-\\x1f\\x7f-\\x9f]{1,40}", data in vec(any::<u8>(), 0..200)) {
        let item = Item::new(name(&text), Secret::new(data)).unwrap();
        let again = Item::unwrap(&item.name, item.wrap().expose()).unwrap();
        prop_assert_eq!(again.data.expose(), item.data.expose());
    }

    #[test]
    fn no_json_breaks_in(json in "\\PC{0,200}") {
        let _ = unwrapped("a", &json);
    }
}
