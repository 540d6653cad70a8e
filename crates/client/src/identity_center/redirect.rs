//! The port that the browser is sent back to: it takes one answer to one sign-in, and then is closed.
//!
//! Whoever can reach the port may connect: another page's script, a scanner, a browser that connects ahead. None
//! of them is waited for, and none but who knows the sign-in's state is believed.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tegata_base::Secret;
use zeroize::Zeroizing;

use crate::Edge;

/// The longest that a person is waited for.
const PATIENCE: Duration = Duration::from_secs(600);
const BETWEEN_LOOKS: Duration = Duration::from_millis(25);
/// Connections at a time; the oldest is given up for another.
const MAX_VISITORS: usize = 16;
/// Bytes of a request, which has no body.
const MAX_HEAD: usize = 16 << 10;
const WRITE_TIMEOUT: Duration = Duration::from_secs(2);
/// Characters of an error that are shown.
const MAX_REASON: usize = 200;

/// What the browser brought.
#[derive(PartialEq, Eq)]
pub(super) enum Answer {
    /// An authorization code.
    Code(Secret<String>),
    /// OAuth's `error`, and its description where there is one.
    Error(String),
}

/// The port.
pub(super) struct Redirect {
    listener: TcpListener,
    port: u16,
    path: &'static str,
}

impl Redirect {
    /// Listens on a free port of the loopback address alone.
    pub(super) fn listen(path: &'static str) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        Ok(Self { listener, port, path })
    }

    pub(super) const fn port(&self) -> u16 {
        self.port
    }

    /// Waits for the answer to the sign-in of this state; none when nobody came in time.
    pub(super) fn wait(self, state: &Secret<String>, edge: &Edge<'_>) -> Option<Answer> {
        let mut visitors: Vec<Visitor> = Vec::new();
        let mut left = PATIENCE;
        while !left.is_zero() {
            self.admit(&mut visitors);
            for at in (0..visitors.len()).rev() {
                let Some(head) = visitors.get_mut(at).and_then(Visitor::look) else {
                    continue;
                };
                let visitor = visitors.swap_remove(at);
                let answer = head.and_then(|head| self.judge(&head, state));
                visitor.answer(answer.as_ref());
                if let Ok(answer) = answer {
                    return Some(answer);
                }
            }
            (edge.sleep)(BETWEEN_LOOKS);
            left = left.saturating_sub(BETWEEN_LOOKS);
        }
        None
    }

    fn admit(&self, visitors: &mut Vec<Visitor>) {
        while let Ok((stream, _)) = self.listener.accept() {
            if visitors.len() == MAX_VISITORS {
                visitors.remove(0);
            }
            if stream.set_nonblocking(true).is_ok() {
                visitors.push(Visitor {
                    stream,
                    head: Zeroizing::new(Vec::with_capacity(MAX_HEAD)),
                });
            }
        }
    }

    /// What a request says, or the status that it is answered with.
    fn judge(&self, head: &[u8], state: &Secret<String>) -> Result<Answer, u16> {
        let head = std::str::from_utf8(head).map_err(|_| 400_u16)?;
        let line = head.lines().next().unwrap_or_default();
        let target = line.strip_prefix("GET ").and_then(|rest| rest.split(' ').next());
        let target = target.ok_or(405_u16)?;
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        if path != self.path {
            return Err(404);
        }
        let is_ours = parameter(query, "state").map(|found| Secret::new(found) == *state);
        match (parameter(query, "error"), parameter(query, "code"), is_ours) {
            // A refusal may come without the state.
            (Some(error), _, None | Some(true)) => {
                let description = parameter(query, "error_description");
                Ok(Answer::Error(shown(&error, description.as_deref())))
            }
            (None, Some(code), Some(true)) if !code.is_empty() => Ok(Answer::Code(Secret::new(code))),
            _ => Err(400),
        }
    }
}

/// A connection, and what it has sent.
struct Visitor {
    stream: TcpStream,
    head: Zeroizing<Vec<u8>>,
}

impl Visitor {
    /// The whole head of the request, once it is there, or the status for one that will not be.
    fn look(&mut self) -> Option<Result<Zeroizing<Vec<u8>>, u16>> {
        let mut piece = Zeroizing::new([0; 4096]);
        loop {
            match self.stream.read(&mut *piece) {
                Ok(0) => return Some(Err(400)),
                Ok(length) => self
                    .head
                    .extend_from_slice(piece.get(..length).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return None,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Some(Err(400)),
            }
            if self.head.windows(4).any(|end| end == b"\r\n\r\n") {
                return Some(Ok(std::mem::take(&mut self.head)));
            }
            if self.head.len() > MAX_HEAD - 4096 {
                return Some(Err(431));
            }
        }
    }

    /// Shows a page. Nothing of the request is on it.
    fn answer(mut self, answer: Result<&Answer, &u16>) {
        let (status, title, text) = match answer {
            Ok(Answer::Code(_)) => (
                "200 OK",
                "Back to the terminal",
                "Tegata has the answer. You can close this page.",
            ),
            Ok(Answer::Error(_)) => (
                "200 OK",
                "Not signed in",
                "The sign-in was refused; the terminal tells why. You can close this page.",
            ),
            Err(404) => ("404 Not Found", "Not here", "There is nothing at this address."),
            Err(405) => (
                "405 Method Not Allowed",
                "Not so",
                "Only a sign-in is awaited here.",
            ),
            Err(431) => (
                "431 Request Header Fields Too Large",
                "Too long",
                "The request is too long.",
            ),
            Err(_) => (
                "400 Bad Request",
                "Not this sign-in",
                "This is no answer to the sign-in that is awaited here. Open the link in the terminal again.",
            ),
        };
        let page = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title>\
             <style>body{{font:1.1em sans-serif;margin:20vh auto;max-width:30em}}</style>\
             <h1>{title}</h1><p>{text}</p></html>\n"
        );
        let reply = format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
             Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n\
             Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'\r\n\
             Connection: close\r\n\r\n{page}",
            page.len()
        );
        // Whether the page is seen changes nothing.
        let _ = self
            .stream
            .set_nonblocking(false)
            .and_then(|()| self.stream.set_write_timeout(Some(WRITE_TIMEOUT)))
            .and_then(|()| self.stream.write_all(reply.as_bytes()));
    }
}

/// The first parameter of this name in a query string.
fn parameter(query: &str, name: &str) -> Option<String> {
    let (_, raw) = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(known, _)| *known == name)?;
    let spaced = raw.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

/// An error of the service as it may be shown on a terminal.
fn shown(error: &str, description: Option<&str>) -> String {
    let whole = match description.filter(|text| !text.is_empty()) {
        Some(text) if error != "access_denied" => format!("{error}: {text}"),
        _ => error.to_owned(),
    };
    whole
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(MAX_REASON)
        .collect()
}

#[cfg(test)]
mod tests;
