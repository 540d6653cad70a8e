//! IAM: users, roles, policies, access keys.
#![forbid(unsafe_code)]
