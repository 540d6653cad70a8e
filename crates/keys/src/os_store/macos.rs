//! Identities of the keychains that are searched by default. Keys stay there: each signature is made by
//! the Security framework, which may ask the user first.

use security_framework::base::Error;
use security_framework::identity::SecIdentity;
use security_framework::item::{ItemClass, ItemSearchOptions, Limit, Reference, SearchResult};
use security_framework::key::{Algorithm, SecKey};
use tegata_crypto::{HashKind, KeyKind};
use tegata_pki::Certificate;

use crate::chain::path_alone;
use crate::identity::NotTheKey;
use crate::selected::Selection;
use crate::selector::Selector;
use crate::{Identity, KeyError, Loaded, Signer, SignerError};

/// `errSecItemNotFound`: nothing there is no failure.
const NOTHING_FOUND: i32 = -25300;

pub(super) fn load(selection: &Selection) -> Result<Loaded, KeyError> {
    let mut identities: Vec<(Certificate, SecIdentity)> = Vec::new();
    for found in search(ItemClass::identity())? {
        if let Reference::Identity(identity) = found {
            let der = identity.certificate().map_err(failed)?.to_der();
            // What this program cannot read is nothing that it could use.
            identities.extend(Certificate::from_der(&der).ok().map(|known| (known, identity)));
        }
    }
    let certificates: Vec<Certificate> = identities.iter().map(|(known, _)| known.clone()).collect();
    let everything = Selector::default();
    let selector = selection.selector.as_ref().unwrap_or(&everything);
    let at = selector.choose(&certificates, selection.latest)?;
    let (leaf, identity) = identities.swap_remove(at);
    let signer = KeychainKey {
        kind: leaf
            .key_kind()
            .map_err(|error| SignerError::Failed(error.to_string()))?,
        spki: leaf.spki().to_vec(),
        key: identity.private_key().map_err(failed)?,
    };
    let chain = path_alone(&leaf, others()?)?;
    match Identity::new(leaf, chain, Box::new(signer))? {
        Ok(identity) => Ok(Loaded {
            identity,
            warnings: Vec::new(),
        }),
        Err(NotTheKey) => {
            Err(SignerError::Failed("the keychain's key is not the certificate's".into()).into())
        }
    }
}

/// The certificates without keys, among which the issuers are.
fn others() -> Result<Vec<Certificate>, KeyError> {
    let found = search(ItemClass::certificate())?;
    let der = found.into_iter().filter_map(|found| match found {
        Reference::Certificate(certificate) => Some(certificate.to_der()),
        _ => None,
    });
    Ok(der.filter_map(|der| Certificate::from_der(&der).ok()).collect())
}

fn search(class: ItemClass) -> Result<Vec<Reference>, KeyError> {
    let mut options = ItemSearchOptions::new();
    options.class(class).load_refs(true).limit(Limit::All);
    let found = match options.search() {
        Err(error) if error.code() == NOTHING_FOUND => Vec::new(),
        found => found.map_err(failed)?,
    };
    let references = found.into_iter().filter_map(|found| match found {
        SearchResult::Ref(reference) => Some(reference),
        _ => None,
    });
    Ok(references.collect())
}

fn failed(error: Error) -> KeyError {
    SignerError::Failed(format!("the keychain refuses: {error}")).into()
}

/// A private key that does not leave its keychain.
struct KeychainKey {
    kind: KeyKind,
    spki: Vec<u8>,
    key: SecKey,
}

impl Signer for KeychainKey {
    fn kind(&self) -> KeyKind {
        self.kind
    }

    fn spki(&self) -> Result<Vec<u8>, SignerError> {
        Ok(self.spki.clone())
    }

    fn sign(&self, hash: HashKind, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        let algorithm = match (self.kind, hash) {
            (KeyKind::Rsa, HashKind::Sha256) => Algorithm::RSASignatureMessagePKCS1v15SHA256,
            (KeyKind::Rsa, HashKind::Sha384) => Algorithm::RSASignatureMessagePKCS1v15SHA384,
            (KeyKind::Rsa, HashKind::Sha512) => Algorithm::RSASignatureMessagePKCS1v15SHA512,
            (KeyKind::P256 | KeyKind::P384 | KeyKind::P521, HashKind::Sha256) => {
                Algorithm::ECDSASignatureMessageX962SHA256
            }
            (KeyKind::P256 | KeyKind::P384 | KeyKind::P521, HashKind::Sha384) => {
                Algorithm::ECDSASignatureMessageX962SHA384
            }
            (KeyKind::P256 | KeyKind::P384 | KeyKind::P521, HashKind::Sha512) => {
                Algorithm::ECDSASignatureMessageX962SHA512
            }
            _ => return Err(SignerError::Failed("keychains hold no keys of this kind".into())),
        };
        self.key
            .create_signature(algorithm, message)
            .map_err(|error| SignerError::Failed(format!("the keychain refuses: {error}")))
    }
}
