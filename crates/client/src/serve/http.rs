//! Connections: accepted, limited, served, and let go at the end.
//!
//! A connection that is slow, idle or too many costs a file descriptor and a little memory for a
//! while, never a thread.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::CONNECTION;
use http::request::Parts;
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::answer::text;
use super::listen::{self, Listener};
use super::log::Log;
use super::patience::Patient;

/// A head must come within this time, and a connection may be idle as long.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// A client must take what it asked for within this time.
const TAKEN_WITHIN: Duration = Duration::from_secs(10);
/// Bytes of a request's head, and header fields.
const MAX_HEAD: usize = 16 * 1024;
const MAX_FIELDS: usize = 64;
/// Bytes of a body. None is of any use; some clients send an empty object with PUT.
const MAX_BODY: u64 = 4096;
/// The pause after an error of `accept`, such as too many open files.
const AFTER_ERROR: Duration = Duration::from_secs(1);
/// How long a stop waits for requests under way.
const DRAIN_WITHIN: Duration = Duration::from_secs(5);

/// What requests are answered from.
pub(crate) trait Site: Send + Sync + 'static {
    /// Answers a request, of which nothing but its head counts.
    fn answer(&self, head: &Parts, ends: Ends) -> impl Future<Output = Response<Full<Bytes>>> + Send;

    /// A connection was made.
    fn connected(&self) {}

    /// A connection has ended.
    fn disconnected(&self) {}
}

/// The addresses of a connection; none for a Unix socket.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Ends {
    /// Ours.
    pub(crate) local: Option<IpAddr>,
    /// The client's.
    pub(crate) peer: Option<IpAddr>,
}

/// What all listeners share.
pub(crate) struct Front<S> {
    site: Arc<S>,
    http: http1::Builder,
    connections: Arc<Semaphore>,
    graceful: GracefulShutdown,
    hop_limit: u8,
    /// Where requests are told, when `--debug` asks for it.
    debug: Option<Log>,
    log: Log,
}

/// How connections are limited.
pub(crate) struct Limits {
    pub(crate) connections: usize,
    pub(crate) hop_limit: u8,
}

impl<S: Site> Front<S> {
    pub(crate) fn new(site: S, limits: &Limits, log: Log, debug: bool) -> Self {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(HEAD_WITHIN)
            .max_buf_size(MAX_HEAD)
            .max_headers(MAX_FIELDS);
        Self {
            site: Arc::new(site),
            http,
            connections: Arc::new(Semaphore::new(limits.connections)),
            graceful: GracefulShutdown::new(),
            hop_limit: limits.hop_limit,
            debug: debug.then_some(log),
            log,
        }
    }

    /// Accepts and serves on every listener until told to stop, then lets requests under way finish.
    ///
    /// # Errors
    /// When a listener cannot be used.
    pub(crate) async fn serve(
        self,
        listeners: Vec<Listener>,
        stop: &watch::Receiver<bool>,
    ) -> std::io::Result<()> {
        let log = self.log;
        let this = Arc::new(self);
        let mut tasks = Vec::new();
        for listener in listeners {
            let task = Arc::clone(&this).accept(listener, stop.clone())?;
            tasks.push(tokio::spawn(task));
        }
        for task in tasks {
            // A task that panicked listens no longer; the others go on.
            let _ = task.await;
        }
        let Some(this) = Arc::into_inner(this) else {
            return Ok(());
        };
        let drained = tokio::time::timeout(DRAIN_WITHIN, this.graceful.shutdown()).await;
        if drained.is_err() {
            log.line("some requests did not end in time and are cut off");
        }
        Ok(())
    }

    fn accept(
        self: Arc<Self>,
        listener: Listener,
        stop: watch::Receiver<bool>,
    ) -> std::io::Result<impl Future<Output = ()> + Send> {
        match &listener {
            Listener::Tcp(tcp) => tcp.set_nonblocking(true)?,
            Listener::Unix(unix) => unix.listener.set_nonblocking(true)?,
        }
        Ok(async move {
            match listener {
                Listener::Tcp(tcp) => match tokio::net::TcpListener::from_std(tcp) {
                    Ok(tcp) => self.accept_tcp(tcp, stop).await,
                    Err(error) => self.log.line(&format!("a listener cannot be used: {error}")),
                },
                Listener::Unix(unix) => {
                    let of_clone = unix.listener.try_clone();
                    match of_clone.and_then(tokio::net::UnixListener::from_std) {
                        Ok(listener) => self.accept_unix(listener, stop).await,
                        Err(error) => self.log.line(&format!("a listener cannot be used: {error}")),
                    }
                    // Its file goes with it.
                    drop(unix);
                }
            }
        })
    }

