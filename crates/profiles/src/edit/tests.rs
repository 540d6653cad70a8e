use super::*;

fn keys() -> Vec<Change> {
    vec![
        Change::set("aws_access_key_id", "AKIANEW").unwrap(),
        Change::set("aws_secret_access_key", "new/secret+").unwrap(),
        Change::set("aws_session_token", "token==").unwrap(),
    ]
}

fn edited(text: &str, profile: &str, changes: &[Change]) -> String {
    let profile = ProfileName::new(profile).unwrap();
    let once = edit(text.as_bytes(), &profile, changes);
    assert_eq!(*edit(&once, &profile, changes), *once, "again changes nothing");
    String::from_utf8(once.to_vec()).unwrap()
}

const WRITTEN: &str =
    "aws_access_key_id = AKIANEW\naws_secret_access_key = new/secret+\naws_session_token = token==\n";

/// Input; what is expected, with `@` for the three new lines.
const TABLE: &[(&str, &str, &str)] = &[
    ("an empty file", "", "[default]\n@"),
    ("a header alone", "[default]\n", "[default]\n@"),
    (
        "no section of that name",
        "[other]\naws_access_key_id = A\n",
        "[other]\naws_access_key_id = A\n\n[default]\n@",
    ),
    (
        "a blank line before is enough",
        "[other]\nx = 1\n\n",
        "[other]\nx = 1\n\n[default]\n@",
    ),
    (
        "old values, in any order, and what stands around them",
        "# head\n[default]\nregion = eu-west-1\naws_secret_access_key = old\naws_access_key_id=OLD\n; note\n\n[other]\na = b\n",
        "# head\n[default]\nregion = eu-west-1\naws_secret_access_key = new/secret+\naws_access_key_id=AKIANEW\naws_session_token = token==\n; note\n\n[other]\na = b\n",
    ),
    (
        "keys that only begin alike",
        "[default]\naws_access_key_id_old = OLD\naws_session_tokens = 2\n",
        "[default]\naws_access_key_id_old = OLD\naws_session_tokens = 2\n@",
    ),
    (
        "keys that are commented out",
        "[default]\n# aws_access_key_id = OLD\n;aws_session_token = OLD\n",
        "[default]\n@# aws_access_key_id = OLD\n;aws_session_token = OLD\n",
    ),
    (
        "what is indented below another key",
        "[default]\ns3 =\n  aws_access_key_id = nested\n\n  max = 10\n",
        "[default]\ns3 =\n  aws_access_key_id = nested\n\n  max = 10\n@",
    ),
    (
        "what is indented below the value that goes",
        "[default]\naws_access_key_id = OLD\n  more\n\n  # note\n  yet more\naws_secret_access_key = OLD\naws_session_token = OLD\nregion = x\n",
        "[default]\naws_access_key_id = AKIANEW\n\n  # note\naws_secret_access_key = new/secret+\naws_session_token = token==\nregion = x\n",
    ),
    (
        "what is indented below the last value",
        "[default]\naws_session_token = OLD\n  more\n\n[other]\n",
        "[default]\naws_session_token = token==\naws_access_key_id = AKIANEW\naws_secret_access_key = new/secret+\n\n[other]\n",
    ),
    (
        "a section that is indented as a whole",
        "[default]\n  region = x\n  aws_access_key_id = OLD\n",
        "[default]\n  region = x\n  aws_access_key_id = AKIANEW\naws_secret_access_key = new/secret+\naws_session_token = token==\n",
    ),
    (
        "a key in capitals, and one before a colon",
        "[default]\nAWS_ACCESS_KEY_ID = OLD\naws_secret_access_key: OLD\naws_session_token=\n",
        "[default]\nAWS_ACCESS_KEY_ID = AKIANEW\naws_secret_access_key = new/secret+\naws_session_token=token==\n",
    ),
    (
        "white space that not every reader takes for some",
        "[default]\naws_access_key_id =\r\x1c\naws_secret_access_key:\x0bOLD\naws_session_token\u{a0}=\t OLD\n",
        "[default]\naws_access_key_id = AKIANEW\naws_secret_access_key = new/secret+\naws_session_token\u{a0}=\t token==\n",
    ),
    (
        "a key that stands twice: readers differ in which they take",
        "[default]\naws_access_key_id = A\naws_access_key_id = B\naws_secret_access_key = A\naws_session_token = A\n",
        "[default]\naws_access_key_id = AKIANEW\naws_access_key_id = AKIANEW\naws_secret_access_key = new/secret+\naws_session_token = token==\n",
    ),
    (
        "a section that stands twice is one to the SDKs, the later values win",
        "[default]\naws_access_key_id = A\naws_secret_access_key = A\n[other]\n[default]\naws_access_key_id = B\n",
        "[default]\naws_access_key_id = AKIANEW\naws_secret_access_key = new/secret+\n[other]\n[default]\naws_access_key_id = AKIANEW\naws_session_token = token==\n",
    ),
    (
        "spaces in the header: Python takes it for another profile",
        "[ default ]\naws_access_key_id = A\n",
        "[ default ]\naws_access_key_id = AKIANEW\n\n[default]\n@",
    ),
    (
        "other names that contain it",
        "[profile default]\nx = 1\n[default2]\nx = 1\n",
        "[profile default]\nx = 1\n[default2]\nx = 1\n\n[default]\n@",
    ),
    (
        "a comment after the header",
        "[default] # mine\n",
        "[default] # mine\n@",
    ),
    (
        "a header that is indented stays one",
        "[default]\n  [other]\nx = 1\n",
        "[default]\n  aws_access_key_id = AKIANEW\n  aws_secret_access_key = new/secret+\n  aws_session_token = token==\n  [other]\nx = 1\n",
    ),
    (
        "a line that is neither",
        "[default]\njunk\n",
        "[default]\njunk\n@",
    ),
    ("a byte order mark", "\u{feff}[default]\n", "\u{feff}[default]\n@"),
];

