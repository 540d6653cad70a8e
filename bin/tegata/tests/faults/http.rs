//! One HTTP/1.1 connection that never tries anything twice, and that knows how far a request got.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long a test waits for what should happen at once.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A connection, made when it is needed.
pub(crate) struct Connection {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

/// What became of a request.
#[derive(Debug)]
#[expect(dead_code, reason = "errors are shown when a test fails")]
pub(crate) enum Exchange {
    Answered(Reply),
    /// No connection was to be had: nothing was sent.
    Unsent(io::Error),
    /// Sent, perhaps in part, and then the connection ended before the answer began.
    Unanswered(io::Error),
    /// The connection ended within the answer.
    Torn(io::Error),
}

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Connection {
    pub(crate) fn to(address: SocketAddr) -> Self {
        Self {
            address,
            stream: None,
        }
    }

    /// `host:port`, as the Host header has it.
    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    /// Sends a request, whole, and reads the answer.
    pub(crate) fn exchange(&mut self, request: &[u8]) -> Exchange {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => match connect(self.address) {
                Ok(stream) => stream,
                Err(error) => return Exchange::Unsent(error),
            },
        };
        if let Err(error) = stream.get_mut().write_all(request) {
            return Exchange::Unanswered(error);
        }
        match stream.fill_buf() {
            Ok([]) => return Exchange::Unanswered(io::ErrorKind::UnexpectedEof.into()),
            Ok(_) => {}
            Err(error) => return Exchange::Unanswered(error),
        }
        match read(&mut stream) {
            Ok(reply) => {
                if reply.header("connection") != Some("close") {
                    self.stream = Some(stream);
                }
                Exchange::Answered(reply)
            }
            Err(error) => Exchange::Torn(error),
        }
    }
}

fn connect(address: SocketAddr) -> io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    Ok(BufReader::new(stream))
}

fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Reply> {
    let status = line(stream)?;
    let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
    let status = status.ok_or(io::ErrorKind::InvalidData)?;
    let mut headers = Vec::new();
    loop {
        let line = line(stream)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or(io::ErrorKind::InvalidData)?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut reply = Reply {
        status,
        headers,
        body: String::new(),
    };
    let length = reply
        .header("content-length")
        .and_then(|length| length.parse().ok());
    let mut body = vec![0; length.ok_or(io::ErrorKind::InvalidData)?];
    stream.read_exact(&mut body)?;
    reply.body = String::from_utf8(body).map_err(|_| io::ErrorKind::InvalidData)?;
    Ok(reply)
}

fn line(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    match line.strip_suffix("\r\n") {
        Some(line) => Ok(line.to_owned()),
        None => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn request_id(&self) -> &str {
        self.header("x-amzn-requestid")
            .unwrap_or_else(|| panic!("no request id in {self:?}"))
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// The texts of all XML elements of this name.
    pub(crate) fn texts(&self, element: &str) -> Vec<String> {
        let (open, close) = (format!("<{element}>"), format!("</{element}>"));
        let parts = self.body.split(&open).skip(1);
        parts
            .filter_map(|part| part.split(&close).next())
            .map(str::to_owned)
            .collect()
    }

    /// The text of the one XML element of this name.
    pub(crate) fn text(&self, element: &str) -> String {
        match self.texts(element).as_slice() {
            [text] => text.clone(),
            _ => panic!("not one {element} in {self:?}"),
        }
    }

    /// AWS's error code, in whichever protocol the answer is.
    pub(crate) fn code(&self) -> String {
        if self.body.starts_with('<') {
            return self.text("Code");
        }
        let body = self.json();
        let named = self
            .header("x-amzn-errortype")
            .or_else(|| body["__type"].as_str());
        let named = named.unwrap_or_else(|| panic!("no error code in {self:?}"));
        let named = named.split(':').next().unwrap();
        named.rsplit('#').next().unwrap().to_owned()
    }
}
