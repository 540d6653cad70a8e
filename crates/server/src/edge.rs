//! The edge: listening, TLS, HTTP/1.1 and HTTP/2, and every limit that protects what is behind.
//!
//! A connection that is slow, idle or too many costs a file descriptor and a little memory, never a
//! thread. A request passes on only when its head and body are within their limits.

pub(crate) mod control;
mod opening;
mod tls;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, Version, header};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::{Body as _, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};
use tokio::sync::{Notify, Semaphore, watch};
use tokio_rustls::TlsAcceptor;

use crate::edge::opening::Opening;
use crate::pipeline::{self, Pipeline, sign_in};
use crate::raw::{Raw, Tls};
use crate::route;

pub(crate) use tls::Identity;
pub use tls::TlsError;

/// Bytes of a request's head: room for five ML-DSA-87 certificates and their signature.
const MAX_HEAD: usize = 160 * 1024;
/// Header fields of a request.
const MAX_FIELDS: usize = 128;
/// Bytes of a body of `CreateSession`.
const MAX_SESSION_BODY: usize = 64 * 1024;
/// Bytes of any other body: room for a CRL of 300 KB in base64, and for policies in percent-encoding.
const MAX_BODY: usize = 2 * 1024 * 1024;
/// Bytes of a body beyond its limit that are still read and dropped, so that a client that sends first
/// and listens afterwards hears why it was refused.
const MAX_DRAINED: usize = 16 * 1024 * 1024;
/// The longest pause between two pieces of such a body.
const DRAIN_PAUSE: Duration = Duration::from_millis(500);
/// Bodies above this size are read only so many at a time.
const LARGE_BODY: u64 = 64 * 1024;
const LARGE_BODIES: usize = 64;
/// A head must come within this time, and a connection may be idle as long.
const HEAD_WITHIN: Duration = Duration::from_secs(60);
const BODY_WITHIN: Duration = Duration::from_secs(30);
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// How long a stop waits for requests under way.
const DRAIN_WITHIN: Duration = Duration::from_secs(10);
/// Requests under way on one HTTP/2 connection.
const MAX_STREAMS: u32 = 16;
/// The pause after an error of `accept`, such as too many open files.
const AFTER_ERROR: Duration = Duration::from_millis(50);

/// A listening socket and what it leads to.
pub(crate) struct Edge {
    pub(crate) listener: TcpListener,
    pub(crate) control: UnixListener,
    pub(crate) tls: Option<Arc<Identity>>,
    /// Notified when files are to be read again.
    pub(crate) reload: Arc<Notify>,
    pub(crate) pipeline: Arc<Pipeline>,
    pub(crate) max_connections: usize,
}

/// A connection's side of the edge.
#[derive(Clone)]
struct Peer {
    pipeline: Arc<Pipeline>,
    large_bodies: Arc<Semaphore>,
    address: IpAddr,
    /// Whether it came over the control socket.
    control: bool,
    tls: Option<Arc<Tls>>,
}

/// A connection of one of the two kinds.
enum Connection {
    Tcp(TcpStream, SocketAddr),
    Control(UnixStream),
}

impl Edge {
    /// Accepts and serves until told to stop, then lets requests under way finish.
    pub(crate) async fn serve(self, mut stop: watch::Receiver<bool>) {
        let connections = Arc::new(Semaphore::new(self.max_connections));
        let large_bodies = Arc::new(Semaphore::new(LARGE_BODIES));
        let http = Arc::new(protocols());
        let graceful = Arc::new(GracefulShutdown::new());
        if let Some(tls) = &self.tls {
            tokio::spawn(Arc::clone(tls).follow(Arc::clone(&self.reload)));
        }
        loop {
            let accepted = tokio::select! {
                accepted = accept(&self.listener, &self.control, &connections) => accepted,
                _ = stop.wait_for(|stop| *stop) => break,
            };
            let Some((connection, permit)) = accepted else {
                continue;
            };
            let (address, control) = match &connection {
                Connection::Tcp(_, address) => (address.ip().to_canonical(), false),
                Connection::Control(_) => (IpAddr::V4(Ipv4Addr::LOCALHOST), true),
            };
            let peer = Peer {
                pipeline: Arc::clone(&self.pipeline),
                large_bodies: Arc::clone(&large_bodies),
                address,
                control,
                tls: None,
            };
            let (http, graceful) = (Arc::clone(&http), graceful.watcher());
            let tls = self.tls.as_ref().map(|tls| tls.acceptor());
            tokio::spawn(async move {
                let metrics = &peer.pipeline.node.metrics;
                metrics.connections.inc();
                match connection {
                    Connection::Tcp(stream, _) => peer.clone().connection(stream, tls, &http, graceful).await,
                    Connection::Control(stream) => peer.clone().http(stream, &http, graceful).await,
                }
                metrics.connections.dec();
                drop(permit);
            });
        }
        drop(self.listener);
        drop(self.pipeline);
        let Some(graceful) = Arc::into_inner(graceful) else {
            return;
        };
        if tokio::time::timeout(DRAIN_WITHIN, graceful.shutdown())
            .await
            .is_err()
        {
            tracing::warn!("some requests did not end in time and are cut off");
        }
    }
}

