//! AWS's shared `config` and `credentials` files: read, resolved into a plan, and edited.
//!
//! ```text
//! bytes ─ConfigFile::parse─▶ sections ─Catalog::new─▶ profiles ─resolve─▶ Plan
//! bytes ─edit(profile, changes)─▶ bytes, in which nothing else changed
//! ```
//!
//! Pure: whoever calls has read the files and the environment, runs the plan, and writes the files.
#![forbid(unsafe_code)]

pub mod catalog;
pub mod duration;
pub mod edit;
pub mod error;
pub mod file;
pub mod given;
pub mod plan;
pub mod resolve;

mod lines;
mod space;
mod words;

pub use edit::{Change, EditError, ProfileName, edit, edit_or_add};
