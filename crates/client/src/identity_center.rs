//! A role of IAM Identity Center: from a sign-in in the browser to credentials.
//!
//! ```text
//! cache of the AWS CLI: token ─good?─▶ GetRoleCredentials ─▶ credentials
//!        │ no                              │ 401: the token is dropped, once more
//!        ▼
//!   lock, look again ─▶ renew by its refresh token ─▶ else sign in: authorization code, or device code ─▶ keep
//! ```
//!
//! Tokens and registered clients are kept where the AWS CLI keeps them, in its form: who signed in with one of
//! them is signed in with the other. Of several processes that find no token one signs in, and the others wait.

mod assignments;
mod cache;
mod code_flow;
mod device_flow;
mod oidc;
mod redirect;
mod token;

use std::io;
use std::rc::Rc;

use clap::ValueEnum;
use jiff::Timestamp;
use tegata_api_sso::operations::GetRoleCredentials;
use tegata_api_sso::{GetRoleCredentialsRequest, GetRoleCredentialsResponse, SERVICE};
use tegata_base::AccountId;
use tegata_profiles::plan::SsoDirectory;

use crate::browsing::Browsing;
use crate::config_files::home;
use crate::private_file::PrivateFileError;
use crate::{ApiClient, ApiCredentials, CallError, Edge, Endpoint, Environment, NotUnicode, Skew};
use cache::{Cache, Token};
use token::Asking;

pub use assignments::{Account, assignments};

/// The flags of every subcommand that may have to sign in.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct SignInArgs {
    /// How to sign in to IAM Identity Center [default: TEGATA_SSO_FLOW; else pkce for an sso-session where there is a browser]
    #[arg(long, value_enum, value_name = "FLOW")]
    sso_flow: Option<Flow>,
    /// Print links to sign in rather than open a browser [default: AWS_VAULT_STDOUT]
    #[arg(long)]
    stdout: bool,
}

/// How a person signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Flow {
    /// With a code that is shown here and compared in any browser (RFC 8628)
    Device,
    /// In a browser on this machine, which brings the answer back (RFC 7636)
    Pkce,
}

/// How to sign in, should it be needed.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// What was asked for.
    flow: Option<Flow>,
    browsing: Browsing,
}

/// What is asked for, and where.
#[derive(Debug, Clone, Copy)]
pub struct RoleRequest<'r> {
    /// Whose users.
    pub directory: &'r SsoDirectory,
    /// The account.
    pub account_id: &'r AccountId,
    /// The role's name there.
    pub role_name: &'r str,
    /// The portal, which gives credentials for a token.
    pub portal: &'r Endpoint,
    /// The OIDC service, which gives tokens.
    pub oidc: &'r Endpoint,
}

/// Why there are no credentials. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IdentityCenterError {
    /// A service refused, or did not answer.
    #[error(transparent)]
    Call(#[from] CallError),
    /// A file of the cache.
    #[error(transparent)]
    File(#[from] PrivateFileError),
    /// A variable that is no text.
    #[error(transparent)]
    Variable(#[from] NotUnicode),
    /// No place for the cache.
    #[error("there is no home directory to keep the sign-in in; set HOME")]
    NoHome,
    /// A variable that names no flow.
    #[error("TEGATA_SSO_FLOW is neither device nor pkce; set it to one of them, or unset it")]
    Flow,
    /// Nothing listens for the browser.
    #[error(
        "cannot listen on 127.0.0.1 for the browser to come back: {0}; sign in with --sso-flow device instead"
    )]
    Listen(io::Error),
    /// The user, or the directory, said no.
    #[error(
        "the sign-in to {0} was denied; sign in again and allow it, or ask who administers the directory"
    )]
    Denied(String),
    /// The directory said something else.
    #[error("the sign-in to {start_url} failed: {reason}")]
    Failed {
        /// The directory.
        start_url: String,
        /// What it said.
        reason: String,
    },
    /// Nobody signed in.
    #[error("nobody signed in to {0} in time; run it again, and sign in within ten minutes")]
    Late(String),
    /// Another process was refused, for which this one waited.
    #[error("{0} (another process asked for the same sign-in, and was told so)")]
    Shared(String),
    /// A new token is refused.
    #[error(
        "{portal} does not accept the token that {oidc} just gave; check sso_region, the endpoints and the clock"
    )]
    Rejected {
        /// The URL of who refuses it.
        portal: String,
        /// That of who gave it.
        oidc: String,
    },
    /// The user has no such role.
    #[error(
        "you have no role {role_name} in account {account_id}, or it is not there; check sso_account_id and \
         sso_role_name, or ask who administers {start_url}"
    )]
    NoRole {
        /// The role.
        role_name: String,
        /// The account.
        account_id: AccountId,
        /// The directory.
        start_url: String,
    },
    /// An answer without what was asked for.
    #[error("the service answered {0} without what was asked for; check sso_region and the endpoint")]
    Incomplete(&'static str),
}

impl SignInArgs {
    /// Whether links are printed rather than opened.
    ///
    /// # Errors
    /// [`NotUnicode`].
    pub fn is_stdout(&self, environment: &Environment) -> Result<bool, NotUnicode> {
        let said = environment.text("AWS_VAULT_STDOUT")?;
        Ok(self.stdout || said.is_some_and(crate::browsing::is_true))
    }

