use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use proptest::prelude::proptest;
use tegata_crypto::HashKind;
use tegata_crypto::verify::PublicKey;
use tempfile::TempDir;

use super::{SignerProcess, SignerProcessError};
use crate::surroundings::testing::Unattended;
use crate::{Identity, IdentitySource, Location, SourceSpec};

/// A key and certificate made by `openssl`.
struct Made {
    directory: TempDir,
}

impl Made {
    fn new(algorithm: &[&str]) -> Self {
        let made = Self {
            directory: tempfile::tempdir().unwrap(),
        };
        let done = Command::new("openssl")
            .args([
                "req",
                "-x509",
                "-noenc",
                "-days",
                "2",
                "-subj",
                "/CN=machine",
                "-newkey",
            ])
            .args(algorithm)
            .args(["-keyout", "key.pem", "-out", "certificate.pem"])
            .current_dir(made.directory.path())
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        made
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn identity(&self, command: &str) -> Identity {
        let spec = SourceSpec {
            certificate: Some(Location::File(self.path("certificate.pem"))),
            signer_process: Some(command.parse().unwrap()),
            ..SourceSpec::default()
        };
        IdentitySource::new(spec, Arc::new(Unattended::default()))
            .load()
            .unwrap()
            .identity
    }

    fn openssl(&self) -> String {
        let key = self.path("key.pem");
        format!(
            "openssl pkeyutl -sign -inkey '{}' -pkeyopt digest:sha256",
            key.display()
        )
    }

    /// A shell script as the program.
    fn script(&self, text: &str) -> String {
        let path = self.path("signer.sh");
        fs::write(&path, text).unwrap();
        format!("sh {}", shlex::try_quote(path.to_str().unwrap()).unwrap())
    }

    fn failure(&self, script: &str) -> String {
        self.identity(&self.script(script))
            .sign(b"message")
            .unwrap_err()
            .to_string()
    }
}

fn check(identity: &Identity) {
    let signature = identity.sign(b"message").unwrap();
    let certificate = identity.certificate();
    PublicKey::from_spki(identity.key_kind(), HashKind::Sha256, certificate.spki())
        .unwrap()
        .verify(b"message", &signature)
        .unwrap();
}

#[test]
fn row_11_openssl_signs_for_keys_of_each_kind() {
    for algorithm in [
        ["rsa:2048"].as_slice(),
        &["ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
        &["ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
    ] {
        let made = Made::new(algorithm);
        check(&made.identity(&made.openssl()));
    }
}

#[test]
fn two_halves_are_a_signature_too() {
    let made = Made::new(&["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
    // OpenSSL's DER, taken apart by its own parser, as 64 bytes.
    let script = format!(
        "{} | openssl asn1parse -inform DER | sed -n 's/.*INTEGER *://p' | while read -r n; do printf '%64s' \"$n\" | tr ' ' 0; done | perl -ne 'print pack(q(H*), $_)'",
        made.openssl()
    );
    check(&made.identity(&made.script(&script)));
}

#[test]
fn the_program_is_told_what_to_sign() {
    let made = Made::new(&["rsa:2048"]);
    let seen = made.path("seen");
    let script = format!(
        "cat > digest; echo \"$TEGATA_SIGNER_KEY $TEGATA_SIGNER_DIGEST $(wc -c < digest)\" > {}; {} -in digest",
        seen.display(),
        made.openssl()
    );
    let directory = made.directory.path();
    check(&made.identity(&made.script(&format!("cd '{}'; {script}", directory.display()))));
    assert_eq!(fs::read_to_string(seen).unwrap(), "RSA SHA256 32\n");
}

#[test]
fn what_is_no_signature_is_refused() {
    let made = Made::new(&["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
    for (script, said) in [
        ("exit 3", "failed (exit status: 3)"),
        ("cat > /dev/null", "wrote no signature to its standard output"),
        (
            "printf nonsense",
            "gave 8 bytes that are no signature by the key of the certificate `CN=machine`",
        ),
        ("head -c 100000 /dev/zero", "wrote more than 1024 bytes"),
    ] {
        let message = made.failure(script);
        assert!(message.contains("`sh` of --signer-process"), "{message}");
        assert!(message.contains(said), "{message}");
    }
    let other = Made::new(&["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
    let message = made
        .identity(&other.openssl())
        .sign(b"message")
        .unwrap_err()
        .to_string();
    assert!(message.contains("is it another key"), "{message}");
    let absent = made
        .identity("/nowhere/signer")
        .sign(b"message")
        .unwrap_err()
        .to_string();
    assert!(
        absent.contains("`/nowhere/signer` of --signer-process cannot be started"),
        "{absent}"
    );
    assert!(Path::new("/nowhere").try_exists().is_ok_and(|exists| !exists));
}

#[test]
fn commands_are_split_as_a_shell_would() {
    let words = |text: &str| {
        text.parse::<SignerProcess>()
            .map(|one| [vec![one.program], one.arguments].concat())
    };
    assert_eq!(
        words(r#"a 'b c' "d\"e" f\ g"#).unwrap(),
        ["a", "b c", "d\"e", "f g"]
    );
    assert_eq!(words("$HOME `x` *").unwrap(), ["$HOME", "`x`", "*"]);
    assert_eq!(words("  "), Err(SignerProcessError::Empty));
    assert_eq!(words("''"), Err(SignerProcessError::Empty));
    assert_eq!(words("a 'b"), Err(SignerProcessError::Quotes));
}

proptest! {
    #[test]
    fn hostile_commands_never_panic(text in "\\PC{0,60}") {
        let _ = text.parse::<SignerProcess>();
    }
}
