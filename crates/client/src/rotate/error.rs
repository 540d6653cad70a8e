//! Why a rotation ended early: the cause, what works now, and what to do next.

use std::fmt;
use std::io;

use jiff::Timestamp;
use tegata_vault::StoreError;

use crate::CallError;
use crate::cache::CacheError;
use crate::keystore::KeystoreError;
use crate::private_file::PrivateFileError;
use crate::profile_credentials::CredentialError;
use crate::stored_key::StoredKeyError;

/// Why the key was not rotated, or not to the end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RotateError {
    /// No credentials to do it with.
    #[error(transparent)]
    Credentials(#[from] CredentialError),
    /// The keystore.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// The keystore, when it was used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key.
    #[error(transparent)]
    StoredKey(#[from] StoredKeyError),
    /// Another process is at it.
    #[error("another process is rotating the key of {0:?}; let it finish")]
    Busy(String),
    /// There is no place for the lock.
    #[error("other processes cannot be kept from rotating the same key: {0}; nothing was changed")]
    Cache(#[from] CacheError),
    /// The lock cannot be taken.
    #[error("other processes cannot be kept from rotating the same key: {0}; nothing was changed")]
    Lock(PrivateFileError),
    /// A newer Tegata began a rotation.
    #[error("a newer Tegata began to rotate the key of {0:?}; finish that with it")]
    NewerJournal(String),
    /// The key of something else than a user.
    #[error(
        "the key of {profile:?} is that of {arn}, which is no IAM user, and only keys of IAM users are rotated; \
         make a user, and store its key with: tegata add {profile}"
    )]
    NotAUser {
        /// The profile.
        profile: String,
        /// Whose it is.
        arn: String,
    },
    /// There is no room for another key.
    #[error(
        "{user} has another access key beside {old}, and IAM allows two: {other}; nothing was changed: find out what \
         uses it, delete it (aws iam delete-access-key --user-name {user} --access-key-id {}), and rotate again",
        other.id
    )]
    TwoKeys {
        /// The user.
        user: String,
        /// The id of the stored one.
        old: String,
        /// The other one.
        other: OtherKey,
    },
    /// A call failed.
    #[error("{error}; {standing}")]
    Call {
        /// Which, and why.
        error: Box<CallError>,
        /// How things stand.
        standing: Standing,
    },
    /// An answer without what was asked for.
    #[error("{0} does not have what was asked for; check the endpoint")]
    Incomplete(&'static str),
    /// The journal cannot be written, before anything was done.
    #[error("what is to be done cannot be noted in the keystore: {error}; {standing}")]
    Journal {
        /// Why.
        error: String,
        /// How things stand.
        standing: Standing,
    },
    /// The new key is another's.
    #[error("the new key is that of {arn}, not of the user {user}; {standing}")]
    OtherUser {
        /// Whose it is.
        arn: String,
        /// The user.
        user: String,
        /// How things stand.
        standing: Box<Standing>,
    },
    /// The new key cannot be stored.
    #[error("the new key cannot be kept: {why}; {standing}")]
    NotStored {
        /// Why.
        why: String,
        /// How things stand.
        standing: Standing,
    },
    /// Another program has the old key.
    #[error(transparent)]
    StillUsed(Box<StillUsed>),
    /// Standard output.
    #[error("cannot write to standard output: {0}")]
    Output(#[from] io::Error),
}

/// Another program has the old key, which is inactive now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{profile:?} has the new key {new}, but another program has the old one, {old}: it was used for {service} in \
     {region} at {at}; it is inactive now and was not deleted: give that program a key of its own, then run \
     tegata rotate {profile} again, which deletes it, or reactivate it with: aws iam update-access-key \
     --user-name {user} --access-key-id {old} --status Active"
)]
pub struct StillUsed {
    /// The profile.
    pub profile: String,
    /// The user.
    pub user: String,
    /// The new key.
    pub new: String,
    /// The old one.
    pub old: String,
    /// What it was used for.
    pub service: String,
    /// Where.
    pub region: String,
    /// When.
    pub at: Timestamp,
}

/// The key that is in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherKey {
    /// Its id.
    pub id: String,
    /// `Active`, `Inactive`.
    pub status: String,
    /// Its last use, in words; empty where that is not told.
    pub used: String,
}

impl fmt::Display for OtherKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is {}", self.id, self.status.to_lowercase())?;
        match self.used.as_str() {
            "" => Ok(()),
            used => write!(f, " and {used}"),
        }
    }
}

/// How things stand after a step that failed. The key that is stored works in every case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// As before.
    Unchanged,
    /// There may be a new key, which nobody has.
    Unknown {
        /// The profile.
        profile: String,
    },
    /// There was a new key for a moment.
    Undone {
        /// The new key.
        new: String,
    },
    /// There is a new key, which is not stored.
    Made {
        /// The profile.
        profile: String,
        /// The new key.
        new: String,
    },
    /// The keystore has one of two keys, and which is not known.
    Either {
        /// The profile.
        profile: String,
        /// The new key.
        new: String,
        /// The old one.
        old: String,
    },
    /// The new key is stored, and the old one is not deleted.
    Stored {
        /// The profile.
        profile: String,
        /// The new key.
        new: String,
        /// The old one.
        old: String,
        /// Whether the old one is inactive already.
        inactive: bool,
    },
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unchanged => f.write_str("nothing was changed, and the stored key is as it was"),
            Self::Unknown { profile } => write!(
                f,
                "the stored key is as it was; whether a new one was made is not known: run tegata rotate {profile} \
                 again, which finds out and goes on"
            ),
            Self::Undone { new } => {
                write!(
                    f,
                    "the new key {new} was deleted again, and the stored key is as it was"
                )
            }
            Self::Made { profile, new } => write!(
                f,
                "the stored key is as it was, beside the new key {new}: run tegata rotate {profile} again, which goes on"
            ),
            Self::Either { profile, new, old } => write!(
                f,
                "the keystore has the new key {new} or the old one, {old}, and both work: mend the keystore, then run \
                 tegata rotate {profile} again, which goes on"
            ),
            Self::Stored {
                profile,
                new,
                old,
                inactive,
            } => {
                let state = if *inactive { "inactive" } else { "active" };
                write!(
                    f,
                    "{profile:?} has the new key {new}, which works; the old one, {old}, is still there and {state}: \
                     run tegata rotate {profile} again, which goes on"
                )
            }
        }
    }
}
