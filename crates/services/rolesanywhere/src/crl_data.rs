//! The data of a CRL: what may be imported for a trust anchor, and the parsed form of what was.

use tegata_pki::crl::CrlSignatureError;
use tegata_pki::{Certificate, Crl as Parsed};
use tegata_state::{Crl, TrustAnchor};
use tegata_wire::Blob;

use crate::anchor_source;
use crate::errors::RolesAnywhereError;

/// Reads the PEM of a request. A list that bears the name of one of the anchor's certificates must be
/// signed by it. One of another CA, such as an intermediate, cannot be checked before that CA's
/// certificate is seen, with a session.
pub(crate) fn read(data: &Blob, anchor: &TrustAnchor) -> Result<String, RolesAnywhereError> {
    let text = std::str::from_utf8(&data.0).map_err(|_| RolesAnywhereError::CrlNotPem)?;
    let crl =
        Parsed::from_pem(text.as_bytes()).map_err(|error| RolesAnywhereError::CrlData(error.to_string()))?;
    let anchors = anchor_source::anchors(anchor)?;
    match refusals(&crl, anchors.as_slice()) {
        Some(refusal) => Err(RolesAnywhereError::CrlSignature(Box::new(refusal))),
        None => Ok(text.to_owned()),
    }
}

/// Why no certificate of the name in the list has signed it; `None` when one has, or none has the name.
fn refusals(crl: &Parsed, anchors: &[Certificate]) -> Option<CrlSignatureError> {
    let mut refusal = None;
    for anchor in anchors {
        match crl.check_signed_by(anchor) {
            Ok(()) => return None,
            Err(CrlSignatureError::IssuerName { .. }) => {}
            Err(error) => refusal = Some(error),
        }
    }
    refusal
}

/// The list of a CRL, parsed once.
pub(crate) fn parsed(crl: &Crl) -> Result<Parsed, RolesAnywhereError> {
    let read = || {
        Parsed::from_pem(crl.data.as_bytes()).map_err(|error| RolesAnywhereError::CrlUnusable {
            crl: crl.id.clone(),
            reason: error.to_string(),
        })
    };
    crl.parsed.get_or_parse(read).map(|parsed| (*parsed).clone())
}
