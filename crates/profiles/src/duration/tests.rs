use super::*;

#[test]
fn durations_are_read_as_go_reads_them_and_written_short() {
    let table = [
        ("1h", Some((3600, "1h"))),
        ("90m", Some((5400, "1h30m"))),
        ("1h30m15.9s", Some((5415, "1h30m15s"))),
        ("1.5h", Some((5400, "1h30m"))),
        (".5h", Some((1800, "30m"))),
        ("+5s", Some((5, "5s"))),
        ("0", Some((0, "0s"))),
        ("1500ms", Some((1, "1s"))),
        ("1\u{b5}s", Some((0, "0s"))),
        ("", None),
        ("+", None),
        ("1", None),
        ("h", None),
        (".h", None),
        ("-1h", None),
        ("1 h", None),
        ("1x", None),
        ("1h1", None),
        ("9999999999h", None),
        ("999999999999999999999999h", None),
        ("1d", None),
    ];
    for (text, expected) in table {
        let read = Seconds::parse(text, Units::Go).ok();
        let written = read.map(|read| (read.0, read.to_string()));
        assert_eq!(
            written,
            expected.map(|(seconds, text)| (seconds, text.to_owned())),
            "{text:?}"
        );
    }
    assert_eq!(Seconds::parse("1d12h", Units::GoDaysWeeks), Ok(Seconds(129_600)));
    assert_eq!(Seconds::parse("1w", Units::GoDaysWeeks), Ok(Seconds(604_800)));
}