    async fn accept_tcp(&self, listener: tokio::net::TcpListener, mut stop: watch::Receiver<bool>) {
        while let Some(permit) = self.room(&mut stop).await {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = stop.wait_for(|stop| *stop) => return,
            };
            let prepared = accepted.and_then(|(stream, peer)| {
                let stream = stream.into_std()?;
                let local = stream.local_addr()?.ip();
                listen::prepare(&stream, self.hop_limit)?;
                let ends = Ends {
                    local: Some(local),
                    peer: Some(peer.ip()),
                };
                Ok((tokio::net::TcpStream::from_std(stream)?, ends))
            });
            match prepared {
                Ok((stream, ends)) => self.spawn(stream, ends, permit),
                Err(error) => self.refused(&error).await,
            }
        }
    }

    async fn accept_unix(&self, listener: tokio::net::UnixListener, mut stop: watch::Receiver<bool>) {
        while let Some(permit) = self.room(&mut stop).await {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = stop.wait_for(|stop| *stop) => return,
            };
            match accepted {
                Ok((stream, _)) => self.spawn(stream, Ends::default(), permit),
                Err(error) => self.refused(&error).await,
            }
        }
    }

    /// Room for one more connection; `None` at the stop.
    async fn room(&self, stop: &mut watch::Receiver<bool>) -> Option<OwnedSemaphorePermit> {
        tokio::select! {
            permit = Arc::clone(&self.connections).acquire_owned() => permit.ok(),
            _ = stop.wait_for(|stop| *stop) => None,
        }
    }

    async fn refused(&self, error: &std::io::Error) {
        // A peer that has gone again already is no trouble.
        if error.kind() == std::io::ErrorKind::NotConnected {
            return;
        }
        self.log
            .line(&format!("a connection could not be accepted: {error}"));
        tokio::time::sleep(AFTER_ERROR).await;
    }

    fn spawn<T>(&self, stream: T, ends: Ends, permit: OwnedSemaphorePermit)
    where
        T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let connection = Connection {
            site: Arc::clone(&self.site),
            ends,
            debug: self.debug,
        };
        let (http, watcher) = (self.http.clone(), self.graceful.watcher());
        tokio::spawn(async move {
            let site = Arc::clone(&connection.site);
            site.connected();
            connection.serve(stream, &http, watcher).await;
            site.disconnected();
            drop(permit);
        });
    }
}

struct Connection<S> {
    site: Arc<S>,
    ends: Ends,
    debug: Option<Log>,
}

impl<S: Site> Connection<S> {
    async fn serve<T>(self, stream: T, http: &http1::Builder, watcher: Watcher)
    where
        T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let this = Arc::new(self);
        let service = service_fn(move |request| {
            let this = Arc::clone(&this);
            async move { Ok::<_, Infallible>(this.answer(request).await) }
        });
        let connection = http.serve_connection(TokioIo::new(Patient::new(stream, TAKEN_WITHIN)), service);
        // A connection that breaks off is the client's affair.
        let _ = watcher.watch(connection).await;
    }

    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let body = request.body().size_hint().lower();
        let (head, _) = request.into_parts();
        let response = if body > MAX_BODY {
            let mut refusal = text(StatusCode::PAYLOAD_TOO_LARGE, "no request here has a body");
            refusal
                .headers_mut()
                .insert(CONNECTION, HeaderValue::from_static("close"));
            refusal
        } else {
            self.site.answer(&head, self.ends).await
        };
        if let Some(log) = self.debug {
            let (method, path, status) = (&head.method, head.uri.path(), response.status().as_u16());
            log.line(&format!("debug: {method} {path:?} {status}"));
        }
        response
    }
}
