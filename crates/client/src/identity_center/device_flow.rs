//! Signing in with a device code (RFC 8628): a link that may be opened on any machine, and a code that the page
//! must show, while this process asks again and again whether somebody has signed in.

use std::time::Duration;

use jiff::SignedDuration;
use tegata_api_sso_oidc::StartDeviceAuthorizationResponse;
use tegata_base::Secret;

use super::cache::{Client, Token};
use super::oidc::Grant;
use super::token::Begun;
use super::{Flow, IdentityCenterError};
use crate::browsing::Link;
use crate::{CallError, Edge};

/// Seconds between questions, where the service does not say.
const USUAL_INTERVAL: i32 = 5;
/// What is added when the service asks for patience (RFC 8628, section 3.5).
const SLOWER_BY: u64 = 5;
/// The longest that a code is waited for.
const MAX_WAIT: i32 = 3600;

/// What was shown, and what is asked about.
struct Authorization {
    device_code: Secret<String>,
    user_code: String,
    link: Link,
    interval: u64,
    lasts: SignedDuration,
}

pub(super) fn sign_in(
    begun: &Begun<'_>,
    edge: &mut Edge<'_>,
) -> Result<(Token, Client), IdentityCenterError> {
    let (client, authorization) = authorize(begun, edge)?;
    let start_url = &begun.asking.directory.start_url;
    edge.tell(&format!(
        "Sign in to {start_url}: open this link in any browser\n  {}\nand check that the page shows this code: {}",
        authorization.link, authorization.user_code
    ));
    begun
        .asking
        .sign_in
        .browsing
        .open(&authorization.link, edge.environment);
    let token = poll(begun, &client, &authorization, edge)?;
    Ok((token, client))
}

/// Begins, with the client that is kept, or with a new one where the service has forgotten it.
fn authorize(begun: &Begun<'_>, edge: &mut Edge<'_>) -> Result<(Client, Authorization), IdentityCenterError> {
    let purpose = begun.registration(Flow::Device);
    let directory = begun.asking.directory;
    let client = begun.client(&purpose, false, edge)?;
    match begun.oidc.start_device(&client, directory, edge) {
        Ok(started) => Ok((client, authorization(started)?)),
        Err(error) if is_about_client(&error) => {
            let client = begun.client(&purpose, true, edge)?;
            let started = begun.oidc.start_device(&client, directory, edge)?;
            Ok((client, authorization(started)?))
        }
        Err(error) => Err(error.into()),
    }
}

fn is_about_client(error: &CallError) -> bool {
    matches!(
        error.code(),
        Some("InvalidClientException" | "UnauthorizedClientException")
    )
}

fn authorization(started: StartDeviceAuthorizationResponse) -> Result<Authorization, IdentityCenterError> {
    let link = started.verification_uri_complete.or(started.verification_uri);
    let link = link.and_then(|link| Link::new(&link));
    let code = started
        .user_code
        .filter(|code| (1..=64).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_graphic()));
    let (Some(device_code), Some(user_code), Some(link)) = (started.device_code, code, link) else {
        return Err(IdentityCenterError::Incomplete("StartDeviceAuthorization"));
    };
    let interval = started.interval.unwrap_or(USUAL_INTERVAL).clamp(1, 60);
    let lasts = started.expires_in.unwrap_or(MAX_WAIT).clamp(1, MAX_WAIT);
    Ok(Authorization {
        device_code,
        user_code,
        link,
        interval: u64::from(interval.unsigned_abs()),
        lasts: SignedDuration::from_secs(lasts.into()),
    })
}

fn poll(
    begun: &Begun<'_>,
    client: &Client,
    authorization: &Authorization,
    edge: &mut Edge<'_>,
) -> Result<Token, IdentityCenterError> {
    let start_url = || begun.asking.directory.start_url.clone();
    let began = (edge.clock)();
    let mut interval = authorization.interval;
    loop {
        (edge.sleep)(Duration::from_secs(interval));
        let grant = Grant::Device(&authorization.device_code);
        let error = match begun.oidc.token(client, grant, edge) {
            Ok(token) => return Ok(token),
            Err(IdentityCenterError::Call(error)) => error,
            Err(error) => return Err(error),
        };
        match error.code() {
            Some("AuthorizationPendingException") => {}
            Some("SlowDownException") => interval += SLOWER_BY,
            Some("ExpiredTokenException") => return Err(IdentityCenterError::Late(start_url())),
            Some("AccessDeniedException") => return Err(IdentityCenterError::Denied(start_url())),
            _ => return Err(error.into()),
        }
        if (edge.clock)().duration_since(began) >= authorization.lasts {
            return Err(IdentityCenterError::Late(start_url()));
        }
    }
}
