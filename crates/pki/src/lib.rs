//! Certificates: names, CSRs, CRLs, PEM, path validation, issuing, and what a session takes from a certificate.
#![forbid(unsafe_code)]
