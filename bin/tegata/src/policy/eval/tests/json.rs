//! Where strings end.

use proptest::prelude::*;

use crate::policy::eval::json::special;

const BYTES: &[u8] = b"a\x00\x1f\x20\x21\"#[\\]\x7f\x80\xa0\xff";

proptest! {
    #[test]
    fn eight_bytes_at_a_time_are_as_one(
        text in prop::collection::vec(prop::sample::select(BYTES), 0..40), quiet in 0_usize..40,
    ) {
        let text = [vec![b'a'; quiet], text].concat();
        let expected = text.iter().position(|b| matches!(b, b'"' | b'\\' | 0..=0x1f));
        prop_assert_eq!(special(&text), expected);
    }
}
