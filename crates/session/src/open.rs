//! Opening: a token becomes claims and the secret again.

use std::sync::Arc;

use data_encoding::BASE64;
use jiff::Timestamp;
use tegata_base::{AccessKeyId, AccountId, Secret, UniqueId};

use crate::fields::{Reader, array, text};
use crate::mint::{
    ACCESS_KEY_ID, ACCOUNT, ANCESTORS, CHAINED, EXPIRES, ID, ISSUED, KIND, MFA, NAME, ORIGIN_CERTIFICATE,
    ORIGIN_KEY, PACKED, PRINCIPAL, REVISION, SOURCE_IDENTITY,
};
use crate::packed::{Unpacked, unpack};
use crate::secret::secret_access_key;
use crate::{
    CertificateOrigin, Claims, KeyRing, Kind, MAX_ANCESTORS, MAX_TOKEN, Origin, Principal, RootKey,
    RootKeyId, SessionId, VERSION,
};

/// An opened token.
pub struct Opened {
    /// What it says.
    pub claims: Claims,
    /// The secret that its requests are signed with.
    pub secret_access_key: Secret<String>,
}

/// Why a token does not open or may not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a token of this form: too long, not base64, another version, unknown fields.
    #[error("the session token is malformed")]
    Malformed,
    /// Sealed under a root key that this node does not know; it may have to catch up.
    #[error("the session token is sealed under an unknown root key")]
    UnknownKey,
    /// Not sealed by this site, or damaged.
    #[error("the session token is forged or damaged")]
    Forged,
    /// It belongs to another access key id.
    #[error("the session token belongs to another access key")]
    OtherAccessKey,
    /// It was good once.
    #[error("the session token has expired")]
    Expired,
}

/// Opens a token. A cached result is used again only after [`Opened::check`].
///
/// # Errors
/// [`TokenError`]; [`TokenError::Expired`] only for a token that is otherwise good.
pub fn open(token: &str, ring: &KeyRing, now: Timestamp) -> Result<Opened, TokenError> {
    if token.len() > MAX_TOKEN {
        return Err(TokenError::Malformed);
    }
    let bytes = BASE64
        .decode(token.as_bytes())
        .map_err(|_| TokenError::Malformed)?;
    let (key, fields) = unsealed(&bytes, VERSION, ring)?;
    let claims = decode(&fields)?;
    if claims.expires <= now {
        return Err(TokenError::Expired);
    }
    let secret_access_key = secret_access_key(key, claims.id, &claims.access_key_id);
    Ok(Opened {
        claims,
        secret_access_key,
    })
}

/// The fields of a token of this version, and the root key that they were sealed under.
pub(crate) fn unsealed<'r>(
    token: &[u8],
    version: u8,
    ring: &'r KeyRing,
) -> Result<(&'r RootKey, Vec<u8>), TokenError> {
    let (header, sealed) = token.split_first_chunk::<5>().ok_or(TokenError::Malformed)?;
    let [found, id @ ..] = *header;
    if found != version {
        return Err(TokenError::Malformed);
    }
    let key = ring.find(RootKeyId(id)).ok_or(TokenError::UnknownKey)?;
    let fields = key.seal().open(header, sealed).map_err(|_| TokenError::Forged)?;
    Ok((key, fields))
}

impl Opened {
    /// Whether the token goes with the access key id that the request names, and still lives.
    ///
    /// # Errors
    /// [`TokenError::OtherAccessKey`] and [`TokenError::Expired`].
    pub fn check(&self, access_key_id: &str, now: Timestamp) -> Result<(), TokenError> {
        if self.claims.access_key_id.as_str() != access_key_id {
            return Err(TokenError::OtherAccessKey);
        }
        if self.claims.expires <= now {
            return Err(TokenError::Expired);
        }
        Ok(())
    }
}

/// The fields as they come; which of them must be there is told by `claims`.
#[derive(Default)]
struct Found {
    id: Option<SessionId>,
    access_key_id: Option<AccessKeyId>,
    account: Option<AccountId>,
    principal: Option<Principal>,
    kind: Option<Kind>,
    name: Option<String>,
    source_identity: Option<String>,
    mfa: Option<Timestamp>,
    issued: Option<Timestamp>,
    expires: Option<Timestamp>,
    origin: Option<Origin>,
    ancestors: Vec<SessionId>,
    chained: bool,
    revision: Option<u64>,
    unpacked: Unpacked,
}

