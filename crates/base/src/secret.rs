//! A value that must not leak: no `Debug`, `Display`, `Clone` or `Serialize`; wiped on drop.

use subtle::ConstantTimeEq as _;
use zeroize::Zeroize;

/// What [`Secret`] can hold: something with bytes that can be compared and wiped.
pub trait Wipe: Zeroize + AsRef<[u8]> {}

impl<T: Zeroize + AsRef<[u8]>> Wipe for T {}

/// A secret value. Equality is constant in time (for equal lengths), and the value is overwritten
/// when dropped. Every use of [`Secret::expose`] is listed in `docs/secrets.txt`, which a test checks.
pub struct Secret<T: Wipe>(T);

impl<T: Wipe> Secret<T> {
    /// Takes the value in.
    #[must_use]
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself, for the one who must use it.
    #[must_use]
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Wipe> PartialEq for Secret<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_ref().ct_eq(other.0.as_ref()).into()
    }
}

impl<T: Wipe> Eq for Secret<T> {}

impl<T: Wipe> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
