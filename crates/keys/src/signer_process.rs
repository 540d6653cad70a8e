//! Keys behind a program of the user's: a Secure Enclave, an ssh-agent, a cloud's KMS, a YubiKey's own tool.
//!
//! ```text
//! digest ─stdin─▶ program ─stdout─▶ signature ─▶ verified with the certificate's key ─▶ used
//! ```
//!
//! The program is run once a signature, without a shell. It gets the raw digest on standard input and, in
//! its environment, `TEGATA_SIGNER_KEY` (`RSA` or `EC`) and `TEGATA_SIGNER_DIGEST` (`SHA256`, …); it
//! writes the raw signature to standard output: PKCS#1 v1.5 for RSA, ECDSA in DER or as `r ‖ s`. What it
//! writes to standard error is shown. `openssl pkeyutl -sign -inkey KEY -pkeyopt digest:sha256` is such
//! a program.

use std::io::{self, Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use tegata_crypto::hash::digest;
use tegata_crypto::verify::PublicKey;
use tegata_crypto::{HashKind, KeyKind};
use tegata_pki::Certificate;

use crate::files::{Certified, Loaded, chain};
use crate::{Identity, KeyError, Location, Signer, SignerError, SourceSpec, Surroundings, ecdsa};

/// A person may have to touch something.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often it is looked whether the program has ended.
const POLL: Duration = Duration::from_millis(5);
/// The longest signature is RSA's of 8192 bits.
const MAX_SIGNATURE: u64 = 1024;

/// A program with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerProcess {
    program: String,
    arguments: Vec<String>,
}

/// The text is no command.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignerProcessError {
    /// Nothing but blanks.
    #[error("--signer-process names no program")]
    Empty,
    /// A quote without its other half.
    #[error("--signer-process has a quote or backslash that is not closed")]
    Quotes,
    /// The certificate is kept where certificate and key are one.
    #[error("--signer-process needs a certificate from a file, env: or fd:")]
    Certificate,
    /// A key that does not sign digests.
    #[error("--signer-process signs digests, which is not how {0:?} keys sign; RSA and EC keys can be used")]
    KeyKind(KeyKind),
}

impl FromStr for SignerProcess {
    type Err = SignerProcessError;

    /// Splits as a POSIX shell would, without expanding anything.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut words = shlex::split(text).ok_or(SignerProcessError::Quotes)?.into_iter();
        let program = words.next().filter(|word| !word.is_empty());
        Ok(Self {
            program: program.ok_or(SignerProcessError::Empty)?,
            arguments: words.collect(),
        })
    }
}

/// The certificate and chain of the files, and the program as their key.
pub(crate) fn load(
    process: &SignerProcess,
    spec: &SourceSpec,
    surroundings: &Arc<dyn Surroundings>,
) -> Result<Loaded, KeyError> {
    let place = match &spec.certificate {
        None => return Err(KeyError::NoCertificate),
        Some(place @ (Location::File(_) | Location::Variable(_) | Location::Descriptor(_))) => place,
        Some(_) => return Err(SignerProcessError::Certificate.into()),
    };
    let Certified { leaf, others, .. } = Certified::read(place, &**surroundings, &spec.selection)?;
    let kind = leaf
        .key_kind()
        .map_err(|error| SignerError::Failed(error.to_string()))?;
    if !matches!(kind, KeyKind::Rsa | KeyKind::P256 | KeyKind::P384 | KeyKind::P521) {
        return Err(SignerProcessError::KeyKind(kind).into());
    }
    let chain = chain(&leaf, others, spec, &**surroundings)?;
    let key = ProcessKey {
        process: process.clone(),
        certificate: leaf.clone(),
        kind,
    };
    // The key is the certificate's by definition; each signature shows whether it is.
    match Identity::new(leaf, chain, Box::new(key))? {
        Ok(identity) => Ok(Loaded {
            identity,
            warnings: Vec::new(),
        }),
        Err(_) => Err(SignerError::Failed("the certificate has no usable key".into()).into()),
    }
}

