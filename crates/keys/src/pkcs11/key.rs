//! Private keys on tokens: finding the one that belongs to a certificate, without a signature where the
//! token shows a public half.

use cryptoki_sys as c;
use cryptoki_sys::{CK_ATTRIBUTE_TYPE, CK_OBJECT_HANDLE};
use der::asn1::{OctetStringRef, UintRef};
use der::{Decode as _, Sequence};
use pkcs8::spki::SubjectPublicKeyInfoRef;
use tegata_pki::Certificate;

use super::error::TokenError;
use super::ffi::Condition;
use super::session::Access;

/// The attribute of private and public keys alike that ties them together, and their label.
const NAMES: [CK_ATTRIBUTE_TYPE; 2] = [c::CKA_ID, c::CKA_LABEL];

/// The kinds of keys that can sign here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyType {
    Rsa,
    Ec,
}

/// A private key on a token.
#[derive(Clone)]
pub(super) struct KeyObject {
    pub(super) handle: CK_OBJECT_HANDLE,
    /// None when it is neither RSA nor EC.
    pub(super) key_type: Option<KeyType>,
    pub(super) public: Option<PublicHalf>,
    pub(super) always_authenticate: bool,
    id: Option<Vec<u8>>,
    label: Option<Vec<u8>>,
}

/// A public key, written in one way only, so that two can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PublicHalf {
    /// Modulus and public exponent, without zeros in front.
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    /// The affine x, and whether y is odd.
    Ec { x: Vec<u8>, odd: bool },
}

/// RFC 8017 appendix A.1.1
#[derive(Sequence)]
struct RsaPublicKey<'a> {
    modulus: UintRef<'a>,
    exponent: UintRef<'a>,
}

impl KeyObject {
    /// Conditions that find it again in another session.
    pub(super) fn conditions(&self) -> Vec<Condition> {
        let mut conditions = private_keys();
        for (attribute, value) in NAMES.into_iter().zip([&self.id, &self.label]) {
            conditions.extend(value.as_ref().map(|value| Condition::bytes(attribute, value)));
        }
        conditions
    }

    /// What names it on its token.
    pub(super) fn name(&self) -> Vec<u8> {
        [self.id.as_deref(), self.label.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(&b'/')
    }

    pub(super) fn has_id(&self, id: Option<&Vec<u8>>) -> bool {
        id.is_some() && self.id.as_ref() == id
    }
}

impl PublicHalf {
    /// From a SubjectPublicKeyInfo.
    pub(super) fn from_spki(der: &[u8]) -> Option<Self> {
        let info = SubjectPublicKeyInfoRef::from_der(der).ok()?;
        let key = info.subject_public_key.raw_bytes();
        if info.algorithm.oid == const_oid::db::rfc5912::RSA_ENCRYPTION {
            let key = RsaPublicKey::from_der(key).ok()?;
            return Some(Self::rsa(key.modulus.as_bytes(), key.exponent.as_bytes()));
        }
        Self::from_point(key)
    }

    fn rsa(modulus: &[u8], exponent: &[u8]) -> Self {
        Self::Rsa {
            modulus: without_zeros(modulus).into(),
            exponent: without_zeros(exponent).into(),
        }
    }

    /// From a point (SEC 1 section 2.3.3), compressed or not.
    fn from_point(point: &[u8]) -> Option<Self> {
        let (form, rest) = point.split_first()?;
        let (x, odd) = match form {
            2 | 3 => (rest, form & 1 == 1),
            4 if rest.len().is_multiple_of(2) => {
                let (x, y) = rest.split_at_checked(rest.len() / 2)?;
                (x, y.last()? & 1 == 1)
            }
            _ => return None,
        };
        Some(Self::Ec { x: x.into(), odd })
    }

