use std::sync::Arc;

use proptest::prelude::{any, proptest};
use tegata_base::Secret;

use super::{MAX_ID, Socket, SpiffeError, Svid, certificates, load};
use crate::{AskError, KeyError, Surroundings};

struct Variable(Option<&'static [u8]>);

impl Surroundings for Variable {
    fn ask(&self, _: &str) -> Result<Secret<String>, AskError> {
        Err(AskError::NoTerminal)
    }

    fn variable(&self, name: &str) -> Option<Secret<Vec<u8>>> {
        assert_eq!(name, "SPIFFE_ENDPOINT_SOCKET");
        self.0.map(|value| Secret::new(value.into()))
    }
}

fn failure(variable: Option<&'static [u8]>) -> KeyError {
    let surroundings: Arc<dyn Surroundings> = Arc::new(Variable(variable));
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
    assert!(matches!(failure(None), KeyError::Spiffe(SpiffeError::NoSocket)));
    assert!(
        failure(Some(b"x"))
            .to_string()
            .starts_with("SPIFFE_ENDPOINT_SOCKET: \"x\" is not the address")
    );
    assert!(matches!(
        failure(Some(b"unix:///run/\xff.sock")),
        KeyError::Spiffe(SpiffeError::SocketText)
    ));
    let absent = failure(Some(b"unix:///nowhere/agent.sock")).to_string();
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

proptest! {
    #[test]
    fn hostile_texts_and_certificates_never_panic(text in "\\PC{0,60}", der in any::<Vec<u8>>()) {
        let _ = text.parse::<Svid>();
        let _ = text.parse::<Socket>();
        let _ = certificates(&der);
    }
}
