//! Page tokens: where to go on, bound to the query they came from.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use tegata_store::{EventCursor, EventQuery};

/// Writes a token: `1.<time>.<sequence>.<query>`.
pub(crate) fn write(cursor: EventCursor, query: &EventQuery) -> String {
    format!(
        "1.{}.{}.{:016x}",
        cursor.time,
        cursor.sequence,
        fingerprint(query)
    )
}

/// Reads a token of the same query; `None` for any other text.
pub(crate) fn read(token: &str, query: &EventQuery) -> Option<EventCursor> {
    let mut parts = token.split('.');
    if parts.next() != Some("1") {
        return None;
    }
    let cursor = EventCursor {
        time: parts.next()?.parse().ok()?,
        sequence: parts.next()?.parse().ok()?,
    };
    let same = u64::from_str_radix(parts.next()?, 16).ok()? == fingerprint(query);
    (same && parts.next().is_none()).then_some(cursor)
}

/// Everything of a query that must not change between pages. It guards against mistakes, not attacks:
/// a cursor shows nothing that the query itself would not.
fn fingerprint(query: &EventQuery) -> u64 {
    let mut hasher = DefaultHasher::new();
    query.attribute.hash(&mut hasher);
    query.region.hash(&mut hasher);
    query.account.map(|account| account.number()).hash(&mut hasher);
    query.start.map(|at| at.as_microsecond()).hash(&mut hasher);
    query.end.map(|at| at.as_microsecond()).hash(&mut hasher);
    hasher.finish()
}