    /// From `CKA_EC_POINT`: a point in an OCTET STRING, or, from some modules, the bare point.
    fn from_attribute(value: &[u8]) -> Option<Self> {
        <&OctetStringRef>::from_der(value)
            .ok()
            .and_then(|point| Self::from_point(point.as_bytes()))
            .or_else(|| Self::from_point(value))
    }
}

/// Conditions for every private key.
pub(super) fn private_keys() -> Vec<Condition> {
    vec![Condition::number(c::CKA_CLASS, c::CKO_PRIVATE_KEY)]
}

/// Conditions for the private keys of one `CKA_ID`.
pub(super) fn with_id(id: &[u8]) -> Vec<Condition> {
    let mut conditions = private_keys();
    conditions.push(Condition::bytes(c::CKA_ID, id));
    conditions
}

/// The private keys that meet the conditions. The user must be logged in.
pub(super) fn search(
    access: &mut Access<'_>,
    conditions: &[Condition],
) -> Result<Vec<KeyObject>, TokenError> {
    let handles = access
        .cryptoki
        .find(access.handle, conditions)
        .map_err(TokenError::failed("look for the private key"))?;
    handles.into_iter().map(|handle| read(access, handle)).collect()
}

/// Which of the keys is the certificate's.
pub(super) enum Choice {
    /// Its public half is the certificate's.
    Proven(KeyObject),
    /// It shows no public half: a trial signature must tell.
    Unproven(KeyObject),
    /// The only ones there are belong elsewhere.
    Other,
    /// Several show no public half.
    Several,
    /// It is the certificate's as far as is known, but of another algorithm.
    Unsupported,
}

/// Chooses by public half, then by the certificate's `CKA_ID`.
pub(super) fn choose(keys: Vec<KeyObject>, certificate: &Certificate, id: Option<&Vec<u8>>) -> Choice {
    let wanted = PublicHalf::from_spki(certificate.spki());
    if let Some(key) = keys
        .iter()
        .find(|key| wanted.is_some() && key.public == wanted && key.key_type.is_some())
    {
        return Choice::Proven(key.clone());
    }
    if !keys.is_empty() && keys.iter().all(|key| key.key_type.is_none()) {
        return Choice::Unsupported;
    }
    let mut silent: Vec<KeyObject> = keys
        .into_iter()
        .filter(|key| key.public.is_none() && key.key_type.is_some())
        .collect();
    if silent.iter().any(|key| key.has_id(id)) {
        silent.retain(|key| key.has_id(id));
    }
    match (silent.len(), silent.pop()) {
        (1, Some(key)) => Choice::Unproven(key),
        (0, _) | (_, None) => Choice::Other,
        _ => Choice::Several,
    }
}

fn read(access: &mut Access<'_>, handle: CK_OBJECT_HANDLE) -> Result<KeyObject, TokenError> {
    let mut attribute = |which| {
        access
            .cryptoki
            .attribute(access.handle, handle, which)
            .map_err(TokenError::failed("read the private key's attributes"))
    };
    let number = attribute(c::CKA_KEY_TYPE)?;
    let is_type = |value: c::CK_KEY_TYPE| number.as_deref() == Some(&value.to_ne_bytes()[..]);
    let key_type = if is_type(c::CKK_RSA) {
        Some(KeyType::Rsa)
    } else if is_type(c::CKK_EC) {
        Some(KeyType::Ec)
    } else {
        None
    };
    let mut key = KeyObject {
        handle,
        key_type,
        public: None,
        always_authenticate: attribute(c::CKA_ALWAYS_AUTHENTICATE)?
            .is_some_and(|value| value.first().is_some_and(|byte| *byte != 0)),
        id: attribute(c::CKA_ID)?,
        label: attribute(c::CKA_LABEL)?,
    };
    key.public = match key_type {
        Some(key_type) => public_half(access, &key, key_type)?,
        None => None,
    };
    Ok(key)
}

/// What the private key's object shows of the public half, else the public key's object beside it.
fn public_half(
    access: &mut Access<'_>,
    key: &KeyObject,
    key_type: KeyType,
) -> Result<Option<PublicHalf>, TokenError> {
    if let Some(half) = shown(access, key.handle, key_type) {
        return Ok(Some(half));
    }
    let Some(id) = &key.id else {
        return Ok(None);
    };
    let conditions = [
        Condition::number(c::CKA_CLASS, c::CKO_PUBLIC_KEY),
        Condition::bytes(c::CKA_ID, id),
    ];
    let handles = access
        .cryptoki
        .find(access.handle, &conditions)
        .map_err(TokenError::failed("look for the public key"))?;
    // Two public keys of one id tell nothing.
    let [handle] = handles[..] else {
        return Ok(None);
    };
    Ok(shown(access, handle, key_type))
}

/// The public half among an object's attributes. One that is not there, or that the module fails to show,
/// is looked for elsewhere.
fn shown(access: &mut Access<'_>, object: CK_OBJECT_HANDLE, key_type: KeyType) -> Option<PublicHalf> {
    let mut attribute = |which| {
        access
            .cryptoki
            .attribute(access.handle, object, which)
            .ok()
            .flatten()
    };
    let half = match key_type {
        KeyType::Rsa => match (attribute(c::CKA_MODULUS), attribute(c::CKA_PUBLIC_EXPONENT)) {
            (Some(modulus), Some(exponent)) => Some(PublicHalf::rsa(&modulus, &exponent)),
            _ => None,
        },
        KeyType::Ec => attribute(c::CKA_EC_POINT).and_then(|point| PublicHalf::from_attribute(&point)),
    };
    half.or_else(|| attribute(c::CKA_PUBLIC_KEY_INFO).and_then(|spki| PublicHalf::from_spki(&spki)))
}

fn without_zeros(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    bytes.get(zeros..).unwrap_or_default()
}

#[cfg(test)]
mod tests;
