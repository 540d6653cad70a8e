//! CAs, and keys with certificates.

use jiff::Timestamp;
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::{KeyKind, OsRng};
use tegata_pki::certificate::SerialNumber;
use tegata_pki::issue::{Template, issue, self_signed};
use tegata_pki::{Certificate, Name};

/// A key in PKCS#8 and its certificate.
pub(crate) struct Pair {
    pub(crate) pkcs8: Vec<u8>,
    pub(crate) certificate: Certificate,
}

/// A CA, or what it issued.
pub(crate) struct Authority {
    pub(crate) key: PrivateKey,
    pub(crate) certificate: Certificate,
}

fn validity() -> (Timestamp, Timestamp) {
    (
        "2026-01-01T00:00:00Z".parse().unwrap(),
        "2036-01-01T00:00:00Z".parse().unwrap(),
    )
}

fn named(cn: &str) -> Name {
    Name::from_pairs(&[("CN", cn)]).unwrap()
}

impl Pair {
    /// A key with a certificate that it signs itself.
    pub(crate) fn new(kind: KeyKind, cn: &str) -> Self {
        let (key, pkcs8) = PrivateKey::generate(kind, 2048).unwrap();
        let template = Template::end_entity(SerialNumber::random(&mut OsRng), named(cn), validity(), &[]);
        Self {
            certificate: self_signed(&template, &key).unwrap(),
            pkcs8: pkcs8.expose().clone(),
        }
    }
}

impl Authority {
    pub(crate) fn root(cn: &str) -> Self {
        let (key, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
        let template = Template::ca(SerialNumber::random(&mut OsRng), named(cn), validity(), None);
        let certificate = self_signed(&template, &key).unwrap();
        Self { key, certificate }
    }

    pub(crate) fn intermediate(&self, cn: &str) -> Self {
        let (key, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
        let template = Template::ca(SerialNumber::random(&mut OsRng), named(cn), validity(), None);
        let certificate = issue(
            &template,
            &key.public_spki().unwrap(),
            &self.certificate,
            &self.key,
        )
        .unwrap();
        Self { key, certificate }
    }

    pub(crate) fn leaf(&self, cn: &str) -> Pair {
        self.leaf_until(cn, "2034-01-01T00:00:00Z")
    }

    pub(crate) fn leaf_until(&self, cn: &str, until: &str) -> Pair {
        let (key, pkcs8) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
        let validity = (validity().0, until.parse().unwrap());
        let template = Template::end_entity(SerialNumber::random(&mut OsRng), named(cn), validity, &[]);
        let certificate = issue(
            &template,
            &key.public_spki().unwrap(),
            &self.certificate,
            &self.key,
        )
        .unwrap();
        Pair {
            pkcs8: pkcs8.expose().clone(),
            certificate,
        }
    }
}