/// The next connection; `None` when there was none to be had just now.
async fn accept(
    listener: &TcpListener,
    control: &UnixListener,
    connections: &Arc<Semaphore>,
) -> Option<(Connection, tokio::sync::OwnedSemaphorePermit)> {
    let permit = Arc::clone(connections).acquire_owned().await.ok()?;
    let accepted = tokio::select! {
        accepted = listener.accept() => accepted.map(|(stream, address)| {
            // Answers are written whole; waiting to fill a packet only costs time.
            let _ = stream.set_nodelay(true);
            Some(Connection::Tcp(stream, address))
        }),
        accepted = control::accept(control) => accepted.map(|stream| stream.map(Connection::Control)),
    };
    match accepted {
        Ok(connection) => Some((connection?, permit)),
        Err(error) => {
            tracing::warn!(%error, "a connection could not be accepted");
            tokio::time::sleep(AFTER_ERROR).await;
            None
        }
    }
}

fn protocols() -> Builder<TokioExecutor> {
    let mut http = Builder::new(TokioExecutor::new());
    http.http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(MAX_HEAD)
        .max_headers(MAX_FIELDS);
    http.http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(HEAD_WITHIN)
        .max_concurrent_streams(MAX_STREAMS)
        .max_header_list_size(u32::try_from(MAX_HEAD).unwrap_or(u32::MAX));
    http
}

impl Peer {
    async fn connection(
        mut self,
        stream: TcpStream,
        tls: Option<TlsAcceptor>,
        http: &Builder<TokioExecutor>,
        graceful: hyper_util::server::graceful::Watcher,
    ) {
        let Some(acceptor) = tls else {
            return self.http(stream, http, graceful).await;
        };
        match tokio::time::timeout(HANDSHAKE_WITHIN, acceptor.accept(stream)).await {
            Ok(Ok(stream)) => {
                self.tls = Some(Arc::new(tls::negotiated(stream.get_ref().1)));
                self.http(stream, http, graceful).await;
            }
            Ok(Err(error)) => tracing::debug!(%error, peer = %self.address, "a TLS handshake failed"),
            Err(_) => tracing::debug!(peer = %self.address, "a TLS handshake did not end in time"),
        }
    }

    async fn http(
        self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        http: &Builder<TokioExecutor>,
        graceful: hyper_util::server::graceful::Watcher,
    ) {
        let address = self.address;
        let service = service_fn(move |request| {
            let peer = self.clone();
            async move { Ok::<_, std::convert::Infallible>(peer.answer(request).await) }
        });
        let stream = TokioIo::new(Opening::new(stream, HEAD_WITHIN));
        let connection = http.serve_connection(stream, service);
        if let Err(error) = graceful.watch(connection.into_owned()).await {
            tracing::debug!(%error, peer = %address, "a connection ended early");
        }
    }

