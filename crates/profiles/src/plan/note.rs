//! What a user should know of a plan.

use tegata_base::Region;

use crate::duration::Seconds;
use crate::file::Warning;
use crate::given::Origin;

/// One thing, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Note {
    /// What is read in spite of the AWS CLI refusing it.
    #[error("{0}")]
    File(Warning),
    /// A session that ends sooner than asked.
    #[error(
        "{origin}: the role of {profile:?} lasts 1h instead of {asked}: AWS gives a role that is assumed from a \
         session no longer"
    )]
    Capped {
        /// The profile.
        profile: String,
        /// How long it was to last.
        asked: Seconds,
        /// Where that was said.
        origin: Origin,
    },
    /// A role beside credentials of another kind.
    #[error(
        "{origin}: role_arn of {profile:?} is passed over, since {beside} is beside it; put the role into a profile of its own, with source_profile = {profile}"
    )]
    RoleIgnored {
        /// The profile.
        profile: String,
        /// Where the role is given.
        origin: Origin,
        /// The key that is beside it.
        beside: &'static str,
    },
    /// What `[default]` decides of another profile.
    #[error("{origin}: {key} of {profile:?} comes from [default], which the AWS CLI does not inherit from")]
    Inherited {
        /// The profile.
        profile: String,
        /// The key.
        key: &'static str,
        /// Where it is given.
        origin: Origin,
    },
    /// A profile that is named and is not there.
    #[error("{origin}: {key} names {name:?}, which is not in the files")]
    MissingSection {
        /// Where it is named.
        origin: Origin,
        /// The key that names it.
        key: &'static str,
        /// The name.
        name: String,
    },
    /// `include_profile` where the AWS CLI's rules hold.
    #[error("{origin}: include_profile of {profile:?} is passed over, since the AWS CLI does not know it")]
    IncludeIgnored {
        /// The profile.
        profile: String,
        /// Where it is given.
        origin: Origin,
    },
    /// No session is made of a stored key.
    #[error("the long-lived key of {profile:?} itself is handed out, since no session is made of it")]
    LongLived {
        /// The profile.
        profile: String,
    },
    /// A key in plain text.
    #[error("{origin}: the key of {profile:?} stands in this file in plain text")]
    PlainText {
        /// The profile.
        profile: String,
        /// Where.
        origin: Origin,
    },
    /// A code that AWS may not take.
    #[error(
        "AWS may refuse the MFA code of {profile:?}, since its role is assumed from the session of another"
    )]
    MfaOfSession {
        /// The profile.
        profile: String,
    },
    /// No region is set.
    #[error("no region is set, so that {region} is asked; set region in the profile or AWS_REGION")]
    RegionAssumed {
        /// The one of the partition that answers.
        region: Region,
    },
}
