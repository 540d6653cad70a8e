//! Time-based one-time passwords (RFC 6238): HMAC-SHA-1 of a step of 30 seconds, six digits.

use aws_lc_rs::hmac;
use tegata_base::Secret;

use crate::mac::constant_time_eq;

/// The length of a step in seconds.
pub const STEP_SECONDS: i64 = 30;
/// How many digits a code has.
pub const DIGITS: usize = 6;

/// The seed that a device and its server share, ready to make codes. Its hashes are wiped when it is dropped.
pub struct Seed(hmac::Key);

impl Seed {
    /// From its bytes.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, bytes))
    }

    /// The code of a step since 1970, counted from 0; those before have none.
    #[must_use]
    pub fn code(&self, step: u64) -> Secret<[u8; DIGITS]> {
        let tag = hmac::sign(&self.0, &step.to_be_bytes());
        let tag = tag.as_ref();
        // RFC 4226 section 5.3: the last byte says where the four bytes of the number begin.
        let at = usize::from(tag.last().copied().unwrap_or_default() & 0x0f);
        let bytes = tag.get(at..at.saturating_add(4)).unwrap_or_default();
        let mut number = bytes.iter().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte)) & 0x7fff_ffff;
        let mut digits = [0; DIGITS];
        for digit in digits.iter_mut().rev() {
            // A remainder of ten fits.
            *digit = b'0' + u8::try_from(number % 10).unwrap_or_default();
            number /= 10;
        }
        Secret::new(digits)
    }

    /// Whether this is the code of the step.
    #[must_use]
    pub fn is_code(&self, step: u64, code: &str) -> bool {
        constant_time_eq(self.code(step).expose(), code.as_bytes())
    }
}

/// The step of an instant, in seconds since 1970.
#[must_use]
pub const fn step_at(seconds: i64) -> i64 {
    seconds.div_euclid(STEP_SECONDS)
}
