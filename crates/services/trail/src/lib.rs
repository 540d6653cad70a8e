//! CloudTrail: what happened (`LookupEvents`), and who did it (`GetLineage`, Tegata's own).
//!
//! Both read the indexed event trail; the pipeline brings the index up to the spool's end first.
#![forbid(unsafe_code)]

mod errors;
mod get_lineage;
mod hops;
mod lookup_events;
mod page_token;

use tegata_operation::{Refusal, Row};

/// What CloudTrail speaks.
pub static SERVICE: &tegata_wire::Service = &tegata_api_cloudtrail::SERVICE;

/// How CloudTrail words refusals.
pub const REFUSAL: Refusal = Refusal::JSON;

/// The operations.
pub static ROWS: &[Row] = &[
    Row::of::<get_lineage::GetLineage>(),
    Row::of::<lookup_events::LookupEvents>(),
];

#[cfg(test)]
mod tests;
