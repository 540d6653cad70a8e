//! AWS's shared `config` and `credentials` files, as text.
//!
//! ```text
//! bytes ─edit(profile, changes)─▶ bytes, in which nothing else changed
//! ```
//!
//! Pure: whoever calls has read the file and writes it.
#![forbid(unsafe_code)]

pub mod edit;

pub use edit::{Change, EditError, ProfileName, edit};
