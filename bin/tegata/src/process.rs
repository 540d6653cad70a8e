//! This process itself.

use rustix::process::{DumpableBehavior, set_dumpable_behavior};

/// Keeps what this process knows out of core dumps, and out of reach of other programs of the same user that
/// would attach to it. A program that takes its place is not concerned.
pub(crate) fn hide_memory() {
    // Where the system does not do it, nothing is lost but this.
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}
