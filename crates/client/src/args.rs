//! The flags, by the names that `aws_signing_helper` gave them, and some of our own.
//!
//! A secret need not stand on the command line, where every process of the machine can read it: each
//! flag that takes one has a sibling that takes the place where it is ([`SecretArgs`]).

mod exclusions;
mod given;
mod go;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{ArgAction, Args};

pub use exclusions::{EXCLUSIONS, Exclusion, excluded};
pub use given::GivenSecret;
pub use go::{ValueError, boolean, integer};

use crate::http::ProxyUrl;

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
    #[arg(long, value_name = "SECONDS", default_value_t = 3600, value_parser = integer::<i32>)]
    pub session_duration: i32,
    /// The session's name, where the profile accepts one
    #[arg(long, value_name = "NAME")]
    pub role_session_name: Option<String>,
    /// The region to sign for [default: the trust anchor's]
    #[arg(long)]
    pub region: Option<String>,
    /// How the service is reached
    #[command(flatten)]
    pub service: ServiceArgs,
    /// Tell on stderr what is done
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value_t = false, hide_default_value = true, value_parser = boolean, value_name = "BOOL")]
    pub debug: bool,
    /// Where certificate and key are
    #[command(flatten)]
    pub source: SourceArgs,
    /// PEM file of intermediate certificates
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub intermediates: Option<PathBuf>,
}

/// The flags that say how the service is reached.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Service")]
pub struct ServiceArgs {
    /// The base URL of the service [default: AWS_ENDPOINT_URL_ROLESANYWHERE, AWS_ENDPOINT_URL, or AWS's]
    #[arg(long, value_name = "URL")]
    pub endpoint: Option<String>,
    /// Use AWS's FIPS 140 endpoint, as AWS_USE_FIPS_ENDPOINT=true does
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value_t = false, hide_default_value = true, value_parser = boolean, value_name = "BOOL")]
    pub use_fips_endpoint: bool,
    /// Use AWS's endpoint for IPv4 and IPv6, as AWS_USE_DUALSTACK_ENDPOINT=true does
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value_t = false, hide_default_value = true, value_parser = boolean, value_name = "BOOL")]
    pub use_dualstack_endpoint: bool,
    /// PEM file of the CAs that the service's TLS certificate may come from [default: AWS_CA_BUNDLE, or the system's]
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub ca_bundle: Option<PathBuf>,
    /// Do not verify the service's TLS certificate
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value_t = false, hide_default_value = true, value_parser = boolean, value_name = "BOOL")]
    pub no_verify_ssl: bool,
    /// The proxy to use, but for the hosts in NO_PROXY
    #[arg(long, value_name = "URL")]
    pub proxy: Option<ProxyUrl>,
    /// Use the proxy named in HTTPS_PROXY or HTTP_PROXY, but for the hosts in NO_PROXY
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value_t = false, hide_default_value = true, value_parser = boolean, value_name = "BOOL")]
    pub with_proxy: bool,
}

/// The flags that say where certificate and key are.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Certificate and key")]
pub struct SourceArgs {
    /// Where the certificate is
    #[command(flatten)]
    pub certificate: CertificateArgs,
    /// File of the private key, pkcs11: URI or handle:HEX of a TPM [default: the certificate's place]
    #[arg(long, value_name = "PLACE", value_parser = path())]
    pub private_key: Option<PathBuf>,
    /// Program, with its arguments, that signs in the place of a key: digest on its stdin, signature on its stdout
    #[arg(long, value_name = "COMMAND")]
    pub signer_process: Option<String>,
    /// Of several certificates that match take the one that expires last
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value_t = false, hide_default_value = true, value_parser = boolean, value_name = "BOOL")]
    pub use_latest_expiring_certificate: bool,
    /// Use the PKCS#11 user PIN for each signature too
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value_t = false, hide_default_value = true, value_parser = boolean, value_name = "BOOL")]
    pub reuse_pin: bool,
    /// What unlocks the key
    #[command(flatten)]
    pub secrets: SecretArgs,
}

/// The flags that say where a certificate is.
#[derive(Debug, Clone, Default, Args)]
pub struct CertificateArgs {
    /// File of the certificate (intermediates and the key may follow in it), or pkcs11: URI
    #[arg(long, value_name = "PLACE", value_parser = path())]
    pub certificate: Option<PathBuf>,
    /// Choose the certificate by its names, serial number or fingerprint
    #[arg(long, value_name = "SELECTOR")]
    pub cert_selector: Option<String>,
    /// The store of the system to look in
    #[arg(long, value_name = "NAME")]
    pub system_store_name: Option<String>,
    /// Whose store of the system: CurrentUser or LocalMachine
    #[arg(long, value_name = "OWNER")]
    pub system_store_location: Option<String>,
    /// The PKCS#11 library to load [default: p11-kit's]
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub pkcs11_lib: Option<PathBuf>,
}

/// The flags that unlock a key. The ones that end in `-from` take `env:NAME`, `fd:NUMBER` or a file
/// whose first line it is.
#[derive(Debug, Clone, Default, Args)]
pub struct SecretArgs {
    /// The password of an encrypted key file; others can see it here, so prefer --key-password-from
    #[arg(long, value_name = "PASSWORD", value_parser = GivenSecret::parse)]
    pub pkcs8_password: Option<GivenSecret>,
    /// Where the password of a key file (PKCS#8 or PKCS#12) is: env:NAME, fd:NUMBER or a file
    #[arg(long, value_name = "PLACE", value_parser = path())]
    pub key_password_from: Option<PathBuf>,
    /// The password of a TPM key; others can see it here, so prefer --tpm-key-password-from
    #[arg(long, value_name = "PASSWORD", value_parser = GivenSecret::parse)]
    pub tpm_key_password: Option<GivenSecret>,
    /// Where the password of a TPM key is: env:NAME, fd:NUMBER or a file
    #[arg(long, value_name = "PLACE", value_parser = path())]
    pub tpm_key_password_from: Option<PathBuf>,
    /// The TPM key has no password
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value_t = false, hide_default_value = true, value_parser = boolean, value_name = "BOOL")]
    pub no_tpm_key_password: bool,
    /// The password of the TPM key's parent; others can see it here, so prefer --tpm-parent-password-from
    #[arg(long, value_name = "PASSWORD", value_parser = GivenSecret::parse)]
    pub tpm_parent_password: Option<GivenSecret>,
    /// Where the password of the TPM key's parent is: env:NAME, fd:NUMBER or a file
    #[arg(long, value_name = "PLACE", value_parser = path())]
    pub tpm_parent_password_from: Option<PathBuf>,
}

/// A path as it stands there, be it empty: an empty flag is as good as none.
fn path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(|text: OsString| PathBuf::from(text))
}
