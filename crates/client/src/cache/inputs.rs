//! Which question a kept answer is the answer to.

use std::fs;
use std::io;
use std::path::Path;

use data_encoding::HEXLOWER;
use tegata_crypto::hash::{Sha256, sha256};
use tegata_keys::Location;

use super::CacheError;
use crate::Environment;
use crate::args::SourceArgs;
use crate::private_file::{Links, PrivateFile, failed};
use crate::provider::SessionProvider;
use crate::source::place;

/// No certificate comes near it.
const MAX_CERTIFICATE: u64 = 1 << 20;

/// A hash, in hexadecimal, over everything that changes the answer: what is asked for, of whom, how it is
/// made sure that it is them, and with which certificate. Which key signs does not: it is the
/// certificate's, or nothing is sent.
pub(super) fn name(provider: &SessionProvider, environment: &Environment) -> Result<String, CacheError> {
    let args = provider.args();
    let source = &args.source;
    let bundle = args.service.ca_bundle.as_deref().unwrap_or(Path::new(""));
    let bundle = [
        bundle.as_os_str().as_encoded_bytes(),
        environment
            .os("AWS_CA_BUNDLE")
            .unwrap_or_default()
            .as_encoded_bytes(),
    ]
    .join(&0);
    let duration = args.session_duration.to_string();
    let url = provider.endpoint().to_string();
    let certificate = certificate(source, environment)?;
    let parts: [&[u8]; 11] = [
        b"credential-process 3",
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

/// What tells a certificate from another without a password, PIN or agent: a hash of the file or variable
/// that holds it. What only a source that is asked can tell has no name beforehand: which certificate a
/// selector, a token, a store or an agent gives changes without any flag changing.
pub(crate) fn certificate(source: &SourceArgs, environment: &Environment) -> Result<Vec<u8>, CacheError> {
    let selected = &source.certificate;
    let chosen_later = selected.cert_selector.is_some()
        || selected.system_store_name.is_some()
        || selected.system_store_location.is_some()
        || source.use_latest_expiring_certificate;
    if chosen_later {
        return Err(CacheError::ChosenLater);
    }
    match place("--certificate", selected.certificate.as_deref()) {
        Ok(Some(Location::File(path))) => of_file(&path),
        Ok(Some(Location::Variable(name))) => {
            Ok(sha256(environment.os(&name).unwrap_or_default().as_encoded_bytes()).to_vec())
        }
        _ => Err(CacheError::ChosenLater),
    }
}

/// What a pipe gives is there for one reader, and that is not this one.
fn of_file(path: &Path) -> Result<Vec<u8>, CacheError> {
    if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(CacheError::ChosenLater);
    }
    let Some(file) = PrivateFile::open(path, Links::Follow)? else {
        return Err(failed("open", path)(io::ErrorKind::NotFound.into()).into());
    };
    Ok(sha256(&file.read(MAX_CERTIFICATE)?).to_vec())
}
