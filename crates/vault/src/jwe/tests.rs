use std::cell::Cell;
use std::num::NonZeroU32;

use data_encoding::BASE64URL_NOPAD;
use proptest::collection::vec;
use proptest::prelude::{any, prop_assert_eq, proptest};
use serde_json::{Value, json};
use tegata_base::Secret;
use tegata_crypto::OsRng;

use super::{ITERATIONS, JweError, iterations, open, seal};

thread_local! {
    /// How many keys this thread has derived, each of which takes milliseconds.
    pub(crate) static DERIVED: Cell<u32> = const { Cell::new(0) };
}

/// Made apart from this code and checked with an independent library: passphrase `password`, file `foo`.
pub(crate) const VECTOR: &str = concat!(
    "eyJhbGciOiJQQkVTMi1IUzI1NitBMTI4S1ciLCJjcmVhdGVkIjoiMjAyNC0wMS0wMiAwMzowNDowNS42ICswMDAwIFVUQyBtPSswLjAxIi",
    "wiZW5jIjoiQTI1NkdDTSIsInAyYyI6ODE5MiwicDJzIjoiQUFFQ0F3UUZCZ2NJQ1FvTCJ9.MAb3Xa1hJSPXqIG5BWtA9xeVMWroN-E-Fd5",
    "nuT2-H9ErAMc2a6A_4w.AAECAwQFBgcICQoL.PCCdfrzH-DnrLvipncs8DPe3pQ7SHiY2ej7Xy3EKM_xNSvaQ5ZNR0ULtFKvE1H1-qA4ly",
    "xSD5qJ53kNucbbHuJpfqyzjgHEvdg7yIJXcPL4Nw6MNHwA-UZec54ULudXDp5tqqNQj-i_LfgzGJBdINowuC-KQjEnUO5sPh-i8PUeNG2m",
    "Px56gHWCDI_cJuQuuT66wfANL_gz_PNoiiZuCuKf02XmQpZQzziy0s6jNwvrlgp5j8-cn_R2JhIYGit2yZAPgu3qKv4MOdP_E9iC74Y1cw",
    "lRcd8ncB_DvqzVop5wsTP2NygJHQCEkymHFZRU-xrGDV78cq-5yEgQb6vUsz3ulpuLoqTx_B68ebtRMTmO12uj39Pn0yl0NJjRzl9IqaG2",
    "QJ86Wt3nxVEg1ZPzasvqmPnxz8q5761Rg.jZB2Xvktr14R-jBIObavXw",
);

fn passphrase(text: &str) -> Secret<Vec<u8>> {
    Secret::new(text.as_bytes().to_vec())
}

/// The vector with another header, which no longer opens, but is read as far as the header is sound.
fn with_header(change: impl FnOnce(&mut Value)) -> String {
    let (header, rest) = VECTOR.split_once('.').unwrap();
    let mut header: Value =
        serde_json::from_slice(&BASE64URL_NOPAD.decode(header.as_bytes()).unwrap()).unwrap();
    change(&mut header);
    format!("{}.{rest}", BASE64URL_NOPAD.encode(header.to_string().as_bytes()))
}

fn refusal(token: &str) -> JweError {
    open(&passphrase("password"), token.as_bytes()).unwrap_err()
}

#[test]
fn the_vector_opens() {
    let text = open(&passphrase("password"), VECTOR.as_bytes()).unwrap();
    assert!(text.starts_with(br#"{"Key":"foo","#));
    assert_eq!(iterations(VECTOR.as_bytes()), Ok(ITERATIONS));
    // With the line break of an editor, too.
    assert!(open(&passphrase("password"), format!("{VECTOR}\n").as_bytes()).is_ok());
}

#[test]
fn a_wrong_passphrase_is_told_from_damage() {
    for wrong in ["", "Password", "password "] {
        let refused = open(&passphrase(wrong), VECTOR.as_bytes());
        assert_eq!(refused.err(), Some(JweError::WrongPassphrase));
    }
    let (rest, _) = VECTOR.rsplit_once('.').unwrap();
    assert_eq!(
        refusal(&format!("{rest}.AAAAAAAAAAAAAAAAAAAAAA")),
        JweError::Damaged
    );
    assert_eq!(
        refusal(&with_header(|header| header["created"] = "".into())),
        JweError::Damaged
    );
}

#[test]
fn hostile_work_is_refused_before_it_is_done() {
    for count in [
        json!(0),
        json!(1_300_001),
        json!(u64::MAX),
        json!(u64::from(u32::MAX) + 2),
    ] {
        let token = with_header(|header| header["p2c"] = count);
        assert_eq!(refusal(&token), JweError::Iterations);
    }
    for count in [json!(-1), json!(1.5), json!("8192")] {
        assert_eq!(
            refusal(&with_header(|header| header["p2c"] = count)),
            JweError::NotAToken
        );
    }
    for salt in [json!(""), json!("A".repeat(1400)), json!("?"), json!(7)] {
        assert_eq!(
            refusal(&with_header(|header| header["p2s"] = salt)),
            JweError::NotAToken
        );
    }
    let long = with_header(|header| header["created"] = "x".repeat(4000).into());
    assert_eq!(refusal(&long), JweError::NotAToken);
}

#[test]
fn other_algorithms_are_refused() {
    for (member, value) in [
        ("alg", "dir"),
        ("alg", "PBES2-HS512+A256KW"),
        ("enc", "A128CBC-HS256"),
        ("zip", "DEF"),
        ("crit", "created"),
    ] {
        let token = with_header(|header| header[member] = value.into());
        assert_eq!(refusal(&token), JweError::OtherAlgorithm, "{member}");
    }
}

#[test]
fn what_is_no_token_is_told() {
    let five = ".".repeat(4);
    for token in [
        "",
        "a.b.c.d",
        "{}",
        five.as_str(),
        &format!("{VECTOR}.x"),
        &VECTOR.replace('.', "=."),
    ] {
        assert_eq!(refusal(token), JweError::NotAToken, "{token:.20}");
    }
    assert_eq!(open(&passphrase(""), &[0xff; 9]).err(), Some(JweError::NotAToken));
}

#[test]
fn no_two_tokens_share_a_salt_key_or_nonce() {
    let sealed = || seal(&mut OsRng, &passphrase("p"), ITERATIONS, b"text");
    let (first, second) = (sealed(), sealed());
    let alike = first
        .split('.')
        .zip(second.split('.'))
        .filter(|(a, b)| a == b)
        .count();
    assert_eq!(alike, 0, "{first}\n{second}");
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_sealed_opens(words in "\\PC{0,20}", text in vec(any::<u8>(), 0..300), count in 1_u32..50) {
        let count = NonZeroU32::new(count).unwrap();
        let token = seal(&mut OsRng, &passphrase(&words), count, &text);
        prop_assert_eq!(iterations(token.as_bytes()), Ok(count));
        let opened = open(&passphrase(&words), token.as_bytes()).unwrap();
        prop_assert_eq!(&*opened, &text);
    }

    #[test]
    fn nothing_breaks_in(at in any::<proptest::sample::Index>(), byte: u8) {
        let mut token = VECTOR.as_bytes().to_vec();
        let at = at.index(token.len());
        token[at] = byte;
        let _ = open(&passphrase("password"), &token);
    }
}
