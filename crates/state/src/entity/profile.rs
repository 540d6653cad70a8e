//! Roles Anywhere profiles.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tegata_base::{AccountId, Arn, Region, Tag, UniqueId};

use crate::PolicyDoc;

/// A role that a profile lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileRole {
    /// The ARN as submitted.
    pub arn: String,
    /// The role it named when it was written; a role that came later under the same name is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<UniqueId>,
}

/// The mapping rules of one certificate field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeMapping {
    /// `x509Subject`, `x509Issuer` or `x509SAN`
    pub field: String,
    /// Specifiers such as `*`, `CN`, `Name/*`.
    pub specifiers: Vec<String>,
}

/// A Roles Anywhere profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The account it belongs to.
    pub account: AccountId,
    /// The region it belongs to.
    pub region: Region,
    /// A UUID.
    pub id: String,
    /// Not unique.
    pub name: String,
    /// Reserved by AWS; kept and shown.
    pub require_instance_properties: bool,
    /// Whether sessions may be created through it.
    pub enabled: bool,
    /// The caller that created it.
    pub created_by: String,
    /// Narrows every session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_policy: Option<PolicyDoc>,
    /// The roles that sessions may take.
    pub roles: Vec<ProfileRole>,
    /// Managed policies that narrow every session.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub managed_policy_arns: Vec<String>,
    /// When it was created.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
    /// 900–43,200.
    pub duration_seconds: u32,
    /// Whether a caller may choose the session name.
    pub accept_role_session_name: bool,
    /// Which attributes become session tags.
    pub mappings: Vec<AttributeMapping>,
    /// At most 200; keys differ by case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// Unique among the profiles of the account and region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
}

impl Profile {
    /// `arn:<partition>:rolesanywhere:<region>:<account>:profile/<id>`
    #[must_use]
    pub fn arn(&self) -> Arn {
        super::crl::rolesanywhere_arn(&self.region, self.account, "profile", &self.id)
    }
}
