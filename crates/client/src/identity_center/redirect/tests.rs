use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread;

use super::*;
use crate::{Environment, tests::at};

/// What the port's owner got, and what the visitors were answered, in order.
fn visited(requests: &[&str]) -> (Option<Answer>, Vec<String>) {
    let redirect = Redirect::listen("/oauth/callback").unwrap();
    let port = redirect.port();
    let waiting = thread::spawn(move || {
        let environment = Environment::default();
        let edge = Edge {
            environment: &environment,
            clock: &|| at("2026-01-02T03:04:05Z"),
            sleep: &thread::sleep,
            rng: &mut tegata_crypto::OsRng,
            stdout: &mut Vec::new(),
            stderr: &mut Vec::new(),
        };
        redirect.wait(&Secret::new("s+1".into()), &edge)
    });
    let answers = requests.iter().map(|request| {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    });
    let answers = answers.collect();
    (waiting.join().unwrap(), answers)
}

fn get(target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap()
}

#[test]
fn the_code_is_taken_once_it_comes_with_the_state() {
    // All of it is read, so that the answer gets through.
    let long = format!("GET /oauth/callback?code={} HTTP/1.1\r\n", "a".repeat(12_264));
    let requests = [
        get("/favicon.ico"),
        get("/oauth/callback"),
        get("/oauth/callback?code=c"),
        get("/oauth/callback?code=c&state=other"),
        get("/oauth/callback?error=access_denied&state=other"),
        get("/oauth/callback?code=&state=s%2B1"),
        get("/oauth/callback?code=c&state=s+1"),
        "POST /oauth/callback?code=c&state=s%2B1 HTTP/1.1\r\n\r\n".to_owned(),
        "nonsense\r\n\r\n".to_owned(),
        long,
        get("/oauth/callback?code=c%2Fd&state=s%2B1&x"),
    ];
    let requests: Vec<&str> = requests.iter().map(String::as_str).collect();
    let (answer, answers) = visited(&requests);
    assert!(answer == Some(Answer::Code(Secret::new("c/d".into()))));
    let statuses: Vec<&str> = answers.iter().map(|answer| status(answer)).collect();
    assert_eq!(
        statuses,
        [
            "404", "400", "400", "400", "400", "400", "400", "405", "405", "431", "200"
        ]
    );
    let last = answers.last().unwrap();
    assert!(
        last.contains("You can close this page") && !last.contains("c/d"),
        "{last}"
    );
}

#[test]
fn a_refusal_is_told_and_cleaned() {
    for (target, told) in [
        (
            "/oauth/callback?error=access_denied&error_description=no",
            "access_denied",
        ),
        (
            "/oauth/callback?error=server_error&error_description=a%1B%5B2Jb&state=s%2B1",
            "server_error: a [2Jb",
        ),
    ] {
        let (answer, answers) = visited(&[&get(target)]);
        assert!(answer == Some(Answer::Error(told.into())), "{target}");
        assert_eq!(status(&answers[0]), "200");
        assert!(!answers[0].contains("2Jb"));
    }
}

/// Browsers connect ahead, and may never say anything there.
#[test]
fn a_silent_visitor_keeps_nobody_waiting() {
    let redirect = Redirect::listen("/oauth/callback").unwrap();
    let port = redirect.port();
    let silent: Vec<_> = (0..MAX_VISITORS + 4)
        .map(|_| TcpStream::connect(("127.0.0.1", port)).unwrap())
        .collect();
    let (sender, receiver) = std::sync::mpsc::channel();
    let waiting = thread::spawn(move || {
        let environment = Environment::default();
        let edge = Edge {
            environment: &environment,
            clock: &|| at("2026-01-02T03:04:05Z"),
            sleep: &thread::sleep,
            rng: &mut tegata_crypto::OsRng,
            stdout: &mut Vec::new(),
            stderr: &mut Vec::new(),
        };
        sender
            .send(redirect.wait(&Secret::new("s".into()), &edge))
            .unwrap();
    });
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream
        .write_all(get("/oauth/callback?code=c&state=s").as_bytes())
        .unwrap();
    assert!(receiver.recv().unwrap() == Some(Answer::Code(Secret::new("c".into()))));
    waiting.join().unwrap();
    drop(silent);
    assert!(
        TcpStream::connect(("127.0.0.1", port)).is_err(),
        "the port is closed"
    );
}

#[test]
fn nobody_is_waited_for_for_ever() {
    let redirect = Redirect::listen("/").unwrap();
    let environment = Environment::default();
    let slept = std::cell::Cell::new(Duration::ZERO);
    let edge = Edge {
        environment: &environment,
        clock: &|| at("2026-01-02T03:04:05Z"),
        sleep: &|pause| slept.set(slept.get() + pause),
        rng: &mut tegata_crypto::OsRng,
        stdout: &mut Vec::new(),
        stderr: &mut Vec::new(),
    };
    assert!(redirect.wait(&Secret::new("s".into()), &edge).is_none());
    assert_eq!(slept.get(), PATIENCE);
}
