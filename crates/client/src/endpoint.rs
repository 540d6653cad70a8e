//! Where a service is: from a flag, the environment, or AWS's naming of hosts.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use http::Uri;
use tegata_base::{Partition, Region};

use crate::http::without_password;
use crate::{Environment, NotUnicode};

/// The base URL of a service, without a trailing slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    https: bool,
    /// As the `Host` header has it: the port only when it is not the scheme's own.
    host: String,
    /// Empty, or a path that begins with a slash.
    base_path: String,
    /// A file of the roots that are trusted there, where `AWS_CA_BUNDLE` names none; otherwise the system's are.
    ca_bundle: Option<Arc<PathBuf>>,
}

/// The text is not the base URL of a service.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EndpointError {
    /// A text that is none.
    #[error(
        "{0:?} is not an endpoint{hint}; give a URL such as http://127.0.0.1:8181 or https://example.com",
        hint = if .0.contains('@') { ", which has no user name or password" } else { "" }
    )]
    NotAUrl(String),
    /// A variable that says where it is is no text.
    #[error(transparent)]
    Variable(#[from] NotUnicode),
}

/// How AWS names the hosts of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HostNaming<'a> {
    /// The first label, such as `rolesanywhere`.
    pub prefix: &'a str,
    /// Whether one host answers for all regions of a partition, as for IAM, and for STS where it is asked for the
    /// old way.
    pub global: bool,
}

/// Which of AWS's hosts of a service is meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Variant {
    /// The one with FIPS 140 validated cryptography.
    pub fips: bool,
    /// The one that has IPv6 addresses, too.
    pub dual_stack: bool,
}

impl Variant {
    /// What `AWS_USE_FIPS_ENDPOINT` and `AWS_USE_DUALSTACK_ENDPOINT` ask for.
    ///
    /// # Errors
    /// [`NotUnicode`].
    pub fn of_environment(environment: &Environment) -> Result<Self, NotUnicode> {
        Ok(Self {
            fips: environment.is_true("AWS_USE_FIPS_ENDPOINT")?,
            dual_stack: environment.is_true("AWS_USE_DUALSTACK_ENDPOINT")?,
        })
    }

    /// What either asks for.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self {
            fips: self.fips || other.fips,
            dual_stack: self.dual_stack || other.dual_stack,
        }
    }
}

impl Endpoint {
    /// The endpoint of a service: `flag`, else `AWS_ENDPOINT_URL_<service id>`, else
    /// `AWS_ENDPOINT_URL` (neither of them under `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS`), else AWS's
    /// own host of this variant.
    ///
    /// # Errors
    /// [`EndpointError`] for a flag or variable that is not a URL.
    pub fn resolve(
        flag: Option<&str>,
        service_id: &str,
        naming: HostNaming<'_>,
        region: &Region,
        variant: Variant,
        environment: &Environment,
    ) -> Result<Self, EndpointError> {
        if let Some(text) = flag.filter(|text| !text.is_empty()) {
            return text.parse();
        }
        if !environment.is_true("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")? {
            let own = format!("AWS_ENDPOINT_URL_{}", variable_suffix(service_id));
            if let Some(text) = environment.first(&[&own, "AWS_ENDPOINT_URL"])? {
                return text.parse();
            }
        }
        Ok(Self::of_aws(naming, region, variant))
    }

    /// AWS Sign-In, whose hosts are named otherwise.
    pub(crate) fn of_sign_in(region: &Region) -> Result<Self, EndpointError> {
        let domain = match region.partition() {
            Partition::AwsCn => "signin.amazonaws.cn",
            Partition::AwsUsGov => "signin.amazonaws-us-gov.com",
            _ => "signin.aws.amazon.com",
        };
        format!("https://{region}.{domain}").parse()
    }

    pub(crate) fn of_aws(naming: HostNaming<'_>, region: &Region, variant: Variant) -> Self {
        let host = match naming.global {
            true => global_host(naming.prefix, region.partition(), variant),
            false => regional_host(naming.prefix, region, variant),
        };
        Self {
            https: true,
            host,
            base_path: String::new(),
            ca_bundle: None,
        }
    }

    /// The same, with a file of roots.
    #[must_use]
    pub(crate) fn trusting(self, ca_bundle: Option<PathBuf>) -> Self {
        let ca_bundle = ca_bundle.map(Arc::new);
        Self { ca_bundle, ..self }
    }

