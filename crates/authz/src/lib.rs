//! Who is calling and what they may do: Caller, Check, Permit, Grant, and the rules of assuming a role.
#![forbid(unsafe_code)]
