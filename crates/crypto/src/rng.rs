//! The operating system's randomness, through the library's generator.

use tegata_base::Rng;

/// Cryptographically strong random bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsRng;

impl Rng for OsRng {
    #[expect(
        clippy::panic,
        reason = "without randomness no secret can be made; going on would be worse"
    )]
    fn fill(&mut self, bytes: &mut [u8]) {
        if aws_lc_rs::rand::fill(bytes).is_err() {
            panic!("the operating system gives no random bytes");
        }
    }
}
