//! Which actions a statement can be about, as bits: most statements of a large policy are passed over
//! by one comparison.
//!
//! An entry sets the bit of what it says for certain: of the whole action; of service and first
//! letter, when a wildcard comes later; or of the service. A request has the bits of all three, so that
//! it shares one with every entry that matches it. Sharing one by chance only costs a closer look.

/// Some bits of 64, for a statement or for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ActionMask(u64);

impl ActionMask {
    pub(super) const NONE: Self = Self(0);
    /// Of an entry that no bits tell apart, such as `*`.
    pub(super) const EVERY: Self = Self(u64::MAX);

    /// The bit of an entry, which is in lower case.
    pub(super) fn of_entry(service: &str, name: &str) -> Self {
        let head = name.split(['*', '?']).next().unwrap_or_default();
        let certain = if head.len() == name.len() {
            name
        } else {
            head.get(..1).unwrap_or_default()
        };
        Self(Hash::of(service, certain).bit())
    }

    /// The bits of a request's action, in any letter case.
    pub(crate) fn of_request(service: &str, name: &str) -> Self {
        let of_service = Hash::of(service, "");
        let of_letter = name.get(..1).map_or(of_service, |letter| of_service.then(letter));
        Self(of_service.bit() | of_letter.bit() | of_service.then(name).bit())
    }

    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// A hash of text, ASCII letters folded (FNV-1a).
#[derive(Clone, Copy)]
struct Hash(u32);

impl Hash {
    fn of(service: &str, name: &str) -> Self {
        Self(0x811c_9dc5).then(service).then(":").then(name)
    }

    fn then(self, text: &str) -> Self {
        Self(text.bytes().fold(self.0, |hash, byte| {
            (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
        }))
    }

    /// One of 64 bits.
    fn bit(self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 15)).wrapping_mul(0x9e37_79b1);
        1 << (mixed >> 26)
    }
}
