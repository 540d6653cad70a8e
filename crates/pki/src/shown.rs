//! A certificate in words, as sessions, answers and events tell of it.

use tegata_base::time::iso_seconds;

use crate::certificate::Certificate;

/// What is told of a certificate, rendered once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The subject (RFC 4514).
    pub subject: String,
    /// The issuer (RFC 4514).
    pub issuer: String,
    /// The serial number in lower-case hexadecimal.
    pub serial: String,
    /// The serial number as a credential writes it.
    pub decimal_serial: String,
    /// SHA-256 of the DER in lower-case hexadecimal.
    pub fingerprint: String,
    /// `2026-01-02T03:04:05Z`
    pub not_after: String,
    /// The certificate as one PEM block.
    pub pem: String,
}

impl Shown {
    /// Renders a certificate.
    #[must_use]
    pub fn of(certificate: &Certificate) -> Self {
        Self {
            subject: certificate.subject().to_string(),
            issuer: certificate.issuer().to_string(),
            serial: certificate.serial().to_hex(),
            decimal_serial: certificate.serial().to_decimal(),
            fingerprint: certificate.fingerprint_hex(),
            not_after: iso_seconds(certificate.not_after()),
            pem: certificate.to_pem(),
        }
    }

    /// Bytes of text.
    #[must_use]
    pub fn size(&self) -> usize {
        let Self {
            subject,
            issuer,
            serial,
            decimal_serial,
            fingerprint,
            not_after,
            pem,
        } = self;
        [
            subject,
            issuer,
            serial,
            decimal_serial,
            fingerprint,
            not_after,
            pem,
        ]
        .map(String::len)
        .iter()
        .sum()
    }
}
