//! The engine against a second, naive evaluator, on generated cases; and what fuzzing has found, again.
//!
//! A disagreement is printed as JSON. Put it into `cases/` under a telling name and it stays a test.

#![expect(
    clippy::string_slice,
    reason = "the naive evaluator says things plainly; where that panics, the test has found something"
)]

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod case;
#[cfg(test)]
mod choices;
#[cfg(test)]
mod generate;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod naive;
#[cfg(test)]
mod tally;
#[cfg(test)]
mod targets;
#[cfg(test)]
mod tests;
