//! A certificate's parts in the forms that selectors give them.

use std::net::IpAddr;

use tegata_crypto::hash::sha1_for_display;
use tegata_pki::Certificate;

use super::SanKind;

/// The alternative names as texts.
pub(super) fn san_texts(certificate: &Certificate) -> Vec<(SanKind, String)> {
    let names = certificate.alternative_names();
    let of =
        |kind: SanKind, texts: &[String]| texts.iter().map(|text| (kind, text.clone())).collect::<Vec<_>>();
    let mut found = of(SanKind::Dns, &names.dns);
    found.extend(of(SanKind::Uri, &names.uris));
    found.extend(of(SanKind::Email, &names.emails));
    found.extend(names.ip_addresses.iter().filter_map(|octets| {
        let address = match octets.len() {
            4 => IpAddr::from(<[u8; 4]>::try_from(octets.as_slice()).ok()?),
            _ => IpAddr::from(<[u8; 16]>::try_from(octets.as_slice()).ok()?),
        };
        Some((SanKind::Address, address.to_string()))
    }));
    found
}

pub(super) fn fingerprint_of(certificate: &Certificate) -> [u8; 32] {
    *certificate.fingerprint()
}

/// An old name of a certificate that tools still print; nothing is trusted for it.
pub(super) fn sha1_of(certificate: &Certificate) -> [u8; 20] {
    sha1_for_display(certificate.der())
}

/// Whether the text is the pattern, in which `*` stands for any text; ASCII letters in either case. Takes
/// time in proportion to the lengths' product at the worst.
pub(super) fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    // Where to go on when what follows the last star does not fit.
    let mut star: Option<(usize, usize)> = None;
    while let Some(byte) = text.get(t) {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p + 1, t));
                p += 1;
            }
            Some(wanted) if wanted.eq_ignore_ascii_case(byte) => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((after, from)) = star else {
                    return false;
                };
                star = Some((after, from + 1));
                (p, t) = (after, from + 1);
            }
        }
    }
    pattern
        .get(p..)
        .is_some_and(|rest| rest.iter().all(|byte| *byte == b'*'))
}
