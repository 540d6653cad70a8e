//! Who is calling and what they may do.
//!
//! A [`Caller`] comes from authentication. An operation says what it demands ([`Access`]); [`permit`]
//! asks the policies and answers with a [`Permit`], or says why not. A session can be minted only from
//! a [`Grant`], which only [`permit`] makes: the trust policy, tags, source identity, durations and
//! session policies were decided by then.
#![forbid(unsafe_code)]

mod access;
mod assume;
mod caller;
mod case;
mod context;
mod error;
mod federate;
mod grant;
mod held;
mod holdings;
mod judge;
mod lineup;
mod message;
pub mod mfa;
mod permit;
mod resource_policy;
mod trace;

pub use access::{Access, Check, Denied, Permit};
pub use assume::{AssumeError, AssumeRequest, FederationRequest, Findings, ServiceCall, TokenRequest};
pub use caller::{Caller, FederatedUser, Identity, Possession, RequestFacts};
pub use context::Context;
pub use error::AuthzError;
pub use grant::{Grant, Issued};
pub use held::{Held, HeldPolicy, HolderKind, Holding, type_name};
pub use holdings::managed_policy;
pub use lineup::Lineup;
pub use message::{InvalidMessage, MAX_MESSAGE_CHARACTERS, open_message, seal_message};
pub use permit::{forbidden, permit};
pub use resource_policy::{Governing, ResourcePolicySource, TrustsNobody};
pub use trace::{Trace, TracedDocuments, TracedOutcome, TracedStatement};

#[cfg(test)]
mod tests;