    /// The file of the roots that are trusted there, where `AWS_CA_BUNDLE` names none.
    pub(crate) fn ca_bundle(&self) -> Option<&Path> {
        self.ca_bundle.as_deref().map(PathBuf::as_path)
    }

    /// Whether it is reached over TLS.
    #[must_use]
    pub const fn is_https(&self) -> bool {
        self.https
    }

    /// The value of the `Host` header.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The host's name or address, IPv6 addresses in brackets, and the port.
    #[must_use]
    pub fn host_and_port(&self) -> (&str, u16) {
        let own_port = if self.https { 443 } else { 80 };
        match self.host.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().unwrap_or(own_port)),
            _ => (&self.host, own_port),
        }
    }

    /// The path of a request below the base path.
    #[must_use]
    pub fn path(&self, path: &str) -> String {
        format!("{}{path}", self.base_path)
    }

    /// The URL of a path (as [`Endpoint::path`] gives it) and a query, which may be empty.
    #[must_use]
    pub fn url(&self, path: &str, query: &str) -> String {
        let scheme = if self.https { "https" } else { "http" };
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{scheme}://{}{path}{mark}{query}", self.host)
    }

    /// Whether what is sent could be read on the way: plain HTTP to another machine.
    #[must_use]
    pub fn is_exposed(&self) -> bool {
        !self.https && !self.is_loopback()
    }

    /// Whether the host is this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let Ok(authority) = self.host.parse::<http::uri::Authority>() else {
            return false;
        };
        let host = authority.host();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost"
            || host.ends_with(".localhost")
            || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

impl FromStr for Endpoint {
    type Err = EndpointError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || EndpointError::NotAUrl(without_password(text).chars().take(200).collect());
        let uri: Uri = text.trim().parse().map_err(|_| error())?;
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(error()),
        };
        let authority = uri.authority().ok_or_else(error)?;
        if authority.as_str().contains('@') || authority.host().is_empty() || uri.query().is_some() {
            return Err(error());
        }
        if authority.port_u16().is_none() && authority.as_str() != authority.host() {
            return Err(error());
        }
        let own_port = if https { 443 } else { 80 };
        let host = match authority.port_u16() {
            Some(port) if port != own_port => format!("{}:{port}", authority.host()),
            _ => authority.host().to_owned(),
        };
        Ok(Self {
            https,
            host: host.to_ascii_lowercase(),
            base_path: uri.path().trim_end_matches('/').to_owned(),
            ca_bundle: None,
        })
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url(&self.base_path, ""))
    }
}

fn regional_host(prefix: &str, region: &Region, variant: Variant) -> String {
    let suffix = match (variant.dual_stack, region.partition()) {
        (false, Partition::AwsCn) => "amazonaws.com.cn",
        (false, _) => "amazonaws.com",
        (true, Partition::AwsCn) => "api.amazonwebservices.com.cn",
        (true, _) => "api.aws",
    };
    let fips = if variant.fips { "-fips" } else { "" };
    format!("{prefix}{fips}.{region}.{suffix}")
}

/// The host of a partition, by the rules that the SDKs have for IAM (botocore's `iam/2010-05-08/endpoint-rule-set-1`).
/// They follow no pattern.
fn global_host(prefix: &str, partition: Partition, variant: Variant) -> String {
    let Variant { fips, dual_stack } = variant;
    let rest = match (partition, fips, dual_stack) {
        (Partition::AwsCn, false, false) => ".cn-north-1.amazonaws.com.cn",
        (Partition::AwsCn, true, false) => "-fips.amazonaws.com.cn",
        (Partition::AwsCn, false, true) => ".global.api.amazonwebservices.com.cn",
        (Partition::AwsCn, true, true) => "-fips.api.amazonwebservices.com.cn",
        // FIPS 140 or not: there is one.
        (Partition::AwsUsGov, _, false) => ".us-gov.amazonaws.com",
        (Partition::AwsUsGov, _, true) => ".us-gov.api.aws",
        (_, false, false) => ".amazonaws.com",
        (_, true, false) => "-fips.amazonaws.com",
        (_, false, true) => ".global.api.aws",
        (_, true, true) => "-fips.global.api.aws",
    };
    format!("{prefix}{rest}")
}

/// The service id as the SDKs write it in variables: upper case, blanks as underscores.
fn variable_suffix(service_id: &str) -> String {
    service_id.to_ascii_uppercase().replace(' ', "_")
}
