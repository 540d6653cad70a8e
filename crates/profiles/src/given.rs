//! A value and where it was given.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::file::Place;

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A flag, such as `--region`.
    Flag(&'static str),
    /// An environment variable.
    Variable(&'static str),
    /// A line of a file.
    File {
        /// Which.
        place: Place,
        /// Whether it stands in `[default]` and the profile is another.
        inherited: bool,
    },
    /// Nobody gave it: what holds without.
    BuiltIn,
}

/// A value with its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// Where it was given.
    pub origin: Origin,
}

impl<T> Given<T> {
    /// What holds when nobody gives a value.
    pub const fn built_in(value: T) -> Self {
        let origin = Origin::BuiltIn;
        Self { value, origin }
    }

    /// Another value of the same origin.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Given<U> {
        Given {
            value: change(self.value),
            origin: self.origin,
        }
    }

    /// Whether it came from `[default]` though another profile was asked for.
    pub const fn is_inherited(&self) -> bool {
        matches!(self.origin, Origin::File { inherited: true, .. })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) | Self::Variable(name) => f.write_str(name),
            Self::File { place, .. } => place.fmt(f),
            Self::BuiltIn => f.write_str("default"),
        }
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
