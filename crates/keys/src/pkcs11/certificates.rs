//! Certificates on tokens.

use std::sync::Arc;

use cryptoki_sys as c;
use tegata_pki::Certificate;

use super::error::TokenError;
use super::ffi::Condition;
use super::session::{Access, Session};
use super::uri::{ObjectKind, Text, Uri};

/// A certificate that a URI matches, and where it is.
pub(super) struct Candidate {
    pub(super) session: Arc<Session>,
    pub(super) certificate: Certificate,
    pub(super) id: Option<Vec<u8>>,
    pub(super) label: Option<Vec<u8>>,
}

impl Candidate {
    /// The URI of this object alone.
    pub(super) fn uri(&self) -> Uri {
        let token = self.session.token();
        let mut uri = Uri::default();
        let texts = [
            (Text::Model, &token.model),
            (Text::Manufacturer, &token.manufacturer),
            (Text::Serial, &token.serial),
            (Text::Token, &token.label),
        ];
        for (which, text) in texts {
            uri.set_text(which, text.as_str());
        }
        let label = self.label.as_deref().map(std::str::from_utf8);
        if let Some(Ok(label)) = label {
            uri.set_text(Text::Object, label);
        }
        uri.id = self.id.clone();
        uri.kind = Some(ObjectKind::Certificate);
        uri
    }
}

/// The certificates in a session that the URI's `id` and `object` match. What cannot be read as a
/// certificate is passed over.
pub(super) fn search(session: &Arc<Session>, uri: &Uri) -> Result<Vec<Candidate>, TokenError> {
    let mut conditions = x509();
    conditions.extend(by_name(uri));
    let mut found: Vec<Candidate> = Vec::new();
    for (object, certificate) in session.run(|access| read(access, &conditions))? {
        if found.iter().all(|earlier| earlier.certificate != certificate) {
            found.push(Candidate {
                session: Arc::clone(session),
                certificate,
                id: object.id,
                label: object.label,
            });
        }
    }
    Ok(found)
}

/// Every certificate in a session: the pool that a chain is made of.
pub(super) fn all(session: &Session) -> Result<Vec<Certificate>, TokenError> {
    let conditions = x509();
    let found = session.run(|access| read(access, &conditions))?;
    Ok(found.into_iter().map(|(_, certificate)| certificate).collect())
}

/// What names a certificate's object.
struct Named {
    id: Option<Vec<u8>>,
    label: Option<Vec<u8>>,
}

fn x509() -> Vec<Condition> {
    vec![
        Condition::number(c::CKA_CLASS, c::CKO_CERTIFICATE),
        Condition::number(c::CKA_CERTIFICATE_TYPE, c::CKC_X_509),
    ]
}

/// Conditions for the URI's `id` and `object`.
pub(super) fn by_name(uri: &Uri) -> impl Iterator<Item = Condition> {
    let id = uri.id.as_ref().map(|id| Condition::bytes(c::CKA_ID, id));
    let label = uri
        .text(Text::Object)
        .map(|label| Condition::bytes(c::CKA_LABEL, label.as_bytes()));
    id.into_iter().chain(label)
}

fn read(access: &mut Access<'_>, conditions: &[Condition]) -> Result<Vec<(Named, Certificate)>, TokenError> {
    let failed = TokenError::failed("read the certificates");
    let mut found = Vec::new();
    for object in access.cryptoki.find(access.handle, conditions).map_err(&failed)? {
        let mut attribute = |which| access.cryptoki.attribute(access.handle, object, which);
        let value = attribute(c::CKA_VALUE).map_err(&failed)?;
        let Some(Ok(certificate)) = value.as_deref().map(Certificate::from_der) else {
            continue;
        };
        let named = Named {
            id: attribute(c::CKA_ID).map_err(&failed)?,
            label: attribute(c::CKA_LABEL).map_err(&failed)?,
        };
        found.push((named, certificate));
    }
    Ok(found)
}
