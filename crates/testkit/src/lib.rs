//! Development only: clocks, fixtures, coverage tests.
//!
//! [`world`] drives the rows of a service as the pipeline drives them, without a server.
#![forbid(unsafe_code)]

pub mod world;
