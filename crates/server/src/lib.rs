//! The identity server: edge, pipeline, writer, audit, health, metrics.
#![forbid(unsafe_code)]
