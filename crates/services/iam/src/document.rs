//! Policy documents on their way in and out: IAM's complaints when one is written, percent-encoding
//! (RFC 3986) when one is shown.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tegata_policy::{PolicyKind, SizeLimit};
use tegata_state::PolicyDoc;

use crate::errors::IamError;

/// Everything but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// A document for one version of a managed policy, kept as submitted.
///
/// # Errors
/// [`IamError::MalformedPolicy`], then [`IamError::Size`].
pub(crate) fn managed(text: &str, limit: usize) -> Result<PolicyDoc, IamError> {
    tegata_policy::read(text, PolicyKind::Managed)?;
    SizeLimit::Managed { characters: limit }.check(tegata_policy::character_count(text))?;
    Ok(PolicyDoc::new(text))
}

/// A document to embed in a user, group or role, kept as submitted. Its size counts with the others'.
///
/// # Errors
/// [`IamError::MalformedPolicy`].
pub(crate) fn inline(text: &str) -> Result<PolicyDoc, IamError> {
    tegata_policy::read(text, PolicyKind::Inline)?;
    Ok(PolicyDoc::new(text))
}

/// The text as answers carry it.
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}
