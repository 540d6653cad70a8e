//! Development only: clocks, fixtures, coverage tests.
#![forbid(unsafe_code)]
