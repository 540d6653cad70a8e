//! Just enough HTTP/1.1: where an answer ends, and one request at a time for setting things up.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::Result;

const WITHIN: Duration = Duration::from_secs(30);

/// An answer, whole.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Sends a request on a connection of its own.
pub(crate) fn send(address: SocketAddr, request: &[u8]) -> Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(WITHIN))?;
    stream.write_all(request)?;
    let mut bytes = Vec::new();
    let mut buffer = [0; 16 * 1024];
    loop {
        if let Some(length) = length(&bytes)? {
            bytes.truncate(length);
            return parse(&bytes);
        }
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Err("the connection ended before the answer".into());
        }
        bytes.extend_from_slice(buffer.get(..count).unwrap_or_default());
    }
}

/// How long the answer at the start of `bytes` is, once it is there whole.
pub(crate) fn length(bytes: &[u8]) -> Result<Option<usize>> {
    let Some(head) = head_length(bytes) else {
        return Ok(None);
    };
    let body = content_length(bytes.get(..head).unwrap_or_default())?;
    Ok(Some(head + body).filter(|length| *length <= bytes.len()))
}

/// The status of an answer whose head is there.
pub(crate) fn status(bytes: &[u8]) -> u16 {
    let digits = bytes
        .get(9..12)
        .and_then(|digits| std::str::from_utf8(digits).ok());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or_default()
}

fn head_length(bytes: &[u8]) -> Option<usize> {
    bytes
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .map(|at| at + 4)
}

fn content_length(head: &[u8]) -> Result<usize> {
    const NAME: &[u8] = b"\r\ncontent-length: ";
    let at = head
        .windows(NAME.len())
        .position(|window| window.eq_ignore_ascii_case(NAME))
        .ok_or("an answer without Content-Length")?;
    let digits = head
        .iter()
        .skip(at + NAME.len())
        .take_while(|byte| byte.is_ascii_digit());
    Ok(digits.fold(0, |length: usize, digit| length * 10 + usize::from(digit - b'0')))
}

fn parse(bytes: &[u8]) -> Result<Answer> {
    let head = head_length(bytes).ok_or("an answer without an end of its head")?;
    let text = std::str::from_utf8(bytes.get(..head).unwrap_or_default())?;
    let headers = text.lines().skip(1).filter_map(|line| line.split_once(": "));
    Ok(Answer {
        status: status(bytes),
        headers: headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect(),
        body: bytes.get(head..).unwrap_or_default().to_vec(),
    })
}

#[cfg(test)]
mod tests;
