//! The instance metadata of EC2, at the paths of aws-vault's server: the credentials of a role that is called
//! `local-credentials`, and the region.
//!
//! Unlike aws-vault's it knows the second version of the protocol, the token, and without
//! [`Instance::allows_v1`] no other.

use std::time::Instant;

use bytes::Bytes;
use http::header::{ALLOW, HeaderValue};
use http::request::Parts;
use http::{Method, Response, StatusCode};
use http_body_util::Full;
use serde_json::json;

use super::asking::{Asking, Whose};
use super::proxy::is_called_by_address;
use crate::serve::answer::{JSON, bare, plain, text};
use crate::serve::http::{Ends, Site};
use crate::serve::token::{TOKEN, Tokens};

const TOKEN_PATH: &str = "latest/api/token";
const ROLES: &str = "latest/meta-data/iam/security-credentials";
const ROLE: &str = "latest/meta-data/iam/security-credentials/local-credentials";

/// See the module.
pub(super) struct Instance {
    pub(super) asking: Asking,
    pub(super) tokens: Tokens,
    pub(super) region: String,
    /// Whether who sends no token is answered.
    pub(super) allows_v1: bool,
    pub(super) mono: fn() -> Instant,
}

impl Site for Instance {
    async fn answer(&self, head: &Parts, ends: Ends) -> Response<Full<Bytes>> {
        if !ends.peer.is_some_and(|peer| peer.to_canonical().is_loopback()) {
            return text(
                StatusCode::UNAUTHORIZED,
                "only programs of this machine are answered",
            );
        }
        if !is_called_by_address(head) {
            return text(StatusCode::FORBIDDEN, "this server is not called by that name");
        }
        let path = bare(head.uri.path());
        let allowed = match path {
            TOKEN_PATH => &[Method::PUT][..],
            _ => &[Method::GET, Method::HEAD],
        };
        if !allowed.contains(&head.method) {
            let mut answer = text(StatusCode::METHOD_NOT_ALLOWED, "");
            let allow = if path == TOKEN_PATH { "PUT" } else { "GET, HEAD" };
            answer
                .headers_mut()
                .insert(ALLOW, HeaderValue::from_static(allow));
            return answer;
        }
        if path == TOKEN_PATH {
            return self.tokens.answer(&head.headers, (self.mono)());
        }
        let token = head.headers.get(TOKEN).map(HeaderValue::as_bytes);
        match token.map(|token| self.tokens.remaining(token, (self.mono)())) {
            None if !self.allows_v1 => text(
                StatusCode::UNAUTHORIZED,
                "no token provided; get one at /latest/api/token, or start with --imds-v1",
            ),
            Some(None) => text(StatusCode::UNAUTHORIZED, "invalid token provided"),
            None | Some(Some(_)) => self.found(path).await,
        }
    }
}

impl Instance {
    async fn found(&self, path: &str) -> Response<Full<Bytes>> {
        match path {
            ROLES => text(StatusCode::OK, "local-credentials"),
            ROLE => match self.asking.get(Whose::Profile).await {
                Ok(handed) => plain(StatusCode::OK, JSON, handed.instance.clone()),
                Err(cause) => text(StatusCode::GATEWAY_TIMEOUT, cause.to_string()),
            },
            "latest/meta-data/instance-id" => text(StatusCode::OK, "aws-vault"),
            "latest/meta-data/iam/info" => plain(StatusCode::OK, JSON, r#"{"Code":"Success"}"#),
            "latest/dynamic/instance-identity/document" => {
                plain(StatusCode::OK, JSON, json!({"region": self.region}).to_string())
            }
            _ => text(StatusCode::NOT_FOUND, "there is nothing here"),
        }
    }
}
