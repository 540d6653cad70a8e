//! Certificates: names, CSRs, CRLs, PEM, path validation, issuing, and what a session takes from a
//! certificate.
//!
//! ```text
//! PEM or DER ─▶ Certificate ─┬─▶ path::verify_path (anchors, CRLs, now) ─▶ VerifiedPath | PathError
//!              Crl           └─▶ attributes: session tags, source identity, session name
//! Name + key ─▶ csr ─▶ issue ─▶ Certificate, Crl
//! ```
//!
//! The trust decision is made by `rustls-webpki` and, for each path it finds, by the rules of
//! [`path`] that it leaves unchecked; both must agree. Everything a session takes from a certificate
//! comes from the bytes that were accepted. Nothing here reads a file, the environment or a clock.
#![forbid(unsafe_code)]

mod asn1;
pub mod attributes;
pub mod certificate;
pub mod crl;
pub mod csr;
pub mod issue;
mod key;
pub mod name;
pub mod path;
pub mod pem;
mod shown;
mod signature;
#[cfg(test)]
mod testing;

pub use certificate::{Certificate, CertificateError};
pub use crl::{Crl, CrlError};
pub use key::{UnsupportedKey, WithName};
pub use name::Name;
pub use shown::Shown;
pub use signature::SignatureAlgorithm;
