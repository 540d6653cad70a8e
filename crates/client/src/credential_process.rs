//! `tegata credential-process`: temporary credentials for a certificate, as the JSON that the AWS
//! CLI and SDKs read from a `credential_process`. Flags and output are those of `aws_signing_helper`.

mod args;

use std::path::Path;

use tegata_api_rolesanywhere::{CredentialResponse, SERVICE};
use tegata_base::time::iso_seconds;
use tegata_base::{Arn, InvalidRegion, Region};
use tegata_keys::{Identity, KeyError, PemFiles, Permissions, load};

pub use args::{SessionArgs, SourceArgs};

use crate::endpoint::HostNaming;
use crate::http::{HttpClient, HttpError, HttpOptions};
use crate::{CreateSessionError, Edge, Endpoint, EndpointError, SessionRequest, create_session};

/// Why there are no credentials. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialProcessError {
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
    /// Nobody reads the output.
    #[error("cannot write to stdout: {0}")]
    Output(#[from] std::io::Error),
}

/// Gets credentials and writes them to stdout, without a line end, as the SDKs expect them.
///
/// # Errors
/// [`CredentialProcessError`]; nothing has been written then.
pub fn run(
    args: &SessionArgs,
    permissions: Permissions,
    edge: &mut Edge<'_>,
) -> Result<(), CredentialProcessError> {
    let credentials = obtain(args, permissions, edge)?;
    edge.stdout.write_all(render(&credentials).as_bytes())?;
    edge.stdout.flush()?;
    Ok(())
}

/// Gets credentials as the flags say.
///
/// # Errors
/// [`CredentialProcessError`].
pub fn obtain(
    args: &SessionArgs,
    permissions: Permissions,
    edge: &mut Edge<'_>,
) -> Result<CredentialResponse, CredentialProcessError> {
    let target = Target::of(args, edge)?;
    let identity = load_identity(&args.source, permissions, edge)?;
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
        edge.tell(&told(&target, &identity));
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

/// Where the request goes and what it is signed for.
struct Target {
    region: Region,
    endpoint: Endpoint,
}

impl Target {
    fn of(args: &SessionArgs, edge: &Edge<'_>) -> Result<Self, CredentialProcessError> {
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
            return Err(CredentialProcessError::MissingFlags(missing));
        }
        let anchor = arn("--trust-anchor-arn", &args.trust_anchor_arn)?;
        let profile = arn("--profile-arn", &args.profile_arn)?;
        if anchor.region() != profile.region() {
            return Err(CredentialProcessError::Regions {
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
            .map_err(|InvalidRegion| CredentialProcessError::Region(text.into()))?;
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

fn arn(flag: &'static str, value: &str) -> Result<Arn, CredentialProcessError> {
    value
        .parse::<Arn>()
        .ok()
        .filter(|arn| arn.service() == SERVICE.signing_name && !arn.region().is_empty())
        .ok_or_else(|| CredentialProcessError::NotAnArn {
            flag,
            value: value.into(),
        })
}

fn load_identity(
    source: &SourceArgs,
    permissions: Permissions,
    edge: &mut Edge<'_>,
) -> Result<Identity, CredentialProcessError> {
    refuse_unbuilt(source)?;
    let certificate = source
        .certificate
        .as_deref()
        .filter(|path| *path != Path::new(""))
        .ok_or(KeyError::NoCertificate)?;
    let loaded = load(
        PemFiles {
            certificate,
            private_key: given(source.private_key.as_deref()),
            intermediates: given(source.intermediates.as_deref()),
        },
        permissions,
    )?;
    for warning in &loaded.warnings {
        edge.tell(warning);
    }
    Ok(loaded.identity)
}

/// An empty path is as good as none, as in the tool that this one succeeds.
fn given(path: Option<&Path>) -> Option<&Path> {
    path.filter(|path| *path != Path::new(""))
}

fn refuse_unbuilt(source: &SourceArgs) -> Result<(), CredentialProcessError> {
    let stores = "the certificate store of the operating system";
    let table = [
        ("--cert-selector", stores, source.cert_selector.is_some()),
        ("--system-store-name", stores, source.system_store_name.is_some()),
        (
            "--use-latest-expiring-certificate",
            stores,
            source.use_latest_expiring_certificate == Some(true),
        ),
        ("--pkcs11-lib", "PKCS#11 tokens", source.pkcs11_lib.is_some()),
        ("--reuse-pin", "PKCS#11 tokens", source.reuse_pin == Some(true)),
        (
            "--tpm-key-password",
            "keys in a TPM",
            source.tpm_key_password.is_some(),
        ),
        (
            "--no-tpm-key-password",
            "keys in a TPM",
            source.no_tpm_key_password == Some(true),
        ),
        (
            "--pkcs8-password",
            "encrypted private keys",
            source.pkcs8_password.is_some(),
        ),
    ];
    match table.into_iter().find(|(_, _, given)| *given) {
        Some((flag, what, _)) => Err(CredentialProcessError::NotBuilt { flag, what }),
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

/// The JSON of the `credential_process` protocol, version 1, its keys in the order of AWS's helper.
#[must_use]
pub fn render(response: &CredentialResponse) -> String {
    let credentials = &response.credentials;
    let text = |value: &str| serde_json::Value::from(value).to_string();
    format!(
        r#"{{"Version":1,"AccessKeyId":{},"SecretAccessKey":{},"SessionToken":{},"Expiration":{}}}"#,
        text(&credentials.access_key_id),
        text(credentials.secret_access_key.expose()),
        text(&credentials.session_token),
        text(&iso_seconds(credentials.expiration)),
    )
}
