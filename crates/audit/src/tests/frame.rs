//! A frame reads back whole, and only whole.

use proptest::prelude::*;
use tegata_store::EventRow;
use tegata_store::testing::{event, key, observed_subject};

use crate::spool::SpoolError;
use crate::spool::frame::{self, Decoded, HEADER, MAX_PAYLOAD, decode, encode};

fn framed(event: &EventRow) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(event.clone(), &mut bytes).unwrap();
    bytes
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
    let large = EventRow {
        record: "x".repeat(MAX_PAYLOAD),
        ..event("large", 1)
    };
    let refused = encode(large, &mut bytes);
    assert!(matches!(refused, Err(SpoolError::TooLarge { .. })), "{refused:?}");
    assert_eq!(bytes, before);
}
