//! Requests and answers as the codecs see them: parts of HTTP messages, without a socket.

use std::borrow::Cow;

use crate::schema::{ErrorShape, Protocol};

/// A received request, or what a client is about to send.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The method, such as `POST`.
    pub method: &'a str,
    /// The path as received, percent-encoding kept.
    pub path: &'a str,
    /// The query string as received, without `?`.
    pub query: &'a str,
    /// Header names and values; names are compared ignoring case.
    pub headers: &'a [(&'a str, &'a str)],
    /// The whole body.
    pub body: &'a [u8],
}

impl<'a> Request<'a> {
    /// The first header of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&'a str> {
        header(self.headers, name)
    }
}

/// The first header of this name, ignoring case.
#[must_use]
pub(crate) fn header<'a>(headers: &[(&'a str, &'a str)], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| *value)
}

/// An answer to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Header names and values, `Content-Type` and the request id among them.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// A request that a client sends: [`crate::encode_request`] makes it, the caller signs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// The method.
    pub method: &'static str,
    /// The path, percent-encoded.
    pub path: String,
    /// The query string, percent-encoded, without `?`; may be empty.
    pub query: String,
    /// Header names and values, `Content-Type` among them where there is a body.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// A received answer.
#[derive(Debug, Clone, Copy)]
pub struct Response<'a> {
    /// The HTTP status.
    pub status: u16,
    /// Header names and values; names are compared ignoring case.
    pub headers: &'a [(&'a str, &'a str)],
    /// The whole body.
    pub body: &'a [u8],
}

impl<'a> Response<'a> {
    /// The first header of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&'a str> {
        header(self.headers, name)
    }
}

/// An error to answer with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorReply {
    /// AWS's code, such as `AccessDenied`.
    pub code: Cow<'static, str>,
    /// The HTTP status; below 500 the caller is at fault.
    pub status: u16,
    /// What the caller is told. A few of AWS's errors have no message.
    pub message: Option<String>,
}

impl ErrorReply {
    /// An error that is in no model, such as `ValidationError`.
    #[must_use]
    pub fn new(code: impl Into<Cow<'static, str>>, status: u16, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            status,
            message: Some(message.into()),
        }
    }

    /// A modelled error.
    #[must_use]
    pub fn of(shape: &'static ErrorShape, message: impl Into<String>) -> Self {
        Self::new(shape.code, shape.status, message)
    }

    /// The same without a message.
    #[must_use]
    pub fn silent(mut self) -> Self {
        self.message = None;
        self
    }
}

/// Why no operation was found for a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RouteError {
    /// The request names no operation.
    #[error("the request names no operation")]
    Missing,
    /// The service has no operation of this name and version, or at this path.
    #[error("no operation {name} in version {version}")]
    Unknown {
        /// The name asked for; the method and path in restJson1.
        name: String,
        /// The version asked for.
        version: String,
    },
    /// The parameters cannot be read, so neither can the name.
    #[error(transparent)]
    Decode(#[from] DecodeError),
}

impl RouteError {
    /// The error in AWS's words.
    #[must_use]
    pub fn reply(&self, protocol: Protocol) -> ErrorReply {
        match (self, protocol) {
            (Self::Decode(error), _) => error.reply(protocol),
            (Self::Missing, Protocol::Query) => ErrorReply::new("MissingAction", 400, "Missing Action"),
            (Self::Unknown { name, version }, Protocol::Query) => ErrorReply::new(
                "InvalidAction",
                400,
                format!("Could not find operation {name} for version {version}"),
            ),
            (_, Protocol::Json10 | Protocol::Json11) => {
                ErrorReply::new("UnknownOperationException", 400, "").silent()
            }
            (_, Protocol::RestJson) => ErrorReply::new("UnknownOperationException", 404, "").silent(),
        }
    }
}

/// Why a request or an answer cannot be read as the operation's shape.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The bytes are not of the protocol's syntax.
    #[error("{0}")]
    Syntax(&'static str),
    /// A value is of another type than the model's.
    #[error("{found} can not be converted to {expected}")]
    Type {
        /// What was sent, in AWS's words, such as `STRING_VALUE`.
        found: &'static str,
        /// What the model says, in AWS's words, such as `an Integer`.
        expected: &'static str,
    },
    /// A parameter is given twice, with different values.
    #[error("the parameter {0} is given more than once")]
    Repeated(String),
    /// There are more parameters than the server reads.
    #[error("more than {limit} {what}")]
    TooMany {
        /// The limit.
        limit: usize,
        /// Of what.
        what: &'static str,
    },
}

impl DecodeError {
    /// The error in AWS's words: `MalformedInput` in awsQuery, `SerializationException` in JSON.
    #[must_use]
    pub fn reply(&self, protocol: Protocol) -> ErrorReply {
        let code = match protocol {
            Protocol::Query => "MalformedInput",
            Protocol::Json10 | Protocol::Json11 | Protocol::RestJson => "SerializationException",
        };
        ErrorReply::new(code, 400, self.to_string())
    }
}
