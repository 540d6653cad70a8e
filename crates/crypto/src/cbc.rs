//! Block ciphers in CBC mode with the padding of PKCS#7, to decrypt private-key files with. Nothing is
//! encrypted so. AES is the library's; the old ciphers of PKCS#12 come from RustCrypto, since the
//! library has RC2 not at all and Triple DES only in a build of its own.

use aws_lc_rs::cipher::{
    AES_128, AES_192, AES_256, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt as _, InnerIvInit as _, KeyInit as _};
use des::TdesEde3;
use rc2::Rc2;
use zeroize::Zeroizing;

/// A cipher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cipher {
    /// AES with 128 bits
    Aes128,
    /// AES with 192 bits
    Aes192,
    /// AES with 256 bits
    Aes256,
    /// Triple DES with three keys
    TripleDes,
    /// RC2 whose effective length is that of its key, 40 bits
    Rc2Of40,
    /// RC2 whose effective length is that of its key, 128 bits
    Rc2Of128,
}

/// Not decrypted: the wrong key, or damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cannot be decrypted: another key, or damaged")]
pub struct DecryptError;

impl Cipher {
    /// The length of its key, in bytes.
    #[must_use]
    pub const fn key_len(self) -> usize {
        match self {
            Self::Rc2Of40 => 5,
            Self::Aes128 | Self::Rc2Of128 => 16,
            Self::Aes192 | Self::TripleDes => 24,
            Self::Aes256 => 32,
        }
    }

    /// The length of its blocks, and so of the initialization vector, in bytes.
    #[must_use]
    pub const fn block_len(self) -> usize {
        match self {
            Self::Aes128 | Self::Aes192 | Self::Aes256 => 16,
            Self::TripleDes | Self::Rc2Of40 | Self::Rc2Of128 => 8,
        }
    }

    /// Decrypts and takes the padding off.
    ///
    /// # Errors
    /// [`DecryptError`], also when key or vector are not as long as they must be.
    pub fn decrypt(
        self,
        key: &[u8],
        iv: &[u8],
        ciphertext: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        if key.len() != self.key_len() {
            return Err(DecryptError);
        }
        let mut data = Zeroizing::new(ciphertext.to_vec());
        let length = match self {
            Self::Aes128 | Self::Aes192 | Self::Aes256 => self.decrypt_aes(key, iv, &mut data)?,
            Self::TripleDes => {
                let cipher = TdesEde3::new_from_slice(key).map_err(|_| DecryptError)?;
                decrypt_old(cipher, iv, &mut data)?
            }
            Self::Rc2Of40 | Self::Rc2Of128 => {
                decrypt_old(Rc2::new_with_eff_key_len(key, 8 * key.len()), iv, &mut data)?
            }
        };
        data.truncate(length);
        Ok(data)
    }

    fn decrypt_aes(self, key: &[u8], iv: &[u8], data: &mut [u8]) -> Result<usize, DecryptError> {
        let algorithm = match self {
            Self::Aes128 => &AES_128,
            Self::Aes192 => &AES_192,
            _ => &AES_256,
        };
        let iv: [u8; 16] = iv.try_into().map_err(|_| DecryptError)?;
        UnboundCipherKey::new(algorithm, key)
            .and_then(PaddedBlockDecryptingKey::cbc_pkcs7)
            .and_then(|key| {
                Ok(key
                    .decrypt(data, DecryptionContext::Iv128(FixedLength::from(iv)))?
                    .len())
            })
            .map_err(|_| DecryptError)
    }
}

fn decrypt_old<C: BlockCipherDecrypt>(cipher: C, iv: &[u8], data: &mut [u8]) -> Result<usize, DecryptError> {
    Decryptor::inner_iv_slice_init(cipher, iv)
        .map_err(|_| DecryptError)?
        .decrypt_padded::<Pkcs7>(data)
        .map(|plain| plain.len())
        .map_err(|_| DecryptError)
}
