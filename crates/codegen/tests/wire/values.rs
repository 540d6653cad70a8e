//! Strategies for values of any shape.

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use tegata_wire::schema::{Kind, Location, Member, TimestampFormat};
use tegata_wire::{Shape, Value};

/// Text that XML can hold.
const TEXT: &str = "[\\t\\n\\r -\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]{0,12}";

/// A value of this shape, limits and patterns aside. Required members are there; nested structures
/// are never empty, which forms cannot say.
pub(crate) fn of(shape: &'static Shape) -> BoxedStrategy<Value> {
    match shape.kind {
        Kind::Structure { members, union } => structure(members, union),
        Kind::List { item, .. } => vec(of(item), 0..4).prop_map(Value::List).boxed(),
        Kind::Map { value, .. } => proptest::collection::btree_map("[a-z]{1,4}", of(value), 0..3)
            .prop_map(|entries| Value::Map(entries.into_iter().collect()))
            .boxed(),
        Kind::String { .. } => TEXT.prop_map(Value::String).boxed(),
        Kind::Integer { .. } => any::<i32>().prop_map(|n| Value::Integer(i64::from(n))).boxed(),
        Kind::Long { .. } => any::<i64>().prop_map(Value::Integer).boxed(),
        Kind::Double => (-1_000_000_i32..1_000_000)
            .prop_map(|n| Value::Double(f64::from(n) / 64.0))
            .boxed(),
        Kind::Boolean => any::<bool>().prop_map(Value::Boolean).boxed(),
        Kind::Blob { .. } => vec(any::<u8>(), 0..9).prop_map(Value::Blob).boxed(),
        Kind::Timestamp { format } => timestamp(format),
    }
}

fn timestamp(format: TimestampFormat) -> BoxedStrategy<Value> {
    // To 9999 in seconds; where a fraction is written, to the year 2100 in microseconds.
    let at = match format {
        TimestampFormat::IsoMicros => (0..4_102_444_800_000_000_i64)
            .prop_map(|n| Timestamp::from_microsecond(n).expect("in range"))
            .boxed(),
        _ => (-62_135_596_800..253_402_300_000_i64)
            .prop_map(|n| Timestamp::from_second(n).expect("in range"))
            .boxed(),
    };
    at.prop_map(Value::Timestamp).boxed()
}

fn structure(members: &'static [Member], union: bool) -> BoxedStrategy<Value> {
    if members.is_empty() {
        return Just(Value::Structure(Vec::new())).boxed();
    }
    let values: Vec<BoxedStrategy<Value>> = members.iter().map(member).collect();
    let chosen = vec(any::<bool>(), members.len());
    (values, chosen, 0..members.len())
        .prop_map(move |(values, chosen, always)| {
            let all = members.iter().zip(values).zip(chosen).enumerate();
            let kept = all.filter(|(at, ((member, _), chosen))| {
                *at == always || (!union && (*chosen || member.required))
            });
            Value::Structure(
                kept.map(|(_, ((member, value), _))| (member.name, value))
                    .collect(),
            )
        })
        .boxed()
}

fn member(member: &Member) -> BoxedStrategy<Value> {
    match (member.location, member.shape.kind) {
        // A label is never empty, and a header is one line of ASCII.
        (Location::Uri, _) => "[!-\u{ffff}]{1,12}".prop_map(Value::String).boxed(),
        (Location::Header, _) => "[A-Za-z0-9+/=,]{0,12}".prop_map(Value::String).boxed(),
        // A query string cannot say that a list is empty.
        (Location::Query | Location::QueryOrBody, Kind::List { item, .. }) => {
            vec(of(item), 1..4).prop_map(Value::List).boxed()
        }
        _ => of(member.shape),
    }
}
