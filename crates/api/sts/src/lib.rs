//! Generated: STS.
#![forbid(unsafe_code)]
