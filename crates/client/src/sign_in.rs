//! The session of `aws login`: what the AWS CLI keeps of a sign-in to AWS, used and renewed.
//!
//! ```text
//! cache of the AWS CLI: session ─good?─▶ credentials
//!        │ no
//!        ▼
//!   lock, look again ─▶ CreateOAuth2Token, with a proof of the session's key (DPoP) ─▶ keep ─▶ credentials
//! ```
//!
//! To begin a session is left to the AWS CLI: where there is none, or it has ended, the user is told to.

mod proof;

use std::path::PathBuf;
use std::time::Duration;

use data_encoding::HEXLOWER;
use jiff::{SignedDuration, Timestamp};
use tegata_api_signin::operations::CreateOAuth2Token;
use tegata_api_signin::{
    CreateOAuth2TokenRequest, CreateOAuth2TokenRequestBody, CreateOAuth2TokenResponseBody, SERVICE,
};
use tegata_base::Arn;
use tegata_base::time::iso_seconds;
use tegata_crypto::hash::sha256;
use tegata_profiles::given::Given;
use tegata_profiles::plan;

use crate::config_files::locate;
use crate::http::HttpError;
use crate::private_file::{Lock, PrivateFileError};
use crate::token_file::{self, Document};
use crate::{ApiClient, ApiCredentials, CallError, Edge, Endpoint, EndpointError};
use proof::ProofKey;

/// How long before their end credentials are renewed, as the AWS SDKs do.
const RENEWED_BEFORE: SignedDuration = SignedDuration::from_mins(5);
/// What must be left of credentials that could not be renewed just now.
const LEAST: SignedDuration = SignedDuration::from_mins(1);
/// How long to wait for another process that renews them.
const PATIENCE: Duration = Duration::from_secs(120);

/// What is asked for, and where.
#[derive(Debug, Clone, Copy)]
pub struct SessionOf<'s> {
    /// The profile that names the session, for messages.
    pub profile: &'s str,
    /// Whose session.
    pub session: &'s Arn,
    /// AWS Sign-In. Where AWS's own host is meant, that of the region counts in which the session was begun.
    pub place: &'s plan::Endpoint,
}

/// Why there are no credentials. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignInError {
    /// Nobody signed in.
    #[error("there is no session of {session}; sign in with: aws login --profile {profile}")]
    None {
        /// Whose.
        session: Arn,
        /// The profile that names it.
        profile: String,
    },
    /// It cannot be renewed.
    #[error("the session of {session} has ended; sign in with: aws login --profile {profile}")]
    Ended {
        /// Whose.
        session: Arn,
        /// The profile that names it.
        profile: String,
    },
    /// The file is not as the AWS CLI writes it.
    #[error("{} lacks {what}; sign in again with: aws login --profile {profile}", path.display())]
    Incomplete {
        /// The file.
        path: PathBuf,
        /// What it lacks.
        what: &'static str,
        /// The profile that names the session.
        profile: String,
    },
    /// The identity may not do this.
    #[error(
        "{session} may not use sessions of aws login; its administrator can attach the policy \
         SignInLocalDevelopmentAccess"
    )]
    NotAllowed {
        /// Who.
        session: Arn,
    },
    /// No place for the cache.
    #[error("there is no home directory to look for the session in; set HOME or AWS_LOGIN_CACHE_DIRECTORY")]
    NoHome,
    /// The service refused, or did not answer.
    #[error(transparent)]
    Call(#[from] CallError),
    /// A file of the cache.
    #[error(transparent)]
    File(#[from] PrivateFileError),
    /// The endpoint is not one.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
}

/// The credentials of a session, renewed where that is due.
///
/// # Errors
/// [`SignInError`].
pub fn session_credentials(
    request: &SessionOf<'_>,
    edge: &mut Edge<'_>,
) -> Result<ApiCredentials, SignInError> {
    let session = Session::find(request, edge)?;
    let now = (edge.clock)();
    let kept = session.read()?;
    if let Some(credentials) = session.credentials(&kept, RENEWED_BEFORE, now)? {
        return Ok(credentials);
    }
    let held = Lock::take(&session.path.with_extension("lock"), PATIENCE, edge.sleep)?;
    let kept = session.read()?;
    if let Some(credentials) = session.credentials(&kept, RENEWED_BEFORE, now)? {
        return Ok(credentials);
    }
    session.renew(&held, kept, edge)
}

/// A session and its file.
struct Session<'s> {
    request: &'s SessionOf<'s>,
    path: PathBuf,
}

impl<'s> Session<'s> {
    fn find(request: &'s SessionOf<'s>, edge: &Edge<'_>) -> Result<Self, SignInError> {
        let folder = locate(edge.environment, "AWS_LOGIN_CACHE_DIRECTORY", ".aws/login/cache");
        let folder = folder.ok_or(SignInError::NoHome)?;
        let name = HEXLOWER.encode(&sha256(request.session.as_str().as_bytes()));
        let path = folder.join(format!("{name}.json"));
        Ok(Self { request, path })
    }

    fn read(&self) -> Result<Document, SignInError> {
        token_file::read(&self.path)?.ok_or_else(|| SignInError::None {
            session: self.request.session.clone(),
            profile: self.request.profile.to_owned(),
        })
    }

