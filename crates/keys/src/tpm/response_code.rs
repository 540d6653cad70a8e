//! What a TPM says when it refuses (TPM 2.0 Library, part 2, section 6.6).

use std::fmt;

/// A response code other than success, without the number of the layer that gave it and without the
/// number of the handle, session or parameter that it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResponseCode(u32);

impl ResponseCode {
    pub(super) const INITIALIZE: Self = Self(0x100);
    pub(super) const FAILURE: Self = Self(0x101);
    pub(super) const AUTH_UNAVAILABLE: Self = Self(0x12f);
    pub(super) const OBJECT_MEMORY: Self = Self(0x902);
    pub(super) const MEMORY: Self = Self(0x904);
    pub(super) const OBJECT_HANDLES: Self = Self(0x906);
    pub(super) const LOCALITY: Self = Self(0x907);
    pub(super) const YIELDED: Self = Self(0x908);
    pub(super) const TESTING: Self = Self(0x90a);
    pub(super) const REFERENCE_H0: Self = Self(0x910);
    pub(super) const NV_RATE: Self = Self(0x920);
    pub(super) const LOCKOUT: Self = Self(0x921);
    pub(super) const RETRY: Self = Self(0x922);
    pub(super) const ATTRIBUTES: Self = Self(0x082);
    pub(super) const HASH: Self = Self(0x083);
    pub(super) const VALUE: Self = Self(0x084);
    pub(super) const HIERARCHY: Self = Self(0x085);
    pub(super) const TYPE: Self = Self(0x08a);
    pub(super) const HANDLE: Self = Self(0x08b);
    pub(super) const AUTH_FAIL: Self = Self(0x08e);
    pub(super) const SCHEME: Self = Self(0x092);
    pub(super) const SIZE: Self = Self(0x095);
    pub(super) const INTEGRITY: Self = Self(0x09f);
    pub(super) const BAD_AUTH: Self = Self(0x0a2);
    pub(super) const CURVE: Self = Self(0x0a6);

    /// From the number of a response.
    #[must_use]
    pub const fn new(code: u32) -> Self {
        // Bit 7 tells format one, which puts a number into bits 8 to 11 and its kind into bit 6.
        if code & 0x80 == 0 {
            Self(code & 0xfff)
        } else {
            Self(code & 0xbf)
        }
    }

    /// The command was not begun, and the same bytes may be sent again.
    pub(super) fn may_pass(self) -> bool {
        [Self::RETRY, Self::YIELDED, Self::TESTING, Self::NV_RATE].contains(&self)
    }

    /// The password is wrong.
    pub(super) fn is_wrong_password(self) -> bool {
        [Self::AUTH_FAIL, Self::BAD_AUTH].contains(&self)
    }

    /// A handle is not, or is no longer, of a loaded object.
    pub(super) fn is_lost_handle(self) -> bool {
        [Self::REFERENCE_H0, Self::HANDLE].contains(&self)
    }

    /// All places for keys are taken.
    pub(super) fn is_full(self) -> bool {
        [Self::OBJECT_MEMORY, Self::MEMORY, Self::OBJECT_HANDLES].contains(&self)
    }
}

/// The codes that a user may meet, by the names of the standard, and what they mean here.
const NAMES: &[(ResponseCode, &str, &str)] = &[
    (
        ResponseCode::INITIALIZE,
        "INITIALIZE",
        "it was not started; restart the machine, or run tpm2_startup -c",
    ),
    (
        ResponseCode::FAILURE,
        "FAILURE",
        "it has failed its self-test; restart the machine",
    ),
    (
        ResponseCode::AUTH_UNAVAILABLE,
        "AUTH_UNAVAILABLE",
        "the object lets nobody in by password",
    ),
    (
        ResponseCode::OBJECT_MEMORY,
        "OBJECT_MEMORY",
        "it has no room for another key",
    ),
    (ResponseCode::MEMORY, "MEMORY", "it has no room left"),
    (
        ResponseCode::OBJECT_HANDLES,
        "OBJECT_HANDLES",
        "it has no handle left",
    ),
    (
        ResponseCode::LOCALITY,
        "LOCALITY",
        "the key may not be used from the operating system",
    ),
    (ResponseCode::YIELDED, "YIELDED", "it was busy for too long"),
    (
        ResponseCode::TESTING,
        "TESTING",
        "it was busy testing itself for too long",
    ),
    (
        ResponseCode::REFERENCE_H0,
        "REFERENCE_H0",
        "nothing is loaded under the handle",
    ),
    (
        ResponseCode::NV_RATE,
        "NV_RATE",
        "it protects its memory from being written too often; try again later",
    ),
    (
        ResponseCode::LOCKOUT,
        "LOCKOUT",
        "it is locked after too many wrong passwords",
    ),
    (ResponseCode::RETRY, "RETRY", "it was busy for too long"),
    (
        ResponseCode::ATTRIBUTES,
        "ATTRIBUTES",
        "the object may not be used in this way",
    ),
    (
        ResponseCode::HASH,
        "HASH",
        "it does not know the hash, or the key is made for another one",
    ),
    (ResponseCode::VALUE, "VALUE", "it does not take a value"),
    (
        ResponseCode::HIERARCHY,
        "HIERARCHY",
        "the hierarchy is switched off",
    ),
    (ResponseCode::TYPE, "TYPE", "the object is of another type"),
    (
        ResponseCode::HANDLE,
        "HANDLE",
        "it knows no object under the handle",
    ),
    (ResponseCode::AUTH_FAIL, "AUTH_FAIL", "the password is wrong"),
    (
        ResponseCode::SCHEME,
        "SCHEME",
        "the key does not sign in this way",
    ),
    (ResponseCode::SIZE, "SIZE", "a value is too long or too short"),
    (
        ResponseCode::INTEGRITY,
        "INTEGRITY",
        "the key was made under another parent or by another TPM",
    ),
    (ResponseCode::BAD_AUTH, "BAD_AUTH", "the password is wrong"),
    (
        ResponseCode::CURVE,
        "CURVE",
        "it does not know the elliptic curve",
    ),
];

impl fmt::Display for ResponseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match NAMES.iter().find(|(code, _, _)| code == self) {
            Some((_, name, meaning)) => write!(f, "{meaning} (TPM_RC_{name})"),
            None => write!(f, "response code {:#05x}", self.0),
        }
    }
}

#[cfg(test)]
mod tests;
