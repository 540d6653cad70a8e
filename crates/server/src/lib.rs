//! The identity server: edge, pipeline, writer, audit, health, metrics.
//!
//! ```text
//! edge ─Raw─▶ pipeline ─┬─ reads, sessions ─▶ run on the published snapshot ─▶ journal ─▶ answer
//!                       └─ writes ─▶ writer ─▶ one transaction ─▶ publish ─▶ answer
//! journal ─spool─▶ indexer ─▶ store ─▶ fetch ─▶ LookupEvents, who
//! ```
//!
//! Read `pipeline.rs` first: it is the path of a request. [`Server::start`] runs a server in the
//! process, on threads of its own; [`init()`] makes the data directory it needs.
#![forbid(unsafe_code)]

mod authenticate;
mod call;
pub mod clock;
pub mod config;
mod delayed;
mod edge;
mod events;
mod fetch;
mod ids;
mod indexer;
mod init;
mod journal;
mod kek;
mod metrics;
mod node;
mod pipeline;
mod rates;
mod raw;
mod route;
mod server;
mod services;
mod slow;
#[cfg(test)]
mod testing;
mod writer;

pub use config::{Config, KekSource, TlsFiles};
pub use edge::TlsError;
pub use edge::control::connect as connect_control;
pub use init::{Init, InitError, RootCredential, credential_json, init};
pub use kek::KekError;
pub use node::LoadError;
pub use server::{Running, Server, Signals, StartError};
pub use services::Table;