struct ProcessKey {
    process: SignerProcess,
    certificate: Certificate,
    kind: KeyKind,
}

impl Signer for ProcessKey {
    fn kind(&self) -> KeyKind {
        self.kind
    }

    fn spki(&self) -> Result<Vec<u8>, SignerError> {
        Ok(self.certificate.spki().to_vec())
    }

    fn sign(&self, hash: HashKind, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        let failed = |reason: String| {
            SignerError::Failed(format!("`{}` of --signer-process {reason}", self.process.program))
        };
        let given = self
            .process
            .run(self.kind, hash, &digest(hash, message))
            .map_err(failed)?;
        let signature = match self.kind {
            KeyKind::Rsa => given,
            kind => ecdsa::in_der(kind, given),
        };
        let genuine = PublicKey::from_spki(self.kind, hash, self.certificate.spki())
            .is_ok_and(|key| key.verify(message, &signature).is_ok());
        if genuine {
            Ok(signature)
        } else {
            Err(failed(format!(
                "gave {} bytes that are no signature by the key of the certificate `{}`; is it another key, or the wrong digest or padding?",
                signature.len(),
                self.certificate.subject()
            )))
        }
    }
}

impl SignerProcess {
    fn run(&self, kind: KeyKind, hash: HashKind, digest: &[u8]) -> Result<Vec<u8>, String> {
        let child = Command::new(&self.program)
            .args(&self.arguments)
            .env(
                "TEGATA_SIGNER_KEY",
                if kind == KeyKind::Rsa { "RSA" } else { "EC" },
            )
            .env("TEGATA_SIGNER_DIGEST", name_of(hash))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot be started: {error}"))?;
        Running(child).finish(digest)
    }
}

/// A program that is ended when it is given up.
struct Running(Child);

impl Running {
    fn finish(mut self, digest: &[u8]) -> Result<Vec<u8>, String> {
        let deadline = Instant::now() + PATIENCE;
        if let Some(mut stdin) = self.0.stdin.take() {
            // A digest fits into the pipe. A program that has no use for it may be gone already.
            match stdin.write_all(digest) {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error.to_string()),
                _ => drop(stdin),
            }
        }
        let (sender, receiver) = mpsc::channel();
        if let Some(stdout) = self.0.stdout.take() {
            // Of its own, since a grandchild may keep the pipe open for ever.
            thread::spawn(move || {
                let mut signature = Vec::new();
                let read = stdout.take(MAX_SIGNATURE + 1).read_to_end(&mut signature);
                sender.send(read.map(|_| signature))
            });
        }
        let late = || format!("gave no signature in {} s", PATIENCE.as_secs());
        let status = loop {
            match self.0.try_wait().map_err(|error| error.to_string())? {
                Some(status) => break status,
                None if Instant::now() > deadline => return Err(late()),
                None => thread::sleep(POLL),
            }
        };
        let left = deadline.saturating_duration_since(Instant::now());
        let signature = receiver
            .recv_timeout(left)
            .map_err(|_| late())?
            .map_err(|error| error.to_string())?;
        match signature.len() as u64 {
            // It may have failed for the pipe that was closed.
            length if length > MAX_SIGNATURE => Err(format!("wrote more than {MAX_SIGNATURE} bytes")),
            _ if !status.success() => Err(format!("failed ({status})")),
            0 => Err("wrote no signature to its standard output".into()),
            _ => Ok(signature),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !matches!(self.0.try_wait(), Ok(Some(_))) {
            // Nothing more can be done for one that cannot be ended.
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }
}

const fn name_of(hash: HashKind) -> &'static str {
    match hash {
        HashKind::Sha256 => "SHA256",
        HashKind::Sha384 => "SHA384",
        HashKind::Sha512 => "SHA512",
    }
}

#[cfg(test)]
mod tests;
