//! What the fuzz target for TPMs does with its input.

use std::collections::VecDeque;
use std::time::Duration;

use tegata_crypto::{HashKind, hash};
use tegata_keys::tpm::{KeyFile, Patience, Public, ToSign, Tpm, TpmError, Transport};

/// A TPM that answers whatever it likes.
struct Hostile(VecDeque<Vec<u8>>);

impl Transport for Hostile {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TpmError> {
        assert!(command.len() <= 4096, "a TPM takes no longer one");
        let answer = self.0.pop_front();
        answer.ok_or_else(|| TpmError::Silent {
            path: "nobody".into(),
        })
    }
}

/// The first byte says what the others are: the DER of a key file, a public area, or responses, each
/// behind its length.
pub(crate) fn tpm(bytes: &[u8]) {
    match bytes.split_first() {
        Some((b'k', der)) => {
            if let Ok(file) = KeyFile::from_der(der) {
                use_public(&file.public);
            }
        }
        Some((b'p', area)) => {
            if let Ok(public) = Public::parse(area) {
                use_public(&public);
            }
        }
        Some((_, responses)) => answer_everything(responses),
        None => {}
    }
}

fn use_public(public: &Public) {
    let spki = public.spki().expect("a key that was read can be written");
    assert!(public.is_named_by(&spki));
    for kind in [HashKind::Sha256, HashKind::Sha384, HashKind::Sha512] {
        let _ = ToSign::new(public, kind, &hash::digest(kind, &spki));
    }
}

fn answer_everything(mut bytes: &[u8]) {
    let mut answers = VecDeque::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<2>() {
        let (answer, rest) = rest.split_at(rest.len().min(u16::from_be_bytes(*length).into()));
        answers.push_back(answer.to_vec());
        bytes = rest;
    }
    let patience = Patience {
        tries: 3,
        first: Duration::ZERO,
        longest: Duration::ZERO,
        whole: Duration::from_secs(600),
    };
    let mut tpm = Tpm::with_patience(Hostile(answers), patience);
    let Ok(area) = tpm.read_public(0x8100_0001) else {
        return;
    };
    let Ok(public) = Public::parse(&area) else { return };
    let Ok(primary) = tpm.create_primary(0x4000_0001, b"") else {
        return;
    };
    let Ok(to_sign) = ToSign::new(&public, HashKind::Sha256, &[1; 32]) else {
        return;
    };
    let signature = tpm.with(primary, |tpm, parent| {
        let key = tpm.load(parent, b"", b"private", &area)?;
        tpm.with(key, |tpm, key| tpm.sign(key, b"", &to_sign, public.width()))
    });
    if let Ok(signature) = signature {
        assert!(!signature.is_empty() && signature.len() <= 1024);
    }
}
