use proptest::option;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};
use proptest::sample::select;
use std::sync::Arc;
use tegata_base::Secret;

use super::{KINDS, LibraryVersion, MAX_LENGTH, PinAttribute, TEXTS, Text, Uri, UriError};

fn uri(text: &str) -> Uri {
    text.parse().unwrap()
}

fn error(text: &str) -> UriError {
    text.parse::<Uri>().unwrap_err()
}

#[test]
fn every_attribute_is_read() {
    let all = uri(
        "pkcs11:token=The%20Software%20PKCS%2311%20Softtoken;manufacturer=Snake%20Oil%2C%20Inc.;model=1.0;\
         serial=4a9d;library-manufacturer=Snake;library-description=Soft;library-version=3.1;\
         slot-description=Slot%20A;slot-manufacturer=SA;slot-id=0;object=my-%3B-certificate;type=cert;\
         id=%69%95%3E%5C%F4%00%FF?pin-source=file:/etc/token_pin&module-name=softhsm2\
         &module-path=/usr/lib/softhsm&x-muscle=a&x-muscle=b",
    );
    let texts = [
        (Text::Token, "The Software PKCS#11 Softtoken"),
        (Text::Manufacturer, "Snake Oil, Inc."),
        (Text::Model, "1.0"),
        (Text::Serial, "4a9d"),
        (Text::LibraryManufacturer, "Snake"),
        (Text::LibraryDescription, "Soft"),
        (Text::SlotDescription, "Slot A"),
        (Text::SlotManufacturer, "SA"),
        (Text::Object, "my-;-certificate"),
    ];
    for (which, text) in texts {
        assert_eq!(all.text(which), Some(text), "{which:?}");
    }
    assert_eq!(all.library_version, Some(LibraryVersion { major: 3, minor: 1 }));
    assert_eq!(all.slot_id, Some(0));
    assert_eq!(all.id.as_deref(), Some(&b"\x69\x95\x3e\x5c\xf4\x00\xff"[..]));
    assert_eq!(all.kind, Some(super::ObjectKind::Certificate));
    assert!(matches!(&all.pin, Some(PinAttribute::Source(source)) if source == "file:/etc/token_pin"));
    assert_eq!(all.module_name.as_deref(), Some("softhsm2"));
    assert_eq!(all.module_path.as_deref(), Some("/usr/lib/softhsm"));
    assert!(all.unknown().is_empty());
}

#[test]
fn what_the_grammar_allows_beyond_that() {
    assert_eq!(uri("pkcs11:"), Uri::default());
    assert_eq!(uri("PKCS11:token=a"), uri("pkcs11:token=a"));
    assert_eq!(uri("pkcs11:Token=a;ID=%01"), uri("pkcs11:token=a;id=%01"));
    assert!(uri("pkcs11:?PIN-VALUE=1234").pin.is_some());
    // The name of a file may be that of the attribute.
    assert!(uri("pkcs11:?pin-source=/run/pin-value").pin.is_some());
    assert_eq!(
        uri("pkcs11:library-version=3").library_version,
        Some(LibraryVersion { major: 3, minor: 0 })
    );
    // An empty value is a value.
    assert_eq!(uri("pkcs11:token=").text(Text::Token), Some(""));
    assert_eq!(
        uri("pkcs11:object=a=b&c?module-path=/a?b").text(Text::Object),
        Some("a=b&c")
    );
    assert_eq!(
        uri("pkcs11:?module-path=/a?b").module_path.as_deref(),
        Some("/a?b")
    );
    // A vendor's own attributes are kept out of the search, and told when nothing is found.
    assert_eq!(
        uri("pkcs11:vendor-shelf=3;obejct=a").unknown(),
        ["vendor-shelf", "obejct"]
    );
    // People type blanks and letters beyond ASCII as they are.
    assert_eq!(uri("pkcs11:token=My Tökén").text(Text::Token), Some("My Tökén"));
}

