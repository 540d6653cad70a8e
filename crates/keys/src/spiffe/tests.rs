use std::sync::Arc;

use proptest::prelude::{any, proptest};

use super::answer::FRAME_HEAD;
use super::{
    Frame, MAX_ID, NotAFrame, SOCKET_VARIABLE, Socket, SpiffeError, Svid, certificates, identity, load,
};
use crate::surroundings::testing::Unattended;
use crate::{KeyError, Surroundings};

fn failure(variables: &'static [(&'static str, &'static [u8])]) -> KeyError {
    let surroundings: Arc<dyn Surroundings> = Arc::new(Unattended(variables));
    load(&"spiffe:".parse().unwrap(), &surroundings).err().unwrap()
}

#[test]
fn names_of_identities() {
    assert_eq!("spiffe:".parse(), Ok(Svid(None)));
    let id = "spiffe://example.org/machine/web-01";
    assert_eq!(id.parse(), Ok(Svid(Some(id.into()))));
    let long = format!("spiffe://example.org/{}", "a".repeat(MAX_ID));
    for wrong in [
        "spiffe",
        "spiffe:/x",
        "spiffe://",
        "spiffe:///x",
        "spiffe://example.org/",
        "spiffe://example.org/a b",
        "spiffe://example.org/a?b",
        "spiffe://example.org/%61",
        &long,
    ] {
        let error = wrong.parse::<Svid>().unwrap_err().to_string();
        assert!(error.contains("is not a SPIFFE ID; write spiffe: for"), "{error}");
    }
}

#[test]
fn addresses_of_agents() {
    let read = |text: &str| text.parse::<Socket>().map(|socket| socket.to_string());
    assert_eq!(read("unix:///run/a.sock").unwrap(), "unix:///run/a.sock");
    assert_eq!(read("unix:/run/a.sock").unwrap(), "unix:///run/a.sock");
    assert_eq!(read("tcp://127.0.0.1:80").unwrap(), "tcp://127.0.0.1:80");
    assert_eq!(read("tcp://[::1]:80").unwrap(), "tcp://[::1]:80");
    for wrong in [
        "",
        "/run/a.sock",
        "unix:",
        "unix:a",
        "unix://host/a?b",
        "tcp://localhost:80",
        "tcp://1.2.3.4",
    ] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn an_agent_that_cannot_be_reached_is_named() {
    assert!(matches!(failure(&[]), KeyError::Spiffe(SpiffeError::NoSocket)));
    assert!(
        failure(&[(SOCKET_VARIABLE, b"x")])
            .to_string()
            .starts_with("SPIFFE_ENDPOINT_SOCKET: \"x\" is not the address")
    );
    assert!(matches!(
        failure(&[(SOCKET_VARIABLE, b"unix:///run/\xff.sock")]),
        KeyError::Spiffe(SpiffeError::SocketText)
    ));
    let absent = failure(&[(SOCKET_VARIABLE, b"unix:///nowhere/agent.sock")]).to_string();
    assert!(
        absent.starts_with("cannot reach the SPIFFE agent at unix:///nowhere/agent.sock: "),
        "{absent}"
    );
}

#[test]
fn an_answer_without_certificates_is_refused() {
    assert!(certificates(&[]).is_err());
    assert!(certificates(&[0x30]).is_err());
}

/// A response with one identity of this name, and nothing else in it.
fn response(id: &str) -> Vec<u8> {
    let length = |length: usize| {
        let low = u8::try_from(length & 0x7f).unwrap();
        match u8::try_from(length >> 7).unwrap() {
            0 => vec![low],
            high => vec![low | 0x80, high],
        }
    };
    let svid = [&[0x0a], &length(id.len())[..], id.as_bytes()].concat();
    [&[0x0a], &length(svid.len())[..], &svid].concat()
}

#[test]
fn what_an_agent_says_is_shown_in_one_line_of_some_length() {
    let socket = "unix:///run/a.sock".parse().unwrap();
    let svid = "spiffe://example.org/a".parse().unwrap();
    let id = format!("spiffe://\n\u{1b}[31m{}", "x".repeat(3000));
    let error = identity(&response(&id), &svid, &socket)
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("it has spiffe://\\n\\u{1b}[31mxx"), "{error}");
    assert!(error.len() < 500, "{error}");
    let empty = identity(&response("spiffe://example.org/a"), &svid, &socket);
    assert!(matches!(
        empty.err(),
        Some(KeyError::Spiffe(SpiffeError::Certificate(_)))
    ));
}

#[test]
fn frames_arrive_in_any_pieces() {
    let message = response("spiffe://example.org/a");
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    let bytes = [&[0], &length[..], &message, b"the next frame"].concat();
    for size in 1..bytes.len() {
        let mut frame = Frame::default();
        let found = bytes.chunks(size).find_map(|piece| frame.take(piece).unwrap());
        assert_eq!(found.as_deref(), Some(&message), "{size}");
    }
    let head = |head: [u8; FRAME_HEAD]| Frame::default().take(&head).err();
    assert_eq!(head([1, 0, 0, 0, 1]), Some(NotAFrame));
    assert_eq!(head([0, 0, 0x40, 0, 1]), Some(NotAFrame));
    assert_eq!(head([0, 0xff, 0xff, 0xff, 0xff]), Some(NotAFrame));
    assert_eq!(head([0, 0, 0x40, 0, 0]), None);
}

proptest! {
    #[test]
    fn hostile_texts_and_certificates_never_panic(text in "\\PC{0,60}", der in any::<Vec<u8>>()) {
        let _ = text.parse::<Svid>();
        let _ = text.parse::<Socket>();
        let _ = certificates(&der);
    }
}
