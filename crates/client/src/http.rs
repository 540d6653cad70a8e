//! One small blocking HTTP/1.1 client.
//!
//! A request goes out once, as it was signed: no redirects, no cookies, no compression. Roots of
//! trust are loaded only for `https://`, and only when something is sent.

mod error;
mod exception;
mod proxy_url;
mod roots;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use jiff::Timestamp;
use tegata_crypto::tls;
use ureq::config::AutoHeaderValue;
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};
use ureq::{Agent, Proxy, ProxyProtocol};
use zeroize::Zeroizing;

pub use error::HttpError;
pub use proxy_url::ProxyUrl;
use roots::{ReadAll, Roots};

use crate::args::ServiceArgs;
use crate::{Endpoint, Environment, NotUnicode};

/// The most that is read of an answer. Lists of a service are far below it.
const MAX_BODY: u64 = 16 << 20;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TRANSFER_TIMEOUT: Duration = Duration::from_secs(60);

const USER_AGENT: &str = concat!("tegata/", env!("CARGO_PKG_VERSION"));

/// How to reach services.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HttpOptions {
    /// Whether any certificate of the service will do.
    pub insecure: bool,
    /// A PEM file of roots instead of the system's.
    pub ca_bundle: Option<PathBuf>,
    /// The proxy.
    pub proxy: Option<ProxyUrl>,
    /// The longest that a connection, and then an answer, is waited for, where that is less than usual.
    pub patience: Option<Duration>,
}

impl HttpOptions {
    /// What the environment says: `AWS_CA_BUNDLE`, else what the endpoint was given, and, only `with_proxy`, `HTTPS_PROXY` or
    /// `HTTP_PROXY` by the endpoint's scheme, in either case, unless `NO_PROXY` excepts the host. This
    /// machine itself is never reached through it.
    ///
    /// # Errors
    /// [`HttpError::Variable`].
    pub fn from_environment(
        environment: &Environment,
        endpoint: &Endpoint,
        with_proxy: bool,
    ) -> Result<Self, HttpError> {
        let names = if endpoint.is_https() {
            ["HTTPS_PROXY", "https_proxy"]
        } else {
            ["HTTP_PROXY", "http_proxy"]
        };
        let wanted = with_proxy && !endpoint.is_loopback() && !is_excepted(endpoint, environment)?;
        let proxy = match wanted {
            true => environment.first(&names)?,
            false => None,
        };
        Ok(Self {
            insecure: false,
            ca_bundle: environment
                .path("AWS_CA_BUNDLE")
                .or(endpoint.ca_bundle())
                .map(Path::to_owned),
            proxy: proxy.map(ProxyUrl::from),
            patience: None,
        })
    }

    /// What the flags say, and the environment where they do not. A proxy that a flag names is used
    /// for this machine, too.
    ///
    /// # Errors
    /// [`HttpError::Variable`].
    pub fn from_flags(
        flags: &ServiceArgs,
        environment: &Environment,
        endpoint: &Endpoint,
    ) -> Result<Self, HttpError> {
        let otherwise = Self::from_environment(environment, endpoint, flags.with_proxy)?;
        let given = flags
            .ca_bundle
            .clone()
            .filter(|path| !path.as_os_str().is_empty());
        let proxy = match flags.proxy.as_ref().filter(|url| !url.text().is_empty()) {
            Some(_) if is_excepted(endpoint, environment)? => None,
            Some(url) => Some(url.clone()),
            None => otherwise.proxy,
        };
        Ok(Self {
            insecure: flags.no_verify_ssl,
            ca_bundle: given.or(otherwise.ca_bundle),
            proxy,
            patience: None,
        })
    }
}

fn is_excepted(endpoint: &Endpoint, environment: &Environment) -> Result<bool, NotUnicode> {
    let list = environment.first(&["NO_PROXY", "no_proxy"])?;
    Ok(list.is_some_and(|list| exception::excepts(list, endpoint)))
}

