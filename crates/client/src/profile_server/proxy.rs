//! `tegata proxy`: the address of EC2's metadata service on this machine, which takes root's rights, in front
//! of the server of `exec --ec2-server`, which has none.
//!
//! ```text
//! SDK ─▶ 169.254.169.254:80, an alias of the loopback interface ─▶ 127.0.0.1:9099
//! ```

mod alias;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpListener, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{
    CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, ORIGIN, TRANSFER_ENCODING,
};
use http::request::Parts;
use http::{HeaderMap, Response, StatusCode};
use http_body_util::Full;
use rustix::process::{geteuid, setsid};
use tokio::sync::watch;

use super::{LIMITS, wall_clock};
use crate::Endpoint;
use crate::http::{HttpAnswer, HttpClient, HttpError, HttpOptions, HttpRequest};
use crate::serve::answer::text;
use crate::serve::hosts::names_of;
use crate::serve::http::{Ends, Front, Site};
use crate::serve::listen::Listener;
use crate::serve::log::Log;
use crate::serve::signals::Signals;
use crate::serve::token::TTL;
use alias::Alias;

/// Where SDKs ask.
const ADDRESS: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(169, 254, 169, 254), 80);
/// Where `exec` answers, as aws-vault does.
pub(super) const BEHIND: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::LOCALHOST, 9099);
/// How long it takes to find out whether somebody answers on this machine or a network beside it.
const GLANCE: Duration = Duration::from_millis(10);
/// How long the proxy may take to start, once who starts it has given a password.
const START_WITHIN: Duration = Duration::from_secs(10);
/// Where the proxy is told to end.
const STOP: &str = "/stop";
/// Where it says that it is one, and how.
const NAME: (&str, &str) = ("/tegata-proxy", "a proxy of tegata\n");
/// How often a proxy that `exec` started looks whether that is still there.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// What browsers send along, and nobody else does.
const OF_BROWSERS: [HeaderName; 2] = [ORIGIN, HeaderName::from_static("sec-fetch-site")];

/// Why there is no proxy. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProxyError {
    /// The address is taken.
    #[error(
        "another program answers at 169.254.169.254 already: an instance's own metadata service, or a server of \
         before, which ends with: sudo tegata proxy --stop"
    )]
    Taken,
    /// The port of `exec`'s server is taken.
    #[error(
        "cannot listen on 127.0.0.1:9099, where the proxy looks for the credentials: {0}; end the other \
         --ec2-server first, of tegata or of aws-vault"
    )]
    Behind(io::Error),
    /// The loopback interface has no such alias.
    #[error("169.254.169.254 cannot be added to the loopback interface ({0}); run it as root")]
    Alias(String),
    /// It cannot be listened on.
    #[error("cannot listen on 169.254.169.254:80: {0}; run it as root")]
    Bind(io::Error),
    /// It did not come up.
    #[error("the proxy was not started: {0}; start it with: sudo tegata proxy, and then this again")]
    Start(String),
    /// None runs.
    #[error("no proxy was stopped: {0}")]
    Stop(HttpError),
    /// It is none.
    #[error("no proxy was stopped: another program answers at 169.254.169.254 (HTTP status {0})")]
    NoProxy(u16),
    /// The event loop or signals.
    #[error("the system refuses the proxy's event loop or signals: {0}")]
    System(String),
}

/// Whether a request calls us by the address of EC2's metadata service, as no page of a browser can.
pub(super) fn is_called_by_address(head: &Parts) -> bool {
    let is_address = |name: &str| name == "169.254.169.254" || name == "169.254.169.254:80";
    names_of(head).is_ok_and(|mut names| names.all(is_address))
}

/// Whether a proxy is there already. Anybody else who answers there is in the way.
pub(super) fn is_there() -> Result<bool, ProxyError> {
    match answers() {
        false => Ok(false),
        // Root alone gives this machine the address; elsewhere anybody might say so.
        true if alias::is_ours() && says_its_name() => Ok(true),
        true => Err(ProxyError::Taken),
    }
}

fn answers() -> bool {
    TcpStream::connect_timeout(&ADDRESS.into(), GLANCE).is_ok()
}

fn says_its_name() -> bool {
    let (path, name) = NAME;
    ask(path).is_ok_and(|answer| answer.status == 200 && *answer.body == *name.as_bytes())
}

fn ask(path: &str) -> Result<HttpAnswer, ProxyError> {
    let request = HttpRequest {
        method: "GET",
        path,
        query: "",
        headers: &[("Host", "169.254.169.254")],
        body: &[],
    };
    client(ADDRESS)?.send(&request).map_err(ProxyError::Stop)
}

/// Starts the proxy as root: straight away, or with `sudo`, which may ask for a password. Returns when it
/// answers.
pub(super) fn start() -> Result<(), ProxyError> {
    let failed = |error: io::Error| ProxyError::Start(error.to_string());
    // Not what this was called as: `sudo` looks for that in places of its own.
    let program = std::env::current_exe().map_err(failed)?;
    let words = ["proxy", "--background"];
    let mut child: Option<Child> = None;
    if geteuid().is_root() {
        let mut command = Command::new(program);
        command.args(words).stdin(Stdio::null()).stdout(Stdio::null());
        // Ctrl-C is the child's.
        child = Some(command.process_group(0).spawn().map_err(failed)?);
    } else {
        let status = Command::new("sudo").arg("-b").arg(program).args(words).status();
        let status = status.map_err(|error| ProxyError::Start(format!("sudo: {error}")))?;
        if !status.success() {
            return Err(ProxyError::Start(format!("sudo: {status}")));
        }
    }
    let deadline = Instant::now() + START_WITHIN;
    while !answers() {
        if let Some(Ok(Some(status))) = child.as_mut().map(Child::try_wait) {
            return Err(ProxyError::Start(status.to_string()));
        }
        if Instant::now() > deadline {
            return Err(ProxyError::Start("it does not answer".to_owned()));
        }
        std::thread::sleep(GLANCE);
    }
    Ok(())
}

