//! What is wrong with a file, where, and what mends it.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::{MAX_FILE, MAX_SECTIONS, MAX_SETTINGS, MAX_VALUE};

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What the file is called.
    pub file: Arc<str>,
    /// From 1.
    pub line: usize,
}

/// Why a file cannot be read: `FILE:LINE: cause; next step`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {fault}")]
pub struct FileError {
    /// The line.
    pub place: Place,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a line. None shows the line, since it may hold a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// A setting above the first section.
    #[error("this stands above the first section; put a header such as [default] above it")]
    NoSection,
    /// `[` without `]`.
    #[error("the section's name is not closed; end the line with ]")]
    OpenHeader,
    /// `= value`.
    #[error("there is no key before the delimiter; write key = value")]
    NoKey,
    /// Neither header nor setting nor comment.
    #[error("this is neither [a section] nor key = value; begin the line with # if it is a comment")]
    NoDelimiter,
    /// An indented block with a line that is no setting.
    #[error(
        "a line of an indented block has no =; write key = value, or put the value on the line of its key"
    )]
    NestedNoEquals,
    /// Bytes that are not UTF-8.
    #[error("this line is not UTF-8; save the file as UTF-8")]
    NotUnicode,
    /// More than [`MAX_FILE`].
    #[error("the file is larger than {} MiB; is it the right file?", MAX_FILE >> 20)]
    TooLarge,
    /// More than [`MAX_SECTIONS`].
    #[error("the file has more than {MAX_SECTIONS} sections; is it the right file?")]
    ManySections,
    /// More than [`MAX_SETTINGS`].
    #[error("there are more than {MAX_SETTINGS} settings in one section or block; split it")]
    ManySettings,
    /// More than [`MAX_VALUE`].
    #[error("the value is longer than {} KiB; is it the right file?", MAX_VALUE >> 10)]
    LongValue,
}

/// What the AWS CLI and boto3 refuse, and is read here: `FILE:LINE: what; next step`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Warning {
    /// U+FEFF at the start.
    #[error(
        "{place}: the file begins with a byte order mark, which the AWS CLI refuses; save it as UTF-8 without one"
    )]
    ByteOrderMark {
        /// The first line.
        place: Place,
    },
    /// A comment that is not UTF-8.
    #[error("{place}: this comment is not UTF-8, so that the AWS CLI refuses the file; save it as UTF-8")]
    NotUnicode {
        /// The line.
        place: Place,
    },
    /// A section that stands there already; both are read as one.
    #[error(
        "{place}: [{name}] stands in line {first} already, which the AWS CLI refuses; make them one section"
    )]
    RepeatedSection {
        /// Where it repeats.
        place: Place,
        /// What stands between the brackets.
        name: String,
        /// The line that it first stands in.
        first: usize,
    },
    /// A key that its section has already; the last counts.
    #[error(
        "{place}: {key} is set in line {first} already, which the AWS CLI refuses; this one counts, delete the other"
    )]
    RepeatedSetting {
        /// Where it repeats.
        place: Place,
        /// The key, in lower case.
        key: String,
        /// The line of the one before.
        first: usize,
    },
}

impl Warning {
    /// Where.
    #[must_use]
    pub const fn place(&self) -> &Place {
        match self {
            Self::ByteOrderMark { place }
            | Self::NotUnicode { place }
            | Self::RepeatedSection { place, .. }
            | Self::RepeatedSetting { place, .. } => place,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
