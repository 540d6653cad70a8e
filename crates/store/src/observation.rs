//! What the event trail tells about a key, a role or a certificate subject, folded.
//!
//! The fold is a join: applying the same observations in any order, any number of times, gives the
//! same result. So an event that arrives late or twice does no harm, and an engine may fold a whole
//! batch before it touches the stored value.

use std::collections::BTreeMap;

use jiff::Timestamp;
use tegata_base::Region;

use crate::{Key, micros};

/// How many certificates, and how many sets of instance properties, a subject remembers: the latest.
/// AWS publishes no number.
pub const KEPT_CERTIFICATES: usize = 10;

/// Something that one event tells.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Observation {
    /// An access key signed a call, or a role's session was used (`GetAccessKeyLastUsed`,
    /// `RoleLastUsed`).
    LastUsed {
        /// The access key or the role.
        key: Key,
        /// The service called: `iam`.
        service: String,
        /// The region called.
        region: Region,
        /// When.
        #[serde(with = "micros")]
        at: Timestamp,
    },
    /// A certificate of this subject asked for a session (`GetSubject` of Roles Anywhere).
    Subject {
        /// The subject, by an id derived from account, region and name.
        key: Key,
        /// The subject's distinguished name as text.
        x509_subject: String,
        /// The certificate presented.
        certificate: SubjectCertificate,
        /// What the client told of itself, often nothing.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        instance_properties: BTreeMap<String, String>,
        /// When.
        #[serde(with = "micros")]
        at: Timestamp,
    },
}

/// A certificate that asked for a session.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct SubjectCertificate {
    /// The serial number as shown.
    pub serial: String,
    /// The issuer's distinguished name as text.
    pub issuer: String,
    /// The certificate.
    pub pem: String,
    /// Its SHA-256, in hexadecimal.
    pub fingerprint: String,
    /// Whether the request was refused.
    pub failed: bool,
}

impl Observation {
    /// What it is about.
    #[must_use]
    pub const fn key(&self) -> &Key {
        match self {
            Self::LastUsed { key, .. } | Self::Subject { key, .. } => key,
        }
    }
}

/// Everything observed of one thing.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Observed {
    /// Its latest use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used: Option<LastUsed>,
    /// What is known of a certificate subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectSeen>,
}

/// The latest use of an access key or a role.
// Ordered by time first; the rest settles equal times the same way in every order of arrival.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct LastUsed {
    /// When.
    #[serde(with = "micros")]
    pub at: Timestamp,
    /// `iam`
    pub service: String,
    /// The region called.
    pub region: Region,
}

/// A certificate subject, as its requests for sessions showed it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SubjectSeen {
    /// The subject's distinguished name as text.
    pub x509_subject: String,
    /// Its first request.
    #[serde(with = "micros")]
    pub first_seen: Timestamp,
    /// Its latest request.
    #[serde(with = "micros")]
    pub last_seen: Timestamp,
    /// The latest [`KEPT_CERTIFICATES`], newest first, one for each issuer and serial number.
    pub certificates: Vec<CertificateSeen>,
    /// The latest [`KEPT_CERTIFICATES`] different sets, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instance_properties: Vec<InstancePropertiesSeen>,
}

/// A certificate and its latest request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct CertificateSeen {
    /// When.
    #[serde(with = "micros")]
    pub seen_at: Timestamp,
    /// The certificate, with the outcome of that request.
    #[serde(flatten)]
    pub certificate: SubjectCertificate,
}

/// A set of instance properties and the latest request that sent it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct InstancePropertiesSeen {
    /// When.
    #[serde(with = "micros")]
    pub seen_at: Timestamp,
    /// The set.
    pub properties: BTreeMap<String, String>,
    /// Whether that request was refused.
    pub failed: bool,
}

/// What is known after one more observation. Commutative, associative and idempotent.
#[must_use]
pub fn fold(old: Option<Observed>, new: &Observation) -> Observed {
    let mut observed = old.unwrap_or_default();
    match new {
        Observation::LastUsed {
            service, region, at, ..
        } => {
            let used = LastUsed {
                at: *at,
                service: service.clone(),
                region: region.clone(),
            };
            observed.last_used = observed.last_used.max(Some(used));
        }
        Observation::Subject {
            x509_subject,
            certificate,
            instance_properties,
            at,
            ..
        } => {
            let mut subject = observed.subject.unwrap_or_else(|| SubjectSeen {
                x509_subject: x509_subject.clone(),
                first_seen: *at,
                last_seen: *at,
                certificates: Vec::new(),
                instance_properties: Vec::new(),
            });
            // The key is derived from the name, so the texts differ only if its rendering changed.
            if *x509_subject > subject.x509_subject {
                subject.x509_subject.clone_from(x509_subject);
            }
            subject.first_seen = subject.first_seen.min(*at);
            subject.last_seen = subject.last_seen.max(*at);
            let seen = CertificateSeen {
                seen_at: *at,
                certificate: certificate.clone(),
            };
            keep_latest(&mut subject.certificates, seen, |a, b| {
                a.certificate.serial == b.certificate.serial && a.certificate.issuer == b.certificate.issuer
            });
            if !instance_properties.is_empty() {
                let seen = InstancePropertiesSeen {
                    seen_at: *at,
                    properties: instance_properties.clone(),
                    failed: certificate.failed,
                };
                keep_latest(&mut subject.instance_properties, seen, |a, b| {
                    a.properties == b.properties
                });
            }
            observed.subject = Some(subject);
        }
    }
    observed
}

/// Adds `new`, or raises its equal in identity to the greater of both, and keeps the greatest ten.
/// What falls off here would fall off in any order: ten that are greater were seen.
fn keep_latest<T: Ord>(list: &mut Vec<T>, new: T, same: impl Fn(&T, &T) -> bool) {
    match list.iter_mut().find(|old| same(old, &new)) {
        Some(old) if *old >= new => return,
        Some(old) => *old = new,
        None => list.push(new),
    }
    list.sort_unstable_by(|a, b| b.cmp(a));
    list.truncate(KEPT_CERTIFICATES);
}
