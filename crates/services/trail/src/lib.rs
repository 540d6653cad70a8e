//! CloudTrail: LookupEvents and lineage.
#![forbid(unsafe_code)]