/// A client for one endpoint.
pub struct HttpClient {
    agent: Agent,
    endpoint: Endpoint,
    /// Where `agent` knows some of the roots: how to get all of them.
    read_all: Option<ReadAll>,
    /// As `agent`, with all the roots; made when a service is met that needs them.
    knowing_all: OnceLock<Agent>,
    way: Way,
}

/// How an agent gets to its endpoint.
#[derive(Default)]
struct Way {
    proxy: Option<Proxy>,
    patience: Option<Duration>,
}

/// A request as it goes out.
#[derive(Debug, Clone)]
pub struct HttpRequest<'a> {
    /// The method.
    pub method: &'a str,
    /// The whole path, percent-encoded.
    pub path: &'a str,
    /// The query, percent-encoded; may be empty.
    pub query: &'a str,
    /// Header names and values, `Host` among them.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body.
    pub body: &'a [u8],
}

/// An answer, whatever its status.
pub struct HttpAnswer {
    /// The status.
    pub status: u16,
    /// Header names and values; values that are not text are left out.
    pub headers: Vec<(String, String)>,
    /// The body; it may hold credentials, so it is wiped.
    pub body: Zeroizing<Vec<u8>>,
}

impl HttpClient {
    /// A client for an endpoint. Files are read here, nothing is sent.
    ///
    /// # Errors
    /// [`HttpError`] for roots that cannot be loaded or a proxy that is not one.
    pub fn new(endpoint: &Endpoint, options: &HttpOptions) -> Result<Self, HttpError> {
        let proxy = options.proxy.as_ref().map(|url| proxy(url.text())).transpose()?;
        let to_proxy = proxy.as_ref().map(Proxy::protocol);
        let patience = options.patience;
        let way = Way { proxy, patience };
        let has_certificate = endpoint.is_https() || to_proxy == Some(ProxyProtocol::Https);
        if !has_certificate || options.insecure {
            let tls = options.insecure.then(without_verification);
            return Ok(Self::of(endpoint, agent(&way, tls), None, way));
        }
        let roots = roots::load(options.ca_bundle.as_deref())?;
        Ok(Self::trusting(endpoint, roots, way))
    }

    fn trusting(endpoint: &Endpoint, roots: Roots, way: Way) -> Self {
        let agent = agent(&way, Some(verifying(roots.at_hand)));
        Self::of(endpoint, agent, roots.read_all, way)
    }

    fn of(endpoint: &Endpoint, agent: Agent, read_all: Option<ReadAll>, way: Way) -> Self {
        Self {
            agent,
            endpoint: endpoint.clone(),
            read_all,
            knowing_all: OnceLock::new(),
            way,
        }
    }

    /// The proxy that it asks, for errors about what came back: empty when there is none.
    pub(crate) fn by_way(&self) -> String {
        match &self.way.proxy {
            Some(proxy) => format!(" by way of the proxy {}", error::place(proxy)),
            None => String::new(),
        }
    }

    /// Whether a certificate is shown, be it the proxy's alone.
    pub(crate) fn is_shown_a_certificate(&self) -> bool {
        let to_proxy = self.way.proxy.as_ref().map(Proxy::protocol);
        self.endpoint.is_https() || to_proxy == Some(ProxyProtocol::Https)
    }

    /// The endpoint that it is for.
    #[must_use]
    pub const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Sends a request once and reads the whole answer.
    ///
    /// # Errors
    /// [`HttpError`] when there is no answer; an answer of any status is an answer.
    pub fn send(&self, request: &HttpRequest<'_>) -> Result<HttpAnswer, HttpError> {
        let Some(read_all) = self.read_all else {
            return self.send_by(&self.agent, request);
        };
        if let Some(agent) = self.knowing_all.get() {
            return self.send_by(agent, request);
        }
        match self.send_by(&self.agent, request) {
            // Nothing was sent yet: certificates come before the request.
            Err(HttpError::Untrusted { .. }) => self.send_by(self.knowing_all(read_all), request),
            done => done,
        }
    }

