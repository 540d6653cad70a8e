//! Credentials from a certificate, as often as they are asked for: what `credential-process` does
//! once, and `serve` and `update` again and again.
//!
//! ```text
//! SessionArgs ─▶ SessionProvider { target, identity source } ─obtain─▶ CredentialResponse
//! ```

use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;

use tegata_api_rolesanywhere::{CredentialResponse, SERVICE};
use tegata_base::time::iso_seconds;
use tegata_base::{Arn, InvalidRegion, Region, Secret};
use tegata_keys::{
    Identity, IdentitySource, KeyError, Location, Password, Permissions, SourceSpec, TpmPassword, pkcs11,
};

use tegata_pki::Certificate;

use crate::args::{SessionArgs, SourceArgs};
use crate::endpoint::HostNaming;
use crate::http::{HttpClient, HttpError, HttpOptions};
use crate::terminal::ProcessSurroundings;
use crate::{CreateSessionError, Edge, Endpoint, EndpointError, SessionRequest, create_session};

/// Why there are no credentials. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProviderError {
    /// Flags that must be given.
    #[error("{} must be given", .0.join(" and "))]
    MissingFlags(Vec<&'static str>),
    /// A value that is not an ARN.
    #[error("{flag} {value:?} is not an ARN of Roles Anywhere with a region")]
    NotAnArn {
        /// The flag.
        flag: &'static str,
        /// Its value.
        value: String,
    },
    /// The two must be in one region.
    #[error("trust anchor and profile regions don't match: {anchor} and {profile}")]
    Regions {
        /// The trust anchor's region.
        anchor: String,
        /// The profile's region.
        profile: String,
    },
    /// Not a region.
    #[error("--region {0:?}: {InvalidRegion}")]
    Region(String),
    /// A source of keys that is not built yet.
    #[error(
        "{flag} needs {what}, which cannot be used yet; use PEM files with --certificate and --private-key"
    )]
    NotBuilt {
        /// The flag.
        flag: &'static str,
        /// What it is for.
        what: &'static str,
    },
    /// The endpoint is not one.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
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
        let spec = source_spec(&args.source, permissions)?;
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
        let mut options = HttpOptions::from_environment(edge.environment, &target.endpoint, args.with_proxy);
        options.insecure = args.no_verify_ssl;
        let client = HttpClient::new(&target.endpoint, &options)?;
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

/// Where the request goes and what it is signed for.
struct Target {
    region: Region,
    endpoint: Endpoint,
}

impl Target {
    fn of(args: &SessionArgs, edge: &Edge<'_>) -> Result<Self, ProviderError> {
        let required = [
            ("--role-arn", &args.role_arn),
            ("--profile-arn", &args.profile_arn),
            ("--trust-anchor-arn", &args.trust_anchor_arn),
        ];
        let missing: Vec<&str> = required
            .into_iter()
            .filter(|(_, value)| value.is_empty())
            .map(|(flag, _)| flag)
            .collect();
        if !missing.is_empty() {
            return Err(ProviderError::MissingFlags(missing));
        }
        let anchor = arn("--trust-anchor-arn", &args.trust_anchor_arn)?;
        let profile = arn("--profile-arn", &args.profile_arn)?;
        if anchor.region() != profile.region() {
            return Err(ProviderError::Regions {
                anchor: anchor.region().into(),
                profile: profile.region().into(),
            });
        }
        let text = args
            .region
            .as_deref()
            .filter(|region| !region.is_empty())
            .unwrap_or_else(|| anchor.region());
        let region: Region = text
            .parse()
            .map_err(|InvalidRegion| ProviderError::Region(text.into()))?;
        let naming = HostNaming {
            prefix: SERVICE.endpoint_prefix,
            global: false,
        };
        let endpoint = Endpoint::resolve(
            args.endpoint.as_deref(),
            SERVICE.id,
            naming,
            &region,
            edge.environment,
        )?;
        Ok(Self { region, endpoint })
    }
}

fn arn(flag: &'static str, value: &str) -> Result<Arn, ProviderError> {
    value
        .parse::<Arn>()
        .ok()
        .filter(|arn| arn.service() == SERVICE.signing_name && !arn.region().is_empty())
        .ok_or_else(|| ProviderError::NotAnArn {
            flag,
            value: value.into(),
        })
}

/// What the flags say of certificate and key.
fn source_spec(args: &SourceArgs, permissions: Permissions) -> Result<SourceSpec, ProviderError> {
    refuse_unbuilt(args)?;
    let place = |text: Option<&Path>| Location::parse(text.map(Path::as_os_str).unwrap_or(OsStr::new("")));
    let given = |text: &String| Password::Given(Secret::new(text.clone()));
    Ok(SourceSpec {
        certificate: place(args.certificate.as_deref()).map_err(KeyError::from)?,
        private_key: place(args.private_key.as_deref()).map_err(KeyError::from)?,
        intermediates: place(args.intermediates.as_deref()).map_err(KeyError::from)?,
        permissions,
        key_password: args.pkcs8_password.as_ref().map(given).unwrap_or_default(),
        pkcs11: pkcs11::Options {
            module: args.pkcs11_lib.clone(),
            reuse_pin: args.reuse_pin == Some(true),
        },
        tpm_password: match &args.tpm_key_password {
            Some(password) => TpmPassword::Given(given(password)),
            None if args.no_tpm_key_password == Some(true) => TpmPassword::Without,
            None => TpmPassword::Ask,
        },
    })
}

fn refuse_unbuilt(source: &SourceArgs) -> Result<(), ProviderError> {
    let stores = "the certificate store of the operating system";
    let table = [
        ("--cert-selector", source.cert_selector.is_some()),
        ("--system-store-name", source.system_store_name.is_some()),
        (
            "--use-latest-expiring-certificate",
            source.use_latest_expiring_certificate == Some(true),
        ),
    ];
    match table.into_iter().find(|(_, given)| *given) {
        Some((flag, _)) => Err(ProviderError::NotBuilt { flag, what: stores }),
        None => Ok(()),
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
