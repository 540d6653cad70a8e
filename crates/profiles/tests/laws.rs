//! What holds of every edit, whatever the file: texts are made of lines that look like those of a
//! credentials file, and of any bytes.

mod laws {
    pub(crate) mod check;
}

use laws::check::check;
use proptest::prelude::*;

const PIECES: &[&str] = &[
    "[default]",
    "[ default ]",
    "[work]",
    "  [work]",
    "[profile default]",
    "[",
    "[]",
    "[default] # x",
    "aws_access_key_id = OLD",
    "aws_access_key_id=OLD",
    "AWS_Access_Key_Id : OLD",
    "  aws_access_key_id = nested",
    "aws_access_key_id",
    "aws_access_key_id_old = 1",
    "aws_secret_access_key =",
    "aws_session_token = a b",
    "# aws_access_key_id = OLD",
    "# aws_credential_expiration = 1999",
    "aws_credential_expiration = 1999",
    "region = eu-west-1",
    "s3 =",
    "  max = 10",
    "\tdeep",
    "",
    "   ",
    "; c",
    "# c",
    "=",
    ":",
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
    prop::collection::vec(ended, 0..16).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]
    #[test]
    fn edits_keep_everything_else(text in text()) {
        check(&text);
    }

    #[test]
    fn so_they_do_in_any_bytes(text in prop::collection::vec(any::<u8>(), 0..200)) {
        check(&text);
    }
}

#[test]
fn fuzz_corpus() {
    let folder = format!("{}/../../fuzz/corpus/profiles_edit", env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        check(&std::fs::read(entry.unwrap().path()).unwrap());
        count += 1;
    }
    assert!(count >= 5, "{folder} holds {count} files");
}
