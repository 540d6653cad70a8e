//! Where a call goes.

use serde::{Serialize, Serializer};
use tegata_base::Region;

use crate::given::Given;

/// A service that a plan calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    /// Security Token Service.
    Sts,
    /// Identity and Access Management.
    Iam,
    /// The portal of IAM Identity Center.
    Sso,
    /// Its sign-in.
    #[serde(rename = "sso-oidc")]
    SsoOidc,
    /// AWS Sign-In, of `aws login`.
    Signin,
    /// IAM Roles Anywhere.
    RolesAnywhere,
}

/// The endpoint of a service for a profile.
#[derive(Debug, Clone, Serialize)]
pub struct Endpoint {
    /// Whose.
    pub service: Service,
    /// What is signed for.
    #[serde(serialize_with = "value")]
    pub region: Given<Region>,
    /// A URL that was given; otherwise AWS's own host.
    #[serde(serialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub url: Option<Given<String>>,
    /// Whether it is the host of all regions of a partition: IAM's, and that of STS under
    /// `sts_regional_endpoints = legacy`.
    #[serde(skip_serializing_if = "is_false")]
    pub global: bool,
    /// Whether it is the host with validated cryptography.
    #[serde(skip_serializing_if = "is_false")]
    pub fips: bool,
    /// Whether it is the host with IPv6 addresses.
    #[serde(skip_serializing_if = "is_false")]
    pub dual_stack: bool,
    /// A file of the roots that are trusted there, unless `AWS_CA_BUNDLE` names one; otherwise the system's are.
    #[serde(serialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub ca_bundle: Option<Given<String>>,
}

impl Service {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Sts,
        Self::Iam,
        Self::Sso,
        Self::SsoOidc,
        Self::Signin,
        Self::RolesAnywhere,
    ];

    /// What it is called in a `services` section.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sts => "sts",
            Self::Iam => "iam",
            Self::Sso => "sso",
            Self::SsoOidc => "sso_oidc",
            Self::Signin => "signin",
            Self::RolesAnywhere => "rolesanywhere",
        }
    }

    /// The variable with its URL.
    #[must_use]
    pub const fn variable(self) -> &'static str {
        match self {
            Self::Sts => "AWS_ENDPOINT_URL_STS",
            Self::Iam => "AWS_ENDPOINT_URL_IAM",
            Self::Sso => "AWS_ENDPOINT_URL_SSO",
            Self::SsoOidc => "AWS_ENDPOINT_URL_SSO_OIDC",
            Self::Signin => "AWS_ENDPOINT_URL_SIGNIN",
            Self::RolesAnywhere => "AWS_ENDPOINT_URL_ROLESANYWHERE",
        }
    }
}

fn value<T: Serialize, S: Serializer>(given: &Given<T>, serializer: S) -> Result<S::Ok, S::Error> {
    given.value.serialize(serializer)
}

fn optional<T: Serialize, S: Serializer>(given: &Option<Given<T>>, serializer: S) -> Result<S::Ok, S::Error> {
    given.as_ref().map(|given| &given.value).serialize(serializer)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}
