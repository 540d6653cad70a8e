//! Amazon Resource Names: `arn:partition:service:region:account:resource`.

use std::fmt;
use std::str::FromStr;

use crate::AccountId;

/// A parsed ARN. The resource part keeps any further `:` and `/`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arn {
    text: Box<str>,
    /// Byte offsets of the second to fifth colon.
    colons: [u32; 4],
}

/// The text does not have the six parts of an ARN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an ARN has six parts: arn:partition:service:region:account:resource")]
pub struct InvalidArn;

impl Arn {
    /// Builds an ARN from its parts; `region` and `account` may be empty.
    #[must_use]
    pub fn new(partition: &str, service: &str, region: &str, account: &str, resource: &str) -> Self {
        let text = ["arn", partition, service, region, account, resource].join(":");
        let mut at = 3 + partition.len() + 1;
        let mut colons = [0; 4];
        for (slot, part) in colons.iter_mut().zip([service, region, account, ""]) {
            *slot = u32::try_from(at).unwrap_or(u32::MAX);
            at += part.len() + 1;
        }
        Self {
            text: text.into(),
            colons,
        }
    }

    /// The whole ARN.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The partition, such as `aws`.
    #[must_use]
    pub fn partition(&self) -> &str {
        self.part(3, self.colons[0])
    }

    /// The service, such as `iam`.
    #[must_use]
    pub fn service(&self) -> &str {
        self.part(self.colons[0], self.colons[1])
    }

    /// The region; empty for global resources.
    #[must_use]
    pub fn region(&self) -> &str {
        self.part(self.colons[1], self.colons[2])
    }

    /// The account part: twelve digits, empty, or a name such as `aws`.
    #[must_use]
    pub fn account(&self) -> &str {
        self.part(self.colons[2], self.colons[3])
    }

    /// The account part where it is an account number.
    #[must_use]
    pub fn account_id(&self) -> Option<AccountId> {
        self.account().parse().ok()
    }

    /// Everything after the fifth colon.
    #[must_use]
    pub fn resource(&self) -> &str {
        self.text.get(self.colons[3] as usize + 1..).unwrap_or_default()
    }

    /// The resource without its `kind/` prefix, if it has that prefix: `role/path/Name` → `path/Name`.
    #[must_use]
    pub fn resource_of(&self, kind: &str) -> Option<&str> {
        self.resource().strip_prefix(kind)?.strip_prefix('/')
    }

    /// The last path component of the resource: the name of a user, role or policy.
    #[must_use]
    pub fn name(&self) -> &str {
        let resource = self.resource();
        resource.rsplit_once('/').map_or(resource, |(_, name)| name)
    }

    fn part(&self, before: u32, end: u32) -> &str {
        self.text
            .get(before as usize + 1..end as usize)
            .unwrap_or_default()
    }
}

impl FromStr for Arn {
    type Err = InvalidArn;

    /// Splits at the first five colons. Partition, service and resource must not be empty.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if !text.starts_with("arn:") || text.len() > u32::MAX as usize {
            return Err(InvalidArn);
        }
        let mut found = text.bytes().enumerate().filter(|(_, b)| *b == b':').skip(1);
        let mut colons = [0; 4];
        for slot in &mut colons {
            let (at, _) = found.next().ok_or(InvalidArn)?;
            *slot = u32::try_from(at).map_err(|_| InvalidArn)?;
        }
        let arn = Self {
            text: text.into(),
            colons,
        };
        if arn.partition().is_empty() || arn.service().is_empty() || arn.resource().is_empty() {
            return Err(InvalidArn);
        }
        Ok(arn)
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
