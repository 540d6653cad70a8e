//! The IAM policy language: parse, validate, compile, decide.
#![forbid(unsafe_code)]
