//! The AWS wire protocols: schemas, values, one codec a protocol, validation and redaction.
#![forbid(unsafe_code)]
