use proptest::prelude::{prop_assert_eq, proptest};

use crate::{
    AccessKeyId, AccountId, Arn, EntityKind, InvalidArn, Region, Rng, Tag, TagError, Tags, UniqueId,
    is_tag_text, time,
};

/// A repeatable sequence of bytes.
struct Counter(u8);

impl Rng for Counter {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.0 = self.0.wrapping_mul(167).wrapping_add(13);
            *byte = self.0;
        }
    }
}

#[test]
fn arn_parts() {
    let arn: Arn = "arn:aws:iam::111122223333:role/path/Name:x".parse().unwrap();
    assert_eq!(arn.partition(), "aws");
    assert_eq!(arn.service(), "iam");
    assert_eq!(arn.region(), "");
    assert_eq!(arn.account(), "111122223333");
    assert_eq!(arn.resource(), "role/path/Name:x");
    assert_eq!(arn.resource_of("role"), Some("path/Name:x"));
    assert_eq!(arn.name(), "Name:x");
    assert_eq!(
        Arn::new("aws", "iam", "", "111122223333", "role/path/Name:x"),
        arn
    );
}

#[test]
fn arn_refuses_what_lacks_a_part() {
    for text in [
        "",
        "arn",
        "arn:aws:iam::1",
        "arn::iam::1:x",
        "arn:aws:::1:x",
        "arn:aws:iam::1:",
        "urn:a:b:c:d:e",
    ] {
        assert_eq!(text.parse::<Arn>(), Err(InvalidArn), "{text}");
    }
}

#[test]
fn access_key_of_the_fact_sheet_decodes() {
    let id: AccessKeyId = "ASIAY34FZKBOKMUTVV7A".parse().unwrap();
    assert_eq!(id.account().unwrap().to_string(), "609629065308");
    assert!(id.is_temporary());
}

#[test]
fn older_keys_hold_no_account() {
    let id: AccessKeyId = "AKIAIOSFODNN7EXAMPLE".parse().unwrap();
    assert_eq!(id.account(), None);
}

#[test]
fn dates_in_three_forms() {
    let at = parse_iso("20260102T030405Z").unwrap();
    assert_eq!(time::iso_seconds(at), "2026-01-02T03:04:05Z");
    assert_eq!(time::iso_micros(at), "2026-01-02T03:04:05.000000Z");
    assert_eq!(time::iso_basic(at), "20260102T030405Z");
    for text in [
        "20260102T030405",
        "20261302T030405Z",
        "2026010 T030405Z",
        "20260102T250405Z",
        "+0260102T030405Z",
    ] {
        assert_eq!(parse_iso(text), None, "{text}");
    }
}

fn parse_iso(text: &str) -> Option<jiff::Timestamp> {
    time::parse_iso_basic(text)
}

#[test]
fn tags_fold_case_and_keep_spelling() {
    let tag = |key: &str, value: &str| Tag {
        key: key.into(),
        value: value.into(),
    };
    assert_eq!(
        Tags::from_list(vec![tag("a", "1"), tag("A", "2")]),
        Err(TagError::Duplicate)
    );
    let mut tags = Tags::from_list(vec![tag("a", "1")]).unwrap();
    tags.set(tag("A", "2"));
    assert_eq!(tags.as_slice(), [tag("A", "2")]);
    assert_eq!(tags.get("a"), Some("2"));
    tags.remove("a");
    assert!(tags.is_empty());
    assert_eq!(tags, Tags::new());
}

#[test]
fn changing_a_copy_leaves_the_tags() {
    let tag = |key: &str| Tag {
        key: key.into(),
        value: "1".into(),
    };
    let tags = Tags::from_list(vec![tag("a")]).unwrap();
    let mut copy = tags.clone();
    copy.set(tag("b"));
    copy.remove("a");
    assert_eq!(
        (tags.as_slice(), copy.as_slice()),
        (&[tag("a")][..], &[tag("b")][..])
    );
}

#[test]
fn repeated_keys_are_found_in_lists_of_any_length() {
    for length in [2, 64, 65, 200] {
        let list = |last: &str| -> Vec<Tag> {
            let keys = (1..length).map(|number| format!("K\u{e9}y{number}"));
            let keys = keys.chain([last.to_owned()]);
            keys.map(|key| Tag {
                key,
                value: String::new(),
            })
            .collect()
        };
        assert!(Tags::from_list(list("other")).is_ok(), "{length}");
        assert_eq!(
            Tags::from_list(list("k\u{c9}Y1")),
            Err(TagError::Duplicate),
            "{length}"
        );
    }
}

#[test]
fn tag_text_is_the_character_class_of_aws() {
    assert!(is_tag_text("Größe 1_.:/=+-@\u{a0}日本"));
    for text in ["a*", "(x)", "a,b", "tab\t", "a&b", "\u{85}", "\""] {
        assert!(!is_tag_text(text), "{text:?}");
    }
}

proptest! {
    #[test]
    fn dates_are_written_as_strftime_writes_them(second in -62_135_596_800_i64..253_402_207_200, micro in 0_i64..1_000_000) {
        let at = jiff::Timestamp::from_microsecond(second * 1_000_000 + micro).unwrap();
        let written = |form: &str| at.to_zoned(jiff::tz::TimeZone::UTC).strftime(form).to_string();
        prop_assert_eq!(time::iso_seconds(at), written("%Y-%m-%dT%H:%M:%SZ"));
        prop_assert_eq!(time::iso_micros(at), written("%Y-%m-%dT%H:%M:%S.%6fZ"));
        prop_assert_eq!(time::iso_basic(at), written("%Y%m%dT%H%M%SZ"));
    }

    #[test]
    fn ids_carry_their_account(number in 0_u64..=999_999_999_999, seed: u8) {
        let account = AccountId::from_number(number).unwrap();
        let mut rng = Counter(seed);
        prop_assert_eq!(AccessKeyId::generate_temporary(account, &mut rng).account(), Some(account));
        let id = UniqueId::generate(EntityKind::Role, account, &mut rng);
        prop_assert_eq!(id.as_str().parse::<UniqueId>().unwrap().kind(), Some(EntityKind::Role));
        prop_assert_eq!(account.to_string().parse::<AccountId>().unwrap(), account);
    }

    #[test]
    fn arns_print_what_they_parsed(text in "arn:[a-z-]{1,8}:[a-z]{1,8}:[a-z0-9-]{0,8}:[0-9]{0,12}:.{1,20}") {
        prop_assert_eq!(text.parse::<Arn>().unwrap().to_string(), text);
    }

    #[test]
    fn no_text_breaks_a_parser(text in ".{0,64}") {
        let _ = text.parse::<Arn>();
        let _ = text.parse::<AccountId>();
        let _ = text.parse::<AccessKeyId>().map(|id| id.account());
        let _ = text.parse::<UniqueId>();
        let _ = text.parse::<Region>();
        let _ = time::parse_iso_basic(&text);
        let _ = is_tag_text(&text);
    }
}
