//! How long policies may be (IAM user guide, "IAM and AWS STS quotas").
//!
//! The limits are for the services to apply: several of them are settings, and that of inline
//! policies is over the sum of an entity's documents.

use crate::kind::PolicyKind;

/// Characters of one version of a managed policy.
pub const MANAGED_CHARACTERS: usize = 6_144;
/// Characters of all inline policies of a user.
pub const INLINE_USER_CHARACTERS: usize = 2_048;
/// Characters of all inline policies of a group.
pub const INLINE_GROUP_CHARACTERS: usize = 5_120;
/// Characters of all inline policies of a role.
pub const INLINE_ROLE_CHARACTERS: usize = 10_240;
/// Characters of a role's trust policy, by default.
pub const TRUST_CHARACTERS: usize = 2_048;
/// Characters that the quota of trust policies can be raised to.
pub const TRUST_CHARACTERS_MOST: usize = 4_096;
/// Characters of an inline session policy and of the ARNs of managed ones together.
pub const SESSION_CHARACTERS: usize = 2_048;
/// Characters of a service control or resource control policy.
pub const ORGANIZATION_CHARACTERS: usize = 5_120;

/// Characters that a document of a kind may have by default. That of inline policies is over the sum of
/// an entity's documents, and a role's, the greatest of the three, is given for them. Resource policies
/// have none in common: each service has its own.
#[must_use]
pub const fn default_quota(kind: PolicyKind) -> Option<usize> {
    match kind {
        PolicyKind::Managed => Some(MANAGED_CHARACTERS),
        PolicyKind::Inline => Some(INLINE_ROLE_CHARACTERS),
        PolicyKind::Session => Some(SESSION_CHARACTERS),
        PolicyKind::Trust => Some(TRUST_CHARACTERS),
        PolicyKind::Resource => None,
        PolicyKind::ServiceControl | PolicyKind::ResourceControl => Some(ORGANIZATION_CHARACTERS),
    }
}

/// The length that quotas count: the characters of the document without the JSON blanks outside
/// strings. Works on any text.
#[must_use]
pub fn character_count(text: &str) -> usize {
    let mut in_string = false;
    let mut escaped = false;
    let mut count = 0;
    for character in text.chars() {
        if !in_string && matches!(character, ' ' | '\t' | '\n' | '\r') {
            continue;
        }
        count += 1;
        match character {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ => {}
        }
    }
    count
}

/// A limit that a service applies, as its message names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SizeLimit<'a> {
    /// One version of a managed policy.
    Managed {
        /// The limit in force.
        characters: usize,
    },
    /// A role's trust policy.
    Trust {
        /// The limit in force.
        characters: usize,
    },
    /// The inline policies of one entity.
    Inline {
        /// `user`, `group` or `role`.
        entity: &'static str,
        /// The entity's name.
        name: &'a str,
        /// The limit in force.
        characters: usize,
    },
}

/// Too long. [`Display`](std::fmt::Display) is IAM's message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SizeLimitExceeded {
    message: String,
}

impl SizeLimit<'_> {
    /// Whether `used` characters are within the limit.
    ///
    /// # Errors
    /// [`SizeLimitExceeded`] with IAM's message.
    pub fn check(&self, used: usize) -> Result<(), SizeLimitExceeded> {
        let (characters, message) = match self {
            Self::Managed { characters } => {
                let message = format!("Cannot exceed quota for PolicySize: {characters}");
                (*characters, message)
            }
            Self::Trust { characters } => {
                let message = format!("Cannot exceed quota for ACLSizePerRole: {characters}");
                (*characters, message)
            }
            Self::Inline {
                entity,
                name,
                characters,
            } => {
                let message =
                    format!("Maximum policy size of {characters} bytes exceeded for {entity} {name}");
                (*characters, message)
            }
        };
        if used <= characters {
            return Ok(());
        }
        Err(SizeLimitExceeded { message })
    }
}

impl SizeLimitExceeded {
    /// IAM's error code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "LimitExceeded"
    }
}
