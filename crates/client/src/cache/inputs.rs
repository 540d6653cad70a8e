//! Which question a kept answer is the answer to.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use data_encoding::HEXLOWER;
use tegata_crypto::hash::{Sha256, sha256};
use tegata_keys::Location;

use super::CacheError;
use crate::Environment;
use crate::provider::SessionProvider;
use crate::source::place;

/// No certificate comes near it.
const MAX_CERTIFICATE: u64 = 1 << 20;

/// A hash, in hexadecimal, over everything that changes the answer: what is asked for, of whom, how it is
/// made sure that it is them, and with which certificate. Which key signs does not: it is the
/// certificate's, or the service refuses.
pub(super) fn name(provider: &SessionProvider, environment: &Environment) -> Result<String, CacheError> {
    let args = provider.args();
    let source = &args.source;
    let bundle = args.service.ca_bundle.as_deref().unwrap_or(Path::new(""));
    let bundle = [
        bundle.as_os_str().as_encoded_bytes(),
        environment.get("AWS_CA_BUNDLE").unwrap_or("").as_bytes(),
    ]
    .join(&0);
    let duration = args.session_duration.to_string();
    let url = provider.endpoint().to_string();
    let selected = &source.certificate;
    let store_location = selected.system_store_location.as_deref().unwrap_or_default();
    let store_name = selected.system_store_name.as_deref().unwrap_or_default();
    let certificate = certificate(source.certificate.certificate.as_deref(), environment)?;
    let parts: [&[u8]; 15] = [
        b"credential-process 2",
        args.trust_anchor_arn.as_bytes(),
        args.profile_arn.as_bytes(),
        args.role_arn.as_bytes(),
        duration.as_bytes(),
        args.role_session_name.as_deref().unwrap_or_default().as_bytes(),
        provider.region().as_str().as_bytes(),
        url.as_bytes(),
        if args.service.no_verify_ssl {
            b"any TLS"
        } else {
            b""
        },
        &bundle,
        source
            .certificate
            .cert_selector
            .as_deref()
            .unwrap_or_default()
            .as_bytes(),
        if source.use_latest_expiring_certificate {
            b"latest"
        } else {
            b""
        },
        store_location.as_bytes(),
        store_name.as_bytes(),
        &certificate,
    ];
    let mut hash = Sha256::default();
    for part in parts {
        // Its length before each, so that no two questions are the same bytes.
        hash.update(&(part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    Ok(HEXLOWER.encode(&hash.finish()))
}

/// What tells a certificate from another without a password or PIN: a hash of the file or variable, or the
/// name that a token or agent has for it.
fn certificate(flag: Option<&Path>, environment: &Environment) -> Result<Vec<u8>, CacheError> {
    let text = flag.map_or(&b""[..], |path| path.as_os_str().as_encoded_bytes());
    match place("--certificate", flag) {
        Ok(Some(Location::File(path))) => {
            let mut bytes = Vec::new();
            File::open(&path)
                .and_then(|file| file.take(MAX_CERTIFICATE).read_to_end(&mut bytes))
                .map_err(|error| CacheError::File {
                    what: "cannot read",
                    path,
                    error,
                })?;
            Ok(sha256(&bytes).to_vec())
        }
        Ok(Some(Location::Variable(name))) => {
            Ok(sha256(environment.get(&name).unwrap_or_default().as_bytes()).to_vec())
        }
        Ok(Some(Location::Descriptor(_))) => Err(CacheError::Descriptor),
        // The query of a pkcs11: URI may hold a PIN, which no hash may be made of.
        _ => Ok(text
            .split(|byte| *byte == b'?')
            .next()
            .unwrap_or_default()
            .to_vec()),
    }
}
