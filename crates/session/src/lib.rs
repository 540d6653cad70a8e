//! Stateless session tokens: minted and opened with a ring of root keys.
#![forbid(unsafe_code)]