pub(crate) fn decode(fields: &[u8]) -> Result<Claims, TokenError> {
    let mut found = Found::default();
    let mut reader = Reader::new(fields);
    while let Some((tag, bytes)) = reader.field()? {
        match tag {
            ID => found.id = Some(SessionId(array(bytes)?)),
            ACCESS_KEY_ID => found.access_key_id = Some(parsed(bytes)?),
            ACCOUNT => found.account = AccountId::from_number(u64::from_be_bytes(array(bytes)?)),
            PRINCIPAL => found.principal = Some(principal(bytes)?),
            KIND => found.kind = Some(kind(bytes)?),
            NAME => found.name = Some(text(bytes)?),
            SOURCE_IDENTITY => found.source_identity = Some(text(bytes)?),
            MFA => found.mfa = Some(instant(bytes)?),
            ISSUED => found.issued = Some(instant(bytes)?),
            EXPIRES => found.expires = Some(instant(bytes)?),
            ORIGIN_KEY => found.origin = Some(Origin::AccessKey(parsed(bytes)?)),
            ORIGIN_CERTIFICATE => found.origin = Some(certificate(bytes)?),
            ANCESTORS => found.ancestors = ancestors(bytes)?,
            CHAINED => found.chained = true,
            REVISION => found.revision = Some(u64::from_be_bytes(array(bytes)?)),
            PACKED => found.unpacked = unpack(bytes)?,
            _ => return Err(TokenError::Malformed),
        }
    }
    found.claims().ok_or(TokenError::Malformed)
}

impl Found {
    fn claims(self) -> Option<Claims> {
        Some(Claims {
            id: self.id?,
            access_key_id: self.access_key_id?,
            account: self.account?,
            principal: self.principal?,
            kind: self.kind?,
            name: self.name,
            tags: self.unpacked.tags,
            transitive_tag_keys: self.unpacked.transitive_tag_keys,
            source_identity: self.source_identity,
            policy: self.unpacked.policy,
            managed_policies: self.unpacked.managed_policies,
            mfa: self.mfa,
            issued: self.issued?,
            expires: self.expires?,
            origin: self.origin?,
            ancestors: self.ancestors,
            chained: self.chained,
            revision: self.revision?,
        })
    }
}

fn principal(bytes: &[u8]) -> Result<Principal, TokenError> {
    let (code, id) = bytes.split_first().ok_or(TokenError::Malformed)?;
    match code {
        b'-' if id.is_empty() => Ok(Principal::Root),
        b'u' => parsed::<UniqueId>(id).map(Principal::User),
        b'r' => parsed::<UniqueId>(id).map(Principal::Role),
        _ => Err(TokenError::Malformed),
    }
}

fn kind(bytes: &[u8]) -> Result<Kind, TokenError> {
    match bytes {
        b"a" => Ok(Kind::AssumedRole),
        b"s" => Ok(Kind::SessionToken),
        b"f" => Ok(Kind::Federation),
        _ => Err(TokenError::Malformed),
    }
}

fn certificate(bytes: &[u8]) -> Result<Origin, TokenError> {
    let mut parts = Reader::new(bytes);
    let origin = CertificateOrigin {
        fingerprint: array(parts.bytes()?)?,
        serial: parts.text()?,
        subject: parts.text()?,
        issuer: parts.text()?,
        trust_anchor: parts.text()?,
    };
    if !parts.is_empty() {
        return Err(TokenError::Malformed);
    }
    Ok(Origin::Certificate(Arc::new(origin)))
}

fn ancestors(bytes: &[u8]) -> Result<Vec<SessionId>, TokenError> {
    let (ids, rest) = bytes.as_chunks::<16>();
    if !rest.is_empty() || ids.len() > MAX_ANCESTORS {
        return Err(TokenError::Malformed);
    }
    Ok(ids.iter().map(|id| SessionId(*id)).collect())
}

fn instant(bytes: &[u8]) -> Result<Timestamp, TokenError> {
    Timestamp::from_second(i64::from_be_bytes(array(bytes)?)).map_err(|_| TokenError::Malformed)
}

fn parsed<T: std::str::FromStr>(bytes: &[u8]) -> Result<T, TokenError> {
    std::str::from_utf8(bytes)
        .ok()
        .and_then(|text| text.parse().ok())
        .ok_or(TokenError::Malformed)
}
