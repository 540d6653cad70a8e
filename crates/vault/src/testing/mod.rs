//! A fake, and the suite that every backend passes.

mod conformance;
mod memory;

pub use conformance::conformance;
pub use memory::MemoryStore;