/// Ends the proxy that runs.
///
/// # Errors
/// [`ProxyError`], when none runs.
pub fn stop() -> Result<(), ProxyError> {
    match ask(STOP)?.status {
        200 => Ok(()),
        status => Err(ProxyError::NoProxy(status)),
    }
}

fn client(address: SocketAddrV4) -> Result<HttpClient, ProxyError> {
    let system = |error: &dyn std::fmt::Display| ProxyError::System(error.to_string());
    let endpoint: Endpoint = format!("http://{address}")
        .parse()
        .map_err(|error| system(&error))?;
    HttpClient::new(&endpoint, &HttpOptions::default()).map_err(|error| system(&error))
}

/// Runs the proxy until a signal or a request says to stop; in the background it leaves the terminal, and ends when
/// nobody is behind it any more: `exec` may have been killed, and the port is anybody's then.
///
/// # Errors
/// [`ProxyError`].
pub fn run(is_background: bool) -> Result<(), ProxyError> {
    if is_background {
        // Whoever leads a group of its own has left already.
        let _ = setsid();
    }
    if answers() {
        return Err(ProxyError::Taken);
    }
    let upstream = Arc::new(client(BEHIND)?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| ProxyError::System(error.to_string()))?;
    runtime.block_on(async {
        // Before the alias is there, so that no signal leaves it behind.
        let mut signals = Signals::new().map_err(|error| ProxyError::System(error.to_string()))?;
        let _alias = Alias::add()?;
        let listener = TcpListener::bind(ADDRESS).map_err(ProxyError::Bind)?;
        let (stop, stopped) = watch::channel(false);
        let site = Proxy {
            upstream,
            stop: stop.clone(),
        };
        let front = Front::new(site, &LIMITS, Log { clock: wall_clock }, false);
        let mut serving = std::pin::pin!(front.serve(vec![Listener::Tcp(listener)], &stopped));
        let served = tokio::select! {
            served = &mut serving => served,
            () = async {
                tokio::select! {
                    _ = signals.next() => {}
                    () = left_alone(), if is_background => {}
                }
            } => {
                stop.send_replace(true);
                serving.await
            }
        };
        served.map_err(ProxyError::Bind)
    })
}

/// Waits until nobody listens behind the proxy.
async fn left_alone() {
    let refused = io::ErrorKind::ConnectionRefused;
    while tokio::net::TcpStream::connect(BEHIND)
        .await
        .map_or_else(|error| error.kind() != refused, |_| true)
    {
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

struct Proxy {
    upstream: Arc<HttpClient>,
    stop: watch::Sender<bool>,
}

impl Site for Proxy {
    async fn answer(&self, head: &Parts, ends: Ends) -> Response<Full<Bytes>> {
        if !is_of_machine(ends) {
            return text(
                StatusCode::UNAUTHORIZED,
                "only programs of this machine are answered",
            );
        }
        if !is_called_by_address(head) {
            return text(StatusCode::FORBIDDEN, "this server is not called by that name");
        }
        if head.uri.path() == STOP {
            if OF_BROWSERS.iter().any(|name| head.headers.contains_key(name)) {
                return text(StatusCode::FORBIDDEN, "a page of a browser does not stop it");
            }
            self.stop.send_replace(true);
            return text(StatusCode::OK, "stopping\n");
        }
        let (path, name) = NAME;
        if head.uri.path() == path {
            return text(StatusCode::OK, name);
        }
        let upstream = Arc::clone(&self.upstream);
        let head = head.clone();
        let sent = tokio::task::spawn_blocking(move || forward(&upstream, &head)).await;
        match sent {
            Ok(Ok(answer)) => answered(&answer),
            Ok(Err(error)) => text(StatusCode::BAD_GATEWAY, error.to_string()),
            Err(_) => text(StatusCode::BAD_GATEWAY, "the request was dropped"),
        }
    }
}

/// Whether a client is on this machine: it calls the alias from the alias.
fn is_of_machine(ends: Ends) -> bool {
    let Some(peer) = ends.peer.map(|peer| peer.to_canonical()) else {
        return false;
    };
    peer.is_loopback() || ends.local.map(|local| local.to_canonical()) == Some(peer)
}

fn forward(upstream: &HttpClient, head: &Parts) -> Result<HttpAnswer, HttpError> {
    let headers = pairs(&head.headers);
    upstream.send(&HttpRequest {
        method: head.method.as_str(),
        path: head.uri.path(),
        query: head.uri.query().unwrap_or_default(),
        headers: &headers,
        body: &[],
    })
}

/// What is passed on: all but what is about the connection.
fn pairs(headers: &HeaderMap) -> Vec<(&str, &str)> {
    let of_connection = [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING];
    let passed = headers.iter().filter(|(name, _)| !of_connection.contains(name));
    passed
        .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
        .collect()
}

fn answered(answer: &HttpAnswer) -> Response<Full<Bytes>> {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::BAD_GATEWAY);
    let body = Bytes::from_owner(zeroize::Zeroizing::new(answer.body.to_vec()));
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    for name in [CONTENT_TYPE, TTL] {
        let value = answer.header(name.as_str()).map(HeaderValue::from_str);
        if let Some(Ok(value)) = value {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// The port of `exec`'s server.
pub(super) fn listen_behind() -> Result<Listener, ProxyError> {
    let listener = TcpListener::bind(SocketAddr::V4(BEHIND)).map_err(ProxyError::Behind)?;
    Ok(Listener::Tcp(listener))
}
