//! Proofs that who asks has the key of the session (DPoP, RFC 9449).

use data_encoding::{BASE64, BASE64URL_NOPAD};
use jiff::Timestamp;
use serde_json::json;
use tegata_base::{Rng, Secret, uuid_v4};
use tegata_crypto::sign::{PrivateKey, SignError};
use tegata_crypto::{HashKind, KeyKind};
use zeroize::Zeroizing;

/// Bytes of a coordinate of P-256, and of each half of a signature.
const COORDINATE: usize = 32;

/// A key on P-256.
pub(super) struct ProofKey(PrivateKey);

impl ProofKey {
    /// From PEM of whatever label, as the AWS SDKs read it: SEC1, or PKCS#8.
    pub(super) fn from_pem(pem: &Secret<String>) -> Option<Self> {
        let mut base64 = Zeroizing::new(String::with_capacity(pem.expose().len()));
        for line in pem.expose().lines().filter(|line| !line.starts_with("-----")) {
            base64.push_str(line.trim());
        }
        let der = Zeroizing::new(BASE64.decode(base64.as_bytes()).ok()?);
        let key = PrivateKey::from_sec1(KeyKind::P256, &der);
        key.or_else(|_| PrivateKey::from_pkcs8(KeyKind::P256, &der))
            .ok()
            .map(Self)
    }

    /// The value of the `DPoP` header for a POST to this URL.
    ///
    /// # Errors
    /// [`SignError`].
    pub(super) fn proof(&self, url: &str, now: Timestamp, rng: &mut dyn Rng) -> Result<String, SignError> {
        let spki = self.0.public_spki()?;
        // It ends with the uncompressed point: 4, x, y (SEC 1, section 2.3.3).
        let (_, y) = split_last(&spki, COORDINATE)?;
        let (_, x) = split_last(spki.strip_suffix(y).ok_or(SignError::Failed)?, COORDINATE)?;
        let header = json!({
            "typ": "dpop+jwt",
            "alg": "ES256",
            "jwk": {
                "kty": "EC",
                "x": BASE64URL_NOPAD.encode(x),
                "y": BASE64URL_NOPAD.encode(y),
                "crv": "P-256",
            },
        });
        let payload = json!({
            "htm": "POST",
            "htu": url,
            "iat": now.as_second(),
            "jti": uuid_v4(rng),
        });
        let encoded = |part: &serde_json::Value| BASE64URL_NOPAD.encode(part.to_string().as_bytes());
        let signed = format!("{}.{}", encoded(&header), encoded(&payload));
        let signature = self.0.sign(HashKind::Sha256, signed.as_bytes())?;
        let halves = halves(&signature).ok_or(SignError::Failed)?;
        Ok(format!("{signed}.{}", BASE64URL_NOPAD.encode(&halves)))
    }
}

fn split_last(bytes: &[u8], length: usize) -> Result<(&[u8], &[u8]), SignError> {
    let at = bytes.len().checked_sub(length).ok_or(SignError::Failed)?;
    bytes.split_at_checked(at).ok_or(SignError::Failed)
}

/// `r ‖ s` (RFC 7518, section 3.4) of an ECDSA signature in DER, whose lengths fit in a byte each.
pub(super) fn halves(der: &[u8]) -> Option<[u8; 2 * COORDINATE]> {
    let (&[0x30, length], rest) = der.split_first_chunk::<2>()? else {
        return None;
    };
    if usize::from(length) != rest.len() {
        return None;
    }
    let (r, rest) = integer(rest)?;
    let (s, rest) = integer(rest)?;
    if !rest.is_empty() {
        return None;
    }
    let mut out = [0; 2 * COORDINATE];
    let (first, second) = out.split_at_mut(COORDINATE);
    first.copy_from_slice(&r);
    second.copy_from_slice(&s);
    Some(out)
}

/// A number of DER at the front, in full length, and what follows it.
fn integer(der: &[u8]) -> Option<([u8; COORDINATE], &[u8])> {
    let (&[0x02, length], rest) = der.split_first_chunk::<2>()? else {
        return None;
    };
    let (number, rest) = rest.split_at_checked(length.into())?;
    let number = number.strip_prefix(&[0]).unwrap_or(number);
    let mut out = [0; COORDINATE];
    let at = COORDINATE.checked_sub(number.len())?;
    out.get_mut(at..)?.copy_from_slice(number);
    Some((out, rest))
}

#[cfg(test)]
mod tests;
