//! What is wrong with a selector, and with what it selects.

use std::path::PathBuf;

use tegata_base::time::iso_seconds;
use tegata_pki::Certificate;

use super::{KEYS, Selector};

/// How many certificates a message tells.
const SHOWN: usize = 5;
/// How much of a selector a message tells.
const SHOWN_OF_SELECTOR: usize = 400;

/// The value of `--cert-selector` cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SelectorError {
    /// The file cannot be read.
    #[error("--cert-selector: cannot read {}: {error}", shown(&path.to_string_lossy()))]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: String,
    },
    /// Text where `Key=…,Value=…` must stand.
    #[error(
        "--cert-selector cannot be read from {0:?} on; write Key=x509Subject,Value=CN=machine or file://PATH"
    )]
    Grammar(String),
    /// Not the JSON of a selector.
    #[error(
        "--cert-selector: the file must hold [{{\"Key\": \"x509Subject\", \"Value\": \"CN=machine\"}}], but {0}"
    )]
    Json(String),
    /// Not a key.
    #[error("--cert-selector: {:?} is not a key; there are {}", .0, known())]
    UnknownKey(String),
    /// A key that is there twice.
    #[error("--cert-selector names {0} twice; in a file, Value can be a list of which one must match")]
    Repeated(&'static str),
    /// A key without a value.
    #[error("--cert-selector: {0:?} has no value")]
    Empty(String),
    /// A value that nothing can match.
    #[error("--cert-selector: {value:?} is not a value of {key}: {}", form(key))]
    Value {
        /// The key.
        key: &'static str,
        /// Its value.
        value: String,
    },
    /// More than a hundred keys, or than 64 KiB.
    #[error("--cert-selector is longer than 64 KiB, or has more than 100 keys; say less")]
    TooLong,
}

fn known() -> String {
    let names: Vec<&str> = KEYS.iter().map(|(name, _)| *name).collect();
    names.join(", ")
}

fn form(key: &str) -> &'static str {
    match key {
        "x509Serial" => "a serial number is written in hex, at most 20 bytes",
        "x509Fingerprint" => "a fingerprint is the SHA-256 or SHA-1 of the certificate in hex",
        "x509EKU" => "a usage is a name such as clientAuth or a dotted object identifier",
        "x509SAN" => "write DNS:name, URI:uri, email:address or IP:address; * stands for any text",
        _ => "it is none",
    }
}

/// Not one certificate is meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChoiceError {
    /// No certificate matches.
    #[error("no certificate matches --cert-selector ({wanted}); there {there}")]
    None {
        /// The selector.
        wanted: String,
        /// What certificates there are.
        there: String,
    },
    /// More than one does.
    #[error(
        "multiple matching identities: {0}; say more in --cert-selector, or add --use-latest-expiring-certificate"
    )]
    Several(String),
}

impl ChoiceError {
    pub(super) fn none(selector: &Selector, certificates: &[Certificate]) -> Self {
        let all: Vec<&Certificate> = certificates.iter().collect();
        let wanted = shown(&selector.to_string());
        Self::None {
            wanted: match wanted.is_empty() {
                true => "any certificate".into(),
                false => wanted,
            },
            there: match certificates.len() {
                0 => "are none at all".into(),
                1 => format!("is {}", listed(&all)),
                _ => format!("are {}", listed(&all)),
            },
        }
    }

    pub(super) fn several(certificates: &[&Certificate]) -> Self {
        Self::Several(listed(certificates))
    }
}

/// The selector in one line of some length.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars().take(SHOWN_OF_SELECTOR) {
        match c.is_control() {
            true => shown.extend(c.escape_default()),
            false => shown.push(c),
        }
    }
    if text.chars().nth(SHOWN_OF_SELECTOR).is_some() {
        shown.push('…');
    }
    shown
}

fn listed(certificates: &[&Certificate]) -> String {
    let mut told: Vec<String> = certificates
        .iter()
        .take(SHOWN)
        .map(|certificate| {
            format!(
                "`{}` (serial number {}, until {})",
                certificate.subject(),
                certificate.serial().to_hex(),
                iso_seconds(certificate.not_after())
            )
        })
        .collect();
    if certificates.len() > SHOWN {
        told.push(format!("and {} more", certificates.len() - SHOWN));
    }
    told.join(", ")
}
