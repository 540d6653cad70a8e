//! A whole server in the test's own process, over real sockets and a real store.

#![expect(clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;

use jiff::Timestamp;
use tegata_base::Secret;
use tegata_base::time::iso_basic;
use tegata_crypto::OsRng;
use tegata_server::clock::{Clock as _, SystemClock};
use tegata_server::{Config, Init, KekSource, RootCredential, Running, Server, StartError, init};
use tegata_sigv4::{Request, Scope, SigningKey, authorize_hmac};

fn make(dir: &Path) -> RootCredential {
    let init_ = Init {
        data_dir: dir.join("data"),
        account: "111122223333".parse().unwrap(),
        region: "us-east-1".parse().unwrap(),
        kek: KekSource::BesideData,
    };
    init(&init_, SystemClock.now(), &mut OsRng).unwrap()
}

fn config(dir: &Path) -> Config {
    let mut config = Config::new(dir.join("data")).on("127.0.0.1:0".parse().unwrap());
    config.worker_threads = Some(1);
    config
}

/// A request on a fresh connection; head and body of the answer.
fn talk(server: &Running, request: &[u8]) -> (String, String) {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.write_all(request).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

fn get(server: &Running, path: &str) -> (String, String) {
    let host = server.address();
    talk(
        server,
        format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes(),
    )
}

/// A signed awsQuery request, as bytes.
fn query(server: &Running, key: &RootCredential, service: &str, form: &str, now: Timestamp) -> Vec<u8> {
    let host = server.address().to_string();
    let date = iso_basic(now);
    let content_type = "application/x-www-form-urlencoded";
    let headers: [(&str, &[u8]); 3] = [
        ("host", host.as_bytes()),
        ("content-type", content_type.as_bytes()),
        ("x-amz-date", date.as_bytes()),
    ];
    let request = Request {
        method: "POST",
        path: "/",
        query: "",
        headers: &headers,
        body: form.as_bytes(),
    };
    let scope = Scope {
        date: date.get(..8).unwrap(),
        region: "us-east-1",
        service,
    };
    let signing = SigningKey::derive(&Secret::new(key.secret_access_key.expose().clone()), &scope);
    let authorization = authorize_hmac(&request, key.access_key_id.as_str(), &scope, &signing).unwrap();
    let length = form.len();
    format!(
        "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: {content_type}\r\nX-Amz-Date: {date}\r\n\
         Authorization: {authorization}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{form}"
    )
    .into_bytes()
}

fn call(server: &Running, key: &RootCredential, service: &str, form: &str) -> (String, String) {
    talk(server, &query(server, key, service, form, SystemClock.now()))
}

#[test]
fn what_was_answered_is_there_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let key = make(dir.path());
    let server = Server::start(config(dir.path())).unwrap();
    let (head, body) = call(
        &server,
        &key,
        "sts",
        "Action=GetCallerIdentity&Version=2011-06-15",
    );
    assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
    assert!(
        body.contains("<Arn>arn:aws:iam::111122223333:root</Arn>"),
        "{body}"
    );
    let create = "Action=CreateUser&Version=2010-05-08&UserName=alice";
    assert!(
        call(&server, &key, "iam", create)
            .1
            .contains("<UserName>alice</UserName>")
    );
    server.stop();
    let server = Server::start(config(dir.path())).unwrap();
    let (head, body) = call(&server, &key, "iam", create);
    assert!(head.starts_with("HTTP/1.1 409"), "{head}");
    assert!(body.contains("<Code>EntityAlreadyExists</Code>"), "{body}");
}

#[test]
fn one_process_at_a_time_has_the_data() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path());
    let server = Server::start(config(dir.path())).unwrap();
    let second = Server::start(config(dir.path())).err().unwrap();
    assert!(matches!(second, StartError::DataDir(_)), "{second}");
    assert!(second.to_string().contains("in use"), "{second}");
    server.stop();
    Server::start(config(dir.path())).unwrap().stop();
}

