//! Signature Version 4 against published examples, another implementation, and its own laws.

mod known_answers;
mod laws;
mod refusals;

use crate::{Presented, Request, Rules, Scope, SignatureError, SigningKey};
use jiff::Timestamp;
use tegata_base::Secret;
use tegata_base::time::parse_iso_basic;

/// The example key of the AWS documentation.
const KEY_ID: &str = "AKIDEXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// A request that owns its parts, so that a test can bend them.
#[derive(Debug, Clone, PartialEq)]
struct Owned {
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

impl Owned {
    fn new(method: &str, path: &str, query: &str, headers: &[(&str, &str)], body: &str) -> Self {
        Self {
            method: method.into(),
            path: path.into(),
            query: query.into(),
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).into(), value.as_bytes().to_vec()))
                .collect(),
            body: body.into(),
        }
    }

    fn with<T>(&self, job: impl FnOnce(&Request<'_>) -> T) -> T {
        let headers: Vec<(&str, &[u8])> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_slice()))
            .collect();
        job(&Request {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            headers: &headers,
            body: &self.body,
        })
    }

    fn set(&mut self, name: &str, value: &str) {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.into(), value.as_bytes().to_vec()));
    }

    fn get(&self, name: &str) -> String {
        let (_, value) = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .unwrap();
        String::from_utf8(value.clone()).unwrap()
    }

    /// Verifies as a server would: the key is derived for whatever scope is presented.
    fn verify(&self, now: Timestamp) -> Result<(), SignatureError> {
        self.verify_with(SECRET, now, &Rules::default())
    }

    fn verify_with(&self, secret: &str, now: Timestamp, rules: &Rules) -> Result<(), SignatureError> {
        self.with(|request| {
            let checked = Presented::find(request)?.check(request, now, rules)?;
            let key = key(secret, &checked.presented().credential.scope());
            checked.verify(&key)
        })
    }
}

fn key(secret: &str, scope: &Scope<'_>) -> SigningKey {
    SigningKey::derive(&Secret::new(secret.to_owned()), scope)
}

fn at(text: &str) -> Timestamp {
    parse_iso_basic(text).unwrap()
}
