//! Certificates for tests: a CA is one call, a certificate below it another, each with its own key, and
//! every part can be changed before it is signed.

use der::Encode as _;
use jiff::Timestamp;
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::{KeyKind, OsRng};
use x509_cert::ext::pkix::NameConstraints;
use x509_cert::ext::pkix::constraints::name::GeneralSubtree;
use x509_cert::ext::pkix::name::GeneralName;

use crate::certificate::SerialNumber;
use crate::issue::{CertSigner, CrlTemplate, Extension, Template, issue, issue_crl, self_signed};
use crate::{Certificate, Crl, Name};

/// The tests' present.
pub(crate) const NOW: &str = "2026-06-01T12:00:00Z";

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The validity that certificates get unless changed.
pub(crate) fn dates() -> (Timestamp, Timestamp) {
    (at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"))
}

pub(crate) fn name(cn: &str) -> Name {
    Name::from_pairs(&[("CN", cn)]).unwrap()
}

pub(crate) fn key(kind: KeyKind) -> PrivateKey {
    PrivateKey::generate(kind, 2048).unwrap().0
}

/// A CA with its key.
pub(crate) struct Ca {
    pub(crate) certificate: Certificate,
    pub(crate) key: PrivateKey,
}

pub(crate) fn ca_template(cn: &str) -> Template {
    Template::ca(SerialNumber::random(&mut OsRng), name(cn), dates(), None)
}

pub(crate) fn leaf_template(cn: &str) -> Template {
    Template::end_entity(SerialNumber::random(&mut OsRng), name(cn), dates(), &[])
}

pub(crate) fn root(cn: &str) -> Ca {
    root_with(cn, KeyKind::P256, |_| {})
}

pub(crate) fn root_with(cn: &str, kind: KeyKind, change: impl FnOnce(&mut Template)) -> Ca {
    let key = key(kind);
    let mut template = ca_template(cn);
    change(&mut template);
    Ca {
        certificate: self_signed(&template, &key).unwrap(),
        key,
    }
}

impl Ca {
    pub(crate) fn sub(&self, cn: &str) -> Ca {
        self.sub_with(cn, |_| {})
    }

    pub(crate) fn sub_with(&self, cn: &str, change: impl FnOnce(&mut Template)) -> Ca {
        let key = key(KeyKind::P256);
        let certificate = self.certify(&key, cn, change);
        Ca { certificate, key }
    }

    /// A CA certificate for a key that has others.
    pub(crate) fn certify(
        &self,
        key: &PrivateKey,
        cn: &str,
        change: impl FnOnce(&mut Template),
    ) -> Certificate {
        let mut template = ca_template(cn);
        change(&mut template);
        issue(&template, &key.spki().unwrap(), &self.certificate, &self.key).unwrap()
    }

    pub(crate) fn leaf(&self, cn: &str) -> Certificate {
        self.leaf_with(cn, |_| {})
    }

    pub(crate) fn leaf_with(&self, cn: &str, change: impl FnOnce(&mut Template)) -> Certificate {
        let mut template = leaf_template(cn);
        change(&mut template);
        issue(
            &template,
            &key(KeyKind::P256).spki().unwrap(),
            &self.certificate,
            &self.key,
        )
        .unwrap()
    }

    pub(crate) fn crl(&self, revoked: &[&Certificate]) -> Crl {
        self.crl_until("2026-12-01T00:00:00Z", revoked)
    }

    pub(crate) fn crl_until(&self, next_update: &str, revoked: &[&Certificate]) -> Crl {
        let revoked = revoked
            .iter()
            .map(|known| (known.serial().clone(), at("2026-05-01T00:00:00Z")))
            .collect();
        let template = CrlTemplate {
            number: 1,
            this_update: at("2026-05-02T00:00:00Z"),
            next_update: at(next_update),
            revoked,
        };
        issue_crl(&template, &self.certificate, &self.key).unwrap()
    }
}

/// Replaces the extensions that the new ones stand for.
pub(crate) fn replace(template: &mut Template, extension: Extension) {
    template.extensions.retain(|known| known.oid() != extension.oid());
    template.extensions.push(extension);
}

/// Critical name constraints.
pub(crate) fn name_constraints(permitted: Vec<GeneralName>, excluded: Vec<GeneralName>) -> Extension {
    let subtrees = |bases: Vec<GeneralName>| {
        let list: Vec<_> = bases
            .into_iter()
            .map(|base| GeneralSubtree {
                base,
                minimum: 0,
                maximum: None,
            })
            .collect();
        (!list.is_empty()).then_some(list)
    };
    let constraints = NameConstraints {
        permitted_subtrees: subtrees(permitted),
        excluded_subtrees: subtrees(excluded),
    };
    Extension::raw("2.5.29.30", true, &constraints.to_der().unwrap())
}

/// The text of a file beside this crate's tests, made by `tests/fixtures/make.sh`.
macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/", $name))
    };
}
pub(crate) use fixture;

/// The text of a file of the vectors of requests to Roles Anywhere.
macro_rules! vector {
    ($name:literal) => {
        include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../tests/vectors/rolesanywhere/",
            $name
        ))
    };
}
pub(crate) use vector;