#[test]
fn table() {
    for (what, before, after) in TABLE {
        assert_eq!(
            edited(before, "default", &keys()),
            after.replace('@', WRITTEN),
            "{what}"
        );
    }
}

#[test]
fn line_ends_are_the_files() {
    assert_eq!(
        edited(
            "[default]\r\naws_access_key_id = A\r\n# c\r\n",
            "default",
            &keys()
        ),
        format!("[default]\n{WRITTEN}# c\n").replace('\n', "\r\n")
    );
    let open = "[default]\naws_access_key_id = A\naws_secret_access_key = A\naws_session_token = A";
    assert_eq!(
        edited(open, "default", &keys()),
        format!("[default]\n{WRITTEN}").trim_end()
    );
    // An empty line between a value and what goes on below it does not become the end of the text.
    let goes_on =
        "[default]\naws_access_key_id = A\naws_secret_access_key = A\naws_session_token = A\n\n  more";
    assert_eq!(
        edited(goes_on, "default", &keys()),
        format!("[default]\n{WRITTEN}").trim_end()
    );
    assert_eq!(
        edited("[default]", "default", &keys()),
        format!("[default]\n{WRITTEN}").trim_end()
    );
    assert_eq!(
        edited("[a]\nx = 1", "default", &keys()),
        format!("[a]\nx = 1\n\n[default]\n{WRITTEN}").trim_end()
    );
}

#[test]
fn long_lines_and_foreign_bytes_stay() {
    let mut text = b"[caf\xe9]\n# \xff\xfe\nx = ".to_vec();
    text.extend(vec![b'y'; 200_000]);
    text.extend(b"\n[default]\nregion = x");
    let once = edit(&text, &ProfileName::new("default").unwrap(), &keys());
    assert!(once.starts_with(&text));
}

#[test]
fn notes_and_keys_of_one_name_change_places() {
    const KEY: &str = "aws_credential_expiration";
    let note = || {
        vec![
            Change::unset(KEY).unwrap(),
            Change::note(KEY, "2026-01-02T03:04:05Z").unwrap(),
        ]
    };
    let key = || {
        vec![
            Change::set(KEY, "2026-01-02T03:04:05Z").unwrap(),
            Change::unnote(KEY).unwrap(),
        ]
    };
    let none = || vec![Change::unset(KEY).unwrap(), Change::unnote(KEY).unwrap()];
    let plain = "[default]\nregion = x\n\n[other]\n# aws_credential_expiration = 1999\n";
    let noted = plain.replacen(
        "x\n",
        "x\n# aws_credential_expiration = 2026-01-02T03:04:05Z\n",
        1,
    );
    let keyed = noted.replacen("# ", "", 1);
    for before in [plain, &noted, &keyed] {
        assert_eq!(edited(before, "default", &note()), noted);
        assert_eq!(edited(before, "default", &key()), keyed);
        assert_eq!(edited(before, "default", &none()), plain);
    }
    assert_eq!(
        edited("", "default", &none()),
        "",
        "nothing to write needs no section"
    );
}

#[test]
fn a_section_is_added_also_with_nothing_in_it() {
    let named = ProfileName::new("profile work").unwrap();
    let added = |text: &str, changes: &[Change]| {
        let added = edit_or_add(text.as_bytes(), &named, changes);
        String::from_utf8(added.to_vec()).unwrap()
    };
    assert_eq!(added("", &[]), "[profile work]\n");
    assert_eq!(
        added("[a]\r\nk = 1\r\n", &[]),
        "[a]\r\nk = 1\r\n\r\n[profile work]\r\n"
    );
    assert_eq!(added("# end", &[]), "# end\n\n[profile work]");
    let there = "[profile work]\nregion = eu-west-1\n";
    assert_eq!(added(there, &[]), there);
    let serial = [Change::set("mfa_serial", "arn:aws:iam::111122223333:mfa/me").unwrap()];
    let with = "[profile work]\nregion = eu-west-1\nmfa_serial = arn:aws:iam::111122223333:mfa/me\n";
    assert_eq!(added(there, &serial), with);
}

#[test]
fn what_could_not_be_read_back_is_refused() {
    for name in ["", " x", "x ", "a]b", "[", "a\nb", "\u{7f}", &"x".repeat(256)] {
        assert!(ProfileName::new(name).is_err(), "{name:?}");
    }
    for name in ["default", "my profile", "käse", "a/b@c", "x#y"] {
        assert!(ProfileName::new(name).is_ok(), "{name:?}");
    }
    for value in ["", "a b", "a\n[x]", "é", "\t"] {
        let error = Change::set("k", value).err().unwrap().to_string();
        assert!(error.contains('k') && !error.contains("[x]"), "{error}");
    }
    for key in ["", "a=b", "a b", "#a", "[a"] {
        assert!(Change::unset(key).is_err(), "{key:?}");
    }
}
