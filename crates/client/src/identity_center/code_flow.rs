//! Signing in with an authorization code and PKCE (RFC 7636): in a browser on this machine, which is sent back to
//! a port of this process.

use data_encoding::BASE64URL_NOPAD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tegata_base::{Rng, Secret};
use tegata_crypto::hash::sha256;
use zeroize::Zeroizing;

use super::cache::{Client, Token};
use super::oidc::{Grant, REDIRECT_HOST, REDIRECT_PATH};
use super::redirect::{Answer, Redirect};
use super::token::Begun;
use super::{Flow, IdentityCenterError};
use crate::Edge;
use crate::browsing::Link;

const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

pub(super) fn sign_in(
    begun: &Begun<'_>,
    edge: &mut Edge<'_>,
) -> Result<(Token, Client), IdentityCenterError> {
    let start_url = &begun.asking.directory.start_url;
    let redirect = Redirect::listen(REDIRECT_PATH).map_err(IdentityCenterError::Listen)?;
    let redirect_uri = format!("{REDIRECT_HOST}:{}{REDIRECT_PATH}", redirect.port());
    let purpose = begun.registration(Flow::Pkce);
    let client = begun.client(&purpose, false, edge)?;
    let verifier = random(edge.rng);
    let state = random(edge.rng);
    let link = begun.link(&[
        ("response_type", "code"),
        ("client_id", &client.id),
        ("redirect_uri", &redirect_uri),
        ("state", state.expose()),
        ("code_challenge_method", "S256"),
        // As the AWS CLI calls it; in RFC 6749 it is `scope`.
        ("scopes", &purpose.scopes.join(" ")),
        ("code_challenge", &challenge(&verifier)),
    ])?;
    let is_open = begun.asking.sign_in.browsing.open(&link, edge.environment);
    edge.tell(&match is_open {
        true => format!(
            "Sign in to {start_url} in the browser. If none opens, open this link on this machine:\n  {link}"
        ),
        false => format!("Sign in to {start_url}: open this link in a browser on this machine\n  {link}"),
    });
    match redirect.wait(&state, edge) {
        Some(Answer::Code(code)) => {
            let grant = Grant::Code {
                code,
                verifier,
                redirect_uri,
            };
            Ok((begun.oidc.token(&client, grant, edge)?, client))
        }
        Some(Answer::Error(reason)) if reason == "access_denied" => {
            Err(IdentityCenterError::Denied(start_url.clone()))
        }
        Some(Answer::Error(reason)) => Err(IdentityCenterError::Failed {
            start_url: start_url.clone(),
            reason,
        }),
        None => Err(IdentityCenterError::Late(start_url.clone())),
    }
}

impl Begun<'_> {
    /// The page where the person signs in. It is in no model.
    fn link(&self, query: &[(&str, &str)]) -> Result<Link, IdentityCenterError> {
        let endpoint = self.oidc.endpoint();
        let query: Vec<String> = query
            .iter()
            .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, ESCAPED)))
            .collect();
        let url = endpoint.url(&endpoint.path("/authorize"), &query.join("&"));
        Link::new(&url).ok_or(IdentityCenterError::Incomplete("RegisterClient"))
    }
}

/// 256 bits as 43 characters: what RFC 7636 advises for a verifier.
fn random(rng: &mut dyn Rng) -> Secret<String> {
    let mut bytes = Zeroizing::new([0; 32]);
    rng.fill(&mut *bytes);
    Secret::new(BASE64URL_NOPAD.encode(&*bytes))
}

fn challenge(verifier: &Secret<String>) -> String {
    BASE64URL_NOPAD.encode(&sha256(verifier.expose().as_bytes()))
}
