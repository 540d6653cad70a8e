//! What can be seen from here to be wrong with the clock, the certificate or its chain.

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};
use tegata_base::time::iso_seconds;
use tegata_pki::attributes::{default_mappings, session_tags};
use tegata_pki::path::{Anchors, CrlSet, verify_path};
use tegata_pki::{Certificate, Name};

/// What to say of a clock that is behind the service's by so much, or ahead of it when negative.
pub(crate) fn clock_is_off(behind: SignedDuration) -> String {
    let direction = if behind.is_negative() {
        "ahead of"
    } else {
        "behind"
    };
    format!(
        "this machine's clock is {} {direction} the service's; set it right (`timedatectl set-ntp true`)",
        span(behind.abs())
    )
}

/// What to say of a certificate that is not valid at an instant.
pub(crate) fn outside_validity(certificate: &Certificate, now: Timestamp) -> Option<String> {
    let subject = certificate.subject();
    if now > certificate.not_after() {
        return Some(format!(
            "the certificate `{subject}` expired at {}; renew it",
            iso_seconds(certificate.not_after())
        ));
    }
    if now < certificate.not_before() {
        return Some(format!(
            "the certificate `{subject}` is not valid before {}; wait, or have it issued anew",
            iso_seconds(certificate.not_before())
        ));
    }
    None
}

/// Which requirement on an end-entity certificate is not met, of those that can be seen in it.
pub(crate) fn unfit(certificate: &Certificate) -> Option<String> {
    let subject = certificate.subject();
    if certificate.is_ca() {
        return Some(format!(
            "`{subject}` is the certificate of a CA; use one that was issued to this machine"
        ));
    }
    if certificate
        .key_usage()
        .is_some_and(|usage| !usage.digital_signature)
    {
        return Some(format!(
            "the key usage of `{subject}` lacks digitalSignature; have a certificate issued that has it"
        ));
    }
    if certificate.version() != 3 {
        return Some(format!(
            "`{subject}` is not a version 3 certificate; have a new one issued"
        ));
    }
    None
}

/// What a chain comes to without the trust anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Chain {
    /// Nothing in it issued the certificate.
    Missing,
    /// It has a CA of the issuer's name, which is printed, with another key.
    OfAnother(Name),
    /// It leads up to a CA and breaks a rule on the way, which this sentence tells.
    Broken(String),
    /// It is sound up to this CA.
    Upto {
        /// The last certificate's subject.
        last: Name,
        /// Its issuer.
        issuer: Name,
    },
}

impl Chain {
    /// Looks at what is sent with a certificate, as of an instant.
    pub(crate) fn of(leaf: &Certificate, sent: &[Certificate], now: Timestamp) -> Self {
        let mut last = leaf;
        // No path is longer than all that was sent; a circle of CAs ends there, too.
        for _ in sent {
            let issuer = sent
                .iter()
                .find(|issuer| issuer.subject() == last.issuer() && last.is_signed_by(issuer));
            match issuer {
                Some(issuer) if issuer != last => last = issuer,
                _ => break,
            }
        }
        if last == leaf {
            let namesake = sent.iter().find(|issuer| issuer.subject() == leaf.issuer());
            return namesake.map_or(Self::Missing, |found| Self::OfAnother(found.subject().clone()));
        }
        let anchors = match Anchors::new(vec![last.clone()]) {
            Ok(anchors) => anchors,
            Err(error) => return Self::Broken(error.to_string()),
        };
        match verify_path(leaf, sent, &anchors, &CrlSet::default(), now) {
            Ok(_) => Self::Upto {
                last: last.subject().clone(),
                issuer: last.issuer().clone(),
            },
            Err(error) => Self::Broken(error.to_string()),
        }
    }
}

/// Attributes whose values cannot be session tags, under the mappings that a profile has from the start, and
/// what comes of it. The service leaves them out and goes on; a trust policy that asks for them then denies.
pub(crate) fn untaggable(certificate: &Certificate) -> Option<String> {
    let unmapped = session_tags(certificate, &default_mappings()).unmapped;
    let fields = [
        ("x509Issuer", &unmapped.issuer),
        ("x509Subject", &unmapped.subject),
        ("x509SAN", &unmapped.san),
    ];
    let mut told = String::new();
    for (field, attributes) in fields {
        for attribute in attributes {
            let comma = if told.is_empty() { "" } else { ", " };
            // Writing to a string cannot fail.
            let _ = write!(told, "{comma}{field}/{attribute}");
        }
    }
    (!told.is_empty()).then(|| {
        format!(
            "and conditions on {told} cannot be met, since a session tag has at most 256 letters, digits, spaces and \
             _.:/=+-@: have the certificate issued with other values, or take those conditions out"
        )
    })
}

fn span(span: SignedDuration) -> String {
    let (seconds, minutes) = (span.as_secs(), span.as_secs() / 60);
    match minutes {
        0..=1 => format!("{seconds} seconds"),
        2..=119 => format!("{minutes} minutes"),
        120..=2879 => format!("{} hours", minutes / 60),
        _ => format!("{} days", minutes / 1440),
    }
}
