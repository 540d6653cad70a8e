//! Minting: claims become an access key id, a secret and a token.

use data_encoding::BASE64;
use jiff::Timestamp;
use tegata_base::{AccessKeyId, Rng, Secret};

use crate::fields::Writer;
use crate::packed::{pack, percent};
use crate::secret::secret_access_key;
use crate::{Claims, KeyRing, Kind, MAX_ANCESTORS, MAX_TOKEN, Origin, Principal, RootKey, VERSION};

pub(crate) const ID: u8 = 1;
pub(crate) const ACCESS_KEY_ID: u8 = 2;
pub(crate) const ACCOUNT: u8 = 3;
pub(crate) const PRINCIPAL: u8 = 4;
pub(crate) const KIND: u8 = 5;
pub(crate) const NAME: u8 = 6;
pub(crate) const SOURCE_IDENTITY: u8 = 7;
pub(crate) const MFA: u8 = 8;
pub(crate) const ISSUED: u8 = 9;
pub(crate) const EXPIRES: u8 = 10;
pub(crate) const ORIGIN_KEY: u8 = 11;
pub(crate) const ORIGIN_CERTIFICATE: u8 = 12;
pub(crate) const ANCESTORS: u8 = 13;
pub(crate) const CHAINED: u8 = 14;
pub(crate) const REVISION: u8 = 15;
pub(crate) const PACKED: u8 = 16;

/// What a token keeps of a certificate's subject and of its issuer, in bytes.
const MAX_DISTINGUISHED_NAME: usize = 512;

/// The three parts of temporary credentials.
pub struct Credentials {
    /// `ASIA…`
    pub access_key_id: AccessKeyId,
    /// Forty characters.
    pub secret_access_key: Secret<String>,
    /// At most [`MAX_TOKEN`] characters of base64.
    pub session_token: Secret<String>,
    /// When they stop working.
    pub expires: Timestamp,
    /// `PackedPolicySize`, in percent; none without policies and tags.
    pub packed_policy_size: Option<u32>,
}

/// Why claims do not fit a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MintError {
    /// Policies and tags take more than their room (`PackedPolicyTooLarge`).
    #[error("session policies and tags take {0}% of the room in a session token")]
    PackedPolicyTooLarge(u32),
    /// The other fields are longer than AWS allows them to be, which callers check before.
    #[error("the session's claims do not fit a session token of {MAX_TOKEN} characters")]
    TooLarge,
}

/// Makes the credentials of a session. Only `authz` calls this, with the claims of a grant.
///
/// # Errors
/// [`MintError`].
pub fn mint(claims: &Claims, ring: &KeyRing, rng: &mut dyn Rng) -> Result<Credentials, MintError> {
    let packed = pack(claims);
    let packed_policy_size = packed.as_deref().map(percent);
    if let Some(percent) = packed_policy_size.filter(|percent| *percent > 100) {
        return Err(MintError::PackedPolicyTooLarge(percent));
    }
    let key = ring.active();
    let token = BASE64.encode(&sealed(&encode(claims, packed.as_deref()), VERSION, key, rng));
    if token.len() > MAX_TOKEN || claims.ancestors.len() > MAX_ANCESTORS {
        return Err(MintError::TooLarge);
    }
    Ok(Credentials {
        access_key_id: claims.access_key_id.clone(),
        secret_access_key: secret_access_key(key, claims.id, &claims.access_key_id),
        session_token: Secret::new(token),
        expires: claims.expires,
        packed_policy_size,
    })
}

/// A token of this version: what it says, under a root key.
pub(crate) fn sealed(fields: &[u8], version: u8, key: &RootKey, rng: &mut dyn Rng) -> Vec<u8> {
    let header = [&[version][..], &key.id().0].concat();
    let sealed = key.seal().seal(rng, &header, fields);
    [header, sealed].concat()
}

pub(crate) fn encode(claims: &Claims, packed: Option<&[u8]>) -> Vec<u8> {
    let seconds = |at: Timestamp| at.as_second().to_be_bytes();
    let mut out = Writer(Vec::with_capacity(512 + packed.map_or(0, <[u8]>::len)));
    out.field(ID, claims.id.as_bytes());
    out.field(ACCESS_KEY_ID, claims.access_key_id.as_str().as_bytes());
    out.field(ACCOUNT, &claims.account.number().to_be_bytes());
    let principal = match &claims.principal {
        Principal::Root => "",
        Principal::User(id) | Principal::Role(id) => id.as_str(),
    };
    out.field(
        PRINCIPAL,
        &[&[principal_code(&claims.principal)], principal.as_bytes()].concat(),
    );
    out.field(KIND, &[kind_code(claims.kind)]);
    out.optional(NAME, claims.name.as_deref().map(str::as_bytes));
    out.optional(
        SOURCE_IDENTITY,
        claims.source_identity.as_deref().map(str::as_bytes),
    );
    out.optional(MFA, claims.mfa.map(seconds).as_ref().map(<[u8; 8]>::as_slice));
    out.field(ISSUED, &seconds(claims.issued));
    out.field(EXPIRES, &seconds(claims.expires));
    match &claims.origin {
        Origin::AccessKey(id) => out.field(ORIGIN_KEY, id.as_str().as_bytes()),
        Origin::Certificate(origin) => {
            let mut parts = Writer(Vec::with_capacity(256));
            parts.bytes(&origin.fingerprint);
            parts.bytes(origin.serial.as_bytes());
            parts.bytes(beginning(&origin.subject).as_bytes());
            parts.bytes(beginning(&origin.issuer).as_bytes());
            parts.bytes(origin.trust_anchor.as_bytes());
            out.field(ORIGIN_CERTIFICATE, &parts.0);
        }
    }
    if !claims.ancestors.is_empty() {
        let ids: Vec<[u8; 16]> = claims.ancestors.iter().map(|id| *id.as_bytes()).collect();
        out.field(ANCESTORS, ids.as_flattened());
    }
    if claims.chained {
        out.field(CHAINED, &[]);
    }
    out.field(REVISION, &claims.revision.to_be_bytes());
    out.optional(PACKED, packed);
    out.0
}

pub(crate) const fn principal_code(principal: &Principal) -> u8 {
    match principal {
        Principal::Root => b'-',
        Principal::User(_) => b'u',
        Principal::Role(_) => b'r',
    }
}

pub(crate) const fn kind_code(kind: Kind) -> u8 {
    match kind {
        Kind::AssumedRole => b'a',
        Kind::SessionToken => b's',
        Kind::Federation => b'f',
    }
}

/// As much as a token keeps, never a part of a character.
fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_DISTINGUISHED_NAME))
        .unwrap_or_default()
}
