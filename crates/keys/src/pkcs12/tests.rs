use proptest::prelude::{any, prop_assert_eq, proptest};

use super::*;

#[test]
fn ber_becomes_der() {
    let table: [(&[u8], Option<&[u8]>); 12] = [
        (&[0x04, 0x01, 0xff], Some(&[0x04, 0x01, 0xff])),
        (&[0x04, 0x81, 0x01, 0xff], Some(&[0x04, 0x01, 0xff])),
        (&[0x04, 0x84, 0, 0, 0, 0x01, 0xff], Some(&[0x04, 0x01, 0xff])),
        (
            &[0x30, 0x80, 0x05, 0x00, 0x00, 0x00],
            Some(&[0x30, 0x02, 0x05, 0x00]),
        ),
        (
            &[
                0x24, 0x80, 0x04, 0x01, 0xaa, 0x24, 0x03, 0x04, 0x01, 0xbb, 0x00, 0x00,
            ],
            Some(&[0x04, 0x02, 0xaa, 0xbb]),
        ),
        // No end, no content, a primitive without length, a long tag, a length of lengths, pieces of
        // something else.
        (&[0x30, 0x80, 0x05, 0x00], None),
        (&[0x30, 0x02, 0x05], None),
        (&[0x04, 0x80, 0x00, 0x00], None),
        (&[0x1f, 0x01, 0x00], None),
        (&[0x04, 0x85, 0, 0, 0, 0, 0x01, 0xff], None),
        (&[0x24, 0x02, 0x05, 0x00], None),
        (&[], None),
    ];
    for (from, to) in table {
        let made = ber::to_der(from);
        assert_eq!(made.as_ref().ok().map(|der| &der[..]), to, "{from:02x?}");
    }
    let deep = [[0x30, 0x80].repeat(1000), vec![0; 2000]].concat();
    assert_eq!(ber::to_der(&deep).err(), Some(NotBer));
}

proptest! {
    #[test]
    fn nothing_panics_and_der_stays_as_it_is(bytes in any::<Vec<u8>>()) {
        let _ = is_pkcs12(&bytes);
        if let Ok(pfx) = Pfx::read(&bytes) {
            prop_assert_eq!(&ber::to_der(&pfx.0).unwrap()[..], &pfx.0[..]);
            let _ = pfx.open("");
        }
    }
}
