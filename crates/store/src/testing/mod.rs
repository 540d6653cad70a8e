//! For tests: a store in memory, and the suite that it and every engine pass.

mod conformance;
mod fixtures;
mod memory;

pub use conformance::conformance;
pub use fixtures::{account, event, key, observed_subject, put};
pub use memory::MemoryStore;
