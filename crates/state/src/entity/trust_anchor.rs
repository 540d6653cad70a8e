//! Roles Anywhere trust anchors.

use std::fmt;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tegata_base::{AccountId, Arn, Region, Tag};

/// Where an anchor's certificates come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnchorSource {
    /// A PEM bundle.
    CertificateBundle(String),
    /// A private CA, by ARN.
    AcmPca(String),
    /// `SELF_SIGNED_REPOSITORY`, with its PEM bundle.
    SelfSignedRepository(String),
}

/// A notification setting that somebody set; the defaults are not stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationSetting {
    /// `CA_CERTIFICATE_EXPIRY` or `END_ENTITY_CERTIFICATE_EXPIRY`
    pub event: String,
    /// `ALL`
    pub channel: String,
    /// Whether it is on.
    pub enabled: bool,
    /// Days before expiry, 1–360.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<u32>,
}

/// A trust anchor.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TrustAnchor {
    /// The account it belongs to.
    pub account: AccountId,
    /// The region it belongs to.
    pub region: Region,
    /// A UUID.
    pub id: String,
    /// Not unique.
    pub name: String,
    /// Its certificates.
    pub source: AnchorSource,
    /// Whether sessions may be created through it.
    pub enabled: bool,
    /// `crlDpRevocationEnabled`, when somebody set it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crl_dp_revocation: Option<bool>,
    /// When it was created.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
    /// At most 200; keys differ by case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// Settings that differ from the defaults.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notifications: Vec<NotificationSetting>,
    /// Unique among the anchors of the account and region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// The certificates, parsed at first use.
    #[serde(skip)]
    pub parsed: Parsed<tegata_pki::path::Anchors>,
}

impl TrustAnchor {
    /// `arn:<partition>:rolesanywhere:<region>:<account>:trust-anchor/<id>`
    #[must_use]
    pub fn arn(&self) -> Arn {
        super::crl::rolesanywhere_arn(&self.region, self.account, "trust-anchor", &self.id)
    }
}

/// Something read from an entity's text once, then shared by everyone who holds the entity.
pub struct Parsed<T>(OnceLock<Arc<T>>);

impl<T> Parsed<T> {
    /// The parsed form, made by `parse` the first time.
    ///
    /// # Errors
    /// What `parse` answers; it is tried again the next time.
    pub fn get_or_parse<E>(&self, parse: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        if let Some(known) = self.0.get() {
            return Ok(Arc::clone(known));
        }
        let made = Arc::new(parse()?);
        Ok(Arc::clone(self.0.get_or_init(|| made)))
    }
}

impl<T> Default for Parsed<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

/// A copy is made to be changed, so it parses anew.
impl<T> Clone for Parsed<T> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<T> fmt::Debug for Parsed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.get().is_some() {
            "parsed"
        } else {
            "unparsed"
        })
    }
}
