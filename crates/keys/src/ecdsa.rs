//! ECDSA signatures from devices and programs, which give `r ‖ s`, in the DER that certificates' users want.

use der::asn1::UintRef;
use der::{Decode as _, Encode as _, Sequence};
use tegata_crypto::KeyKind;

/// RFC 3279, section 2.2.3.
#[derive(Sequence)]
struct EcdsaSigValue<'a> {
    r: UintRef<'a>,
    s: UintRef<'a>,
}

/// Both numbers, big-endian, in DER; none when one of them is empty.
pub(crate) fn der_of(r: &[u8], s: &[u8]) -> Option<Vec<u8>> {
    let signature = EcdsaSigValue {
        r: UintRef::new(r).ok()?,
        s: UintRef::new(s).ok()?,
    };
    signature.to_der().ok()
}

/// `r ‖ s` of equal lengths in DER; none when it is not that.
pub(crate) fn der_of_halves(signature: &[u8]) -> Option<Vec<u8>> {
    if signature.is_empty() || !signature.len().is_multiple_of(2) {
        return None;
    }
    let (r, s) = signature.split_at_checked(signature.len() / 2)?;
    der_of(r, s)
}

/// A signature in either form, in DER. One that is in neither is left as it is: it verifies with no key.
pub(crate) fn in_der(kind: KeyKind, signature: Vec<u8>) -> Vec<u8> {
    if EcdsaSigValue::from_der(&signature).is_ok() || signature.len() != 2 * order(kind) {
        return signature;
    }
    der_of_halves(&signature).unwrap_or(signature)
}

/// ECDSA takes the leftmost bits of a digest that is longer than the order (FIPS 186-5, 6.4.1). Modules
/// differ in whether they do so themselves.
pub(crate) fn truncated(digest: &[u8], kind: KeyKind) -> &[u8] {
    digest.get(..order(kind)).unwrap_or(digest)
}

/// The length of the curve's order, in bytes.
const fn order(kind: KeyKind) -> usize {
    match kind {
        KeyKind::P256 => 32,
        KeyKind::P384 => 48,
        _ => 66,
    }
}

#[cfg(test)]
mod tests;
