//! Answers of a SPIFFE agent that means harm: an identity whose key signs, or an error in one line.

use tegata_keys::KeyError;
use tegata_keys::spiffe::{Frame, Socket, Svid, identity};

/// The first byte says into which pieces the answer is torn, and whether an identity is asked for by name.
pub(crate) fn keys_spiffe(bytes: &[u8]) {
    keys_spiffe_loads(bytes);
}

pub(crate) fn keys_spiffe_loads(bytes: &[u8]) -> bool {
    let Some((how, answer)) = bytes.split_first() else {
        return false;
    };
    let svid: Svid = match how & 1 {
        0 => "spiffe:",
        _ => "spiffe://example.org/machine",
    }
    .parse()
    .expect("it is a name");
    let socket: Socket = "unix:///run/agent.sock".parse().expect("it is an address");
    let mut frame = Frame::default();
    for piece in answer.chunks(usize::from(how >> 1).max(1) * 16) {
        let message = match frame.take(piece) {
            Ok(Some(message)) => message,
            Ok(None) => continue,
            Err(_) => return false,
        };
        return match identity(&message, &svid, &socket) {
            Ok(loaded) => {
                assert!(loaded.identity.chain().len() <= tegata_keys::MAX_CHAIN);
                assert!(loaded.identity.sign(b"message").is_ok());
                true
            }
            Err(error) => {
                check(&error);
                false
            }
        };
    }
    false
}

fn check(error: &KeyError) {
    let message = error.to_string();
    assert!(!message.is_empty() && message.len() < 8192, "{message}");
    assert!(!message.contains(char::is_control), "{message}");
}
