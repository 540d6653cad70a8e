//! The contract between the pipeline and the services: an operation, its row in the table, its context and outcome.
#![forbid(unsafe_code)]
