use super::*;

fn refused(text: &[u8]) -> String {
    ConfigFile::parse("~/.aws/config", text)
        .err()
        .unwrap()
        .to_string()
}

fn value(text: &str, key: &str) -> String {
    let file = ConfigFile::parse("config", text.as_bytes()).unwrap();
    let section = file.sections().first().unwrap();
    match file.setting(section, key).unwrap().value() {
        Value::Line(text) => (*text).to_owned(),
        Value::Lines(text) => text.clone(),
        Value::Block(nested) => nested
            .iter()
            .map(|nested| format!("{}={};", nested.key, nested.value))
            .collect(),
    }
}

#[test]
fn what_cannot_be_read_is_told_with_its_line_and_without_its_content() {
    let table: [(&[u8], &str); 8] = [
        (
            b"\n# c\nregion = secret\n",
            "~/.aws/config:3: this stands above the first section; put a header such as [default] above it",
        ),
        (
            b"[profile a\nregion = x\n",
            "~/.aws/config:1: the section's name is not closed; end the line with ]",
        ),
        (
            b"[default]\r\nregion\r\n",
            "~/.aws/config:2: this is neither [a section] nor key = value; begin the line with # if it is a comment",
        ),
        (
            b"[default]\r[profile a\r",
            "~/.aws/config:2: the section's name is not closed; end the line with ]",
        ),
        (
            b"[default]\n= x",
            "~/.aws/config:2: there is no key before the delimiter; write key = value",
        ),
        (
            b"[default]\ncredential_process =\n  secret\n",
            "~/.aws/config:3: a line of an indented block has no =; write key = value, or put the value on the line of its key",
        ),
        (
            b"[default]\nregion = \xff\n",
            "~/.aws/config:2: this line is not UTF-8; save the file as UTF-8",
        ),
        (
            b"[default]\n\xff = x\n",
            "~/.aws/config:2: this line is not UTF-8; save the file as UTF-8",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(refused(text), expected);
    }
}

#[test]
fn trap_crlf_byte_order_mark_and_an_empty_file() {
    assert_eq!(value("[default]\r\nregion = x\r\n\r\n[b]\r\n", "region"), "x");
    let file = ConfigFile::parse("config", b"\xef\xbb\xbf[default]\r\nregion = x").unwrap();
    assert_eq!(file.sections().first().map(Section::name), Some("default"));
    let told = file.warnings().first().map(ToString::to_string).unwrap();
    assert!(
        told.starts_with("config:1: the file begins with a byte order mark"),
        "{told}"
    );
    assert!(ConfigFile::parse("config", b"").unwrap().sections().is_empty());
}

#[test]
fn comments_need_not_be_utf_8() {
    let file = ConfigFile::parse("config", b"# M\xfcller\n[default]\n").unwrap();
    assert_eq!(file.warnings().len(), 1);
}

#[test]
fn indented_lines_go_on_as_botocore_has_it() {
    let text = "[default]\ns3 =\n  max = 10\n\n  # c\n  style = path\nregion = x\n  y\n\n\nsts=\n\n";
    assert_eq!(value(text, "s3"), "max=10;style=path;");
    assert_eq!(value(text, "region"), "x\ny");
    assert_eq!(value(text, "sts"), "");
}

#[test]
fn limits_are_named() {
    let many = |count: usize, line: fn(usize) -> String| (0..count).map(line).collect::<String>();
    let settings = format!(
        "[default]\n{}",
        many(MAX_SETTINGS + 1, |at| format!("k{at} = v\n"))
    );
    assert!(refused(settings.as_bytes()).starts_with("~/.aws/config:258: there are more than 256 settings"));
    let sections = many(MAX_SECTIONS + 1, |at| format!("[profile {at}]\n"));
    assert!(refused(sections.as_bytes()).contains(":50001: the file has more than 50000 sections"));
    let long = format!("[default]\nregion = x\n{}", "  y\n".repeat(MAX_VALUE));
    assert!(refused(long.as_bytes()).contains("the value is longer than 64 KiB"));
    let line = format!("[default]\nregion = {}\n", "y".repeat(MAX_VALUE + 1));
    assert!(refused(line.as_bytes()).contains(":2: the value is longer than 64 KiB"));
    let nested = format!("[default]\ns3 =\n{}", "  y=\n".repeat(MAX_SETTINGS + 1));
    assert!(refused(nested.as_bytes()).contains("there are more than 256 settings"));
    assert!(refused(&vec![b'\n'; MAX_FILE + 1]).contains("larger than 8 MiB"));
}
