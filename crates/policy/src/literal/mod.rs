//! The typed values of conditions: instants, decimals, address ranges. Each is read the same way
//! from a policy and from a request.

mod date;
mod decimal;
mod ip;

pub(crate) use date::Instant;
pub(crate) use decimal::Decimal;
pub(crate) use ip::Range;

#[cfg(test)]
mod tests;
