//! A tiny server that hands each request to the test.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use tegata_sigv4::{Presented, Request, Rules, SignatureError};

use super::at;

/// A request as received.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// What to answer; `None` closes the connection instead.
pub(crate) type Answer = Option<(u16, Vec<(&'static str, String)>, Vec<u8>)>;

pub(crate) fn json(status: u16, error: &str, body: &str) -> Answer {
    let mut headers = vec![
        ("Content-Type", "application/json".to_owned()),
        (
            "x-amzn-RequestId",
            "11111111-2222-4333-8444-555555555555".to_owned(),
        ),
    ];
    if !error.is_empty() {
        headers.push(("x-amzn-ErrorType", error.to_owned()));
    }
    Some((status, headers, body.as_bytes().to_vec()))
}

pub(crate) struct Server {
    pub(crate) port: u16,
    seen: Arc<Mutex<Vec<Received>>>,
    stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Answers over plain HTTP.
    pub(crate) fn start(answer: impl FnMut(&Received) -> Answer + Send + 'static) -> Self {
        Self::over(answer, |stream, job| {
            let mut stream = stream;
            job(&mut stream);
        })
    }

    /// Answers over whatever `wrap` makes of a connection, each on its own thread.
    pub(crate) fn over(
        answer: impl FnMut(&Received) -> Answer + Send + 'static,
        wrap: impl Fn(TcpStream, &mut dyn FnMut(&mut dyn Stream)) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let stopped = Arc::new(AtomicBool::new(false));
        let (log, stop) = (Arc::clone(&seen), Arc::clone(&stopped));
        let (answer, wrap) = (Arc::new(Mutex::new(answer)), Arc::new(wrap));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let (answer, wrap, log) = (Arc::clone(&answer), Arc::clone(&wrap), Arc::clone(&log));
                std::thread::spawn(move || {
                    wrap(stream.unwrap(), &mut |stream| {
                        while let Some(request) = read(stream) {
                            let reply = (answer.lock().unwrap())(&request);
                            log.lock().unwrap().push(request);
                            let Some((status, headers, body)) = reply else {
                                return;
                            };
                            if write(stream, status, &headers, &body).is_err() {
                                return;
                            }
                        }
                    });
                });
            }
        });
        Self {
            port,
            seen,
            stopped,
            thread: Some(thread),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn seen(&self) -> Vec<Received> {
        self.seen.lock().unwrap().clone()
    }

    /// Stops listening, so that the port refuses connections.
    pub(crate) fn stop(&mut self) {
        if let Some(thread) = self.thread.take() {
            self.stopped.store(true, Ordering::SeqCst);
            drop(TcpStream::connect(("127.0.0.1", self.port)));
            thread.join().unwrap();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

pub(crate) trait Stream: Read + Write {}

impl<T: Read + Write> Stream for T {}

fn read(stream: &mut dyn Stream) -> Option<Received> {
    let mut reader = BufReader::with_capacity(1, stream);
    let mut line = || -> Option<String> {
        let mut line = String::new();
        let length = reader.read_line(&mut line).ok()?;
        (length > 0).then(|| line.trim_end().to_owned())
    };
    let first = line()?;
    let mut words = first.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let line = line()?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let length = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    Some(Received {
        method,
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
        body,
    })
}

fn write(
    stream: &mut dyn Stream,
    status: u16,
    headers: &[(&str, String)],
    body: &[u8],
) -> std::io::Result<()> {
    let mut head = format!("HTTP/1.1 {status} Answer\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)?;
    stream.flush()
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Checks the signature with the server's own code.
    pub(crate) fn verify(
        &self,
        verify: impl FnOnce(&tegata_sigv4::Checked<'_, '_>) -> Result<(), SignatureError>,
    ) -> Result<(), SignatureError> {
        let headers: Vec<(&str, &[u8])> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes()))
            .collect();
        let request = Request {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            headers: &headers,
            body: &self.body,
        };
        let checked = Presented::find(&request)?.check(&request, at(super::NOW), &Rules::default())?;
        verify(&checked)
    }
}
