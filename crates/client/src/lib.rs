//! The client side: from a certificate to credentials, and calls signed with them.
//!
//! ```text
//! flags + environment ─▶ SessionProvider ─▶ IdentitySource ─▶ create_session ─▶ JSON on stdout
//! flags + environment ─▶ ApiCredentials, Endpoint ─▶ ApiClient::call ─▶ output | error
//! config files + flags + environment ─planning─▶ Plan
//! ```
//!
//! Everything is blocking code on one thread over one small HTTP/1.1 client ([`http`]). The world
//! outside comes in through an [`Edge`]: environment, clock, sleep, randomness, and the two streams.
//! Nothing is set up that is not needed: no root store for an `http://` endpoint, no runtime, no
//! threads.
#![forbid(unsafe_code)]

pub mod add;
pub mod api_client;
pub mod args;
mod backoff;
pub mod brought;
pub mod browsing;
mod cache;
pub mod child;
pub mod clear;
pub mod config_files;
pub mod create_session;
pub mod credential_process;
pub mod credentials;
pub mod directory_profile;
pub mod doctor;
pub mod edge;
pub mod endpoint;
pub mod exec;
pub mod export;
pub mod go_format;
pub mod http;
pub mod identity_center;
mod ignored_signals;
pub mod import;
pub mod keystore;
mod limited;
pub mod list;
pub mod login;
pub mod mfa;
pub mod migrate_backend;
pub mod planning;
pub mod private_file;
pub mod profile_credentials;
pub mod profile_server;
mod program;
pub mod provider;
pub mod read_certificate_data;
mod refusal;
pub mod remove;
mod retry;
pub mod rotate;
pub mod run;
mod secret_json;
pub mod serve;
mod shared_file;
pub mod sign_in;
pub mod sign_string;
mod skew;
mod source;
mod stored_key;
mod systemd;
mod target;
mod terminal;
mod token_file;
pub mod totp;
pub mod unlock;
pub mod update;
mod watched_files;

pub use api_client::{ApiClient, CallError};
pub use cache::CacheError;
pub use create_session::{CreateSessionError, SessionRequest, create_session};
pub use credentials::{ApiCredentials, CredentialsError};
pub use edge::{Edge, Environment, NotUnicode};
pub use endpoint::{Endpoint, EndpointError};
pub use retry::{Retries, RetriesError};
pub use shared_file::NotChanged;
pub use skew::Skew;
pub use source::SourceError;
pub use stored_key::StoredKeyError;
pub use target::{Named, TargetError};
pub use terminal::{Person, Terminal};

#[cfg(test)]
mod tests;
