//! Public areas to test with.

use super::super::wire::Writer;
use super::{Public, SIGN, TPM_ALG_NULL, TPM_ALG_RSA, USER_WITH_AUTH};

/// A `TPMT_PUBLIC`; `number` is an RSA modulus or each of a point's coordinates.
pub(in crate::tpm) fn area(
    kind: u16,
    attributes: u32,
    scheme: Option<(u16, u16)>,
    curve: u16,
    number: &[u8],
) -> Vec<u8> {
    let writer = Writer::default().u16(kind).u16(0x000b).u32(attributes);
    let writer = writer.sized(&[]).u16(TPM_ALG_NULL);
    let writer = match scheme {
        Some((scheme, hash)) => writer.u16(scheme).u16(hash),
        None => writer.u16(TPM_ALG_NULL),
    };
    let writer = if kind == TPM_ALG_RSA {
        let bits = u16::try_from(number.len() * 8).unwrap();
        writer.u16(bits).u32(0).sized(number)
    } else {
        writer.u16(curve).u16(TPM_ALG_NULL).sized(number).sized(number)
    };
    writer.into_bytes().to_vec()
}

/// A key that may sign.
pub(in crate::tpm) fn public(kind: u16, scheme: Option<(u16, u16)>, curve: u16, number: &[u8]) -> Public {
    Public::parse(&area(kind, SIGN | USER_WITH_AUTH, scheme, curve, number)).unwrap()
}
