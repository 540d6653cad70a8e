//! The snapshot: an immutable, indexed view of the configuration; built from rows, advanced by changes.
#![forbid(unsafe_code)]
