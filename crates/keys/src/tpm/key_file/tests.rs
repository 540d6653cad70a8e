use proptest::prelude::*;

use super::*;
use crate::tpm::public::testing::area;

/// DER: a tag and what it holds.
fn tlv(tag: u8, value: &[u8]) -> Vec<u8> {
    let length = match value.len() {
        length @ 0..=127 => vec![u8::try_from(length).unwrap()],
        length @ 128..=255 => vec![0x81, u8::try_from(length).unwrap()],
        length => vec![
            0x82,
            u8::try_from(length >> 8).unwrap(),
            u8::try_from(length & 0xff).unwrap(),
        ],
    };
    [vec![tag], length, value.to_vec()].concat()
}

fn sized(value: &[u8]) -> Vec<u8> {
    [&u16::try_from(value.len()).unwrap().to_be_bytes()[..], value].concat()
}

fn oid(last: u8) -> Vec<u8> {
    tlv(0x06, &[0x67, 0x81, 0x05, 0x0a, 0x01, last])
}

/// A file with a P-256 key and these fields before the parent.
fn file(last: u8, fields: &[u8], parent: &[u8]) -> Vec<u8> {
    let public = area(0x0023, (1 << 18) | (1 << 6), None, 3, &[1; 32]);
    let content = [
        oid(last),
        fields.to_vec(),
        tlv(0x02, parent),
        tlv(0x04, &sized(&public)),
        tlv(0x04, &sized(b"private")),
    ];
    tlv(0x30, &content.concat())
}

const OWNER: &[u8] = &[0x40, 0, 0, 1];

#[test]
fn fields_as_tools_write_them() {
    let empty = |value: u8| tlv(0xa0, &[1, 1, value]);
    for (fields, expected) in [
        (vec![], false),
        (empty(0), false),
        (empty(1), true),
        (empty(0xff), true),
        (
            [empty(0xff), tlv(0xa4, b"\x0c\x01x"), tlv(0xa5, &[1, 1, 0])].concat(),
            true,
        ),
        (tlv(0xa6, &[4, 1, 0]), false),
    ] {
        let read = KeyFile::from_der(&file(3, &fields, OWNER))
            .unwrap_or_else(|error| panic!("{fields:x?}: {error}"));
        assert_eq!(
            (read.empty_auth, read.parent),
            (expected, Parent::Hierarchy(0x4000_0001))
        );
        assert_eq!(read.private_area, b"private");
    }
}

#[test]
fn parents() {
    for (bytes, parent) in [
        (&[0, 0x81, 0, 0, 1][..], Parent::Persistent(0x8100_0001)),
        (&[0x81, 0, 0, 1], Parent::Persistent(0x8100_0001)),
        (&[0x40, 0, 0, 7], Parent::Hierarchy(0x4000_0007)),
        (&[0x40, 0, 0, 0x0b], Parent::Hierarchy(0x4000_000b)),
        (&[0x40, 0, 0, 0x0c], Parent::Hierarchy(0x4000_000c)),
    ] {
        assert_eq!(KeyFile::from_der(&file(3, &[], bytes)).unwrap().parent, parent);
    }
    for (bytes, error) in [
        (&[0x40, 0, 0, 9][..], KeyFileError::Parent(0x4000_0009)),
        (&[0, 0x80, 0, 0, 0], KeyFileError::Parent(0x8000_0000)),
        (&[1], KeyFileError::Parent(1)),
        (&[1, 0, 0, 0, 0], KeyFileError::Damaged),
        (&[], KeyFileError::Damaged),
    ] {
        assert_eq!(KeyFile::from_der(&file(3, &[], bytes)), Err(error));
    }
}

#[test]
fn what_cannot_be_used_says_why() {
    let table = [
        (file(4, &[], OWNER), "an importable key; make the key in the TPM"),
        (file(5, &[], OWNER), "sealed data"),
        (file(9, &[], OWNER), "an object of type 2.23.133.10.1.9"),
        (
            file(3, &tlv(0xa1, &tlv(0x30, &[])), OWNER),
            "the key has a policy",
        ),
        (
            file(3, &tlv(0xa2, &tlv(0x04, &[1])), OWNER),
            "an encrypted secret",
        ),
        (file(3, &tlv(0xa3, &tlv(0x30, &[])), OWNER), "a signed policy"),
        (
            file(3, &tlv(0xa5, &[1, 1, 1]), OWNER),
            "its parent is an RSA primary key",
        ),
        (file(3, &tlv(0xa7, &[]), OWNER), "damaged"),
        (file(3, &tlv(0xa0, &[2, 1, 1]), OWNER), "damaged"),
        (tlv(0x31, &[]), "damaged"),
        (tlv(0x30, &[]), "damaged"),
        (Vec::new(), "damaged"),
    ];
    for (der, words) in table {
        let message = KeyFile::from_der(&der).unwrap_err().to_string();
        assert!(message.contains(words), "no {words:?} in {message}");
    }
    let whole = file(3, &[], OWNER);
    for end in 0..whole.len() {
        assert_eq!(
            KeyFile::from_der(&whole[..end]),
            Err(KeyFileError::Damaged),
            "{end}"
        );
    }
}

proptest! {
    #[test]
    fn hostile_files_never_panic(bytes in any::<Vec<u8>>(), at in 0usize..200, byte in any::<u8>()) {
        let _ = KeyFile::from_der(&bytes);
        let mut damaged = file(3, &tlv(0xa0, &[1, 1, 1]), OWNER);
        if let Some(old) = damaged.get_mut(at) {
            *old = byte;
        }
        let _ = KeyFile::from_der(&damaged);
    }
}
