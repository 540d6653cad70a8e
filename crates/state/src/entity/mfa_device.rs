//! Virtual MFA devices.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tegata_base::{AccountId, Arn, Partition, Tags, UniqueId};

/// A virtual MFA device: a seed for one-time passwords, and how far they were used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MfaDevice {
    /// The account it belongs to.
    pub account: AccountId,
    /// A UUID.
    pub id: String,
    /// Unique in the account together with the path, ignoring case; kept as given.
    pub name: String,
    /// `/` or `/a/b/`
    pub path: String,
    /// When it was created.
    pub created: Timestamp,
    /// The sealed seed; associated data are the row's key and the field name `seed`.
    pub sealed_seed: Vec<u8>,
    /// At most 50.
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
    /// Who shows its codes; `None` for a device that is not enabled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<MfaHolder>,
    /// How many steps its clock is ahead of ours, as seen at its last code.
    #[serde(default)]
    pub drift: i64,
    /// The step of the last code that was accepted, by the device's clock. Neither it nor one before it is
    /// accepted again, whoever holds the device then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_step: Option<i64>,
}

/// Who a device is enabled for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MfaHolder {
    /// The user.
    pub user: UniqueId,
    /// Since when.
    pub since: Timestamp,
}

impl MfaDevice {
    /// The name of the sealed field, a part of its associated data.
    pub const SEED_FIELD: &'static str = "seed";

    /// Its serial number: `arn:<partition>:iam::<account>:mfa<path><name>`.
    #[must_use]
    pub fn serial(&self, partition: Partition) -> Arn {
        let resource = format!("mfa{}{}", self.path, self.name);
        Arn::new(
            partition.as_str(),
            "iam",
            "",
            &self.account.to_string(),
            &resource,
        )
    }
}
