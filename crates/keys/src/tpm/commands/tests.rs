use std::collections::VecDeque;

use proptest::prelude::*;

use super::*;
use crate::tpm::public::testing::public;
use crate::tpm::wire::MAX_MESSAGE;
use tegata_crypto::HashKind;

/// Gives these answers, one a command, and keeps the commands.
#[derive(Default)]
struct Script {
    answers: VecDeque<Vec<u8>>,
    commands: Vec<Vec<u8>>,
}

impl Transport for &mut Script {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TpmError> {
        self.commands.push(command.to_vec());
        let answer = self.answers.pop_front();
        answer.ok_or_else(|| TpmError::Silent {
            path: "script".into(),
        })
    }
}

const QUICK: Patience = Patience {
    tries: 5,
    first: Duration::ZERO,
    longest: Duration::ZERO,
    whole: Duration::from_secs(600),
};

fn response(tag: u16, code: u32, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(10 + body.len()).unwrap();
    let header = Writer::default().u16(tag).u32(length).u32(code);
    header.bytes(body).into_bytes().to_vec()
}

fn refusal(code: u32) -> Vec<u8> {
    response(0x8001, code, &[])
}

/// The response to a command that loads an object: its handle, and a name as parameter.
fn object(handle: u32) -> Vec<u8> {
    let body = Writer::default()
        .u32(handle)
        .u32(2)
        .sized(&[])
        .bytes(&[0, 0, 1, 0, 0]);
    response(0x8002, 0, &body.into_bytes())
}

fn script(answers: impl IntoIterator<Item = Vec<u8>>) -> Script {
    Script {
        answers: answers.into_iter().collect(),
        commands: Vec::new(),
    }
}

#[test]
fn a_command_is_sent_again_when_the_tpm_asks() {
    let mut script = script([
        refusal(0x922),
        refusal(0x908),
        refusal(0x90a),
        refusal(0x920),
        object(0x8000_0000),
    ]);
    let loaded = Tpm::with_patience(&mut script, QUICK).load(0x8100_0001, b"", b"private", b"public");
    assert_eq!(loaded.unwrap().handle(), 0x8000_0000);
    assert_eq!(script.commands.len(), 5);
    assert!(
        script
            .commands
            .iter()
            .all(|command| *command == script.commands[0])
    );
}

#[test]
fn not_for_ever_and_not_for_other_refusals() {
    let mut busy = script(std::iter::repeat_n(refusal(0x922), 9));
    let error = Tpm::with_patience(&mut busy, QUICK).read_public(1).unwrap_err();
    assert!(matches!(error, TpmError::Refused(ResponseCode::RETRY)));
    assert_eq!(busy.commands.len(), 5);
    let out_of_time = Patience {
        whole: Duration::ZERO,
        ..QUICK
    };
    let mut slow = script(std::iter::repeat_n(refusal(0x922), 9));
    assert!(Tpm::with_patience(&mut slow, out_of_time).read_public(1).is_err());
    assert_eq!(slow.commands.len(), 1);
    let mut wrong = script(std::iter::repeat_n(refusal(0x98e), 9));
    let error = Tpm::with_patience(&mut wrong, QUICK)
        .load(1, b"guess", b"", b"")
        .unwrap_err();
    assert!(matches!(error, TpmError::Refused(ResponseCode::AUTH_FAIL)));
    assert_eq!(wrong.commands.len(), 1, "a password is sent once");
}

#[test]
fn what_was_loaded_is_flushed_whatever_becomes_of_it() {
    for use_fails in [false, true] {
        let mut script = script([object(0x8000_0001), response(0x8001, 0, &[])]);
        let mut tpm = Tpm::with_patience(&mut script, QUICK);
        let primary = tpm.create_primary(0x4000_0001, b"").unwrap();
        let used = tpm.with(primary, |_, handle| {
            assert_eq!(handle, 0x8000_0001);
            if use_fails { Err(TpmError::TooLong) } else { Ok(()) }
        });
        assert_eq!(used.is_err(), use_fails);
        let flush = [0x80, 0x01, 0, 0, 0, 14, 0, 0, 0x01, 0x65, 0x80, 0, 0, 1];
        assert_eq!(script.commands[1], flush);
    }
}

