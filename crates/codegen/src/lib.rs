//! Development only: turns models/ into api/<service>.
#![forbid(unsafe_code)]
