//! Signed requests: who calls, what, and how it goes onto the wire.

use jiff::Timestamp;
use tegata_base::Secret;
use tegata_base::time::iso_basic;
use tegata_sigv4::{Request as Signed, Scope, SigningKey, authorize_hmac};

use crate::http::{Connection, Exchange, Reply};
use crate::process::REGION;

/// The time as it is.
#[expect(
    clippy::disallowed_methods,
    reason = "requests are signed for the real server's clock"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// An access key, and its session token when it is a session's.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
}

impl Key {
    /// From the JSON of a `credential_process` or of CreateSession.
    pub(crate) fn from_json(printed: &serde_json::Value) -> Self {
        let member = |name: &str| {
            let camel = name[..1].to_ascii_lowercase() + &name[1..];
            printed
                .get(name)
                .or_else(|| printed.get(camel))
                .and_then(|value| value.as_str())
                .map(str::to_owned)
        };
        Self {
            id: member("AccessKeyId").unwrap(),
            secret: member("SecretAccessKey").unwrap(),
            token: member("SessionToken"),
        }
    }

    /// From an answer of IAM or STS.
    pub(crate) fn from_xml(reply: &Reply) -> Self {
        Self {
            id: reply.text("AccessKeyId"),
            secret: reply.text("SecretAccessKey"),
            token: reply.texts("SessionToken").pop(),
        }
    }
}

/// A request before it is signed.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) service: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

impl Request {
    /// An operation of IAM.
    pub(crate) fn iam(action: &str, parameters: &[(&str, &str)]) -> Self {
        Self::form("iam", "2010-05-08", action, parameters)
    }

    /// An operation of STS.
    pub(crate) fn sts(action: &str, parameters: &[(&str, &str)]) -> Self {
        Self::form("sts", "2011-06-15", action, parameters)
    }

    fn form(service: &'static str, version: &str, action: &str, parameters: &[(&str, &str)]) -> Self {
        let mut body = format!("Action={action}&Version={version}");
        for (name, value) in parameters {
            body.push_str(&format!("&{name}={}", encode(value)));
        }
        let headers = vec![(
            "Content-Type",
            "application/x-www-form-urlencoded; charset=utf-8".to_owned(),
        )];
        Self {
            service,
            method: "POST",
            path: "/".to_owned(),
            query: String::new(),
            headers,
            body,
        }
    }

    /// LookupEvents.
    pub(crate) fn lookup_events(input: &serde_json::Value) -> Self {
        let target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents";
        let headers = vec![
            ("Content-Type", "application/x-amz-json-1.1".to_owned()),
            ("X-Amz-Target", target.to_owned()),
        ];
        let (path, query) = ("/".to_owned(), String::new());
        Self {
            service: "cloudtrail",
            method: "POST",
            path,
            query,
            headers,
            body: input.to_string(),
        }
    }

    /// An operation of Roles Anywhere; a body of `null` is none.
    pub(crate) fn rolesanywhere(method: &'static str, path: &str, input: &serde_json::Value) -> Self {
        let (mut headers, mut body) = (Vec::new(), String::new());
        if !input.is_null() {
            headers.push(("Content-Type", "application/json".to_owned()));
            body = input.to_string();
        }
        let (path, query) = (path.to_owned(), String::new());
        Self {
            service: "rolesanywhere",
            method,
            path,
            query,
            headers,
            body,
        }
    }

    /// Signed at a moment with a key, as bytes.
    pub(crate) fn signed(&self, host: &str, agent: &str, key: &Key, at: Timestamp) -> Vec<u8> {
        let date = iso_basic(at);
        let mut headers = vec![("Host", host.to_owned()), ("X-Amz-Date", date.clone())];
        headers.extend(
            key.token
                .iter()
                .map(|token| ("X-Amz-Security-Token", token.clone())),
        );
        headers.extend(self.headers.iter().cloned());
        let scope = Scope {
            date: &date[..8],
            region: REGION,
            service: self.service,
        };
        let signing_key = SigningKey::derive(&Secret::new(key.secret.clone()), &scope);
        let authorization = {
            let headers: Vec<_> = borrowed(&headers);
            authorize_hmac(&self.to_sign(&headers), &key.id, &scope, &signing_key).unwrap()
        };
        headers.push(("Authorization", authorization));
        self.bytes(agent, &headers)
    }

    pub(crate) fn to_sign<'a>(&'a self, headers: &'a [(&'a str, &'a [u8])]) -> Signed<'a> {
        Signed {
            method: self.method,
            path: &self.path,
            query: &self.query,
            headers,
            body: self.body.as_bytes(),
        }
    }

    /// As it goes onto the wire. The agent is not signed.
    pub(crate) fn bytes(&self, agent: &str, headers: &[(&str, String)]) -> Vec<u8> {
        let mut text = format!("{} {}", self.method, self.path);
        if !self.query.is_empty() {
            text.push_str(&format!("?{}", self.query));
        }
        text.push_str(" HTTP/1.1\r\n");
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str(&format!(
            "User-Agent: {agent}\r\nContent-Length: {}\r\n\r\n",
            self.body.len()
        ));
        text.push_str(&self.body);
        text.into_bytes()
    }
}

pub(crate) fn borrowed<'a>(headers: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a [u8])> {
    headers
        .iter()
        .map(|(name, value)| (*name, value.as_bytes()))
        .collect()
}

/// Percent-encodes all but unreserved characters (RFC 3986 section 2.3).
pub(crate) fn encode(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

/// A connection and the key that signs on it.
pub(crate) struct Caller {
    pub(crate) connection: Connection,
    pub(crate) key: Key,
}

impl Caller {
    pub(crate) fn new(connection: Connection, key: Key) -> Self {
        Self { connection, key }
    }

    /// Sends a request; whatever comes of it.
    pub(crate) fn exchange(&mut self, request: &Request, agent: &str) -> Exchange {
        let bytes = request.signed(&self.connection.host(), agent, &self.key, now());
        self.connection.exchange(&bytes)
    }

    /// Sends a request that must be answered.
    pub(crate) fn answer(&mut self, request: &Request) -> Reply {
        match self.exchange(request, "faults") {
            Exchange::Answered(reply) => reply,
            other => panic!("{request:?} was not answered: {other:?}"),
        }
    }

    /// Sends a request that must succeed.
    pub(crate) fn call(&mut self, request: &Request) -> Reply {
        let reply = self.answer(request);
        assert!(reply.is_success(), "{request:?}: {reply:?}");
        reply
    }
}
