//! The promises of a server when things go wrong: killed, full disk, stopped under load, strangers.
//!
//! Every test runs the real program over a data directory of its own and speaks to it over HTTP.
//!
//! ```text
//! process ─ runs the program        workload ─ eight writers who contend, and what each of them saw
//! http ─ one connection             objects ─ what they contend for, as a model
//! caller ─ signed requests          total_order ─ is there one order of calls that explains it all?
//! trail ─ LookupEvents              strace ─ what the program asked of the system, and when
//! ```
//!
//! [`crash`] is the heart: read it first.
#![expect(clippy::string_slice, reason = "a test fails by panicking")]

#[cfg(test)]
mod caller;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod data_dir;
#[cfg(test)]
mod full_disk;
#[cfg(test)]
mod http;
#[cfg(test)]
mod machine;
#[cfg(test)]
mod objects;
#[cfg(test)]
mod process;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod stop;
#[cfg(test)]
mod strace;
#[cfg(test)]
mod synced;
#[cfg(test)]
mod total_order;
#[cfg(test)]
mod trail;
#[cfg(test)]
mod workload;
