//! Keys and MACs from a password, as files want them: PBKDF2 (RFC 8018), scrypt (RFC 7914), Argon2id
//! (RFC 9106), and the derivation and MAC of PKCS#12 (RFC 7292). What each costs is the file's choice,
//! so whoever reads a file sets the bound before calling.

use std::num::NonZeroU32;

use aws_lc_rs::{digest, hmac, pbkdf2 as native};
use zeroize::{Zeroize, Zeroizing};

use crate::mac::constant_time_eq;

/// The hash inside a derivation or MAC. SHA-1 is here for old files alone; HMAC-SHA-1 is also the
/// default of PBKDF2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordHash {
    /// SHA-1
    Sha1,
    /// SHA-256
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
}

impl PasswordHash {
    /// The length of the hash, in bytes.
    #[must_use]
    pub const fn output_len(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    const fn block_len(self) -> usize {
        match self {
            Self::Sha1 | Self::Sha256 => 64,
            Self::Sha384 | Self::Sha512 => 128,
        }
    }

    fn digest(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        }
    }

    fn hmac(self) -> hmac::Algorithm {
        match self {
            Self::Sha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => hmac::HMAC_SHA256,
            Self::Sha384 => hmac::HMAC_SHA384,
            Self::Sha512 => hmac::HMAC_SHA512,
        }
    }

    fn pbkdf2(self) -> native::Algorithm {
        match self {
            Self::Sha1 => native::PBKDF2_HMAC_SHA1,
            Self::Sha256 => native::PBKDF2_HMAC_SHA256,
            Self::Sha384 => native::PBKDF2_HMAC_SHA384,
            Self::Sha512 => native::PBKDF2_HMAC_SHA512,
        }
    }
}

/// PBKDF2 with HMAC. `out` is at least one byte long.
pub fn pbkdf2(hash: PasswordHash, password: &[u8], salt: &[u8], iterations: NonZeroU32, out: &mut [u8]) {
    if !out.is_empty() {
        native::derive(hash.pbkdf2(), iterations, salt, password, out);
    }
}

/// What scrypt costs: `128 · r · 2^log_n` bytes, in time `p` times as long as it takes to walk them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScryptCost {
    /// The binary logarithm of N, 1 to 63.
    pub log_n: u8,
    /// The block size.
    pub r: u32,
    /// The parallelism.
    pub p: u32,
}

/// Parameters that scrypt does not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("scrypt does not take these parameters")]
pub struct ScryptRefused;

/// scrypt.
///
/// # Errors
/// [`ScryptRefused`] for parameters that RFC 7914 does not allow.
pub fn scrypt(password: &[u8], salt: &[u8], cost: ScryptCost, out: &mut [u8]) -> Result<(), ScryptRefused> {
    let params = scrypt::Params::new(cost.log_n, cost.r, cost.p).map_err(|_| ScryptRefused)?;
    scrypt::scrypt(password, salt, &params, out).map_err(|_| ScryptRefused)
}

/// What Argon2id costs: `memory_kib` KiB, walked `passes` times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argon2Cost {
    /// KiB of memory, at least 8 a lane.
    pub memory_kib: u32,
    /// How often the memory is walked, at least once.
    pub passes: u32,
    /// Lanes; here they are computed one after the other.
    pub lanes: u32,
}

/// Parameters that Argon2 does not take, or more memory than there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Argon2 does not take these parameters, or the memory that they want is not there")]
pub struct Argon2Refused;

/// Argon2id, version 1.3. Its memory is wiped.
///
/// # Errors
/// [`Argon2Refused`] for parameters that RFC 9106 does not allow, and when memory is short.
pub fn argon2id(password: &[u8], salt: &[u8], cost: Argon2Cost, out: &mut [u8]) -> Result<(), Argon2Refused> {
    argon2id_in(&mut Vec::new(), password, salt, cost, out)
}

/// The same in memory that is left wiped, at its full length.
pub(crate) fn argon2id_in(
    memory: &mut Vec<argon2::Block>,
    password: &[u8],
    salt: &[u8],
    cost: Argon2Cost,
    out: &mut [u8],
) -> Result<(), Argon2Refused> {
    let params = argon2::Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(out.len()))
        .map_err(|_| Argon2Refused)?;
    let blocks = params.block_count();
    memory.try_reserve_exact(blocks).map_err(|_| Argon2Refused)?;
    memory.resize(blocks, argon2::Block::new());
    let derived = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
        .hash_password_into_with_memory(password, salt, out, &mut *memory);
    memory.iter_mut().for_each(Zeroize::zeroize);
    derived.map_err(|_| Argon2Refused)
}

/// What a derivation of PKCS#12 is for (RFC 7292 appendix B.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pkcs12Purpose {
    /// A key to decrypt with.
    Key = 1,
    /// An initialization vector.
    Iv = 2,
    /// A key of a MAC.
    Mac = 3,
}

/// The derivation of RFC 7292 appendix B.2. `password` is a BMPString with its two final zeros, or
/// empty.
pub fn pkcs12(
    hash: PasswordHash,
    purpose: Pkcs12Purpose,
    password: &[u8],
    salt: &[u8],
    iterations: NonZeroU32,
    out: &mut [u8],
) {
    let block = hash.block_len();
    let mut input = Zeroizing::new(Vec::with_capacity(2 * block + salt.len() + password.len()));
    for part in [salt, password] {
        let length = part.len().div_ceil(block) * block;
        input.extend(part.iter().cycle().take(length));
    }
    let diversifier = vec![purpose as u8; block];
    for out in out.chunks_mut(hash.output_len()) {
        let a = repeatedly(hash, &[&diversifier, &input], iterations);
        for (to, from) in out.iter_mut().zip(a.iter()) {
            *to = *from;
        }
        for chunk in input.chunks_mut(block) {
            add_one_and(chunk, &a);
        }
    }
}

fn repeatedly(hash: PasswordHash, parts: &[&[u8]], iterations: NonZeroU32) -> Zeroizing<Vec<u8>> {
    let mut first = digest::Context::new(hash.digest());
    for part in parts {
        first.update(part);
    }
    let mut a = Zeroizing::new(first.finish().as_ref().to_vec());
    for _ in 1..iterations.get() {
        let next = digest::digest(hash.digest(), &a);
        for (to, from) in a.iter_mut().zip(next.as_ref()) {
            *to = *from;
        }
    }
    a
}

/// `chunk + a… + 1`, as big-endian numbers of the chunk's length; `a` is repeated to that length.
fn add_one_and(chunk: &mut [u8], a: &[u8]) {
    let repeated: Zeroizing<Vec<u8>> = Zeroizing::new(a.iter().copied().cycle().take(chunk.len()).collect());
    let mut carry = 1_u16;
    for (byte, addend) in chunk.iter_mut().zip(repeated.iter()).rev() {
        let [high, low] = (u16::from(*byte) + u16::from(*addend) + carry).to_be_bytes();
        *byte = low;
        carry = u16::from(high);
    }
}

/// Whether the tag is the HMAC of the data, compared in constant time.
#[must_use]
pub fn hmac_holds(hash: PasswordHash, key: &[u8], data: &[u8], tag: &[u8]) -> bool {
    let key = hmac::Key::new(hash.hmac(), key);
    constant_time_eq(hmac::sign(&key, data).as_ref(), tag)
}
