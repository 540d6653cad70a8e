//! Certificates and CRLs made for a test: a CA is one call, a certificate below it another.

use jiff::Timestamp;
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::{KeyKind, OsRng};
use tegata_pki::certificate::SerialNumber;
use tegata_pki::issue::{CrlTemplate, Template, issue, issue_crl, self_signed};
use tegata_pki::{Certificate, Name};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Around the present of a [`tegata_testkit::world::World`].
fn dates() -> (Timestamp, Timestamp) {
    (at("2025-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"))
}

fn name(pairs: &[(&str, &str)]) -> Name {
    Name::from_pairs(pairs).unwrap()
}

fn key() -> PrivateKey {
    PrivateKey::generate(KeyKind::P256, 2048).unwrap().0
}

/// A CA with its key.
pub(super) struct Ca {
    pub(super) certificate: Certificate,
    key: PrivateKey,
}

impl Ca {
    pub(super) fn root(cn: &str) -> Self {
        Self::root_with(cn, |_| {})
    }

    pub(super) fn root_with(cn: &str, change: impl FnOnce(&mut Template)) -> Self {
        let key = key();
        let mut template = Template::ca(
            SerialNumber::random(&mut OsRng),
            name(&[("CN", cn)]),
            dates(),
            None,
        );
        change(&mut template);
        Self {
            certificate: self_signed(&template, &key).unwrap(),
            key,
        }
    }

    pub(super) fn intermediate(&self, cn: &str) -> Self {
        let key = key();
        let template = Template::ca(
            SerialNumber::random(&mut OsRng),
            name(&[("CN", cn)]),
            dates(),
            None,
        );
        let certificate = issue(
            &template,
            &key.public_spki().unwrap(),
            &self.certificate,
            &self.key,
        )
        .unwrap();
        Self { certificate, key }
    }

    pub(super) fn pem(&self) -> String {
        self.certificate.to_pem()
    }

    pub(super) fn leaf(&self, cn: &str) -> Certificate {
        self.leaf_with(&[("CN", cn)], |_| {})
    }

    pub(super) fn leaf_with(
        &self,
        subject: &[(&str, &str)],
        change: impl FnOnce(&mut Template),
    ) -> Certificate {
        let serial = SerialNumber::random(&mut OsRng);
        let mut template = Template::end_entity(serial, name(subject), dates(), &[]);
        change(&mut template);
        issue(
            &template,
            &key().public_spki().unwrap(),
            &self.certificate,
            &self.key,
        )
        .unwrap()
    }

    /// A CRL in PEM that is due for replacement long after the tests' present.
    pub(super) fn crl(&self, revoked: &[&Certificate]) -> String {
        self.crl_until("2026-12-01T00:00:00Z", revoked)
    }

    pub(super) fn crl_until(&self, next_update: &str, revoked: &[&Certificate]) -> String {
        let since = at("2025-06-01T00:00:00Z");
        let template = CrlTemplate {
            number: 1,
            this_update: since,
            next_update: at(next_update),
            revoked: revoked
                .iter()
                .map(|known| (known.serial().clone(), since))
                .collect(),
        };
        issue_crl(&template, &self.certificate, &self.key)
            .unwrap()
            .to_pem()
    }
}
