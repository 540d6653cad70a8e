//! The contract between the server's pipeline and the services.
//!
//! An operation is a type that implements [`Operation`]: its generated input and output, `access` (what
//! the caller must be allowed to do), optionally `fetch` (a value that the pipeline reads from the
//! store), and `handle`, a pure function of the permit, the input and the [`Ctx`]. A service is a table
//! of [`Row`]s, one an operation. The pipeline knows rows only, never a concrete operation.
//!
//! Data flows: value ─decode─▶ input ─access, authz─▶ permit ─handle─▶ [`Outcome`] ─▶ [`Reply`].
#![forbid(unsafe_code)]

mod ctx;
mod error;
mod fetch;
mod limits;
pub mod observed;
mod outcome;
mod paths;
mod row;

pub use ctx::{Ctx, Scope};
pub use error::{Fault, Refusal, ServiceError};
pub use fetch::{Fetch, Fetched};
pub use limits::Limits;
pub use outcome::{EventFacts, Outcome, SecondEvent};
pub use paths::{AcceptedPath, PathCache, Subject, session_tags};
pub use row::{Decoded, Effect, Input, Operation, Output, Pace, Reply, Row};
