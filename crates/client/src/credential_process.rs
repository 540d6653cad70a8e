//! `tegata credential-process`: temporary credentials for a certificate, as the JSON that the AWS
//! CLI and SDKs read from a `credential_process`. Flags and output are those of `aws_signing_helper`.

use std::path::{Path, PathBuf};

use clap::{ArgAction, Args};
use tegata_api_rolesanywhere::{CredentialResponse, SERVICE};
use tegata_base::time::iso_seconds;
use tegata_base::{Arn, InvalidRegion, Region};
use tegata_keys::{Identity, KeyError, PemFiles, Permissions, load};

use crate::endpoint::HostNaming;
use crate::http::{HttpClient, HttpError, HttpOptions};
use crate::{CreateSessionError, Edge, Endpoint, EndpointError, SessionRequest, create_session};

/// The flags that `credential-process`, `serve` and `update` share.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Session")]
pub struct SessionArgs {
    /// The role to assume
    #[arg(long, value_name = "ARN", default_value = "", hide_default_value = true)]
    pub role_arn: String,
    /// The Roles Anywhere profile, in the region of the trust anchor
    #[arg(long, value_name = "ARN", default_value = "", hide_default_value = true)]
    pub profile_arn: String,
    /// The trust anchor of the CA that issued the certificate
    #[arg(long, value_name = "ARN", default_value = "", hide_default_value = true)]
    pub trust_anchor_arn: String,
    /// How long the credentials live, in seconds, 900 to 43200
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    pub session_duration: i32,
    /// The session's name, where the profile accepts one
    #[arg(long, value_name = "NAME")]
    pub role_session_name: Option<String>,
    /// The region to sign for [default: the trust anchor's]
    #[arg(long)]
    pub region: Option<String>,
    /// The base URL of the service [default: AWS_ENDPOINT_URL_ROLESANYWHERE, AWS_ENDPOINT_URL, or AWS's]
    #[arg(long, value_name = "URL")]
    pub endpoint: Option<String>,
    /// Do not verify the service's TLS certificate
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value_t = false, hide_default_value = true, hide_possible_values = true, value_name = "BOOL")]
    pub no_verify_ssl: bool,
    /// Use the proxy named in HTTPS_PROXY or HTTP_PROXY
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value_t = false, hide_default_value = true, hide_possible_values = true, value_name = "BOOL")]
    pub with_proxy: bool,
    /// Tell on stderr what is done
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value_t = false, hide_default_value = true, hide_possible_values = true, value_name = "BOOL")]
    pub debug: bool,
    /// Where certificate and key are
    #[command(flatten)]
    pub source: SourceArgs,
}

/// The flags that say where certificate and key are.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Certificate and key")]
pub struct SourceArgs {
    /// PEM file of the certificate; intermediates and the key may follow in it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["cert_selector", "system_store_name"])]
    pub certificate: Option<PathBuf>,
    /// PEM file of the private key [default: the certificate's file]
    #[arg(long, value_name = "FILE", conflicts_with_all = ["cert_selector", "system_store_name", "use_latest_expiring_certificate"])]
    pub private_key: Option<PathBuf>,
    /// PEM file of intermediate certificates
    #[arg(long, value_name = "FILE", conflicts_with_all = ["use_latest_expiring_certificate", "cert_selector"])]
    pub intermediates: Option<PathBuf>,
    /// Choose a certificate of the system's store (not built yet)
    #[arg(long, value_name = "SELECTOR", conflicts_with = "reuse_pin")]
    pub cert_selector: Option<String>,
    /// The system's store to look in (not built yet)
    #[arg(long, value_name = "NAME", conflicts_with = "reuse_pin")]
    pub system_store_name: Option<String>,
    /// Of several certificates take the one that expires last (not built yet)
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", conflicts_with = "reuse_pin")]
    pub use_latest_expiring_certificate: Option<bool>,
    /// The PKCS#11 library to load (not built yet)
    #[arg(long, value_name = "FILE")]
    pub pkcs11_lib: Option<PathBuf>,
    /// Use the PKCS#11 user PIN for each signature too (not built yet)
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub reuse_pin: Option<bool>,
    /// The password of a TPM key (not built yet)
    #[arg(long, value_name = "PASSWORD", conflicts_with_all = ["cert_selector", "reuse_pin", "no_tpm_key_password", "pkcs8_password"])]
    pub tpm_key_password: Option<String>,
    /// The TPM key has no password (not built yet)
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", conflicts_with = "cert_selector")]
    pub no_tpm_key_password: Option<bool>,
    /// The password of an encrypted PKCS#8 key (not built yet)
    #[arg(long, value_name = "PASSWORD")]
    pub pkcs8_password: Option<String>,
}

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
