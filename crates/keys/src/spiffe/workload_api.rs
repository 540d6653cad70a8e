//! One call of the Workload API: `FetchX509SVID`, of whose stream of answers the first is taken.
//!
//! It is gRPC over HTTP/2 without TLS. The call runs on a runtime of its own, which ends with it, since
//! the rest of the client is blocking code.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use zeroize::Zeroizing;

use super::answer::{FRAME_HEAD, Frame};
use super::{Socket, SpiffeError, shown};

/// An agent answers from memory; one that takes longer has none to give.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The header that keeps a web page from asking (SPIFFE Workload Endpoint, section 6.2).
const SECURITY_HEADER: &str = "workload.spiffe.io";
/// gRPC's `PERMISSION_DENIED`: no identity was issued to this caller.
const PERMISSION_DENIED: u32 = 7;

/// The first message of the stream of identities of this process.
pub(super) fn fetch_x509_svids(socket: &Socket) -> Result<Zeroizing<Vec<u8>>, SpiffeError> {
    let unreachable = |reason: String| SpiffeError::Unreachable {
        socket: socket.clone(),
        reason,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| unreachable(error.to_string()))?;
    let answer = runtime.block_on(async { tokio::time::timeout(TIMEOUT, fetch(socket)).await });
    // A name that is still being looked up, or a socket that hangs, is left behind.
    runtime.shutdown_background();
    answer.unwrap_or_else(|_| Err(unreachable(format!("no answer in {} s", TIMEOUT.as_secs()))))
}

async fn fetch(socket: &Socket) -> Result<Zeroizing<Vec<u8>>, SpiffeError> {
    let unreachable = |error: std::io::Error| SpiffeError::Unreachable {
        socket: socket.clone(),
        reason: error.to_string(),
    };
    match socket {
        #[cfg(unix)]
        Socket::Unix(path) => {
            let stream = tokio::net::UnixStream::connect(path).await.map_err(unreachable)?;
            call(stream, socket).await
        }
        #[cfg(not(unix))]
        Socket::Unix(_) => Err(unreachable(std::io::ErrorKind::Unsupported.into())),
        Socket::Tcp(address) => {
            let stream = TcpStream::connect(address).await.map_err(unreachable)?;
            call(stream, socket).await
        }
    }
}

async fn call<S>(stream: S, socket: &Socket) -> Result<Zeroizing<Vec<u8>>, SpiffeError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let strange = |reason: String| SpiffeError::Answer {
        socket: socket.clone(),
        reason,
    };
    let (mut sender, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
        .await
        .map_err(|error| strange(error.to_string()))?;
    tokio::spawn(connection);
    let request = Request::builder()
        .method(Method::POST)
        .uri("http://localhost/SpiffeWorkloadAPI/FetchX509SVID")
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .header(SECURITY_HEADER, "true")
        // A frame that holds the empty message.
        .body(Full::new(Bytes::from_static(&[0; FRAME_HEAD])))
        .map_err(|error| strange(error.to_string()))?;
    let response = sender
        .send_request(request)
        .await
        .map_err(|error| strange(error.to_string()))?;
    if response.status() != StatusCode::OK {
        return Err(strange(format!("HTTP status {}", response.status())));
    }
    // A refusal has its status among the headers.
    refusal(response.headers(), socket)?;
    first_message(response, socket).await
}

/// The first message of the stream, or the refusal that its trailers hold.
async fn first_message(
    mut response: Response<Incoming>,
    socket: &Socket,
) -> Result<Zeroizing<Vec<u8>>, SpiffeError> {
    let strange = |reason: String| SpiffeError::Answer {
        socket: socket.clone(),
        reason,
    };
    let mut frame = Frame::default();
    while let Some(part) = response.frame().await {
        let part = part.map_err(|error| strange(error.to_string()))?;
        if let Some(trailers) = part.trailers_ref() {
            refusal(trailers, socket)?;
        }
        let Ok(data) = part.into_data() else { continue };
        if let Some(message) = frame.take(&data).map_err(|error| strange(error.to_string()))? {
            return Ok(message);
        }
    }
    Err(strange("the answer ended early".into()))
}

fn refusal(headers: &HeaderMap, socket: &Socket) -> Result<(), SpiffeError> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let status = match text("grpc-status") {
        None | Some("0") => return Ok(()),
        // 2 is gRPC's own for what cannot be told.
        Some(status) => status.parse().unwrap_or(2),
    };
    let message = shown(text("grpc-message").unwrap_or_default());
    let socket = socket.clone();
    Err(match status {
        PERMISSION_DENIED => SpiffeError::NoIdentity { socket, message },
        _ => SpiffeError::Refused {
            socket,
            status,
            message,
        },
    })
}
