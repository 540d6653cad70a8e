use std::io::Cursor;

use proptest::prelude::*;

use super::*;

/// The data, or the number and words of a refusal.
fn read(text: &[u8]) -> Result<Result<Vec<u8>, (u32, String)>, AssuanError> {
    Ok(match reply(&mut Cursor::new(text))? {
        Reply::Done(data) => Ok(data.expose().clone()),
        Reply::Refused { code, text } => Err((code, text)),
    })
}

#[test]
fn an_answer_is_put_together() {
    let said = b"# a comment\nS KEEPALIVE\nS\n\nD 12%33\nD 4%0a%25\nOK closing\nD 5\n";
    assert_eq!(read(said).unwrap(), Ok(b"1234\n%".to_vec()));
    assert_eq!(read(b"OK\n").unwrap(), Ok(Vec::new()));
    let cancelled = read(b"ERR 83886179 Operation cancelled <Pinentry>\x1b[2J\n").unwrap();
    assert_eq!(cancelled, Err((99, "Operation cancelled <Pinentry>[2J".into())));
    assert_eq!(read(b"ERR 62\n").unwrap(), Err((62, String::new())));
}

#[test]
fn what_is_said_fits_into_a_line() {
    assert_eq!(escaped("50% of\n\x1ba"), "50%25 of%0Aa");
    for long in ["%".repeat(5000), "ä".repeat(5000)] {
        assert!("SETDESC ".len() + escaped(&long).len() <= MAX_LINE);
    }
}

#[test]
fn what_is_no_answer_is_refused() {
    for text in [
        &b"INQUIRE QUALITY 12\n"[..],
        b"OKAY\n",
        b"D 1%3\nOK\n",
        b"D %zz\nOK\n",
        b"ERR no\n",
        b"\xff\n",
    ] {
        assert!(matches!(read(text), Err(AssuanError::Unknown)), "{text:?}");
    }
    for text in [&b""[..], b"D 123456\n", b"OK"] {
        assert!(matches!(read(text), Err(AssuanError::Ended)), "{text:?}");
    }
}

#[test]
fn every_length_has_a_limit() {
    let line = |length: usize| [b"D ".as_slice(), &vec![b'1'; length - 2], b"\n"].concat();
    let ok = b"OK\n".as_slice();
    assert!(read(&[&line(1000), ok].concat()).is_ok());
    let table = [
        [&line(1001), ok].concat(),
        vec![b'1'; 1 << 20],
        line(1000).repeat(5),
        b"S\n".repeat(257),
    ];
    for text in table {
        assert!(matches!(read(&text), Err(AssuanError::TooMuch)));
    }
}

proptest! {
    #[test]
    fn nothing_that_is_said_panics_or_gives_more_than_the_limit(
        text in prop::collection::vec(prop_oneof![
            Just(b"D ".to_vec()), Just(b"%".to_vec()), Just(b"\n".to_vec()), Just(b"OK\n".to_vec()),
            Just(b"ERR 1 ".to_vec()), prop::collection::vec(any::<u8>(), 0..600),
        ], 0..40),
    ) {
        if let Ok(Ok(data)) = read(&text.concat()) {
            prop_assert!(data.len() <= MAX_DATA);
        }
    }

    #[test]
    fn data_comes_back_as_it_was_sent(text in "\\PC{0,80}") {
        let sent = format!("D {}\nOK\n", escaped(&text));
        prop_assert_eq!(read(sent.as_bytes()).unwrap(), Ok(text.into_bytes()));
    }
}
