//! STS: short-lived credentials.
#![forbid(unsafe_code)]