#[test]
fn mistakes_are_named() {
    let duplicate = |name: &str| UriError::Duplicate(name.into());
    let table = [
        ("token=a", UriError::Scheme),
        ("pkcs1", UriError::Scheme),
        ("pkcs11", UriError::Scheme),
        (
            "pkcs11:token",
            UriError::NotAPair {
                part: "path",
                number: 1,
            },
        ),
        (
            "pkcs11:token=a;",
            UriError::NotAPair {
                part: "path",
                number: 2,
            },
        ),
        (
            "pkcs11:;token=a",
            UriError::NotAPair {
                part: "path",
                number: 1,
            },
        ),
        (
            "pkcs11:to ken=a",
            UriError::NotAPair {
                part: "path",
                number: 1,
            },
        ),
        (
            "pkcs11:=a",
            UriError::NotAPair {
                part: "path",
                number: 1,
            },
        ),
        (
            "pkcs11:?pin-value=a&b",
            UriError::NotAPair {
                part: "query",
                number: 2,
            },
        ),
        ("pkcs11:token=a;token=a", duplicate("token")),
        ("pkcs11:id=%01;id=%02", duplicate("id")),
        ("pkcs11:type=cert;type=cert", duplicate("type")),
        ("pkcs11:slot-id=1;slot-id=1", duplicate("slot-id")),
        ("pkcs11:vendor=1;vendor=1", duplicate("vendor")),
        ("pkcs11:?module-name=a&module-name=a", duplicate("module-name")),
        ("pkcs11:?pin-value=1&pin-value=1", duplicate("pin-value")),
        ("pkcs11:?pin-source=1&pin-source=1", duplicate("pin-source")),
        ("pkcs11:?pin-value=1&pin-source=1", UriError::TwoPins),
        ("pkcs11:?pin-value=", UriError::NoPin),
        ("pkcs11:token=m&pin-value=1234", UriError::MisplacedPin),
        ("pkcs11:token=m&PIN-VALUE=1234", UriError::MisplacedPin),
        ("pkcs11:token=m&pin%2Dvalue%3D1234", UriError::MisplacedPin),
        ("pkcs11:token=m%26pin%253D1234", UriError::MisplacedPin),
        ("pkcs11:id=%01&pin=1234", UriError::MisplacedPin),
        ("pkcs11:?module-path=/a.so;pin=1234", UriError::MisplacedPin),
        ("pkcs11:?module-name=a%26password=1234", UriError::MisplacedPin),
        ("pkcs11:token=m;pin-value=1234", UriError::MisplacedPin),
        ("pkcs11:token=m;PIN=12;34=56", UriError::MisplacedPin),
        ("pkcs11:token=m;pin-source=/p", UriError::MisplacedPin),
        (
            "pkcs11:token=m?pin-source=/p?pin-value=1234",
            UriError::MisplacedPin,
        ),
        ("pkcs11:?pin-source=", UriError::NoPin),
        ("pkcs11:id=%0", UriError::Escape("id".into())),
        ("pkcs11:id=%ZZ", UriError::Escape("id".into())),
        ("pkcs11:id=%", UriError::Escape("id".into())),
        ("pkcs11:vendor=%+1", UriError::Escape("vendor".into())),
        ("pkcs11:token=%FF", UriError::NotText("token".into())),
        ("pkcs11:token=a%00b", UriError::NotText("token".into())),
        ("pkcs11:token=a\nb", UriError::NotText("token".into())),
    ];
    for (text, expected) in table {
        assert_eq!(error(text), expected, "{text}");
    }
    for text in [
        "pkcs11:type=certificate",
        "pkcs11:slot-id=",
        "pkcs11:slot-id=+1",
        "pkcs11:slot-id=0x1",
        "pkcs11:slot-id=99999999999999999999",
        "pkcs11:library-version=",
        "pkcs11:library-version=1.2.3",
        "pkcs11:library-version=256",
        "pkcs11:?module-name=../evil",
    ] {
        assert!(matches!(error(text), UriError::Value { .. }), "{text}");
    }
    let long = format!("pkcs11:token={}", "a".repeat(MAX_LENGTH));
    assert_eq!(error(&long), UriError::TooLong);
    // Three times as long once it is encoded.
    let long = format!("pkcs11:token={}", " ".repeat(MAX_LENGTH / 2));
    assert_eq!(error(&long), UriError::TooLong);
}

#[test]
fn a_pin_is_never_shown() {
    let secret = uri("pkcs11:token=a?module-name=m&pin-value=hunter2");
    assert_eq!(secret.to_string(), "pkcs11:token=a?module-name=m");
    assert_eq!(format!("{secret:?}"), "Uri(pkcs11:token=a?module-name=m)");
    assert_ne!(secret, uri("pkcs11:token=a?module-name=m&pin-value=hunter3"));
    for text in [
        "pkcs11:?pin-value=hunter2&pin-value=hunter2",
        "pkcs11:?pin-value=a&hunter2",
        "pkcs11:?pin-value=a&hunter2=%",
        "pkcs11:?pin-value=a&hunter2=\n",
        "pkcs11:?pin-value=hunter2%",
        "pkcs11:?pin-value=hunter2%FF",
        "pkcs11:?pin-value=hunter2&pin-source=b",
    ] {
        let error = error(text);
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    }
}

fn any_uri() -> impl Strategy<Value = Uri> {
    let text = || option::of("[^\\x00]{0,12}");
    let texts = proptest::collection::vec(text(), TEXTS.len());
    let rest = (
        option::of(proptest::collection::vec(any::<u8>(), 0..8)),
        option::of(select(&KINDS[..])),
        option::of((any::<u8>(), any::<u8>())),
        option::of(any::<u64>()),
        text(),
        option::of("[^\\x00/\\\\]{0,12}"),
        text(),
    );
    (texts, rest).prop_map(
        |(texts, (id, kind, version, slot_id, pin, module_name, module_path))| Uri {
            texts: Box::new(texts.try_into().unwrap()),
            id,
            kind: kind.map(|(kind, _)| kind),
            library_version: version.map(|(major, minor)| LibraryVersion { major, minor }),
            slot_id,
            pin: pin.filter(|pin| !pin.is_empty()).map(PinAttribute::Source),
            module_name,
            module_path,
            unknown: Vec::new(),
        },
    )
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(uri in any_uri(), pin in "[0-9a-z]{8}") {
        let text = uri.to_string();
        prop_assert!(text.is_ascii());
        prop_assert_eq!(&text.parse::<Uri>().unwrap(), &uri);
        let secret = Uri { pin: Some(PinAttribute::Value(Arc::new(Secret::new(pin)))), ..uri.clone() };
        prop_assert_eq!(secret.to_string(), Uri { pin: None, ..uri }.to_string());
    }

    #[test]
    fn hostile_texts_never_panic(text in "pkcs11:((token|id|type|slot-id|pin-value|\\PC{0,4})=(%[0-9a-fA-F]{0,2}|\\PC){0,6}[;?&]?){0,6}") {
        if let Ok(uri) = text.parse::<Uri>() {
            let again: Uri = uri.to_string().parse().unwrap();
            prop_assert_eq!(again.to_string(), uri.to_string());
        }
    }
}
