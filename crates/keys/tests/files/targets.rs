//! Certificate and key files from somebody who means harm: whatever the bytes are, an answer comes, and
//! it is an identity whose key signs or an error of one line.

use std::io;
use std::sync::Arc;

use tegata_base::Secret;
use tegata_keys::{AskError, IdentitySource, Location, Password, SourceSpec, Surroundings};
use zeroize::Zeroizing;

/// The password of the seeds.
const PASSWORD: &str = "x";
/// The certificate of the keys in the seeds of `keys_pkcs8`.
const CERTIFICATE: &[u8] = include_bytes!("../../../../tests/vectors/rolesanywhere/p256.crt.pem");

/// A certificate with its key, as PEM.
pub(crate) fn keys_pem(bytes: &[u8]) {
    load(bytes.to_vec(), None);
}

/// An `EncryptedPrivateKeyInfo`, beside a certificate that is as it should be.
pub(crate) fn keys_pkcs8(der: &[u8]) {
    if asks_for_much(der) {
        return;
    }
    let key = data_encoding::BASE64.encode(der);
    let key = format!("-----BEGIN ENCRYPTED PRIVATE KEY-----\n{key}\n-----END ENCRYPTED PRIVATE KEY-----\n");
    load(CERTIFICATE.to_vec(), Some(key.into_bytes()));
}

/// A PKCS#12 file.
pub(crate) fn keys_pkcs12(bytes: &[u8]) {
    if !asks_for_much(bytes) {
        load(bytes.to_vec(), None);
    }
}

/// Whether there is an INTEGER of three to eight bytes, as far as the bytes can be read. Iterations are
/// bounded, and other tests prove it, but up to that bound they take time.
fn asks_for_much(mut der: &[u8]) -> bool {
    const INTEGER: u8 = 0x02;
    const OCTET_STRING: u8 = 0x04;
    const CONSTRUCTED: u8 = 0x20;
    while let [tag, first, rest @ ..] = der {
        let (length, rest) = match first {
            0x80 => (rest.len(), rest),
            0x81..=0x84 => {
                let (digits, rest) = rest.split_at(rest.len().min(usize::from(first & 0x7f)));
                let length = digits
                    .iter()
                    .fold(0, |length, digit| length << 8 | usize::from(*digit));
                (length, rest)
            }
            length => (usize::from(*length), rest),
        };
        let (content, after) = rest.split_at(rest.len().min(length));
        if *tag == INTEGER && (3..=8).contains(&content.len()) {
            return true;
        }
        if (tag & CONSTRUCTED != 0 || *tag == OCTET_STRING) && asks_for_much(content) {
            return true;
        }
        der = after;
    }
    false
}

fn load(certificate: Vec<u8>, private_key: Option<Vec<u8>>) {
    let spec = SourceSpec {
        certificate: Some(Location::Descriptor(0)),
        private_key: private_key.is_some().then_some(Location::Descriptor(1)),
        key_password: Password::Given(Secret::new(PASSWORD.into())),
        ..SourceSpec::default()
    };
    let surroundings = Arc::new(Given([certificate, private_key.unwrap_or_default()]));
    match IdentitySource::new(spec, surroundings).load() {
        Ok(loaded) => {
            assert!(loaded.identity.chain().len() <= tegata_keys::MAX_CHAIN);
            assert!(loaded.identity.sign(b"message").is_ok());
        }
        Err(error) => {
            let message = error.to_string();
            assert!(!message.is_empty() && !message.contains('\n'), "{message}");
        }
    }
}

/// Two descriptors.
struct Given([Vec<u8>; 2]);

impl Surroundings for Given {
    fn ask(&self, _: &str) -> Result<Secret<String>, AskError> {
        Err(AskError::NoTerminal)
    }

    fn variable(&self, _: &str) -> Option<Secret<Vec<u8>>> {
        None
    }

    fn descriptor(&self, number: u32) -> io::Result<Zeroizing<Vec<u8>>> {
        let bytes = usize::try_from(number).ok().and_then(|number| self.0.get(number));
        bytes
            .cloned()
            .map(Zeroizing::new)
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}
