//! What a session token says.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use tegata_base::{AccessKeyId, AccountId, Rng, Tags, UniqueId};

/// How many ancestors a token lists; older ones are found through theirs.
pub const MAX_ANCESTORS: usize = 8;

/// The id of a session: 128 random bits. It is the key of its lineage; the access key id is only
/// an index, since its format leaves too few random bits to be unique.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub(crate) [u8; 16]);

/// Everything a token carries. Instants count in whole seconds: a fraction is dropped when minted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// The session.
    pub id: SessionId,
    /// Its access key id, `ASIA…`.
    pub access_key_id: AccessKeyId,
    /// The account whose principal acts.
    pub account: AccountId,
    /// Who acts.
    pub principal: Principal,
    /// Which operation made the session.
    pub kind: Kind,
    /// The session's name; none for `GetSessionToken`.
    pub name: Option<String>,
    /// Session tags, inherited ones included.
    pub tags: Tags,
    /// The keys of those tags that follow into the next role.
    pub transitive_tag_keys: Vec<String>,
    /// `sts:SourceIdentity`; set once, kept through every hop.
    pub source_identity: Option<String>,
    /// The inline session policy, as submitted.
    pub policy: Option<String>,
    /// The managed session policies.
    pub managed_policies: Vec<ManagedPolicy>,
    /// When the caller showed a second factor.
    pub mfa: Option<Timestamp>,
    /// `aws:TokenIssueTime`
    pub issued: Timestamp,
    /// When the token stops working.
    pub expires: Timestamp,
    /// What the first session of the chain was made from.
    pub origin: Origin,
    /// The sessions that this one came through, the nearest first, at most [`MAX_ANCESTORS`].
    pub ancestors: Vec<SessionId>,
    /// Whether a session of a role assumed this role.
    pub chained: bool,
    /// The revision of the configuration at which it was granted.
    pub revision: u64,
}

/// Who a session acts as. Unique ids are never used again, so a session ends with its principal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// The root user of the account.
    Root,
    /// An IAM user, `AIDA…`.
    User(UniqueId),
    /// A role, `AROA…`.
    Role(UniqueId),
}

/// Which operation made the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `AssumeRole`, and `CreateSession` of Roles Anywhere.
    AssumedRole,
    /// `GetSessionToken`
    SessionToken,
    /// `GetFederationToken`: the principal is who asked, the name the federated user's.
    Federation,
}

/// A managed session policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManagedPolicy {
    /// A customer managed policy of the account, by unique id.
    Customer(UniqueId),
    /// A policy that AWS manages, by path and name.
    Aws(String),
}

/// What the first session of a chain was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A long-term access key.
    AccessKey(AccessKeyId),
    /// A certificate that Roles Anywhere accepted.
    Certificate(Arc<CertificateOrigin>),
}

/// The certificate at the beginning of a chain of sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateOrigin {
    /// SHA-256 of its DER.
    pub fingerprint: [u8; 32],
    /// The serial number in lower-case hexadecimal.
    pub serial: String,
    /// The subject's name; beyond 512 bytes a token keeps the beginning.
    pub subject: String,
    /// The issuer's name; beyond 512 bytes a token keeps the beginning.
    pub issuer: String,
    /// The id of the trust anchor that vouched.
    pub trust_anchor: String,
}

impl SessionId {
    /// A fresh id.
    pub fn generate(rng: &mut dyn Rng) -> Self {
        let mut bytes = [0; 16];
        rng.fill(&mut bytes);
        Self(bytes)
    }

    /// The id's bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// The text is not 32 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a session id is 32 lower-case hexadecimal digits")]
pub struct InvalidSessionId;

impl FromStr for SessionId {
    type Err = InvalidSessionId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        HEXLOWER
            .decode(text.as_bytes())
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self)
            .ok_or(InvalidSessionId)
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
