//! Credentials from a certificate, as often as they are asked for: what `credential-process` does
//! once, and `serve` and `update` again and again.
//!
//! ```text
//! SessionArgs ─▶ SessionProvider { target, identity source } ─obtain─▶ CredentialResponse
//! ```

use std::sync::Arc;

use tegata_api_rolesanywhere::CredentialResponse;
use tegata_base::Region;
use tegata_base::time::iso_seconds;
use tegata_keys::{Identity, IdentitySource, KeyError, Permissions};
use tegata_pki::Certificate;

use crate::args::SessionArgs;
use crate::http::{HttpClient, HttpError, HttpOptions};
use crate::source::{SourceError, source_spec};
use crate::target::{Target, TargetError};
use crate::terminal::ProcessSurroundings;
use crate::{CreateSessionError, Edge, Endpoint, SessionRequest, create_session};

/// Why there are no credentials. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProviderError {
    /// The flags do not say what to ask for.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The flags do not say where certificate and key are.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Certificate or key cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The client cannot be set up.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The service did not give credentials.
    #[error(transparent)]
    CreateSession(#[from] CreateSessionError),
}

/// What is told of a refusal that [`ProviderError::is_permanent`].
pub(crate) const UNTIL_CHANGED: &str =
    "not tried again before SIGHUP, or a change of the files of certificate, key and passwords";

impl ProviderError {
    /// Whether to try again is of no use before a person changes something, and may even lock a token: a PIN
    /// or password was refused, or cannot be had. See [`KeyError::is_permanent`].
    #[must_use]
    pub const fn is_permanent(&self) -> bool {
        match self {
            Self::Key(error) => error.is_permanent(),
            Self::CreateSession(CreateSessionError::Signer(error)) => error.is_permanent(),
            _ => false,
        }
    }

    /// Whether it is the command line that is wrong, by itself.
    #[must_use]
    pub const fn is_mistake(&self) -> bool {
        matches!(self, Self::Target(error) if error.is_mistake())
    }
}

/// Gets a new session each time it is asked. It keeps what is dear to open: tokens, and the answers
/// given at the terminal.
pub struct SessionProvider {
    args: SessionArgs,
    target: Target,
    identities: IdentitySource,
    certificate: Option<Certificate>,
}

impl SessionProvider {
    /// Checks the flags; nothing is read or sent yet.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub fn new(args: SessionArgs, permissions: Permissions, edge: &Edge<'_>) -> Result<Self, ProviderError> {
        let target = Target::of(&args, edge)?;
        let spec = source_spec(&args.source, args.intermediates.as_deref(), permissions)?;
        let surroundings = Arc::new(ProcessSurroundings::new(edge.environment));
        Ok(Self {
            args,
            target,
            identities: IdentitySource::new(spec, surroundings),
            certificate: None,
        })
    }

    /// The certificate that was read last, whether or not a session came of it.
    #[must_use]
    pub const fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
    }

    /// What is asked for, and with what.
    pub(crate) const fn args(&self) -> &SessionArgs {
        &self.args
    }

    /// The service that is asked.
    pub(crate) const fn endpoint(&self) -> &Endpoint {
        &self.target.endpoint
    }

    /// The region that is signed for.
    #[must_use]
    pub const fn region(&self) -> &Region {
        &self.target.region
    }

    /// Reads certificate and key as they are now and asks the service for a session.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub fn obtain(&mut self, edge: &mut Edge<'_>) -> Result<CredentialResponse, ProviderError> {
        let loaded = self.identities.load()?;
        for warning in &loaded.warnings {
            edge.tell(warning);
        }
        let identity = loaded.identity;
        self.certificate = Some(identity.certificate().clone());
        let args = &self.args;
        let target = &self.target;
        if target.endpoint.is_exposed() {
            edge.tell(&format!(
                "warning: {} is not encrypted; whoever is on the way can read the credentials",
                target.endpoint
            ));
        }
        let options = HttpOptions::from_flags(&args.service, edge.environment, &target.endpoint)?;
        let client = HttpClient::new(&target.endpoint, &options)?;
        let bundle = args.service.ca_bundle.as_ref();
        if bundle.is_some_and(|path| !path.as_os_str().is_empty()) && !client.is_shown_a_certificate() {
            edge.tell(&format!(
                "warning: --ca-bundle is not used: {} shows no certificate",
                target.endpoint
            ));
        }
        if args.debug {
            edge.tell(&told(target, &identity));
        }
        let request = SessionRequest {
            identity: &identity,
            trust_anchor_arn: &args.trust_anchor_arn,
            profile_arn: &args.profile_arn,
            role_arn: &args.role_arn,
            duration_seconds: args.session_duration,
            role_session_name: args.role_session_name.as_deref(),
            region: &target.region,
            retries: target.retries,
        };
        let credentials = create_session(&client, &request, edge)?;
        if args.debug {
            edge.tell(&format!(
                "debug: session {} as {}",
                credentials.credentials.access_key_id, credentials.assumed_role_user.arn
            ));
        }
        Ok(credentials)
    }
}

fn told(target: &Target, identity: &Identity) -> String {
    let certificate = identity.certificate();
    format!(
        "debug: certificate `{}`, serial number {}, valid until {}, with {} in its chain; POST {}, signed for {}",
        certificate.subject(),
        certificate.serial().to_hex(),
        iso_seconds(certificate.not_after()),
        identity.chain().len(),
        target.endpoint.url(&target.endpoint.path("/sessions"), ""),
        target.region,
    )
}
