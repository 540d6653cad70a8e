use jiff::Timestamp;
use proptest::prelude::*;
use tegata_crypto::KeyKind;
use tegata_crypto::sign::PrivateKey;
use tegata_pki::certificate::SerialNumber;
use tegata_pki::issue::{AlternativeName, Template, self_signed};

use super::*;

fn no_file(path: &Path) -> std::io::Result<Vec<u8>> {
    panic!("reads {}", path.display())
}

fn parse(text: &str) -> Result<Selector, SelectorError> {
    Selector::parse(text, no_file)
}

fn of_json(json: &str) -> Result<Selector, SelectorError> {
    Selector::parse("file://selector.json", |path| {
        assert_eq!(path, Path::new("selector.json"));
        Ok(json.into())
    })
}

fn made(pairs: &[(&str, &str)], serial: u8, until: &str) -> Certificate {
    let (key, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
    let not_before: Timestamp = "2025-01-01T00:00:00Z".parse().unwrap();
    let names = [
        AlternativeName::Dns("host.example.com".into()),
        AlternativeName::Uri("spiffe://example/workload".into()),
        AlternativeName::Email("Ops@example.com".into()),
        AlternativeName::Ip("10.1.2.3".parse().unwrap()),
        AlternativeName::Ip("2001:db8::1".parse().unwrap()),
    ];
    let template = Template::end_entity(
        SerialNumber::from_bytes(&[0x0a, serial]).unwrap(),
        Name::from_pairs(pairs).unwrap(),
        (not_before, until.parse().unwrap()),
        &names,
    );
    self_signed(&template, &key).unwrap()
}

const SUBJECT: &[(&str, &str)] = &[
    ("C", "NL"),
    ("O", "Example, Inc."),
    ("OU", "a"),
    ("OU", "b"),
    ("CN", "My  Machine"),
    ("E", "ops@example.com"),
];

fn machine() -> Certificate {
    made(SUBJECT, 0x1b, "2027-01-01T00:00:00Z")
}

#[test]
fn grammar() {
    for (text, pairs) in [
        ("", &[][..]),
        ("  \t ", &[]),
        ("Key=x509Subject,Value=CN=a", &[("x509Subject", "CN=a")]),
        (
            "  Key=x509Subject,Value=CN=a, b = c ,O=d  ",
            &[("x509Subject", "CN=a, b = c ,O=d")],
        ),
        (
            "Key=x509Subject,Value=CN=a b\n\tKey=x509Serial,Value=0A",
            &[("x509Subject", "CN=a b"), ("x509Serial", "0A")],
        ),
        (
            "Key=x509Subject,Value=CN=MonKey=1",
            &[("x509Subject", "CN=MonKey=1")],
        ),
        (
            "Key=x509Issuer,Value=CN=é Key=x509Subject,Value=ü",
            &[("x509Issuer", "CN=é"), ("x509Subject", "ü")],
        ),
    ] {
        let found = grammar::of_text(text).unwrap();
        let found: Vec<_> = found
            .iter()
            .map(|pair| (pair.key.as_str(), pair.values[0].as_str()))
            .collect();
        assert_eq!(found, pairs, "{text:?}");
    }
    for (text, told) in [
        ("CN=a", "cannot be read from \"CN=a\""),
        ("x Key=x509Subject,Value=CN=a", "cannot be read"),
        ("Key=x509Subject", "cannot be read"),
        ("Key=x509Subject Value=CN=a", "cannot be read"),
        ("key=x509Subject,Value=CN=a", "cannot be read"),
        (
            "Key=x509subject,Value=CN=a",
            "\"x509subject\" is not a key; there are x509Subject, x509Issuer, x509Serial",
        ),
        ("Key=,Value=CN=a", "\"\" is not a key"),
        ("Key=x509Subject,Value=", "\"x509Subject\" has no value"),
        (
            "Key=x509Subject,Value= Key=x509Serial,Value=1",
            "\"x509Subject\" has no value",
        ),
        (
            "Key=x509Serial,Value=1 Key=x509Serial,Value=1",
            "names x509Serial twice",
        ),
        (
            "Key=x509Serial,Value=12g4",
            "\"12g4\" is not a value of x509Serial",
        ),
        (
            "Key=x509Serial,Value=000000000000000000000000000000000000000001ffffffffffffffffffffffffffffffffffffffff",
            "at most 20 bytes",
        ),
        ("Key=x509Fingerprint,Value=abcd", "SHA-256 or SHA-1"),
        ("Key=x509EKU,Value=clientauth2", "dotted object identifier"),
        ("Key=x509EKU,Value=1..2", "dotted object identifier"),
        ("Key=x509EKU,Value=9.9.9", "dotted object identifier"),
        ("Key=x509SAN,Value=IP:300.1.1.1", "IP:address"),
    ] {
        let error = parse(text).unwrap_err().to_string();
        assert!(error.contains(told), "{text:?}: {error}");
    }
}

#[test]
fn json() {
    let certificate = machine();
    for (json, matches) in [
        ("[]", true),
        (r#"[{"Key": "x509Serial", "Value": "0A1B"}]"#, true),
        (r#"[{"key": "x509Serial", "VALUE": "0a1c"}]"#, false),
        (r#"[{"Key": "x509Serial", "Value": ["01", "0a1b"]}]"#, true),
        (
            r#"[{"Key": "x509Serial", "Value": "0a1b"}, {"Key": "x509Subject", "Value": "CN=x"}]"#,
            false,
        ),
        (
            r#"[{"Key": "x509Issuer", "Value": ["CN=ca", "CN=my machine,OU=b,OU=a,O=Example\\, Inc.,C=NL,E=ops@example.com"]}]"#,
            true,
        ),
    ] {
        assert_eq!(of_json(json).unwrap().matches(&certificate), matches, "{json}");
    }
    for (json, told) in [
        ("", "EOF"),
        ("{}", "not an array"),
        ("[1]", "not an object"),
        (r#"[{"Key": "x509Serial"}]"#, "lacks Key or Value"),
        (r#"[{"Key": 1, "Value": "a"}]"#, "are texts"),
        (
            r#"[{"Key": "x509Serial", "Value": ["1", 2]}]"#,
            "something else than texts",
        ),
        (r#"[{"Key": "x509Serial", "Value": []}]"#, "has no value"),
        (
            r#"[{"Key": "x509Serial", "Value": "1", "value": "2"}]"#,
            "Value twice",
        ),
        (
            r#"[{"Key": "x509Serial", "KEY": "x509EKU", "Value": "1"}]"#,
            "Key twice",
        ),
        (r#"[{"Key": "a\nb", "Value": ""}]"#, "\"a\\nb\" has no value"),
        (
            r#"[{"Key": "x509Serial", "Value": "1", "Vaule": "1"}]"#,
            "other members",
        ),
        (r#"[{"Key": "serial", "Value": "1"}]"#, "not a key"),
        (
            r#"[{"Key": "x509Serial", "Value": "1"}, {"Key": "x509Serial", "Value": "2"}]"#,
            "twice",
        ),
    ] {
        let error = of_json(json).unwrap_err().to_string();
        assert!(error.contains(told), "{json}: {error}");
    }
    let missing = Selector::parse("file:///nowhere", |_| Err(std::io::ErrorKind::NotFound.into()));
    assert!(missing.unwrap_err().to_string().contains("/nowhere"));
    let long = "x".repeat(70_000);
    assert_eq!(parse(&long).unwrap_err(), SelectorError::TooLong);
}

#[test]
fn row_06_names_match_by_what_they_mean() {
    let certificate = machine();
    for (subject, matches) in [
        // As Go prints it.
        (
            "CN=My  Machine,OU=a+OU=b,O=Example\\, Inc.,C=NL,1.2.840.113549.1.9.1=#0c0f6f7073406578616d706c652e636f6d",
            true,
        ),
        // As OpenSSL and RFC 4514 print it, in the certificate's order and the other way round.
        (
            "emailAddress=ops@example.com,CN=My  Machine,OU=b,OU=a,O=Example\\, Inc.,C=NL",
            true,
        ),
        (
            "C=NL, O=Example\\, Inc., OU=a, OU=b, CN=My Machine, E=OPS@EXAMPLE.COM",
            true,
        ),
        (
            "C = nl; O = \"example, inc.\"; OU = A + OU = B; cn = my machine; OID.1.2.840.113549.1.9.1 = ops@example.com",
            true,
        ),
        (
            "2.5.4.6=NL,O=Example\\2c Inc.,ou=a,ou=b,CN=#0c0a4d79204d616368696e65,E=ops@example.com",
            true,
        ),
        // Something is missing, more, or other.
        ("CN=My Machine", false),
        (
            "C=NL,O=Example\\, Inc.,OU=a,CN=My Machine,E=ops@example.com",
            false,
        ),
        (
            "C=NL,O=Example\\, Inc.,OU=a,OU=b,OU=b,CN=My Machine,E=ops@example.com",
            false,
        ),
        (
            "C=NL,O=Example\\, Inc.,OU=a,OU=c,CN=My Machine,E=ops@example.com",
            false,
        ),
        (
            "C=NL,O=Example\\, Inc.,OU=a,OU=b,CN=MyMachine,E=ops@example.com",
            false,
        ),
        (
            "C=NL,O=Example, Inc.,OU=a,OU=b,CN=My Machine,E=ops@example.com",
            false,
        ),
        ("nonsense", false),
    ] {
        let selector = parse(&format!("Key=x509Subject,Value={subject}")).unwrap();
        assert_eq!(selector.matches(&certificate), matches, "{subject}");
    }
}

#[test]
fn go_prints_one_common_name() {
    // By attributes it has two; Go keeps the last.
    let two = made(
        &[("CN", "first"), ("CN", "second"), ("L", " y "), ("ST", "x#")],
        1,
        "2027-01-01T00:00:00Z",
    );
    assert_eq!(two.subject().to_go_string(), "CN=second,L=\\ y\\ ,ST=x#");
    assert!(
        parse("Key=x509Subject,Value=CN=second,L=\\ y\\ ,ST=x#")
            .unwrap()
            .matches(&two)
    );
    assert!(
        parse("Key=x509Subject,Value=CN=first,CN=second,L=y,ST=x#")
            .unwrap()
            .matches(&two)
    );
}

#[test]
fn row_06_other_keys() {
    let certificate = machine();
    let hex = |bytes: &[u8]| data_encoding::HEXUPPER.encode(bytes);
    let sha256 = hex(&fingerprint_of(&certificate));
    let sha1 = hex(&sha1_of(&certificate));
    let colons: Vec<&str> = sha1
        .as_bytes()
        .chunks(2)
        .map(|two| std::str::from_utf8(two).unwrap())
        .collect();
    for (pair, matches) in [
        ("Key=x509Serial,Value=0A1B".to_owned(), true),
        ("Key=x509Serial,Value=a1b".into(), true),
        ("Key=x509Serial,Value=0x000a1b".into(), true),
        ("Key=x509Serial,Value=0A:1B".into(), true),
        ("Key=x509Serial,Value=a1b0".into(), false),
        (format!("Key=x509Fingerprint,Value={sha256}"), true),
        (format!("Key=x509Fingerprint,Value={}", colons.join(":")), true),
        (format!("Key=x509Fingerprint,Value={}", "00".repeat(32)), false),
        ("Key=x509SAN,Value=host.example.com".into(), true),
        ("Key=x509SAN,Value=DNS:HOST.*.com".into(), true),
        ("Key=x509SAN,Value=URI:host*".into(), false),
        ("Key=x509SAN,Value=spiffe://example/*".into(), true),
        ("Key=x509SAN,Value=email:ops@example.com".into(), true),
        ("Key=x509SAN,Value=IP:10.1.2.3".into(), true),
        ("Key=x509SAN,Value=IP:10.1.*".into(), true),
        ("Key=x509SAN,Value=2001:DB8:0::1".into(), true),
        ("Key=x509SAN,Value=10.1.2.4".into(), false),
        ("Key=x509EKU,Value=ClientAuth".into(), true),
        ("Key=x509EKU,Value=1.3.6.1.5.5.7.3.2".into(), true),
        ("Key=x509EKU,Value=serverAuth".into(), false),
        (
            "Key=x509EKU,Value=clientAuth Key=x509Serial,Value=01".into(),
            false,
        ),
    ] {
        assert_eq!(parse(&pair).unwrap().matches(&certificate), matches, "{pair}");
    }
}

#[test]
fn one_is_chosen_or_it_is_said_why_none() {
    let early = made(&[("CN", "a")], 1, "2026-01-01T00:00:00Z");
    let late = made(&[("CN", "a")], 2, "2027-01-01T00:00:00Z");
    let other = made(&[("CN", "b")], 3, "2028-01-01T00:00:00Z");
    let all = [early.clone(), late.clone(), other, early];
    let selector = parse("Key=x509Subject,Value=CN=A").unwrap();
    assert_eq!(selector.choose(&all, true), Ok(1));
    assert_eq!(
        parse("Key=x509Serial,Value=0a01").unwrap().choose(&all, false),
        Ok(0),
        "twice there is once"
    );
    assert_eq!(Selector::default().choose(&[late], false), Ok(0));
    assert_eq!(
        selector.choose(&all, false).unwrap_err().to_string(),
        "multiple matching identities: `CN=a` (serial number 0a01, until 2026-01-01T00:00:00Z), `CN=a` (serial \
         number 0a02, until 2027-01-01T00:00:00Z); say more in --cert-selector, or add \
         --use-latest-expiring-certificate"
    );
    let none = parse("Key=x509Subject,Value=CN=c").unwrap();
    let error = none.choose(&all[2..3], true).unwrap_err().to_string();
    assert_eq!(
        error,
        "no certificate matches --cert-selector (Key=x509Subject,Value=CN=c); there is `CN=b` (serial number 0a03, \
         until 2028-01-01T00:00:00Z)"
    );
    assert!(
        none.choose(&[], false)
            .unwrap_err()
            .to_string()
            .ends_with("there are none at all")
    );
    let long = format!("Key=x509Subject,Value=CN=a\nb{}", "x".repeat(5000));
    let error = parse(&long).unwrap().choose(&[], false).unwrap_err().to_string();
    assert!(error.contains("CN=a\\nbxx") && error.len() < 600, "{error}");
    let many: Vec<_> = (0..8)
        .map(|at| made(&[("CN", "x")], at, "2027-01-01T00:00:00Z"))
        .collect();
    let error = none.choose(&many, false).unwrap_err().to_string();
    assert_eq!(
        (error.matches("CN=x").count(), error.ends_with("and 3 more")),
        (5, true),
        "{error}"
    );
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(
        serial in prop::option::of("[0-9a-f]{1,40}"),
        subject in prop::option::of("[A-Za-z=,+ \\\\\"#é]{1,30}"),
        san in prop::option::of("[a-z*.:/]{1,30}"),
    ) {
        let given = [("x509Serial", serial), ("x509Subject", subject), ("x509SAN", san)];
        let parts: Vec<String> = given
            .iter()
            .filter_map(|(key, value)| Some(format!("Key={key},Value={}", value.as_ref()?)))
            .collect();
        if let Ok(selector) = parse(&parts.join(" ")) {
            let again = parse(&selector.to_string()).unwrap();
            prop_assert_eq!(again.to_string(), selector.to_string());
            prop_assert_eq!(
                again.attributes.iter().map(|one| one.wanted.clone()).collect::<Vec<_>>(),
                selector.attributes.iter().map(|one| one.wanted.clone()).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn hostile_selectors_do_no_harm(text in "(Key=|,Value=|x509[A-Za-z]{0,7}|CN=|#|\\\\|\"|[ -~é\n]){0,40}") {
        let selector = parse(&text);
        let json = of_json(&text);
        for selector in [selector, json].into_iter().flatten() {
            let _ = selector.to_string();
        }
        let _ = Name::from_text(&text);
    }

    #[test]
    fn a_star_is_any_text(pattern in "[ab*]{0,12}", text in "[ab]{0,12}") {
        fn naive(pattern: &[u8], text: &[u8]) -> bool {
            match pattern.split_first() {
                None => text.is_empty(),
                Some((b'*', rest)) => (0..=text.len()).any(|at| naive(rest, &text[at..])),
                Some((byte, rest)) => text.first() == Some(byte) && naive(rest, &text[1..]),
            }
        }
        prop_assert_eq!(glob(&pattern, &text), naive(pattern.as_bytes(), text.as_bytes()));
    }

    /// Every name is found by the text that we print for it, and by the one that Go would.
    #[test]
    fn names_are_found_as_they_are_printed(
        values in prop::collection::vec((0..5_usize, "[a-zA-Z ,+\"#;<>=\\\\é\u{1}]{1,12}"), 1..6)
    ) {
        const TYPES: [&str; 5] = ["CN", "OU", "O", "L", "UID"];
        let pairs: Vec<_> = values.iter().map(|(at, value)| (TYPES[*at], value.as_str())).collect();
        let name = Name::from_pairs(&pairs).unwrap();
        let read = Name::from_text(&name.to_string()).unwrap();
        prop_assert!(read.means(&name), "{} is {}", name, read);
        let two_names = pairs.iter().filter(|(kind, _)| *kind == "CN").count() > 1;
        if !two_names {
            let read = Name::from_text(&name.to_go_string()).unwrap();
            prop_assert!(read.has_the_attributes_of(&name), "{} is {}", name.to_go_string(), read);
        }
    }
}
