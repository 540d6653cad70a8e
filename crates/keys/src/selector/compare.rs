//! A certificate's parts in the forms that selectors give them.

use std::net::IpAddr;

use tegata_crypto::hash::sha1_for_display;
use tegata_pki::name::Attribute;
use tegata_pki::{Certificate, Name};

use super::SanKind;

/// The types that Go's `pkix.Name` prints by name, in its order. Of the first two it keeps one value.
const STANDARD: [(&str, &str, bool); 9] = [
    ("SERIALNUMBER", "2.5.4.5", true),
    ("CN", "2.5.4.3", true),
    ("POSTALCODE", "2.5.4.17", false),
    ("STREET", "2.5.4.9", false),
    ("ST", "2.5.4.8", false),
    ("L", "2.5.4.7", false),
    ("OU", "2.5.4.11", false),
    ("O", "2.5.4.10", false),
    ("C", "2.5.4.6", false),
];

/// The name as Go's `pkix.Name.String` prints it, whatever the order in the certificate; of types that Go
/// does not know the identifier and the value's DER, the last one first.
pub(super) fn go_form(name: &Name) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (short, oid, single) in STANDARD {
        let values = name.attributes().iter().filter(|known| known.oid() == oid);
        let mut values: Vec<&str> = values.filter_map(Attribute::text).collect();
        if single {
            values = values.split_last().map(|(last, _)| *last).into_iter().collect();
            values.retain(|value| !value.is_empty());
        }
        let values: Vec<String> = values
            .iter()
            .map(|value| format!("{short}={}", escaped(value)))
            .collect();
        parts.extend((!values.is_empty()).then(|| values.join("+")));
    }
    let others = name
        .attributes()
        .iter()
        .filter(|known| STANDARD.iter().all(|(_, oid, _)| known.oid() != *oid));
    let others: Vec<String> = others.filter_map(other).collect();
    parts.extend(others.into_iter().rev());
    parts.join(",")
}

/// `1.2.3=#` and the hex of what Go makes of the text when it writes DER.
fn other(attribute: &Attribute) -> Option<String> {
    let text = attribute.text()?;
    let is_printable = |c: char| c.is_ascii_alphanumeric() || " '()+,-./:=?".contains(c);
    let tag = if text.chars().all(is_printable) {
        0x13
    } else {
        0x0c
    };
    let mut der = vec![tag];
    let length = text.len();
    match length {
        0..=0x7f => der.push(u8::try_from(length).ok()?),
        0x80..=0xff => der.extend([0x81, u8::try_from(length).ok()?]),
        _ => {
            der.push(0x82);
            der.extend(u16::try_from(length).ok()?.to_be_bytes());
        }
    }
    der.extend_from_slice(text.as_bytes());
    Some(format!(
        "{}=#{}",
        attribute.oid(),
        data_encoding::HEXLOWER.encode(&der)
    ))
}

fn escaped(text: &str) -> String {
    let last = text.chars().count().saturating_sub(1);
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.chars().enumerate() {
        let special = ",+\"\\<>;".contains(c) || c == ' ' && (at == 0 || at == last) || c == '#' && at == 0;
        escaped.extend(special.then_some('\\'));
        escaped.push(c);
    }
    escaped
}

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
