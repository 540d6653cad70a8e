//! `tegata sign-string`: signs a fixed text, to see that a key can be used. It reads the key and its
//! certificate and nothing else; nothing is sent.
//!
//! The text is `AWS Roles Anywhere Credential Helper Signing Test`, the version `1` of that text, and the
//! SHA-256 of `IAM RA` before the public key's bytes.

use std::sync::Arc;

use clap::Args;
use data_encoding::HEXLOWER;
use tegata_crypto::{HashKind, KeyKind, hash};
use tegata_keys::{Identity, IdentitySource, KeyError, Location, Permissions, SignerError, SourceSpec};

use crate::Edge;
use crate::args::{SourceArgs, boolean};
use crate::source::{SourceError, source_spec};
use crate::terminal::ProcessSurroundings;

const TEXT: &[u8] = b"AWS Roles Anywhere Credential Helper Signing Test1";

/// The flags of `sign-string`.
#[derive(Debug, Clone, Args)]
pub struct SignStringArgs {
    /// Where certificate and key are
    #[command(flatten)]
    pub source: SourceArgs,
    /// How the signature is written: json, text or bin
    #[arg(long, default_value = "json", value_parser = format)]
    pub format: Format,
    /// The hash that is signed: SHA256, SHA384 or SHA512
    #[arg(long, default_value = "SHA256", value_parser = digest)]
    pub digest: HashKind,
    /// Tell on stderr what is done
    #[arg(long, action = clap::ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value_t = false, hide_default_value = true, value_parser = boolean, value_name = "BOOL")]
    pub debug: bool,
}

/// How a signature is written. There is no line end in any form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A JSON string of hexadecimal digits.
    Json,
    /// Hexadecimal digits.
    Text,
    /// Its bytes.
    Bin,
}

const FORMATS: [(&str, Format); 3] = [
    ("json", Format::Json),
    ("text", Format::Text),
    ("bin", Format::Bin),
];

const DIGESTS: [(&str, HashKind); 3] = [
    ("SHA256", HashKind::Sha256),
    ("SHA384", HashKind::Sha384),
    ("SHA512", HashKind::Sha512),
];

/// Why there is no signature. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignStringError {
    /// The flags do not say where certificate and key are.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Certificate or key cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The key did not sign.
    #[error(transparent)]
    Signer(#[from] SignerError),
    /// Nobody reads the output.
    #[error("cannot write to stdout: {0}")]
    Output(#[from] std::io::Error),
}

/// Signs and writes the signature to stdout.
///
/// # Errors
/// [`SignStringError`]; nothing has been written then.
pub fn run(
    args: &SignStringArgs,
    permissions: Permissions,
    edge: &mut Edge<'_>,
) -> Result<(), SignStringError> {
    let spec = source_spec(&args.source, None, permissions)?;
    let is_hybrid = is_hybrid(&spec);
    let surroundings = Arc::new(ProcessSurroundings::new(edge.environment));
    let loaded = IdentitySource::new(spec, surroundings).load()?;
    for warning in &loaded.warnings {
        edge.tell(warning);
    }
    // AWS's helper does not know the public key of a token whose certificate is in a file.
    let named = !(is_hybrid && permissions == Permissions::Lenient);
    let message = message(&loaded.identity, named);
    if args.debug {
        edge.tell(&format!(
            "debug: key of the certificate `{}`, {:?}; signs {} bytes",
            loaded.identity.certificate().subject(),
            loaded.identity.key_kind(),
            message.len()
        ));
    }
    let signature = loaded.identity.sign_with(args.digest, &message)?;
    edge.stdout.write_all(&written(&signature, args.format))?;
    edge.stdout.flush()?;
    Ok(())
}

fn is_hybrid(spec: &SourceSpec) -> bool {
    matches!(
        (&spec.certificate, &spec.private_key),
        (Some(Location::File(_)), Some(Location::Token(_)))
    )
}

fn message(identity: &Identity, named: bool) -> Vec<u8> {
    let mut message = TEXT.to_vec();
    let is_classic = matches!(
        identity.key_kind(),
        KeyKind::Rsa | KeyKind::P256 | KeyKind::P384 | KeyKind::P521
    );
    if is_classic && named {
        let key = identity.certificate().public_key_bytes();
        message.extend(hash::sha256(&[b"IAM RA", key].concat()));
    }
    message
}

fn written(signature: &[u8], format: Format) -> Vec<u8> {
    let hex = HEXLOWER.encode(signature);
    match format {
        Format::Json => format!("\"{hex}\"").into_bytes(),
        Format::Text => hex.into_bytes(),
        Format::Bin => signature.to_vec(),
    }
}

fn format(text: &str) -> Result<Format, String> {
    one_of(&FORMATS, text)
}

fn digest(text: &str) -> Result<HashKind, String> {
    one_of(&DIGESTS, text)
}

fn one_of<T: Copy>(table: &[(&str, T)], text: &str) -> Result<T, String> {
    let found = table.iter().find(|(name, _)| *name == text);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = table.iter().map(|(name, _)| *name).collect();
        format!("{text} is not included in {}", names.join(","))
    })
}
