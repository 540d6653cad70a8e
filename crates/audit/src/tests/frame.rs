//! A frame reads back whole, and only whole.

use proptest::prelude::*;
use tegata_store::testing::{event, key, observed_subject};
use tegata_store::{EventResource, EventRow, IssuedSession};

use crate::Frames;
use crate::spool::SpoolError;
use crate::spool::frame::{self, Decoded, HEADER, MAX_PAYLOAD, decode, encode};

fn framed(event: &EventRow) -> Vec<u8> {
    Frames::of(std::slice::from_ref(event)).unwrap().0
}

fn any_event() -> impl Strategy<Value = EventRow> {
    (
        "[a-z0-9-]{1,36}",
        ".{0,200}",
        proptest::option::of(".{0,20}"),
        0_i64..1_000_000,
    )
        .prop_map(|(id, record, username, time)| EventRow {
            record,
            username,
            observations: vec![observed_subject(&key("k"), "1", time)],
            ..event(&id, time)
        })
}

proptest! {
    #[test]
    fn reads_back(first in any_event(), second in any_event()) {
        let mut bytes = framed(&first);
        let size = bytes.len();
        bytes.extend(framed(&second));
        let Decoded::Frame { payload, size: told } = decode(&bytes) else {
            panic!("no frame");
        };
        prop_assert_eq!(told, size);
        prop_assert_eq!(frame::event(payload).unwrap(), first);
    }

    #[test]
    fn a_changed_bit_is_noticed(event in any_event(), at in any::<prop::sample::Index>(), bit in 0_u32..8) {
        let mut bytes = framed(&event);
        let at = at.index(bytes.len());
        bytes[at] ^= 1_u8 << bit;
        let noticed = matches!(decode(&bytes), Decoded::Bad | Decoded::Incomplete { .. });
        prop_assert!(noticed);
    }

    #[test]
    fn noise_is_no_frame(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let noticed = matches!(decode(&bytes), Decoded::Bad | Decoded::Incomplete { .. });
        prop_assert!(noticed);
    }
}

#[test]
fn every_beginning_is_incomplete() {
    let bytes = framed(&event("e", 1));
    for len in 0..bytes.len() {
        let needed = if len < 4 { HEADER } else { bytes.len() };
        assert_eq!(decode(&bytes[..len]), Decoded::Incomplete { needed });
    }
}

#[test]
fn a_hole_of_zeros_is_no_frame() {
    assert_eq!(decode(&[0; 64]), Decoded::Bad);
}

#[test]
fn one_that_is_too_large_is_refused_and_leaves_nothing() {
    let mut bytes = framed(&event("before", 1));
    let before = bytes.clone();
    let refused = encode(&mut bytes, |out| {
        out.resize(out.len() + MAX_PAYLOAD + 1, b'x');
        Ok(())
    });
    assert!(matches!(refused, Err(SpoolError::TooLarge { .. })), "{refused:?}");
    assert_eq!(bytes, before);
}

#[test]
fn an_event_is_framed_as_its_row() {
    let mut event = super::record::event(super::record::role_session());
    event.additional.session_id = Some("00ff".to_owned());
    event.resources = vec![EventResource {
        resource_type: "AWS::IAM::Role".to_owned(),
        name: "arn:aws:iam::444455556666:role/\"other\"".to_owned(),
    }];
    event.issued = Some(IssuedSession {
        session_id: "abcd".to_owned(),
        access_key_id: "ASIANEW".to_owned(),
        session_name: None,
        expires: Some(event.time),
    });
    event.observations = vec![observed_subject(&key("k"), "1", 7)];
    // One that has to be written twice, since a part is too large.
    let mut large = event.clone();
    large.request_parameters = Some(serde_json::json!({ "document": "x".repeat(200_000) }).to_string());
    for event in [event, large] {
        let mut frames = Frames::default();
        frames.push(event.clone()).unwrap();
        let Decoded::Frame { payload, size } = decode(&frames.0) else {
            panic!("no frame");
        };
        assert_eq!(size, frames.0.len());
        let mut row = event.into_row();
        // Rows keep microseconds.
        row.time = jiff::Timestamp::from_microsecond(row.time.as_microsecond()).unwrap();
        row.issued.as_mut().unwrap().expires = Some(row.time);
        assert_eq!(frame::event(payload).unwrap(), row);
    }
}
