//! Private keys that a password closes, and where passwords come from.

use std::fs;
use std::sync::Arc;

use tegata_base::Secret;

use super::{Files, Scripted, at, certificate_of, failure, load, read, spec, vector, vector_file, verifies};
use crate::{IdentitySource, KeyError, Loaded, Location, Password, Permissions, SourceSpec};

const PASSWORD: &str = "correct horse";

/// A machine whose key is encrypted in one of the ways of `tests/vectors/keys/encrypted`.
struct Machine {
    files: Files,
    spec: SourceSpec,
}

impl Machine {
    fn with(name: &str) -> Self {
        let files = Files::new();
        let leaf = certificate_of(&read(&vector("p256.pkcs8")).unwrap(), "machine");
        let certificate = files.write("certificate.pem", leaf.to_pem());
        let key = files.write("key.pem", vector_file(&format!("encrypted/{name}.pem")));
        let spec = spec(&certificate, Some(&key));
        Self { files, spec }
    }

    fn load(self, password: Password) -> Result<Loaded, KeyError> {
        load(SourceSpec {
            key_password: password,
            ..self.spec
        })
    }

    fn place(&self) -> String {
        self.files.0.path().join("key.pem").display().to_string()
    }
}

fn given(password: &str) -> Password {
    Password::Given(Secret::new(password.into()))
}

#[test]
fn every_scheme_opens_with_its_password_alone() {
    for name in [
        "pbkdf2.sha1.aes-128",
        "pbkdf2.sha256.aes-192",
        "pbkdf2.sha256.aes-256",
        "pbkdf2.sha384.aes-256",
        "pbkdf2.sha512.aes-256",
        "pbkdf2.key-length",
        "scrypt.aes-256",
        "scrypt.aes-128",
    ] {
        let loaded = Machine::with(name).load(given(PASSWORD)).unwrap();
        assert!(verifies(&loaded.identity), "{name}");
        let machine = Machine::with(name);
        let place = machine.place();
        assert_eq!(
            failure(machine.load(given("wrong"))),
            format!("incorrect PKCS#8 private key password for {place}"),
            "{name}"
        );
    }
}

#[test]
fn what_is_not_decrypted_says_why() {
    let old = "which is not taken";
    let table = [
        ("des3", format!("it is encrypted with Triple DES, {old}")),
        (
            "pkcs12-des3",
            format!("it is encrypted with Triple DES in the way of PKCS#12, {old}"),
        ),
        ("md5-des", format!("it is encrypted with DES and MD5, {old}")),
        (
            "iterations",
            "its password is stretched with more work than is taken from a file (10000001 iterations)".into(),
        ),
        ("key-length", "its encryption is damaged".into()),
    ];
    for (name, reason) in table {
        let machine = Machine::with(&format!("refused.{name}"));
        let place = machine.place();
        assert_eq!(
            failure(machine.load(given(PASSWORD))),
            format!(
                "cannot read a private key from {place}: the key cannot be decrypted: {reason}; where its password \
                 still opens it, encrypt it anew with `openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY -out NEWKEY`"
            )
        );
    }
}

/// Cut off within a block: no password opens it, so none is blamed or asked for.
#[test]
fn a_torn_ciphertext_is_not_a_wrong_password() {
    let machine = Machine::with("pbkdf2.sha256.aes-256");
    let key = machine.files.0.path().join("key.pem");
    let pem = fs::read_to_string(&key).unwrap();
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let mut der = data_encoding::BASE64.decode(base64.as_bytes()).unwrap();
    let ciphertext = der.len() - 144;
    assert_eq!(
        der[ciphertext - 3..ciphertext],
        [0x04, 0x81, 144],
        "P-256 in PKCS#8, padded"
    );
    der.truncate(der.len() - 1);
    der[ciphertext - 1] -= 1;
    assert_eq!(der[..2], [0x30, 0x81]);
    der[2] -= 1;
    let base64 = data_encoding::BASE64.encode(&der);
    fs::write(
        &key,
        format!("-----BEGIN ENCRYPTED PRIVATE KEY-----\n{base64}\n-----END ENCRYPTED PRIVATE KEY-----\n"),
    )
    .unwrap();
    let terminal = Scripted::answering(&[PASSWORD]);
    let message = failure(IdentitySource::new(machine.spec, terminal.clone()).load());
    assert!(message.contains("its encryption is damaged"), "{message}");
    assert!(terminal.asked().is_empty());
}

