//! The operations, driven through their rows as the pipeline drives them, without a server.

mod access;
mod access_keys;
mod accounts;
mod conditions;
mod explain_access;
mod groups;
mod laws;
mod mfa_devices;
mod policies;
mod roles;
mod simulate;
mod tags;
mod trust_policies;
mod users;
mod world;
