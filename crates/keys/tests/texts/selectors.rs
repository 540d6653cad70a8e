//! Selectors from somebody who means harm: whatever the bytes are, they select or are refused in one line.

use std::io;

use tegata_keys::Selector;
use tegata_pki::Certificate;

const CERTIFICATE: &[u8] = include_bytes!("../../../../tests/vectors/rolesanywhere/p256.crt.pem");
const AUTHORITY: &[u8] = include_bytes!("../../../../tests/vectors/rolesanywhere/p384.crt.pem");

/// After `j` the JSON of a file, else the flag's text.
pub(crate) fn keys_selector(bytes: &[u8]) {
    match bytes.split_first() {
        Some((b'j', json)) => check(
            Selector::parse("file://selector.json", |_| Ok(json.to_vec())),
            false,
        ),
        _ => {
            let text = String::from_utf8_lossy(bytes);
            let is_file = text.trim_start().starts_with("file://");
            check(
                Selector::parse(&text, |_| Err(io::ErrorKind::NotFound.into())),
                !is_file,
            );
        }
    }
}

fn check(parsed: Result<Selector, tegata_keys::SelectorError>, is_text: bool) {
    let selector = match parsed {
        Ok(selector) => selector,
        Err(error) => return one_line(&error.to_string()),
    };
    if is_text {
        let printed = selector.to_string();
        let again = Selector::parse(&printed, |_| Err(io::ErrorKind::NotFound.into()));
        assert_eq!(again.map(|again| again.to_string()).as_ref(), Ok(&printed));
    }
    let certificates: Vec<Certificate> = [CERTIFICATE, AUTHORITY]
        .iter()
        .flat_map(|text| Certificate::all_from_pem(text, 10).expect("it is a certificate"))
        .collect();
    for latest in [false, true] {
        match selector.choose(&certificates, latest) {
            Ok(at) => assert!(certificates.get(at).is_some_and(|one| selector.matches(one))),
            Err(error) => one_line(&error.to_string()),
        }
    }
}

fn one_line(message: &str) {
    assert!(!message.is_empty() && message.len() < 8192, "{message}");
    assert!(!message.contains(char::is_control), "{message}");
}