#[test]
fn what_does_not_start() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path());
    let public = config(dir.path()).on("0.0.0.0:0".parse().unwrap());
    assert!(matches!(Server::start(public), Err(StartError::NotPrivate(_))));
    let mapped = config(dir.path()).on("[::ffff:192.0.2.1]:0".parse().unwrap());
    assert!(matches!(Server::start(mapped), Err(StartError::NotPrivate(_))));
    let mut other_key = config(dir.path());
    let path = dir.path().join("other");
    std::fs::write(&path, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap();
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    other_key.kek = KekSource::File(path);
    let refused = Server::start(other_key).err().unwrap().to_string();
    assert!(refused.contains("another key-encryption key"), "{refused}");
    let missing = Server::start(Config::new(dir.path().join("nothing")))
        .err()
        .unwrap();
    assert!(missing.to_string().contains("tegata server init"), "{missing}");
}

#[test]
fn health_and_metrics_are_open_to_all() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path());
    let server = Server::start(config(dir.path())).unwrap();
    let (head, body) = get(&server, "/health");
    assert!(
        head.starts_with("HTTP/1.1 200") && head.contains("application/json"),
        "{head}"
    );
    assert!(body.contains(r#""status":"ok""#), "{body}");
    let (head, body) = get(&server, "/metrics");
    assert!(
        head.starts_with("HTTP/1.1 200") && body.ends_with("# EOF\n"),
        "{head} {body}"
    );
}

#[test]
fn a_body_that_is_too_large_is_refused_in_its_protocol() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path());
    let server = Server::start(config(dir.path())).unwrap();
    let head = |path: &str, headers: &str| {
        let host = server.address();
        format!("POST {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Content-Length: 99999999\r\n\r\n")
    };
    // Refused by its length alone: not a byte of it was sent.
    let (answer, body) = talk(&server, head("/", "").as_bytes());
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(body.contains("<Code>RequestEntityTooLarge</Code>"), "{body}");
    let (answer, _) = talk(&server, head("/sessions", "").as_bytes());
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(
        answer.contains("x-amzn-errortype: RequestEntityTooLargeException"),
        "{answer}"
    );
    let (_, body) = talk(
        &server,
        head("/", "X-Amz-Target: CloudTrail_20131101.LookupEvents\r\n").as_bytes(),
    );
    assert!(
        body.contains(r#""__type":"RequestEntityTooLargeException""#),
        "{body}"
    );
}

#[test]
fn a_head_that_is_too_large_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let key = make(dir.path());
    let server = Server::start(config(dir.path())).unwrap();
    let host = server.address();
    let filler = |bytes: usize| "a".repeat(bytes);
    let request = |bytes| {
        format!(
            "GET /health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nX: {}\r\n\r\n",
            filler(bytes)
        )
    };
    // Room for five ML-DSA certificates, and not for everything.
    assert!(
        talk(&server, request(128 * 1024).as_bytes())
            .0
            .starts_with("HTTP/1.1 200")
    );
    assert!(
        talk(&server, request(700 * 1024).as_bytes())
            .0
            .starts_with("HTTP/1.1 431")
    );
    assert!(
        call(
            &server,
            &key,
            "sts",
            "Action=GetCallerIdentity&Version=2011-06-15"
        )
        .0
        .contains("200 OK")
    );
}

#[test]
fn rates_are_kept_where_they_are_set() {
    let dir = tempfile::tempdir().unwrap();
    let key = make(dir.path());
    let mut config = config(dir.path());
    config.rates.insert("ListUsers".to_owned(), 1);
    let server = Server::start(config).unwrap();
    let form = "Action=ListUsers&Version=2010-05-08";
    let answers: Vec<_> = (0..20).map(|_| call(&server, &key, "iam", form).1).collect();
    assert!(answers[0].contains("<ListUsersResponse"));
    assert!(
        answers
            .iter()
            .any(|body| body.contains("<Code>Throttling</Code>"))
    );
}

#[test]
fn a_stop_lets_nothing_in_afterwards() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path());
    let server = Server::start(config(dir.path())).unwrap();
    let address = server.address();
    // An idle connection does not hold a stop up.
    let idle = TcpStream::connect(address).unwrap();
    server.stop();
    assert!(TcpStream::connect(address).is_err());
    drop(idle);
}
