//! Serial numbers: one value, three ways to write it.

use std::fmt;

use data_encoding::HEXLOWER;
use tegata_base::Rng;

/// A certificate's serial number: not negative, at most 20 octets (RFC 5280 section 4.1.2.2), kept as the
/// big-endian magnitude without leading zeros.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SerialNumber(Box<[u8]>);

impl SerialNumber {
    /// From big-endian bytes; leading zeros are dropped. `None` when longer than 20 octets.
    #[must_use]
    pub fn from_bytes(magnitude: &[u8]) -> Option<Self> {
        let zeros = magnitude.iter().take_while(|byte| **byte == 0).count();
        let magnitude = magnitude.get(zeros..)?;
        (magnitude.len() <= 20).then(|| Self(magnitude.into()))
    }

    /// A fresh one of 126 random bits (RFC 5280 section 4.1.2.2 asks for unique and positive).
    pub fn random(rng: &mut dyn Rng) -> Self {
        let mut bytes = [0; 16];
        rng.fill(&mut bytes);
        // Neither negative nor with leading zeros.
        let [first, ..] = &mut bytes;
        *first = *first & 0x3f | 0x40;
        Self(bytes.into())
    }

    /// From the content of a DER INTEGER; `None` when negative or too long.
    pub(crate) fn from_der_value(content: &[u8]) -> Option<Self> {
        if content.first().is_none_or(|first| first & 0x80 != 0) {
            return None;
        }
        Self::from_bytes(content)
    }

    /// The content of the DER INTEGER.
    pub(crate) fn der_value(&self) -> Vec<u8> {
        let mut content = Vec::with_capacity(self.0.len() + 1);
        if self.0.first().is_none_or(|first| first & 0x80 != 0) {
            content.push(0);
        }
        content.extend_from_slice(&self.0);
        content
    }

    /// Lowercase hex of an even number of digits: `0123`, `01`, `00`.
    #[must_use]
    pub fn to_hex(&self) -> String {
        if self.0.is_empty() {
            "00".to_owned()
        } else {
            HEXLOWER.encode(&self.0)
        }
    }

    /// Decimal, as the credential of a Roles Anywhere request holds it.
    #[must_use]
    pub fn to_decimal(&self) -> String {
        // Base 10^9, the least significant first; each byte is one multiplication by 256.
        const BASE: u64 = 1_000_000_000;
        let mut parts: Vec<u64> = vec![0];
        for byte in &self.0 {
            let mut carry = u64::from(*byte);
            for part in &mut parts {
                carry += *part * 256;
                *part = carry % BASE;
                carry /= BASE;
            }
            if carry > 0 {
                parts.push(carry);
            }
        }
        let mut parts = parts.iter().rev();
        let mut text = parts.next().map(u64::to_string).unwrap_or_default();
        for part in parts {
            text.push_str(&format!("{part:09}"));
        }
        text
    }
}

impl fmt::Display for SerialNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl fmt::Debug for SerialNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SerialNumber({})", self.to_hex())
    }
}
