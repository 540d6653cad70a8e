//! `tegata read-certificate-data`: what a request says of a certificate in a file, as one line of JSON; or
//! the certificates on a token that a `pkcs11:` URI and a selector match, as a list. Nothing is sent, no key
//! is read.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use clap::Args;
use data_encoding::{BASE64, HEXLOWER};
use tegata_crypto::{KeyKind, hash};
use tegata_keys::{KeyError, Location, Selector, Surroundings, pkcs11};
use tegata_pki::{Certificate, CertificateError, UnsupportedKey};

use crate::args::{CertificateArgs, boolean};
use crate::source::{SourceError, place, selector};
use crate::terminal::ProcessSurroundings;
use crate::{Edge, limited};

const MAX_FILE: u64 = 1 << 20;
/// Certificates that are read of one file.
const MAX_CERTIFICATES: usize = 1000;

/// The flags of `read-certificate-data`.
#[derive(Debug, Clone, Args)]
pub struct ReadCertificateDataArgs {
    /// Where the certificate is
    #[command(flatten)]
    pub certificate: CertificateArgs,
    /// Tell on stderr what is done
    #[arg(long, action = clap::ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value_t = false, hide_default_value = true, value_parser = boolean, value_name = "BOOL")]
    pub debug: bool,
}

/// Why there is nothing to show. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadCertificateDataError {
    /// The flags do not say where the certificate is.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The file cannot be read.
    #[error("cannot read {path}: {error}")]
    Read {
        /// The file.
        path: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// There is no certificate in it.
    #[error("cannot read a certificate from {path}: {error}")]
    Certificate {
        /// The file.
        path: String,
        /// What is wrong with it.
        error: CertificateError,
    },
    /// The place cannot be looked into.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Not a place of certificates.
    #[error("--certificate must name the file of a certificate, or a token by a pkcs11: URI")]
    NoCertificate,
    /// Nobody reads the output.
    #[error("cannot write to stdout: {0}")]
    Output(#[from] std::io::Error),
}

/// Reads the certificate, or looks for certificates, and writes what it found to stdout.
///
/// # Errors
/// [`ReadCertificateDataError`]; nothing has been written then.
pub fn run(args: &ReadCertificateDataArgs, edge: &mut Edge<'_>) -> Result<(), ReadCertificateDataError> {
    let flags = &args.certificate;
    let selector = selector(flags).map_err(SourceError::from)?;
    let text = match place("--certificate", flags.certificate.as_deref())? {
        Some(Location::File(path)) => json(&one_of(&path, selector.as_ref())?),
        Some(Location::Token(uri)) => {
            let options = pkcs11::Options {
                module: flags
                    .pkcs11_lib
                    .clone()
                    .filter(|path| !path.as_os_str().is_empty()),
                reuse_pin: false,
            };
            let surroundings: Arc<dyn Surroundings> = Arc::new(ProcessSurroundings::new(edge.environment));
            let found = pkcs11::find_certificates(&uri, &options, &surroundings)?;
            let shown = found
                .into_iter()
                .filter(|found| {
                    selector
                        .as_ref()
                        .is_none_or(|wanted| wanted.matches(&found.certificate))
                })
                .map(|found| (found.certificate, found.uri.to_string()));
            list(&shown.collect::<Vec<_>>())
        }
        Some(_) | None => return Err(ReadCertificateDataError::NoCertificate),
    };
    edge.stdout.write_all(text.as_bytes())?;
    edge.stdout.flush()?;
    Ok(())
}

/// The first certificate of a PEM file, or the one that the selector means.
fn one_of(path: &Path, selector: Option<&Selector>) -> Result<Certificate, ReadCertificateDataError> {
    let shown = || path.display().to_string();
    let text = limited::read(path, MAX_FILE)
        .map_err(|error| ReadCertificateDataError::Read { path: shown(), error })?;
    let unreadable = |error| ReadCertificateDataError::Certificate { path: shown(), error };
    let Some(selector) = selector else {
        return Certificate::from_pem(&text).map_err(unreadable);
    };
    let mut found = Certificate::all_from_pem(&text, MAX_CERTIFICATES).map_err(unreadable)?;
    let at = selector.choose(&found, false).map_err(KeyError::from)?;
    Ok(found.swap_remove(at))
}

/// One line of JSON without a line end, its keys in the order of AWS's helper.
fn json(certificate: &Certificate) -> String {
    let (kind, algorithms) = key_type(certificate);
    let algorithms: Vec<String> = algorithms.iter().map(|name| format!("\"{name}\"")).collect();
    format!(
        r#"{{"keyType":"{kind}","certificateData":"{}","serialNumber":"{}","supportedAlgorithms":[{}]}}"#,
        BASE64.encode(certificate.der()),
        certificate.serial().to_decimal(),
        algorithms.join(",")
    )
}

/// The kind of key, and the names of what it can sign with. Other kinds have no name, and yet three
/// algorithms: so does AWS's helper.
fn key_type(certificate: &Certificate) -> (&'static str, Vec<String>) {
    let kind = match certificate.key_kind() {
        Ok(KeyKind::Rsa) | Err(UnsupportedKey::RsaSize { .. }) => "RSA",
        Ok(KeyKind::P256 | KeyKind::P384 | KeyKind::P521) | Err(UnsupportedKey::Curve { .. }) => "EC",
        Ok(KeyKind::MlDsa44) => return ("ML-DSA-44", vec!["ML-DSA-44".into()]),
        Ok(KeyKind::MlDsa65) => return ("ML-DSA-65", vec!["ML-DSA-65".into()]),
        Ok(KeyKind::MlDsa87) => return ("ML-DSA-87", vec!["ML-DSA-87".into()]),
        Err(_) => "",
    };
    let hashes = ["SHA256", "SHA384", "SHA512"];
    (kind, hashes.map(|hash| format!("{kind}{hash}")).to_vec())
}

/// Certificates and where on a token they are, as a person reads them.
fn list(found: &[(Certificate, String)]) -> String {
    if found.is_empty() {
        return "No matching identities\n".into();
    }
    let mut text = String::from("Matching identities\n");
    for (at, (certificate, uri)) in found.iter().enumerate() {
        let fingerprint = HEXLOWER.encode(&hash::sha1_for_display(certificate.der()));
        let serial = certificate.serial().to_hex().to_ascii_uppercase();
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "{}) Hex Fingerprint: {fingerprint}\nSubject: {}\nIssuer: {}\nSerial Number: {}\nURI: {uri}\n\n",
            at + 1,
            certificate.subject().to_go_string(),
            certificate.issuer().to_go_string(),
            serial.trim_start_matches('0'),
        );
    }
    text
}