/// The answer to it would be waited for once more.
#[test]
fn nothing_is_flushed_over_a_lost_connection() {
    let mut script = script([object(0x8000_0001)]);
    let mut tpm = Tpm::with_patience(&mut script, QUICK);
    let key = tpm.create_primary(0x4000_0001, b"").unwrap();
    let used = tpm.with(key, |tpm, handle| tpm.read_public(handle));
    assert!(matches!(used, Err(TpmError::Silent { .. })));
    assert_eq!(script.commands.len(), 2);
}

/// The bytes of part 3 of the standard, put together by hand.
#[test]
fn a_signature_command_byte_by_byte() {
    let mut script = script([refusal(0x101)]);
    let to_sign = ToSign::new(&public(0x0023, None, 3, &[1; 32]), HashKind::Sha256, &[0xab; 32]).unwrap();
    let _ = Tpm::with_patience(&mut script, QUICK).sign(0x8000_0000, b"pw", &to_sign, 32);
    let expected = [
        &[0x80, 0x02, 0, 0, 0, 75, 0, 0, 0x01, 0x5d, 0x80, 0, 0, 0][..],
        &[0, 0, 0, 11, 0x40, 0, 0, 9, 0, 0, 0, 0, 2, b'p', b'w'],
        &[0, 32],
        &[0xab; 32],
        &[0, 0x18, 0, 0x0b],
        &[0x80, 0x24, 0x40, 0, 0, 7, 0, 0],
    ];
    assert_eq!(script.commands[0], expected.concat());
}

#[test]
fn what_no_tpm_takes_is_not_sent() {
    let mut script = script([]);
    let mut tpm = Tpm::with_patience(&mut script, QUICK);
    for length in [MAX_MESSAGE, 0x1_0000, 0x1_0007] {
        let long = vec![0; length];
        assert!(matches!(tpm.load(1, &long, b"", b""), Err(TpmError::TooLong)));
        assert!(matches!(tpm.load(1, b"", &long, b""), Err(TpmError::TooLong)));
    }
    assert!(script.commands.is_empty());
}

#[test]
fn answers_that_are_not_responses() {
    for answer in [
        vec![],
        object(0x8000_0000)[..9].to_vec(),
        [object(0x8000_0000), vec![0]].concat(),
        response(0x8001, 0, &[0x80, 0, 0, 0]),
        // A handle that only a persistent key has, and that must not be flushed.
        object(0x8100_0001),
        response(0x8002, 0, &[0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]),
    ] {
        let mut script = script([answer]);
        let loaded = Tpm::with_patience(&mut script, QUICK).load(1, b"", b"", b"");
        assert!(matches!(loaded, Err(TpmError::Response(Malformed))));
    }
}

proptest! {
    #[test]
    fn hostile_answers_never_panic(answers in prop::collection::vec(any::<Vec<u8>>(), 0..4), body in any::<Vec<u8>>()) {
        let to_sign = ToSign::new(&public(0x0023, None, 3, &[1; 32]), HashKind::Sha256, &[1; 32]).unwrap();
        let mut script = script(answers);
        script.answers.push_back(response(0x8001, 0, &body));
        script.answers.push_back(response(0x8002, 0, &body));
        script.answers.push_back(response(0x8002, 0, &body));
        let mut tpm = Tpm::with_patience(&mut script, QUICK);
        let _ = tpm.read_public(1);
        let _ = tpm.load(1, b"", b"", b"");
        let _ = tpm.sign(1, b"", &to_sign, 32);
        let _ = tpm.create_primary(1, b"");
    }
}
