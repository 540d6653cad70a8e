use std::path::PathBuf;
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
use tegata_base::Secret;
use tegata_vault::Backend;

use super::{Answer, Handover, MAGIC, MAX_MESSAGE, MAX_OPENER, Malformed, Question, Status};
use crate::unlock::Store;

fn store(folder: &str) -> Store {
    Store {
        backend: Backend::TegataFile,
        folder: PathBuf::from(folder),
    }
}

fn status() -> Status {
    Status {
        store: store("/home/ada/keys"),
        left: Duration::from_secs(28_800),
        process: 4711,
    }
}

fn handover(opener: &[u8]) -> Handover {
    Handover {
        store: store("/k"),
        lasting: Duration::from_secs(60),
        socket: PathBuf::from("/run/user/1000/tegata/unlock-0.sock"),
        opener: Secret::new(opener.to_vec()),
    }
}

/// Whether some bytes are a message of a kind.
type IsOne = fn(&[u8]) -> bool;

/// Every kind of message, as bytes, and whether some bytes are one of its kind.
fn messages() -> Vec<(Vec<u8>, IsOne)> {
    let questions = [Question::Open(store("/k")), Question::Status, Question::End];
    let answers = [
        Answer::Opener(Secret::new(b"passphrase".to_vec())),
        Answer::Status(status()),
        Answer::Ended,
        Answer::NotKept,
    ];
    let is_question: IsOne = |bytes| Question::parse(bytes).is_ok();
    let is_answer: IsOne = |bytes| Answer::parse(bytes).is_ok();
    let is_handover: IsOne = |bytes| Handover::parse(bytes).is_ok();
    let questions = questions
        .iter()
        .map(|question| (question.write().to_vec(), is_question));
    let answers = answers.iter().map(|answer| (answer.write().to_vec(), is_answer));
    let handover = (handover(b"p").write().to_vec(), is_handover);
    questions.chain(answers).chain([handover]).collect()
}

#[test]
fn the_bytes_are_those_of_the_page() {
    let open = Question::Open(store("/k")).write();
    assert_eq!(**open, *b"TGU1\x01\x00\x0btegata-file\x00\x02/k");
    assert_eq!(**Question::End.write(), *b"TGU1\x03");
    let opener = Answer::Opener(Secret::new(b"pw".to_vec())).write();
    assert_eq!(**opener, *b"TGU1\x01\x00\x02pw");
}

#[test]
fn what_is_written_is_read() {
    for question in [
        Question::Open(store("/a b\u{e9}")),
        Question::Status,
        Question::End,
    ] {
        assert_eq!(Question::parse(&question.write()), Ok(question));
    }
    assert!(
        matches!(Answer::parse(&Answer::Status(status()).write()), Ok(Answer::Status(read)) if read == status())
    );
    assert!(matches!(Answer::parse(&Answer::Ended.write()), Ok(Answer::Ended)));
    assert!(matches!(
        Answer::parse(&Answer::NotKept.write()),
        Ok(Answer::NotKept)
    ));
    for opener in [&b""[..], &[0xff; MAX_OPENER]] {
        let written = handover(opener).write();
        assert!(written.len() <= MAX_MESSAGE);
        let read = Handover::parse(&written).unwrap();
        assert_eq!(read.opener.expose(), opener);
        assert_eq!((read.store, read.lasting), (store("/k"), Duration::from_secs(60)));
    }
}

#[test]
fn what_breaks_off_or_goes_on_is_none() {
    for (message, is_one) in messages() {
        assert!(is_one(&message));
        for length in 0..message.len() {
            assert!(!is_one(&message[..length]), "{message:?} to {length}");
        }
        assert!(!is_one(&[&message[..], b"x"].concat()));
    }
}

#[test]
fn what_is_wrong_is_told_apart() {
    let refusal = |message: &[u8]| Question::parse(message).unwrap_err();
    assert_eq!(refusal(b""), Malformed::Version);
    assert_eq!(refusal(b"TGU2\x02"), Malformed::Version);
    assert_eq!(refusal(b"GET / HTTP/1.1\r\n"), Malformed::Version);
    assert_eq!(refusal(b"TGU1"), Malformed::Truncated);
    assert_eq!(refusal(b"TGU1\x09"), Malformed::Unknown);
    assert_eq!(refusal(b"TGU1\x02\x00"), Malformed::Trailing);
    assert_eq!(refusal(b"TGU1\x01\x00\x04nope\x00\x02/k"), Malformed::Unknown);
    assert_eq!(refusal(b"TGU1\x01\xff\xff"), Malformed::TooLong);
    let long = [&b"TGU1\x01\x10\x01"[..], &[b'x'; MAX_OPENER + 1]].concat();
    assert!(matches!(Answer::parse(&long), Err(Malformed::TooLong)));
}

proptest! {
    #[test]
    fn hostile_bytes_are_refused_or_read_but_never_worse(bytes in vec(any::<u8>(), 0..200), has_magic: bool) {
        let message = if has_magic { [MAGIC, &bytes].concat() } else { bytes };
        // What is read at all is written back as it was: there is one form of each message.
        if let Ok(question) = Question::parse(&message) {
            prop_assert_eq!(&**question.write(), &message);
        }
        if let Ok(answer) = Answer::parse(&message) {
            prop_assert_eq!(&**answer.write(), &message);
        }
        if let Ok(handover) = Handover::parse(&message) {
            prop_assert_eq!(&**handover.write(), &message);
        }
    }

    #[test]
    fn bent_messages_are_refused_or_read(which in 0_usize..8, at in any::<usize>(), byte: u8) {
        let (mut message, _) = messages().swap_remove(which);
        let at = at % message.len();
        message[at] = byte;
        if let Ok(question) = Question::parse(&message) {
            prop_assert!(question.write()[..] == message);
        }
        if let Ok(answer) = Answer::parse(&message) {
            prop_assert!(answer.write()[..] == message);
        }
    }
}
