//! Storage as a trait: keys, changes, batches, events; a fake and the conformance suite every engine passes.
#![forbid(unsafe_code)]
