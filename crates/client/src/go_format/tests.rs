use super::*;

#[test]
fn names_as_go_quotes_them() {
    for (name, shown) in [
        ("work", r#""work""#),
        ("a b,c/d.e%", r#""a b,c/d.e%""#),
        ("o'b", r#""o'b""#),
        (r#"a"b\c"#, r#""a\"b\\c""#),
        ("käse", "\"käse\""),
        ("e\u{301}", "\"e\u{301}\""),
        ("a\u{a0}b", r#""a\u00a0b""#),
        ("\u{202e}x", r#""\u202ex""#),
        ("\u{e0001}", r#""\U000e0001""#),
        ("a\n\u{1b}\u{7f}\u{85}", r#""a\n\x1b\x7f\u0085""#),
    ] {
        assert_eq!(quoted(name), shown);
    }
    assert_eq!(quoted(b"a\xff"), r#""a\xff""#);
}

#[test]
fn durations_as_go_writes_them() {
    let now: Timestamp = "2026-01-02T00:00:00.5Z".parse().unwrap();
    let left = |seconds| time_left(now.as_second() + seconds, now);
    assert_eq!(left(3600), "59m59s");
    assert_eq!(left(3606), "1h0m5s");
    assert_eq!(left(1), "0s");
    // Half a second ago is cut to nothing, too.
    assert_eq!(left(0), "0s");
    assert_eq!(left(-2_140_272), "-594h31m12s");
    assert_eq!(left(61), "1m0s");
}