    /// What is kept, if so much of its time is left.
    fn credentials(
        &self,
        kept: &Document,
        least: SignedDuration,
        now: Timestamp,
    ) -> Result<Option<ApiCredentials>, SignInError> {
        let need = |what| move || self.lacks(what);
        let access_key_id = kept.text("accessToken/accessKeyId");
        let expires = kept.time("accessToken/expiresAt");
        let credentials = ApiCredentials {
            access_key_id: access_key_id
                .ok_or_else(need("accessToken.accessKeyId"))?
                .to_owned(),
            secret_access_key: kept
                .secret("accessToken/secretAccessKey")
                .ok_or_else(need("accessToken.secretAccessKey"))?,
            session_token: kept.secret("accessToken/sessionToken"),
            expires: Some(expires.ok_or_else(need("accessToken.expiresAt"))?),
        };
        let is_left = credentials
            .expires
            .is_some_and(|expires| expires.duration_since(now) > least);
        Ok(is_left.then_some(credentials))
    }

    fn lacks(&self, what: &'static str) -> SignInError {
        SignInError::Incomplete {
            path: self.path.clone(),
            what,
            profile: self.request.profile.to_owned(),
        }
    }

    /// Renews what is kept. Where that fails for a reason that may pass, it is used while it lasts.
    fn renew(
        &self,
        held: &Lock,
        mut kept: Document,
        edge: &mut Edge<'_>,
    ) -> Result<ApiCredentials, SignInError> {
        let now = (edge.clock)();
        let output = match self.ask(&kept, edge) {
            Ok(output) => output,
            Err(error) => {
                let is_passing = matches!(&error, SignInError::Call(error) if is_passing(error));
                let least = if is_passing { LEAST } else { RENEWED_BEFORE };
                // The AWS CLI takes no lock: it may have renewed the session meanwhile, which can be done once.
                let usable = self.credentials(&self.read()?, least, now)?;
                return usable.ok_or(error);
            }
        };
        let lasts = SignedDuration::from_secs(output.expires_in.max(0).into());
        let expires = now.checked_add(lasts).unwrap_or(now);
        let given = output.access_token;
        for (name, value) in [
            ("accessKeyId", given.access_key_id.as_str()),
            ("secretAccessKey", given.secret_access_key.expose()),
            ("sessionToken", given.session_token.expose()),
            ("expiresAt", &iso_seconds(expires)),
        ] {
            kept.set(Some("accessToken"), name, value);
        }
        kept.set(None, "refreshToken", output.refresh_token.expose());
        // The old refresh token is spent: what is not written is lost.
        token_file::write(held, &self.path, &kept)?;
        Ok(ApiCredentials {
            access_key_id: given.access_key_id,
            secret_access_key: given.secret_access_key,
            session_token: Some(given.session_token),
            expires: Some(expires),
        })
    }

    fn ask(
        &self,
        kept: &Document,
        edge: &mut Edge<'_>,
    ) -> Result<CreateOAuth2TokenResponseBody, SignInError> {
        let need = |what| move || self.lacks(what);
        let key = kept.secret("dpopKey").and_then(|pem| ProofKey::from_pem(&pem));
        let key = key.ok_or_else(need("a P-256 key (dpopKey)"))?;
        let input = CreateOAuth2TokenRequest {
            token_input: CreateOAuth2TokenRequestBody {
                client_id: kept.text("clientId").ok_or_else(need("clientId"))?.to_owned(),
                grant_type: "refresh_token".into(),
                code: None,
                redirect_uri: None,
                code_verifier: None,
                refresh_token: Some(kept.secret("refreshToken").ok_or_else(need("refreshToken"))?),
            },
        };
        let client = ApiClient::unsigned(&SERVICE, &self.endpoint(kept)?, edge)?;
        let prove = |edge: &mut Edge<'_>, url: &str, now| match key.proof(url, now, edge.rng) {
            Ok(proof) => Ok(("DPoP", proof)),
            Err(error) => Err(HttpError::Request(error.to_string())),
        };
        client
            .call_with::<CreateOAuth2Token>(&input, Some(&prove), edge)
            .map(|output| output.token_output)
            .map_err(|error| self.explained(error))
    }

    fn endpoint(&self, kept: &Document) -> Result<Endpoint, SignInError> {
        let begun_in = kept.text("signInRegion").and_then(|region| region.parse().ok());
        let place = match begun_in {
            Some(region) => &plan::Endpoint {
                region: Given::built_in(region),
                ..self.request.place.clone()
            },
            None => self.request.place,
        };
        Ok(Endpoint::of_plan(place)?)
    }

    fn explained(&self, error: CallError) -> SignInError {
        let session = self.request.session.clone();
        let profile = self.request.profile.to_owned();
        match (error.code(), error.reason()) {
            (_, Some("TOKEN_EXPIRED" | "USER_CREDENTIALS_CHANGED" | "invalid_grant")) => {
                SignInError::Ended { session, profile }
            }
            (_, Some("INSUFFICIENT_PERMISSIONS")) => SignInError::NotAllowed { session },
            (Some("AccessDeniedException"), _) => SignInError::Ended { session, profile },
            _ => error.into(),
        }
    }
}

/// Whether the same may succeed a little later.
fn is_passing(error: &CallError) -> bool {
    match error {
        CallError::Http(error) => error.is_transient(),
        CallError::Service { error, .. } => error.status >= 500 || error.status == 429,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
