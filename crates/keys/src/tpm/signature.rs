//! What a TPM is given to sign, and the signature that it gives back.

use tegata_crypto::{HashKind, KeyKind};

use super::TpmError;
use super::public::{Public, hash_id, hash_kind, padded};
use super::wire::{Malformed, Reader, Writer};
use crate::ecdsa::der_of;

const TPM_ALG_RSASSA: u16 = 0x0014;
const TPM_ALG_ECDSA: u16 = 0x0018;

/// The scheme and the digest of one signature.
#[derive(Debug, PartialEq, Eq)]
pub struct ToSign {
    pub(super) digest: Vec<u8>,
    scheme: u16,
    hash: HashKind,
}

impl ToSign {
    /// Fits a digest to what the key signs.
    ///
    /// RSASSA names its hash within the signature, so that it must be the digest's. ECDSA does not:
    /// a TPM that only takes digests as long as its hash signs a longer or shorter one under another
    /// hash's name, so cut or filled up that it stands for the same number (FIPS 186-5 section 6.4.1).
    ///
    /// # Errors
    /// [`TpmError::OtherHash`] when the key signs with another hash alone.
    pub fn new(public: &Public, hash: HashKind, digest: &[u8]) -> Result<Self, TpmError> {
        if public.kind() == KeyKind::Rsa {
            return match public.fixed_hash() {
                Some(fixed) if fixed != hash => Err(TpmError::OtherHash { fixed, hash }),
                _ => Ok(Self {
                    digest: digest.to_vec(),
                    scheme: TPM_ALG_RSASSA,
                    hash,
                }),
            };
        }
        let signed = public
            .fixed_hash()
            .unwrap_or_else(|| hash_of_curve(public.kind()));
        Ok(Self {
            digest: fitted(digest, public.width(), length(signed))
                .ok_or(TpmError::OtherHash { fixed: signed, hash })?,
            scheme: TPM_ALG_ECDSA,
            hash: signed,
        })
    }

    /// `TPMT_SIG_SCHEME`.
    pub(super) fn scheme(&self, writer: Writer) -> Writer {
        writer.u16(self.scheme).u16(hash_id(self.hash))
    }

    /// Reads a `TPMT_SIGNATURE`: RSA's as it is, ECDSA's in DER.
    pub(super) fn signature(&self, bytes: &[u8], width: usize) -> Result<Vec<u8>, Malformed> {
        let mut reader = Reader(bytes);
        if reader.u16()? != self.scheme || hash_kind(reader.u16()?) != Some(self.hash) {
            return Err(Malformed);
        }
        let first = reader.sized()?;
        if self.scheme == TPM_ALG_RSASSA {
            reader.finish()?;
            return if first.len() == width {
                Ok(first.to_vec())
            } else {
                Err(Malformed)
            };
        }
        let second = reader.sized()?;
        reader.finish()?;
        let (r, s) = (number(first, width)?, number(second, width)?);
        der_of(&r, &s).ok_or(Malformed)
    }
}

/// A number of a signature: not zero, and not longer than the curve's.
fn number(bytes: &[u8], width: usize) -> Result<Vec<u8>, Malformed> {
    if bytes.iter().all(|byte| *byte == 0) {
        return Err(Malformed);
    }
    padded(bytes, width).ok_or(Malformed)
}

fn hash_of_curve(kind: KeyKind) -> HashKind {
    match kind {
        KeyKind::P384 => HashKind::Sha384,
        KeyKind::P521 => HashKind::Sha512,
        _ => HashKind::Sha256,
    }
}

const fn length(hash: HashKind) -> usize {
    match hash {
        HashKind::Sha256 => 32,
        HashKind::Sha384 => 48,
        HashKind::Sha512 => 64,
    }
}

/// A digest of `signed` bytes that a curve of `width` bytes takes for the same number as `digest`; none
/// when it has no room for it.
fn fitted(digest: &[u8], width: usize, signed: usize) -> Option<Vec<u8>> {
    // What ECDSA takes of the digest: the leftmost bits, as many as the curve has.
    let taken = digest.get(..digest.len().min(width))?;
    // What the TPM takes of what it is given, likewise.
    let room = width.min(signed);
    let mut out = vec![0; room.checked_sub(taken.len())?];
    out.extend_from_slice(taken);
    out.resize(signed, 0);
    Some(out)
}

#[cfg(test)]
mod tests;
