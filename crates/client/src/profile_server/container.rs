//! The container credentials of ECS, at the paths and in the words of aws-vault.

use bytes::Bytes;
use http::header::{ALLOW, AUTHORIZATION, HeaderValue};
use http::request::Parts;
use http::{Method, Response, StatusCode};
use http_body_util::Full;
use serde_json::json;
use tegata_base::Secret;
use tegata_crypto::mac::constant_time_eq;

use super::asking::{Asking, Whose};
use crate::exec::Habits;
use crate::serve::answer::{JSON, plain};
use crate::serve::hosts::Hosts;
use crate::serve::http::{Ends, Site};

/// What stands before the ARN of a role in a path.
const ROLE: &str = "/role-arn/";
/// Bytes of the longest ARN of a role.
const MAX_ARN: usize = 2048;

/// See the module.
pub(super) struct Container {
    pub(super) asking: Asking,
    pub(super) hosts: Hosts,
    pub(super) token: Secret<String>,
    pub(super) habits: Habits,
}

impl Site for Container {
    async fn answer(&self, head: &Parts, ends: Ends) -> Response<Full<Bytes>> {
        if let Err(refusal) = self.hosts.check(head, ends) {
            return refused(refusal.status(), &refusal.to_string());
        }
        if self.habits == Habits::Tegata && head.method != Method::GET {
            let mut answer = refused(StatusCode::METHOD_NOT_ALLOWED, "credentials are got with GET");
            answer
                .headers_mut()
                .insert(ALLOW, HeaderValue::from_static("GET"));
            return answer;
        }
        let given = head.headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
        if !given.is_some_and(|given| constant_time_eq(given, self.token.expose().as_bytes())) {
            return refused(StatusCode::FORBIDDEN, "invalid Authorization token");
        }
        let Some(whose) = whose(head.uri.path()) else {
            return refused(StatusCode::INTERNAL_SERVER_ERROR, "this is not the ARN of a role");
        };
        match self.asking.get(whose).await {
            Ok(handed) => plain(StatusCode::OK, JSON, handed.container.clone()),
            Err(cause) => refused(StatusCode::INTERNAL_SERVER_ERROR, &cause),
        }
    }
}

/// Whom a path names. Any that names nobody is the profile.
fn whose(path: &str) -> Option<Whose> {
    let Some(role) = path.strip_prefix(ROLE) else {
        return Some(Whose::Profile);
    };
    let role = percent_encoding::percent_decode_str(role).decode_utf8().ok()?;
    (role.len() <= MAX_ARN).then(|| Whose::Role(role.into_owned()))
}

fn refused(status: StatusCode, message: &str) -> Response<Full<Bytes>> {
    plain(status, JSON, format!("{}\n", json!({"Message": message})))
}

#[cfg(test)]
mod tests;
