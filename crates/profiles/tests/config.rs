//! What holds of every text that is read as a config file: texts of lines that look like those of one,
//! and of any bytes.

mod config {
    pub(crate) mod check;
}

use config::check::check;
use proptest::prelude::*;

const PIECES: &[&str] = &[
    "[default]",
    "[profile a]",
    "[profile \"b c\"]",
    "[profile b c]",
    "  [profile a]",
    "[sso-session s]",
    "[services v]",
    "[DEFAULT]",
    "[ default ]",
    "source_profile = a",
    "source_profile = default",
    "include_profile = a",
    "mfa_serial = M",
    "sso_session = s",
    "credential_process = x",
    "[default] # ]",
    "[",
    "[]",
    "role_arn = arn:aws:iam::111122223333:role/r",
    "REGION=eu-west-1",
    "region : x",
    "s3 =",
    "  max = 10",
    "\tdeep",
    "\u{a0}k = v",
    "region = a\u{2028}b",
    "",
    "   ",
    "; c",
    "# region = x",
    "=",
    "junk",
    "\u{feff}[default]",
];

fn text() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        9 => prop::sample::select(PIECES).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ];
    let ended = (
        line,
        prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\r", ""]),
    )
        .prop_map(|(line, ending)| [line, ending.as_bytes().to_vec()].concat());
    prop::collection::vec(ended, 0..10).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6000))]
    #[test]
    fn every_text_is_read_or_refused_in_a_line(text in text()) {
        check(&text);
        check(&[b"[default]\n".as_slice(), &text].concat());
    }

    #[test]
    fn so_are_any_bytes(text in prop::collection::vec(any::<u8>(), 0..200)) {
        check(&text);
    }
}

#[test]
fn fuzz_corpus() {
    let folder = format!("{}/../../fuzz/corpus/profiles_config", env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        check(&std::fs::read(entry.unwrap().path()).unwrap());
        count += 1;
    }
    assert!(count >= 5, "{folder} holds {count} files");
}
