use proptest::prelude::*;

use super::*;

fn instant(text: &str) -> Instant {
    Instant::parse(text).unwrap_or_else(|| panic!("{text} is a date"))
}

#[test]
fn dates_in_all_their_spellings() {
    for (text, same) in [
        ("2030-01-02T03:04:05Z", "1893553445"),
        ("2030-01-02T03:04:05z", "1893553445"),
        ("2030-01-02t3:04:05", "1893553445"),
        ("2030-01-02T05:04:05+02", "1893553445"),
        ("2030-01-01T21:34:05-05:30", "1893553445"),
        ("2030-01-02T00:00Z", "2030-01-02"),
        ("2030-01-02T", "2030-01-02"),
        ("2030-01", "2030-01-01"),
        ("2030T", "2030-01-01"),
        ("01T", "0001-01-01"),
        ("1970-01-01", "0"),
        ("+5", "5"),
        ("2030-01-01T00:00:00.1Z", "2030-01-01T00:00:00.100000000Z"),
    ] {
        assert_eq!(instant(text), instant(same), "{text}");
    }
}

#[test]
fn dates_in_order() {
    let texts = [
        "-292275054",
        "-1T",
        "0000-12-31",
        "1969-12-31T23:59:59.999999999Z",
        "0",
        "2029-12-31T23:59:59Z",
        "2029-12-31T23:59:59.000000001Z",
        "2030-01-01",
        "292278993-12-31",
        "9223372036854775807",
    ];
    for pair in texts.windows(2) {
        assert!(instant(pair[0]) < instant(pair[1]), "{pair:?}");
    }
}

#[test]
fn texts_that_are_no_dates() {
    for text in [
        "",
        "-",
        "T",
        "abc",
        "234-13",
        "2030-00-01",
        "2030-01-32",
        "2030-01-01-01",
        "2030-01-01T24:00:00Z",
        "2030-01-01T00:60Z",
        "2030-01-01T00:00:60Z",
        "2030-01-01T00:00:00.Z",
        "2030-01-01T00:00:00.1234567890Z",
        "2030-01-01T00:00:00+1",
        "2030-01-01T00:00:00+01:0",
        "2030-01-01T00:00:00+24",
        "2030-01-01T00:00:00Zx",
        "292278994-01",
        "9223372036854775808",
        "1 2",
        "１",
    ] {
        assert_eq!(Instant::parse(text), None, "{text}");
    }
}

#[test]
fn decimals() {
    use std::cmp::Ordering::{Equal, Greater, Less};
    for (a, b, expected) in [
        ("10", "10.0", Equal),
        ("10", "9.5", Greater),
        ("-3", "-2", Less),
        ("0", "-0.00", Equal),
        ("0.1", "0.10000", Equal),
        ("0.1", "0.09999999999999999999999999999999999", Greater),
        ("1e3", "1000", Equal),
        ("1E-3", "0.001", Equal),
        ("1e3", "999.9", Greater),
        ("00012", "12", Equal),
        (
            "123456789012345678901234567890",
            "123456789012345678901234567891",
            Less,
        ),
        ("0.000", "1e-300", Less),
        ("+5", "5", Equal),
    ] {
        let (left, right) = (Decimal::parse(a).unwrap(), Decimal::parse(b).unwrap());
        assert_eq!(left.compare(right), expected, "{a} to {b}");
        assert_eq!(right.compare(left), expected.reverse(), "{b} to {a}");
    }
    for text in [
        "",
        "-",
        ".",
        ".5",
        "5.",
        "1e",
        "1e1234567",
        "abc",
        "1,5",
        "0x10",
        "1 ",
        "--1",
        "NaN",
    ] {
        assert!(Decimal::parse(text).is_none(), "{text}");
    }
}

#[test]
fn ranges() {
    let contains =
        |range: &str, address: &str| Range::parse(range).unwrap().contains(address.parse().unwrap());
    assert!(contains("10.0.0.5/24", "10.0.0.255"));
    assert!(!contains("10.0.0.5/24", "10.0.1.0"));
    assert!(contains("0.0.0.0/0", "255.255.255.255"));
    assert!(contains("::/0", "ffff::"));
    assert!(!contains("::/0", "1.2.3.4"));
    assert!(contains("2001:db8::/33", "2001:db8:7fff::1"));
    assert!(!contains("2001:db8::/33", "2001:db8:8000::1"));
    assert!(contains("2001:db8::1", "2001:0db8::0001"));
    for text in [
        "",
        "10.0.0.0/33",
        "::/129",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "10.0.0/8",
        "10.0.0.0/8/8",
        "x",
    ] {
        assert!(Range::parse(text).is_none(), "{text}");
    }
}

proptest! {
    #[test]
    fn dates_agree_with_a_calendar(seconds in -62_000_000_000_i64..250_000_000_000, nanos in 0_i32..1_000_000_000) {
        let at = jiff::Timestamp::new(seconds, if seconds < 0 { 0 } else { nanos }).unwrap();
        let text = at.to_string();
        let whole = if seconds < 0 { text.clone() } else { text.split(['.', 'Z']).next().unwrap().to_owned() };
        if seconds >= 0 {
            prop_assert_eq!(instant(&whole), instant(&seconds.to_string()));
            prop_assert!(instant(&text) >= instant(&whole));
        } else {
            let later = jiff::Timestamp::new(seconds + 1, 0).unwrap().to_string();
            prop_assert!(instant(&text) < instant(&later));
            prop_assert!(instant(&text) < instant("0"));
        }
    }

    /// The usual spelling is read by a way of its own.
    #[test]
    fn dates_are_alike_in_every_case(text in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]Z") {
        prop_assert_eq!(Instant::parse(&text), Instant::parse(&text.to_lowercase()));
        let bare = text.trim_end_matches('Z');
        prop_assert_eq!(Instant::parse(&text), Instant::parse(bare));
    }

    #[test]
    fn decimals_agree_with_integers(a in -1_000_000_i64..1_000_000, b in -1_000_000_i64..1_000_000, places in 0_u32..4) {
        let write = |n: i64| {
            let scale = 10_i64.pow(places);
            let sign = if n < 0 { "-" } else { "" };
            let (whole, fraction) = (n.abs() / scale, n.abs() % scale);
            match places {
                0 => format!("{sign}{whole}"),
                _ => format!("{sign}{whole}.{fraction:0width$}", width = places as usize),
            }
        };
        let (left, right) = (write(a), write(b));
        let found = Decimal::parse(&left).unwrap().compare(Decimal::parse(&right).unwrap());
        prop_assert_eq!(found, a.cmp(&b));
    }
}
