use proptest::prelude::*;

use super::*;

proptest! {
    /// What is written is read back, and nothing is left.
    #[test]
    fn values_survive(a in any::<u16>(), b in any::<u32>(), text in prop::collection::vec(any::<u8>(), 0..9000)) {
        let bytes = Writer::default().u16(a).sized(&text).u32(b).into_bytes();
        let mut reader = Reader(&bytes);
        prop_assert_eq!(reader.u16(), Ok(a));
        prop_assert_eq!(reader.sized(), Ok(&text[..]));
        prop_assert_eq!(reader.u32(), Ok(b));
        prop_assert_eq!(reader.finish(), Ok(()));
    }

    /// A command says its own length, and is never longer than a TPM takes.
    #[test]
    fn commands_say_their_length(
        handle in any::<Option<u32>>(),
        password in any::<Option<Vec<u8>>>(),
        parameters in prop::collection::vec(any::<u8>(), 0..5000),
    ) {
        let command = Command {
            password: password.as_deref(),
            parameters: parameters.clone().into(),
            ..Command::new(0x15d, handle)
        };
        let expected = 10 + handle.map_or(0, |_| 4) + password.as_ref().map_or(0, |text| 13 + text.len()) + parameters.len();
        match command.bytes() {
            Some(bytes) => {
                prop_assert_eq!(bytes.len(), expected);
                prop_assert_eq!(response_length(&bytes), Ok(expected));
                prop_assert!(bytes.ends_with(&parameters));
            }
            None => prop_assert!(expected > MAX_MESSAGE),
        }
    }

    #[test]
    fn hostile_responses_never_panic(bytes in any::<Vec<u8>>(), sessions in any::<bool>(), handle in any::<bool>()) {
        let _ = Response::parse(&bytes, sessions, handle);
        let _ = response_length(&bytes);
    }
}
