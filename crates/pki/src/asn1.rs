//! The few pieces of DER that certificates, CRLs and requests share, read without copying and
//! without losing the bytes as they were sent.

use der::asn1::{AnyRef, BitStringRef};
use der::{Decode as _, Error, ErrorKind, Reader as _, SliceReader, Tag, Tagged as _};
use jiff::Timestamp;
use x509_cert::time::Time;

/// `SEQUENCE { toBeSigned, AlgorithmIdentifier, BIT STRING }`, the outer form of certificates, CRLs and
/// requests (RFC 5280 section 4.1, RFC 2986 section 4.2).
pub(crate) struct Signed<'a> {
    /// The signed part, tag and length included.
    pub(crate) tbs: &'a [u8],
    /// The value of the AlgorithmIdentifier, without its tag and length.
    pub(crate) algorithm: &'a [u8],
    /// The signature.
    pub(crate) signature: &'a [u8],
}

impl<'a> Signed<'a> {
    pub(crate) fn parse(der: &'a [u8]) -> Result<Self, Error> {
        let mut reader = SliceReader::new(sequence(AnyRef::from_der(der)?)?)?;
        let signed = Self {
            tbs: reader.tlv_bytes()?,
            algorithm: sequence(reader.decode()?)?,
            signature: whole_octets(reader.decode()?)?,
        };
        reader.finish()?;
        Ok(signed)
    }
}

/// `SubjectPublicKeyInfo` (RFC 5280 section 4.1.2.7).
pub(crate) struct PublicKeyInfo<'a> {
    /// The value of the AlgorithmIdentifier, without its tag and length.
    pub(crate) algorithm: &'a [u8],
    /// The key.
    pub(crate) key: &'a [u8],
}

impl<'a> PublicKeyInfo<'a> {
    pub(crate) fn parse(der: &'a [u8]) -> Result<Self, Error> {
        let mut reader = SliceReader::new(sequence(AnyRef::from_der(der)?)?)?;
        let info = Self {
            algorithm: sequence(reader.decode()?)?,
            key: whole_octets(reader.decode()?)?,
        };
        reader.finish()?;
        Ok(info)
    }
}

/// The content of a SEQUENCE.
pub(crate) fn sequence(any: AnyRef<'_>) -> Result<&[u8], Error> {
    any.tag().assert_eq(Tag::Sequence)?;
    Ok(any.value())
}

/// The elements of a SEQUENCE OF or SET OF, one after the other.
pub(crate) fn elements(content: &[u8]) -> Result<Vec<AnyRef<'_>>, Error> {
    let mut reader = SliceReader::new(content)?;
    let mut found = Vec::new();
    while !reader.is_finished() {
        found.push(reader.decode()?);
    }
    Ok(found)
}

fn whole_octets(bits: BitStringRef<'_>) -> Result<&[u8], Error> {
    bits.as_bytes()
        .ok_or_else(|| ErrorKind::Value { tag: Tag::BitString }.into())
}

/// An instant of a certificate or CRL. "No well-defined expiration", 99991231235959Z (RFC 5280
/// section 4.1.2.5), lies a day beyond the last [`Timestamp`] and becomes it.
pub(crate) fn timestamp(time: Time) -> Timestamp {
    i64::try_from(time.to_unix_duration().as_secs())
        .ok()
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .unwrap_or(Timestamp::MAX)
}
