//! TLS, proxies and limits of the HTTP client.

use std::ffi::OsStr;
use std::net::{Ipv4Addr, TcpStream};
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;
use std::sync::Arc;

use rustls::{ServerConnection, StreamOwned};
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::tls::{CertificateDer, PrivateKeyDer, ServerConfig, server_config};
use tegata_crypto::{KeyKind, OsRng};
use tegata_pki::certificate::SerialNumber;
use tegata_pki::issue::{AlternativeName, Extension, Template, issue, self_signed};
use tegata_pki::{Certificate, Name};

use super::server::{Answer, Received, Server};
use super::{at, with_edge};
use crate::http::{HttpAnswer, HttpClient, HttpError, HttpOptions, HttpRequest};
use crate::{Endpoint, Environment};

pub(crate) fn hello(request: &Received) -> Answer {
    Some((200, vec![], format!("hello {}", request.path).into_bytes()))
}

/// A proxy and the service behind it in one.
fn hello_through_a_tunnel(request: &Received) -> Answer {
    if request.method == "CONNECT" {
        return Some((200, vec![], vec![]));
    }
    hello(request)
}

fn fetch(endpoint: &str, options: &HttpOptions) -> Result<HttpAnswer, HttpError> {
    let endpoint: Endpoint = endpoint.parse().unwrap();
    let client = HttpClient::new(&endpoint, options)?;
    client.send(&HttpRequest {
        method: "GET",
        path: "/x",
        query: "",
        headers: &[("Host", endpoint.host())],
        body: b"",
    })
}