    fn knowing_all(&self, read_all: ReadAll) -> &Agent {
        self.knowing_all
            .get_or_init(|| agent(&self.way, Some(verifying(read_all()))))
    }

    fn send_by(&self, agent: &Agent, request: &HttpRequest<'_>) -> Result<HttpAnswer, HttpError> {
        let mut builder = ::http::Request::builder()
            .method(request.method)
            .uri(self.endpoint.url(request.path, request.query));
        for (name, value) in request.headers {
            builder = builder.header(*name, *value);
        }
        let outgoing = builder
            .body(request.body)
            .map_err(|error| HttpError::Request(error.to_string()))?;
        let failed = |error| HttpError::of(error, &self.endpoint).by_way_of(self.way.proxy.as_ref());
        let mut response = agent.run(outgoing).map_err(failed)?;
        let status = response.status().as_u16();
        if let (Some(proxy), 407) = (&self.way.proxy, status) {
            return Err(HttpError::of_unknown_to(proxy, &self.endpoint));
        }
        let headers = response
            .headers()
            .iter()
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
            .collect();
        let body = response
            .body_mut()
            .with_config()
            .limit(MAX_BODY)
            .read_to_vec()
            .map_err(failed)?;
        Ok(HttpAnswer {
            status,
            headers,
            body: Zeroizing::new(body),
        })
    }
}

impl HttpAnswer {
    /// The first header of this name, ignoring case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The service's clock, from the `Date` header.
    #[must_use]
    pub fn date(&self) -> Option<Timestamp> {
        jiff::fmt::rfc2822::parse(self.header("date")?)
            .ok()
            .map(|zoned| zoned.timestamp())
    }
}

fn agent(way: &Way, tls: Option<TlsConfig>) -> Agent {
    let within = |usual: Duration| Some(way.patience.map_or(usual, |patience| patience.min(usual)));
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(way.proxy.clone())
        .tls_config(tls.unwrap_or_default())
        .user_agent(USER_AGENT)
        .accept(AutoHeaderValue::None)
        .accept_encoding(AutoHeaderValue::None)
        .max_response_header_size(64 << 10)
        // A limit on looking up names, or on the whole call, would start a thread.
        .timeout_connect(within(CONNECT_TIMEOUT))
        .timeout_send_request(within(TRANSFER_TIMEOUT))
        .timeout_send_body(within(TRANSFER_TIMEOUT))
        .timeout_recv_response(within(TRANSFER_TIMEOUT))
        .timeout_recv_body(within(TRANSFER_TIMEOUT))
        .build()
        .new_agent()
}

fn proxy(url: &str) -> Result<Proxy, HttpError> {
    // A proxy is often named by host and port alone.
    let whole = if url.contains("://") {
        url.to_owned()
    } else {
        format!("http://{url}")
    };
    Proxy::new(&whole)
        .ok()
        // The library would pass over one that speaks SOCKS, and connect without it.
        .filter(|proxy| matches!(proxy.protocol(), ProxyProtocol::Http | ProxyProtocol::Https))
        .ok_or_else(|| HttpError::Proxy(without_password(url)))
}

/// The URL without what stands before the `@`, which may be a password.
pub(crate) fn without_password(url: &str) -> String {
    match url.rsplit_once('@') {
        Some((_, host)) => format!("…@{host}"),
        None => url.to_owned(),
    }
}

/// TLS with those that these roots vouch for.
fn verifying(roots: Vec<Certificate<'static>>) -> TlsConfig {
    TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .unversioned_rustls_crypto_provider(tls::provider())
        .root_certs(RootCerts::Specific(Arc::new(roots)))
        .build()
}

/// TLS with whoever answers.
fn without_verification() -> TlsConfig {
    TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .unversioned_rustls_crypto_provider(tls::provider())
        .disable_verification(true)
        .build()
}

#[cfg(test)]
mod tests;