    async fn answer(self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        if request.method() == Method::GET {
            match request.uri().path() {
                "/health" => return self.health(),
                "/metrics" => return self.metrics(),
                _ => {}
            }
        }
        let limit = body_limit(&request);
        let (parts, body) = request.into_parts();
        let mut raw = Raw {
            method: parts.method,
            uri: parts.uri,
            headers: parts.headers,
            body: Bytes::new(),
            peer: self.address,
            control: self.control,
            tls: self.tls,
        };
        if parts.version == Version::HTTP_2 {
            add_host(&mut raw);
        }
        let mut body = body;
        match read_body(&mut body, limit, &self.large_bodies).await {
            Ok(body) => {
                raw.body = body;
                self.pipeline.serve(raw).await
            }
            Err(unread) => {
                let service = route::dialect(&self.pipeline.node.services, &raw);
                let (status, code, message) = unread.reason(limit);
                self.pipeline.node.metrics.refused_stranger(unread.name());
                if unread == Unread::TooLarge {
                    tokio::spawn(drain(body));
                }
                let mut response = pipeline::refuse_unread(service, status, code, message);
                response
                    .headers_mut()
                    .insert(header::CONNECTION, HeaderValue::from_static("close"));
                if parts.version == Version::HTTP_2 {
                    response.headers_mut().remove(header::CONNECTION);
                }
                response
            }
        }
    }

    fn health(&self) -> Response<Full<Bytes>> {
        let node = &self.pipeline.node;
        let status = if node.is_writable() {
            StatusCode::OK
        } else {
            StatusCode::SERVICE_UNAVAILABLE
        };
        let body = serde_json::to_vec(&node.health()).unwrap_or_default();
        plain(status, "application/json", body)
    }

    fn metrics(&self) -> Response<Full<Bytes>> {
        let text = self.pipeline.node.metrics.text();
        plain(
            StatusCode::OK,
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
            text.into_bytes(),
        )
    }
}

fn plain(status: StatusCode, content_type: &'static str, body: Vec<u8>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

fn body_limit(request: &Request<Incoming>) -> usize {
    match request.uri().path() {
        "/sessions" | "/sessions/" => MAX_SESSION_BODY,
        sign_in::PATH => sign_in::MAX_FORM,
        _ => MAX_BODY,
    }
}

/// With HTTP/2 the authority is what a client signed as `host`.
fn add_host(raw: &mut Raw) {
    if raw.headers.contains_key(header::HOST) {
        return;
    }
    let authority = raw
        .uri
        .authority()
        .map(|authority| HeaderValue::from_str(authority.as_str()));
    if let Some(Ok(host)) = authority {
        raw.headers.insert(header::HOST, host);
    }
}

/// Why a body was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unread {
    TooLarge,
    TooSlow,
    Broken,
}

impl Unread {
    const fn name(self) -> &'static str {
        match self {
            Self::TooLarge => "too-large",
            Self::TooSlow => "too-slow",
            Self::Broken => "broken-off",
        }
    }

    fn reason(self, limit: usize) -> (StatusCode, &'static str, String) {
        match self {
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "RequestEntityTooLarge",
                format!("The request body is larger than the maximum of {limit} bytes."),
            ),
            Self::TooSlow => (
                StatusCode::REQUEST_TIMEOUT,
                "RequestTimeout",
                format!(
                    "The request body did not arrive within {} seconds.",
                    BODY_WITHIN.as_secs()
                ),
            ),
            Self::Broken => (
                StatusCode::BAD_REQUEST,
                "IncompleteBody",
                "The request body could not be read.".into(),
            ),
        }
    }
}

/// Reads a body within its limits of size and time; of large ones only a few at once.
async fn read_body(body: &mut Incoming, limit: usize, large_bodies: &Semaphore) -> Result<Bytes, Unread> {
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    let size = body.size_hint();
    if size.lower() > limit as u64 {
        return Err(Unread::TooLarge);
    }
    let read = async {
        // The permit is held while the body is read, which is when a slow client could hold memory.
        let _permit = match size.upper() {
            Some(upper) if upper <= LARGE_BODY => None,
            _ => large_bodies.acquire().await.ok(),
        };
        Limited::new(body, limit).collect().await.map_err(|error| {
            if error.is::<LengthLimitError>() {
                Unread::TooLarge
            } else {
                Unread::Broken
            }
        })
    };
    let collected = tokio::time::timeout(BODY_WITHIN, read)
        .await
        .map_err(|_| Unread::TooSlow)??;
    Ok(collected.to_bytes())
}

/// Reads on without keeping anything, as long as more comes. Whoever sends nothing waits for nothing.
async fn drain(mut body: Incoming) {
    let mut read = 0;
    while read <= MAX_DRAINED {
        match tokio::time::timeout(DRAIN_PAUSE, body.frame()).await {
            Ok(Some(Ok(frame))) => read += frame.data_ref().map_or(0, Bytes::len),
            _ => return,
        }
    }
}