    /// What the flags say, and the environment where they do not.
    ///
    /// # Errors
    /// [`IdentityCenterError::Flow`], [`IdentityCenterError::Variable`].
    pub fn resolve(&self, environment: &Environment) -> Result<SignIn, IdentityCenterError> {
        let named = environment.text("TEGATA_SSO_FLOW")?;
        let flow = match (self.sso_flow, named) {
            (Some(flow), _) => Some(flow),
            (None, Some(name)) => Some(Flow::from_str(name, true).map_err(|_| IdentityCenterError::Flow)?),
            (None, None) => None,
        };
        Ok(SignIn {
            flow,
            browsing: Browsing::of(self.stdout, environment)?,
        })
    }
}

impl SignIn {
    /// As the AWS CLI: authorization codes for `sso-session`, where there is a browser on this machine.
    fn flow(&self, directory: &SsoDirectory) -> Flow {
        let is_usual = directory.session.is_some() && self.browsing.has_browser();
        let usual = if is_usual { Flow::Pkce } else { Flow::Device };
        self.flow.unwrap_or(usual)
    }
}

/// The credentials of a role, and in `skew` what the portal tells of the clock. Signs in where that is needed,
/// which waits for a person.
///
/// # Errors
/// [`IdentityCenterError`].
pub fn role_credentials(
    request: &RoleRequest<'_>,
    sign_in: &SignIn,
    skew: &Rc<Skew>,
    edge: &mut Edge<'_>,
) -> Result<ApiCredentials, IdentityCenterError> {
    let at = Places {
        directory: request.directory,
        portal: request.portal,
        oidc: request.oidc,
    };
    let answered = at.ask(sign_in, skew, edge, |portal, token, edge| {
        let input = GetRoleCredentialsRequest {
            role_name: request.role_name.to_owned(),
            account_id: request.account_id.to_string(),
            access_token: oidc::copy(&token.access),
        };
        portal.call::<GetRoleCredentials>(&input, edge)
    })?;
    taken(request, answered)
}

/// A directory, and where its services are.
#[derive(Debug, Clone, Copy)]
pub struct Places<'p> {
    /// Whose users.
    pub directory: &'p SsoDirectory,
    /// The portal, which answers who has a token.
    pub portal: &'p Endpoint,
    /// The OIDC service, which gives tokens.
    pub oidc: &'p Endpoint,
}

impl Places<'_> {
    /// Asks the portal with the user's token. One that it refuses is dropped, and one new one tried.
    fn ask<T>(
        &self,
        sign_in: &SignIn,
        skew: &Rc<Skew>,
        edge: &mut Edge<'_>,
        ask: impl Fn(&ApiClient<'_>, &Token, &mut Edge<'_>) -> Result<T, CallError>,
    ) -> Result<Result<T, CallError>, IdentityCenterError> {
        let home = home(edge.environment).ok_or(IdentityCenterError::NoHome)?;
        let cache = Cache::new(home, self.directory);
        let asking = Asking {
            directory: self.directory,
            oidc: self.oidc,
            cache: &cache,
            sign_in,
        };
        let portal = ApiClient::unsigned(&SERVICE, self.portal, edge)?.with_skew(skew);
        let token = asking.token(edge)?;
        match ask(&portal, &token, edge) {
            Err(error) if is_unauthorized(&error) => cache.drop_token(&token, edge)?,
            answered => return Ok(answered),
        }
        let token = asking.token(edge)?;
        match ask(&portal, &token, edge) {
            Err(error) if is_unauthorized(&error) => Err(IdentityCenterError::Rejected {
                portal: self.portal.to_string(),
                oidc: self.oidc.to_string(),
            }),
            answered => Ok(answered),
        }
    }
}

fn is_unauthorized(error: &CallError) -> bool {
    matches!(error, CallError::Service { error, .. } if error.status == 401)
}

fn taken(
    request: &RoleRequest<'_>,
    answered: Result<GetRoleCredentialsResponse, CallError>,
) -> Result<ApiCredentials, IdentityCenterError> {
    let output = answered.map_err(|error| match error.code() {
        Some("ForbiddenException" | "ResourceNotFoundException") => IdentityCenterError::NoRole {
            role_name: request.role_name.to_owned(),
            account_id: *request.account_id,
            start_url: request.directory.start_url.clone(),
        },
        _ => error.into(),
    })?;
    let incomplete = || IdentityCenterError::Incomplete("GetRoleCredentials");
    let given = output.role_credentials.ok_or_else(incomplete)?;
    let (Some(access_key_id), Some(secret_access_key)) = (given.access_key_id, given.secret_access_key)
    else {
        return Err(incomplete());
    };
    let expires = given.expiration.map(Timestamp::from_millisecond);
    Ok(ApiCredentials {
        access_key_id,
        secret_access_key,
        session_token: Some(given.session_token.ok_or_else(incomplete)?),
        expires: expires.transpose().map_err(|_| incomplete())?,
    })
}

#[cfg(test)]
mod tests;
