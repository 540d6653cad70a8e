//! Time runs here only while nothing is said.

use std::io::ErrorKind;
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

use super::Opening;

const SOON: Duration = Duration::from_millis(5);

fn opened(within: Duration) -> (DuplexStream, Opening<DuplexStream>) {
    let (client, server) = tokio::io::duplex(1024);
    (client, Opening::new(server, within))
}

#[tokio::test]
async fn silence_and_half_a_preface_end() {
    for said in ["", "PRI * HT", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r"] {
        let (mut client, mut server) = opened(SOON);
        client.write_all(said.as_bytes()).await.unwrap();
        let mut heard = Vec::new();
        let error = server.read_to_end(&mut heard).await.unwrap_err();
        assert_eq!((error.kind(), heard.len()), (ErrorKind::TimedOut, said.len()));
    }
}

#[tokio::test]
async fn a_connection_that_began_may_be_silent() {
    let (mut client, mut server) = opened(SOON);
    client
        .write_all(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
        .await
        .unwrap();
    let mut heard = [0; 33];
    server.read_exact(&mut heard).await.unwrap();
    tokio::time::sleep(SOON * 4).await;
    client.write_all(b"more").await.unwrap();
    server.read_exact(&mut heard[..4]).await.unwrap();
    assert_eq!(&heard[..4], b"more");
}

/// What the edge has without it: the protocols' own limits begin too late.
#[tokio::test]
async fn the_server_of_both_protocols_lets_go() {
    let (_client, server) = opened(SOON);
    let service = service_fn(|_| async {
        Ok::<_, std::convert::Infallible>(hyper::Response::new(
            http_body_util::Full::<bytes::Bytes>::default(),
        ))
    });
    let http = crate::edge::protocols();
    let served = http.serve_connection(TokioIo::new(server), service).await;
    assert!(served.is_err());
}
