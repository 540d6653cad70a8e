use super::*;

#[test]
fn a_name_is_one_line() {
    assert_eq!(name_in(b" prod \r\n"), Some("prod"));
    assert_eq!(name_in("a b $(x) é".as_bytes()), Some("a b $(x) é"));
    for bad in [&b""[..], b"\n", b"a\nb", b"a\x1b[2J", b"a\0", b"\xff"] {
        assert_eq!(name_in(bad), None, "{bad:?}");
    }
}
