//! Request × policies → [`Decision`] (IAM user guide, "Policy evaluation logic").
//!
//! Each policy is evaluated once: a deny ends the matter, allows are noted, and at the end the
//! notes are combined by who asks and whose the resource is. Nothing is allocated.

mod bearing;
mod combine;
mod condition;
mod decision;
mod glob;
mod message;
mod principal;
mod request;
mod statement;
mod variable;

pub use combine::decide;
pub use decision::{
    Decision, PolicyPlace, PolicySet, PolicyType, ResourceMode, ResourcePolicy, StatementRef, Verdict,
};
pub use message::{denied_message, not_authorized_message};
pub use request::{Context, ContextMap, Principal, Request, Value};

pub(crate) use bearing::{bearing, bears_on, is_always_allowed, policies};
pub(crate) use glob::Scope;
pub(crate) use message::wording;
pub(crate) use principal::Levels;
pub(crate) use statement::{Asked, Speaks, action_matches, named, resource_matches};
