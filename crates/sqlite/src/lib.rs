//! The embedded storage engine.
#![forbid(unsafe_code)]
