//! Events: the record, lineage, redaction and the durable spool.
#![forbid(unsafe_code)]