#[test]
fn row_09_a_password_comes_from_a_file_or_a_variable() {
    let files = Files::new();
    let in_file = |text: &str| Password::In(at(&files.write("password", text)).unwrap());
    for text in [
        "correct horse",
        "correct horse\n",
        "correct horse\r\nand more\n",
        "\u{feff}correct horse\r\n",
    ] {
        let loaded = Machine::with("scrypt.aes-256").load(in_file(text));
        assert!(verifies(&loaded.unwrap().identity), "{text:?}");
    }
    assert!(matches!(
        Machine::with("scrypt.aes-256").load(in_file("correct horse \n")),
        Err(KeyError::WrongPassword { .. })
    ));
    let readable = in_file("correct horse");
    let path = files.0.path().join("password");
    files.chmod(&path, 0o644);
    let path = path.display();
    assert_eq!(
        failure(Machine::with("scrypt.aes-256").load(readable)),
        format!("{path} holds a password that others can read (mode 0644); run: chmod 600 {path}")
    );

    let surroundings = Arc::new(Scripted {
        variables: vec![("PASSWORD", "correct horse".into())],
        ..Scripted::default()
    });
    let mut machine = Machine::with("scrypt.aes-256");
    machine.spec.key_password = Password::In(Location::Variable("PASSWORD".into()));
    let loaded = IdentitySource::new(machine.spec, surroundings).load();
    assert!(verifies(&loaded.unwrap().identity));
    let machine = Machine::with("scrypt.aes-256");
    assert_eq!(
        failure(machine.load(Password::In(Location::Variable("NONE".into())))),
        "there is no environment variable where the password should be (its name is not shown, since it may be the \
         password itself); name a file, env:NAME or fd:NUMBER that gives it"
    );
    let binary = files.write("password", [0xff, 0xfe]);
    let machine = Machine::with("scrypt.aes-256");
    let message = failure(machine.load(Password::In(Location::File(binary))));
    assert!(message.ends_with(" is not UTF-8 text"), "{message}");
}

#[test]
fn the_terminal_is_asked_until_the_password_is_right() {
    let machine = Machine::with("pbkdf2.sha256.aes-256");
    let place = machine.place();
    let terminal = Scripted::answering(&["wrong", "", PASSWORD, "never asked"]);
    let loaded = IdentitySource::new(machine.spec, terminal.clone()).load();
    assert!(verifies(&loaded.unwrap().identity));
    let question = format!("Password of the private key in {place}: ");
    let again = format!("Incorrect. {question}");
    assert_eq!(terminal.asked(), [question, again.clone(), again]);

    let machine = Machine::with("pbkdf2.sha256.aes-256");
    let place = machine.place();
    let terminal = Scripted::answering(&["wrong", "wrong", "wrong", PASSWORD]);
    assert_eq!(
        failure(IdentitySource::new(machine.spec, terminal.clone()).load()),
        format!("incorrect PKCS#8 private key password for {place}")
    );
    assert_eq!(terminal.asked().len(), 3);
}

#[test]
fn without_a_terminal_the_flag_is_named() {
    // An empty password on the command line counts as none.
    for password in [Password::Ask, given("")] {
        let machine = Machine::with("pbkdf2.sha256.aes-256");
        let place = machine.place();
        assert_eq!(
            failure(machine.load(password)),
            format!(
                "the PKCS#8 private key in {place} is encrypted, and there is no terminal to ask for it; name the \
                 place of its password, a file, env:NAME or fd:NUMBER, with --key-password-from"
            )
        );
    }
}

#[test]
fn an_answer_is_kept_until_it_no_longer_opens_the_file() {
    let machine = Machine::with("pbkdf2.sha256.aes-256");
    let key = machine.files.0.path().join("key.pem");
    let terminal = Scripted::answering(&[PASSWORD, "x"]);
    let mut source = IdentitySource::new(machine.spec, terminal.clone());
    for _ in 0..3 {
        assert!(source.load().is_ok());
    }
    assert_eq!(terminal.asked().len(), 1);
    // The same key, closed with another password.
    fs::write(&key, vector_file("encrypted/p256.pkcs8.encrypted.pem")).unwrap();
    for _ in 0..3 {
        assert!(source.load().is_ok());
    }
    assert_eq!(terminal.asked().len(), 1);
    // And a password that was given is read anew, not kept.
    let machine = Machine::with("pbkdf2.sha256.aes-256");
    let password = machine.files.write("password", PASSWORD);
    let mut source = IdentitySource::new(
        SourceSpec {
            key_password: Password::In(Location::File(password.clone())),
            ..machine.spec
        },
        Scripted::answering(&[]),
    );
    assert!(source.load().is_ok());
    for not_yet in ["wrong", ""] {
        fs::write(&password, not_yet).unwrap();
        // It may follow its key a moment later.
        assert!(!source.load().err().unwrap().is_permanent(), "{not_yet:?}");
    }
    fs::write(&password, PASSWORD).unwrap();
    assert!(source.load().is_ok());
}

#[test]
fn a_password_that_nobody_renews_is_wrong_for_good() {
    let scheme = "scrypt.aes-256";
    for password in [given("wrong"), Password::Ask] {
        assert!(Machine::with(scheme).load(password).err().unwrap().is_permanent());
    }
    let surroundings = Arc::new(Scripted {
        variables: vec![("PASSWORD", "wrong".into())],
        ..Scripted::default()
    });
    let machine = Machine::with(scheme);
    let spec = SourceSpec {
        key_password: Password::In(Location::Variable("PASSWORD".into())),
        ..machine.spec
    };
    let error = IdentitySource::new(spec, surroundings).load().err().unwrap();
    assert!(error.is_permanent(), "{error}");
}

#[test]
fn an_encrypted_key_that_others_can_read_is_refused_too() {
    let machine = Machine::with("scrypt.aes-256");
    machine
        .files
        .chmod(&machine.files.0.path().join("key.pem"), 0o644);
    assert_eq!(machine.spec.permissions, Permissions::Strict);
    assert!(matches!(
        machine.load(given(PASSWORD)),
        Err(KeyError::Readable {
            what: "private key",
            ..
        })
    ));
}
