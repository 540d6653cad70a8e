//! Generated: Roles Anywhere.
#![forbid(unsafe_code)]
