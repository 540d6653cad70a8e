//! The signing key: derived from a secret access key for one day, region and service.

use tegata_base::Secret;
use tegata_crypto::mac::{HmacKey, hmac_sha256};
use zeroize::Zeroizing;

use crate::Scope;
use crate::credential::TERMINATOR;

/// A derived key. It signs for its scope only, so it may be kept for the day.
pub struct SigningKey(HmacKey);

impl SigningKey {
    /// Derives the key: a chain of four HMACs over date, region, service and terminator.
    #[must_use]
    pub fn derive(secret_access_key: &Secret<String>, scope: &Scope<'_>) -> Self {
        let secret = secret_access_key.expose();
        let mut first = Zeroizing::new(Vec::with_capacity(4 + secret.len()));
        first.extend_from_slice(b"AWS4");
        first.extend_from_slice(secret.as_bytes());
        let date = Zeroizing::new(hmac_sha256(&first, scope.date.as_bytes()));
        let region = Zeroizing::new(hmac_sha256(&*date, scope.region.as_bytes()));
        let service = Zeroizing::new(hmac_sha256(&*region, scope.service.as_bytes()));
        let key = Zeroizing::new(hmac_sha256(&*service, TERMINATOR.as_bytes()));
        Self(HmacKey::new(&*key))
    }

    /// Signs a string to sign.
    pub(crate) fn sign(&self, string_to_sign: &[u8]) -> [u8; 32] {
        self.0.sign(string_to_sign)
    }
}
