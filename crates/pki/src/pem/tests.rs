use proptest::prelude::*;

use super::*;

const ONE: &str = "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n";

fn read(text: &str) -> Result<Vec<Vec<u8>>, PemError> {
    decode_all(text.as_bytes(), Label::Certificate, 3)
}

#[test]
fn tolerates_what_openssl_tolerates() {
    for text in [
        ONE.to_owned(),
        ONE.replace('\n', "\r\n"),
        format!("Certificate:\n    Data:\n{ONE}trailing text"),
        "-----BEGIN CERTIFICATE-----\nA\n Q\tI\n\nD\n-----END CERTIFICATE-----".to_owned(),
        "-----BEGIN CERTIFICATE----- \nAQID\n-----END CERTIFICATE-----  \n".to_owned(),
        "-----BEGIN X509 CERTIFICATE-----\nAQID\n-----END X509 CERTIFICATE-----\n".to_owned(),
        "-----BEGIN CERTIFICATE-----\nProc-Type: 4,CLEAR\n\nAQID\n-----END CERTIFICATE-----\n".to_owned(),
        format!("-----BEGIN PRIVATE KEY-----\nnot even base64 !\n-----END PRIVATE KEY-----\n{ONE}"),
    ] {
        assert_eq!(read(&text), Ok(vec![vec![1, 2, 3]]), "{text}");
    }
}

#[test]
fn many_with_text_between() {
    let two = "-----BEGIN CERTIFICATE-----\nBAUG\n-----END CERTIFICATE-----\n";
    let crl = "-----BEGIN X509 CRL-----\nBwgJ\n-----END X509 CRL-----\n";
    let text = format!("# one\n{ONE}\n# a list\n{crl}subject=CN = two\n{two}");
    assert_eq!(read(&text), Ok(vec![vec![1, 2, 3], vec![4, 5, 6]]));
    assert_eq!(
        decode_all(text.as_bytes(), Label::Crl, 1),
        Ok(vec![vec![7, 8, 9]])
    );
}

#[test]
fn errors_say_where() {
    let label = "CERTIFICATE";
    for (text, error) in [
        (String::new(), PemError::Missing { label }),
        (
            ONE.replace("CERTIFICATE", "PRIVATE KEY"),
            PemError::Missing { label },
        ),
        (
            "\n-----BEGIN CERTIFICATE-----\nAQID\n".to_owned(),
            PemError::Unterminated { label, line: 2 },
        ),
        (
            ONE.replace("END CERTIFICATE", "END X509 CRL"),
            PemError::Unterminated { label, line: 1 },
        ),
        (
            format!("-----BEGIN CERTIFICATE-----\nAQID\n{ONE}"),
            PemError::Unterminated { label, line: 1 },
        ),
        (ONE.replace("AQID", "AQI"), PemError::NotBase64 { label, line: 1 }),
        (
            ONE.replace("AQID", "AQ*D"),
            PemError::NotBase64 { label, line: 1 },
        ),
        (ONE.repeat(4), PemError::TooMany { label, limit: 3 }),
    ] {
        assert_eq!(read(&text), Err(error), "{text}");
    }
    assert_eq!(decode_all(&[0xff, 0xfe], Label::Crl, 1), Err(PemError::NotText));
    assert_eq!(
        decode_all(&vec![b'\n'; MAX_TEXT + 1], Label::Crl, 1),
        Err(PemError::TooLong)
    );
}

proptest! {
    #[test]
    fn what_is_written_is_read(blocks in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..200), 1..4)) {
        let text: String = blocks.iter().map(|der| format!("junk\n{}", encode(Label::Certificate, der))).collect();
        prop_assert_eq!(read(&text), Ok(blocks));
    }

    #[test]
    fn written_as_the_strict_reader_wants_it(der in proptest::collection::vec(any::<u8>(), 1..300)) {
        let text = encode(Label::CertificateRequest, &der);
        prop_assert!(text.lines().all(|line| line.len() <= 64));
        let (label, read) = der::pem::decode_vec(text.as_bytes()).unwrap();
        prop_assert_eq!((label, read), ("CERTIFICATE REQUEST", der));
    }

    #[test]
    fn no_text_panics(text in "(-----(BEGIN|END) CERTIFICATE-----|[A-Z:=\n -]){0,20}") {
        let _ = read(&text);
    }
}

#[test]
fn a_byte_order_mark_and_text_of_other_encodings_are_passed_over() {
    let block = encode(Label::Crl, b"abc");
    for before in [&b"\xef\xbb\xbf"[..], b"friendlyName: Z\xfcrich\n", b"\xff\n"] {
        let text = [before, block.as_bytes()].concat();
        assert_eq!(decode_all(&text, Label::Crl, 1), Ok(vec![b"abc".to_vec()]));
    }
    // Inside of a block there is Base64 alone.
    let broken = block.replace("YWJj", "YW\u{fc}j").into_bytes();
    assert!(matches!(
        decode_all(&broken, Label::Crl, 1),
        Err(PemError::NotBase64 { .. })
    ));
    let latin: Vec<u8> = block
        .replace("YWJj", "YW#j")
        .bytes()
        .map(|b| if b == b'#' { 0xfc } else { b })
        .collect();
    assert!(matches!(
        decode_all(&latin, Label::Crl, 1),
        Err(PemError::NotBase64 { .. })
    ));
}
