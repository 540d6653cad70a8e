//! What `rotate` does with the credentials that the plan leads to.

use serde::Serialize;

use super::{Endpoint, Service};

/// The rotation of a stored key.
#[derive(Debug, Clone, Serialize)]
pub struct Rotation {
    /// The profile that the key is stored for.
    #[serde(rename = "stored_for")]
    pub profile: String,
    /// The profiles from the one that was asked for to that one: their sessions are removed.
    pub profiles: Vec<String>,
    /// Where the identity is asked for, by the rules of the profile that has the key.
    pub sts: Endpoint,
    /// Where keys are looked after, by the same rules.
    pub iam: Endpoint,
    /// What is called, in order, when all goes well.
    pub calls: &'static [RotationCall],
}

/// A call of a rotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RotationCall {
    /// The operation.
    #[serde(rename = "call")]
    pub name: &'static str,
    /// Whose it is.
    pub service: Service,
    /// What it is for.
    #[serde(rename = "for")]
    pub aim: &'static str,
}

impl Rotation {
    /// The calls of every rotation.
    pub const CALLS: &'static [RotationCall] = &[
        call("GetCallerIdentity", Service::Sts, "to learn whose the key is"),
        call(
            "ListAccessKeys",
            Service::Iam,
            "to see whether there is room for a new one",
        ),
        call("CreateAccessKey", Service::Iam, "to make it"),
        call(
            "GetCallerIdentity",
            Service::Sts,
            "to try it, before it is stored",
        ),
        call("UpdateAccessKey", Service::Iam, "to deactivate the old one"),
        call(
            "GetAccessKeyLastUsed",
            Service::Iam,
            "to see whether another program has the old one",
        ),
        call(
            "DeleteAccessKey",
            Service::Iam,
            "to delete the old one, if none has",
        ),
    ];

    /// Where a call goes.
    #[must_use]
    pub fn endpoint(&self, call: &RotationCall) -> &Endpoint {
        match call.service {
            Service::Sts => &self.sts,
            _ => &self.iam,
        }
    }
}

const fn call(name: &'static str, service: Service, aim: &'static str) -> RotationCall {
    RotationCall { name, service, aim }
}
