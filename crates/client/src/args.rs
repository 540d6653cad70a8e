//! The flags, by the names that `aws_signing_helper` gave them.

use std::path::PathBuf;

use clap::{ArgAction, Args};

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