/// A CA, and the TLS configuration of a server for 127.0.0.1 that it vouches for.
pub(crate) fn tls_server() -> (Certificate, Arc<ServerConfig>) {
    let validity = (at("2020-01-01T00:00:00Z"), at("2100-01-01T00:00:00Z"));
    let name = |cn: &str| Name::from_pairs(&[("CN", cn)]).unwrap();
    let (root_key, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
    let serial = || SerialNumber::random(&mut OsRng);
    let root = self_signed(&Template::ca(serial(), name("root"), validity, None), &root_key).unwrap();
    let (key, pkcs8) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
    let names = [AlternativeName::Ip(Ipv4Addr::LOCALHOST.into())];
    let mut template = Template::end_entity(serial(), name("server"), validity, &[]);
    template.extensions = vec![
        Extension::digital_signature(),
        Extension::extended_key_usage(&["1.3.6.1.5.5.7.3.1"]),
        Extension::alternative_names(&names),
    ];
    let leaf = issue(&template, &key.public_spki().unwrap(), &root, &root_key).unwrap();
    let config = server_config(
        vec![CertificateDer::from(leaf.der().to_vec())],
        PrivateKeyDer::try_from(pkcs8.expose().clone()).unwrap(),
    )
    .unwrap();
    (root, config)
}

pub(crate) fn over_tls(answer: fn(&Received) -> Answer, config: Arc<ServerConfig>) -> Server {
    Server::over(answer, move |stream: TcpStream, job| {
        let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
        job(&mut StreamOwned::new(connection, stream));
    })
}

#[test]
fn a_bundle_of_roots_decides_whom_to_trust() {
    let (root, config) = tls_server();
    let (other, _) = tls_server();
    let files = tempfile::tempdir().unwrap();
    let bundle = |name: &str, text: String| -> PathBuf {
        let path = files.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let server = over_tls(hello, config);
    let url = format!("https://127.0.0.1:{}", server.port);
    let with = |path: PathBuf| HttpOptions {
        ca_bundle: Some(path),
        ..HttpOptions::default()
    };
    let right = with(bundle("right.pem", [other.to_pem(), root.to_pem()].concat()));
    assert_eq!(*fetch(&url, &right).unwrap().body, b"hello /x");

    let wrong = with(bundle("wrong.pem", other.to_pem()));
    let error = fetch(&url, &wrong).err().unwrap();
    assert!(matches!(error, HttpError::Untrusted { .. }), "{error:?}");
    assert!(!error.is_transient());
    assert!(error.to_string().contains("AWS_CA_BUNDLE"), "{error}");

    let insecure = HttpOptions {
        insecure: true,
        ..wrong
    };
    assert_eq!(fetch(&url, &insecure).unwrap().status, 200);

    let empty = with(bundle("empty.pem", "nothing".into()));
    assert!(matches!(fetch(&url, &empty), Err(HttpError::CaBundle { .. })));
    let missing = with(files.path().join("missing.pem"));
    assert!(matches!(fetch(&url, &missing), Err(HttpError::CaBundle { .. })));
    let endless = fetch(&url, &with("/dev/zero".into())).err().unwrap();
    assert!(endless.to_string().contains("not a regular file"), "{endless}");
    let large = bundle("large.pem", String::new());
    std::fs::File::create(&large)
        .unwrap()
        .set_len((16 << 20) + 1)
        .unwrap();
    let large = fetch(&url, &with(large)).err().unwrap();
    assert!(large.to_string().contains("larger than 16 MiB"), "{large}");
    // Nothing of TLS is set up for plain HTTP.
    let plain = Server::start(hello);
    assert!(fetch(&plain.url(), &with(files.path().join("missing.pem"))).is_ok());
}

#[test]
fn tls_with_a_server_that_does_not_speak_it() {
    let server = Server::start(hello);
    let url = format!("https://127.0.0.1:{}", server.port);
    let insecure = HttpOptions {
        insecure: true,
        ..HttpOptions::default()
    };
    let error = fetch(&url, &insecure).err().unwrap();
    assert!(
        matches!(error, HttpError::NotTls(_) | HttpError::Connection { .. }),
        "{error:?}"
    );
}

#[test]
fn a_proxy_is_used_only_when_asked_for() {
    let proxy = Server::start(hello_through_a_tunnel);
    let url = proxy.url();
    let variables = [
        ("HTTP_PROXY", url.as_str()),
        ("NO_PROXY", "other.test, *.inside.test"),
    ];
    let ((), _) = with_edge(&variables, |edge| {
        let endpoint: Endpoint = "http://service.test".parse().unwrap();
        let options = |endpoint: &Endpoint, with_proxy| {
            HttpOptions::from_environment(edge.environment, endpoint, with_proxy).unwrap()
        };
        assert_eq!(options(&endpoint, false).proxy, None);
        let through = options(&endpoint, true);
        assert_eq!(*fetch("http://service.test", &through).unwrap().body, b"hello /x");
        let excepted: Endpoint = "http://a.inside.test".parse().unwrap();
        assert_eq!(options(&excepted, true).proxy, None);
        let local: Endpoint = "http://127.0.0.1:1".parse().unwrap();
        assert_eq!(options(&local, true).proxy, None);
    });
    assert_eq!(proxy.seen().last().unwrap().path, "/x");
    for url in ["::", "socks5://127.0.0.1:1080", "socks4a://127.0.0.1:1080"] {
        let bad = HttpOptions {
            proxy: Some(url.into()),
            ..HttpOptions::default()
        };
        let error = fetch("http://service.test", &bad).err().unwrap();
        assert_eq!(error, HttpError::Proxy(url.into()));
    }
}

#[test]
fn the_certificate_of_a_proxy_is_verified_also_on_the_way_to_plain_http() {
    let (root, config) = tls_server();
    let (other, _) = tls_server();
    let server = over_tls(hello_through_a_tunnel, config);
    let files = tempfile::tempdir().unwrap();
    let through = |name: &str, root: &Certificate| {
        let bundle = files.path().join(name);
        std::fs::write(&bundle, root.to_pem()).unwrap();
        let options = HttpOptions {
            proxy: Some(format!("https://127.0.0.1:{}", server.port).into()),
            ca_bundle: Some(bundle),
            ..HttpOptions::default()
        };
        fetch("http://service.test", &options)
    };
    assert_eq!(*through("right.pem", &root).unwrap().body, b"hello /x");
    let error = through("wrong.pem", &other).err().unwrap();
    assert!(matches!(error, HttpError::Untrusted { .. }), "{error:?}");
}

#[test]
fn row_14_a_proxy_that_is_not_there_is_named_and_not_its_password() {
    let taken = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    drop(taken);
    for (host, reason) in [
        ("127.0.0.1", "refused the connection"),
        ("does-not-exist.invalid", "was not found"),
    ] {
        let options = HttpOptions {
            proxy: Some(format!("http://me:geheim@{host}:{port}").into()),
            ..HttpOptions::default()
        };
        let error = fetch("http://service.test", &options).err().unwrap();
        assert!(error.is_transient(), "{error:?}");
        let told = error.to_string();
        assert!(
            told.contains(&format!("the proxy {host}:{port} {reason}")),
            "{told}"
        );
        assert!(!told.contains("geheim"), "{told}");
    }
}

#[test]
fn row_14_a_proxy_that_refuses_is_named() {
    let proxy = Server::start(|_| Some((407, vec![], b"who are you?".to_vec())));
    for endpoint in ["http://service.test", "https://service.test"] {
        let options = HttpOptions {
            proxy: Some(format!("http://me:geheim@127.0.0.1:{}", proxy.port).into()),
            insecure: true,
            ..HttpOptions::default()
        };
        let error = fetch(endpoint, &options).err().unwrap();
        let told = error.to_string();
        let expected = format!(
            "the proxy 127.0.0.1:{} refused to connect to {endpoint}: ",
            proxy.port
        );
        assert!(told.starts_with(&expected), "{told}");
        assert!(!told.contains("geheim") && !error.is_transient(), "{told}");
    }
}

#[test]
fn variables_name_the_bundle() {
    for path in ["/x.pem".as_ref(), OsStr::from_bytes(b"/x\xff.pem")] {
        let environment = Environment::new([("AWS_CA_BUNDLE".to_owned(), path)]);
        let options = HttpOptions::from_environment(&environment, &"https://h".parse().unwrap(), false);
        assert_eq!(options.unwrap().ca_bundle, Some(PathBuf::from(path)));
    }
}

#[test]
fn answers_are_bounded_and_redirects_are_not_followed() {
    let server = Server::start(|_| Some((200, vec![], vec![b'a'; (16 << 20) + 1])));
    assert!(matches!(
        fetch(&server.url(), &HttpOptions::default()),
        Err(HttpError::TooLarge(_))
    ));
    let server = Server::start(|_| Some((302, vec![("Location", "/elsewhere".into())], vec![])));
    assert_eq!(fetch(&server.url(), &HttpOptions::default()).unwrap().status, 302);
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn names_that_are_not_known() {
    let error = fetch("http://does-not-exist.invalid", &HttpOptions::default())
        .err()
        .unwrap();
    assert!(matches!(error, HttpError::HostNotFound(_)), "{error:?}");
}
