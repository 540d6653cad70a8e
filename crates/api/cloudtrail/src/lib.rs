//! Generated: CloudTrail.
#![forbid(unsafe_code)]
