//! Why a profile cannot be resolved: where, what, and what mends it.

use crate::duration::Seconds;
use crate::file::Place;
use crate::given::Origin;
use crate::plan::Note;

/// Why there is no plan for a profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResolveError {
    /// A profile that nothing is known of.
    #[error("profile {profile:?} is not in {file} and no key is stored for it; {near}")]
    UnknownProfile {
        /// Its name.
        profile: String,
        /// What the config file is called.
        file: String,
        /// What may have been meant.
        near: NearMiss,
    },
    /// A profile that takes another as its source, which does so in turn.
    #[error("{origin}: source_profile goes round in a circle: {}; let one of them have credentials of its own", .names.join(" → "))]
    SourceLoop {
        /// Where the last of them names the first.
        origin: Origin,
        /// The profiles, the first also at the end.
        names: Vec<String>,
    },
    /// A profile that includes another, which does so in turn.
    #[error("{origin}: include_profile goes round in a circle: {}; remove one of them", .names.join(" → "))]
    IncludeLoop {
        /// Where the last of them names the first.
        origin: Origin,
        /// The profiles, the first also at the end.
        names: Vec<String>,
    },
    /// More profiles behind one another than anybody has.
    #[error("{origin}: {key} leads through more than {limit} profiles; shorten the chain")]
    LongChain {
        /// Where the last one is named.
        origin: Origin,
        /// `source_profile` or `include_profile`.
        key: &'static str,
        /// How many may be.
        limit: usize,
    },
    /// A profile that is named and is not there.
    #[error("{origin}: {key} names {name:?}, which is not in the files; check the name")]
    MissingSection {
        /// Where it is named.
        origin: Origin,
        /// The key that names it.
        key: &'static str,
        /// The name.
        name: String,
    },
    /// A value that its key cannot have. It is not shown.
    #[error("{}{key} {problem}", before(.origin, .key))]
    Value {
        /// Where it is given.
        origin: Origin,
        /// The key.
        key: &'static str,
        /// What is wrong, and what is right.
        problem: String,
    },
    /// A key that another needs.
    #[error("{origin}: {key} of profile {profile:?} needs {missing} beside it; add it")]
    Missing {
        /// Where the other is given.
        origin: Origin,
        /// The other.
        key: &'static str,
        /// The profile.
        profile: String,
        /// What is missing.
        missing: &'static str,
    },
    /// Two keys that exclude each other.
    #[error("{origin}: profile {profile:?} has both {} and {}; remove one", .keys[0], .keys[1])]
    Conflict {
        /// Where the second is given.
        origin: Origin,
        /// The profile.
        profile: String,
        /// Both.
        keys: [&'static str; 2],
    },
    /// Nothing says where credentials come from.
    #[error(
        "credentials missing: profile {profile:?} has no stored key, and names no source_profile, sso_session, \
         credential_process or other source; {}", way_out(.profile, .missing.as_deref())
    )]
    NoCredentials {
        /// The profile.
        profile: String,
        /// A profile that is named on the way and is not there, which may be why.
        missing: Option<Box<Note>>,
    },
    /// `rotate` where no stored key is.
    #[error(
        "no master credentials found: profile {profile:?} ends in {base:?}, which gets its credentials from elsewhere \
         than a stored key; only stored keys are rotated, so name a profile that leads to one"
    )]
    NothingToRotate {
        /// The profile that was asked for.
        profile: String,
        /// The one that has credentials.
        base: String,
    },
    /// A duration that AWS would refuse.
    #[error("{origin}: {call} cannot last {asked}; AWS takes {min} to {max}")]
    Duration {
        /// Where it is given.
        origin: Origin,
        /// The call.
        call: &'static str,
        /// How long it was to last.
        asked: Seconds,
        /// The shortest.
        min: Seconds,
        /// The longest.
        max: Seconds,
    },
}

/// What a name that is not there may stand for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NearMiss {
    /// Nothing like it is there.
    #[error("check its name")]
    Nothing,
    /// A profile of almost that name.
    #[error("check its name: is {0:?} meant?")]
    Name(String),
    /// A section of that name that is no profile, as in the credentials file.
    #[error("{place} has [{profile}]; write [profile {profile}] there")]
    Header {
        /// Where its header is.
        place: Place,
        /// The name.
        profile: String,
    },
}

/// Where a value is given, unless that is a variable that is named anyhow.
fn before(origin: &Origin, key: &str) -> String {
    match origin {
        Origin::Variable(name) if *name == key => String::new(),
        origin => format!("{origin}: "),
    }
}

fn way_out(profile: &str, missing: Option<&Note>) -> String {
    match missing {
        Some(note) => format!("{note}; check that name"),
        None => format!("store a key for it with `tegata add {profile}`, or add one of them"),
    }
}
