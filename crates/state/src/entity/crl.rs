//! Certificate revocation lists, and the form of a Roles Anywhere ARN.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tegata_base::{AccountId, Arn, Region, Tag};

use super::trust_anchor::Parsed;

/// A certificate revocation list of a trust anchor.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Crl {
    /// The account it belongs to.
    pub account: AccountId,
    /// The region it belongs to.
    pub region: Region,
    /// A UUID.
    pub id: String,
    /// Not unique.
    pub name: String,
    /// Whether it is consulted.
    pub enabled: bool,
    /// The PEM as submitted.
    pub data: String,
    /// The id of its trust anchor.
    pub trust_anchor: String,
    /// When it was created.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
    /// At most 200; keys differ by case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// Unique among the CRLs of the account and region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// The list, parsed at first use.
    #[serde(skip)]
    pub parsed: Parsed<tegata_pki::Crl>,
}

impl Crl {
    /// `arn:<partition>:rolesanywhere:<region>:<account>:crl/<id>`
    #[must_use]
    pub fn arn(&self) -> Arn {
        rolesanywhere_arn(&self.region, self.account, "crl", &self.id)
    }
}

/// `arn:<partition>:rolesanywhere:<region>:<account>:<kind>/<id>`
#[must_use]
pub fn rolesanywhere_arn(region: &Region, account: AccountId, kind: &str, id: &str) -> Arn {
    let partition = region.partition().as_str();
    Arn::new(
        partition,
        "rolesanywhere",
        region.as_str(),
        &account.to_string(),
        &format!("{kind}/{id}"),
    )
}
