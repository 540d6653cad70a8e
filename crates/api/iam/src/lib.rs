//! Generated: IAM.
#![forbid(unsafe_code)]
