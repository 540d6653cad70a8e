//! SoftHSM 2 with a folder of its own, and a process of its own for each test: a module is initialised once
//! a process, and reads its configuration from the environment.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};

use tegata_base::Secret;
use tegata_crypto::HashKind;
use tegata_crypto::verify::PublicKey;
use tegata_keys::pkcs11::Options;
use tegata_keys::{AskError, Identity, IdentitySource, KeyError, Loaded, Location, SourceSpec, Surroundings};
use tegata_pki::Certificate;

use crate::authority::Pair;

pub(crate) const MODULE: &str = "/usr/lib/softhsm/libsofthsm2.so";
pub(crate) const PIN: &str = "1234";
const SPY: &str = "pkcs11/pkcs11-spy.so";
/// Set for the process in which a test's body runs.
const FOLDER: &str = "TEGATA_PKCS11_TEST";

/// Runs a test's body in a process of its own, with an empty SoftHSM. `name` is the test's.
pub(crate) fn alone(name: &str, body: impl FnOnce(&SoftHsm)) {
    if let Some(folder) = std::env::var_os(FOLDER) {
        body(&SoftHsm {
            folder: folder.into(),
        });
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let tokens = folder.path().join("tokens");
    fs::create_dir(&tokens).unwrap();
    let configuration = folder.path().join("softhsm2.conf");
    fs::write(
        &configuration,
        format!(
            "directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\n",
            tokens.display()
        ),
    )
    .unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder.path())
        .env("SOFTHSM2_CONF", configuration)
        .env("PKCS11SPY", MODULE)
        .env("PKCS11SPY_OUTPUT", folder.path().join("calls"))
        .output()
        .unwrap();
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

/// The SoftHSM of one test.
pub(crate) struct SoftHsm {
    pub(crate) folder: PathBuf,
}

impl SoftHsm {
    /// Makes a token with a user PIN.
    pub(crate) fn token(&self, label: &str) {
        run(
            "softhsm2-util",
            [
                "--init-token",
                "--free",
                "--label",
                label,
                "--pin",
                PIN,
                "--so-pin",
                "567890",
            ],
        );
    }

    /// Puts a key, and its certificate, onto a token, both under this label and id.
    pub(crate) fn put(&self, token: &str, label: &str, id: &str, pair: &Pair) {
        self.put_key(token, label, id, &pair.pkcs8, &[]);
        self.put_certificate(token, label, id, &pair.certificate, &[]);
    }

    pub(crate) fn put_key(&self, token: &str, label: &str, id: &str, pkcs8: &[u8], flags: &[&str]) {
        // softhsm2-util writes the public half too; pkcs11-tool can set flags.
        let file = self.write("key.pem", self.pem(pkcs8));
        if flags.is_empty() {
            let file = file.to_str().unwrap();
            run(
                "softhsm2-util",
                [
                    "--import", file, "--token", token, "--label", label, "--id", id, "--pin", PIN,
                ],
            );
        } else {
            let mut arguments = vec![
                "--write-object",
                file.to_str().unwrap(),
                "--type",
                "privkey",
                "--label",
                label,
                "--id",
                id,
            ];
            arguments.extend(flags);
            self.tool(token, &arguments);
        }
    }

    pub(crate) fn put_certificate(
        &self,
        token: &str,
        label: &str,
        id: &str,
        certificate: &Certificate,
        flags: &[&str],
    ) {
        let file = self.write("certificate.der", certificate.der());
        let mut arguments = vec![
            "--write-object",
            file.to_str().unwrap(),
            "--type",
            "cert",
            "--label",
            label,
        ];
        if !id.is_empty() {
            arguments.extend(["--id", id]);
        }
        arguments.extend(flags);
        self.tool(token, &arguments);
    }

    pub(crate) fn put_public_key(&self, token: &str, id: &str, spki: &[u8]) {
        let file = self.write("public.der", spki);
        self.tool(
            token,
            &[
                "--write-object",
                file.to_str().unwrap(),
                "--type",
                "pubkey",
                "--id",
                id,
            ],
        );
    }

    pub(crate) fn pem(&self, pkcs8: &[u8]) -> String {
        let text = data_encoding::BASE64_MIME.encode(pkcs8).replace('\r', "");
        format!("-----BEGIN PRIVATE KEY-----\n{text}-----END PRIVATE KEY-----\n")
    }

    /// Makes a token that has a security officer's PIN alone.
    pub(crate) fn token_without_pin(&self, label: &str) {
        let slots = run("softhsm2-util", ["--show-slots"]);
        let slot = slots
            .rsplit("Slot ")
            .find(|slot| slot.contains("Initialized:      no"))
            .unwrap();
        let slot = slot.split_whitespace().next().unwrap();
        let arguments = [
            "--module",
            MODULE,
            "--slot",
            slot,
            "--init-token",
            "--label",
            label,
            "--so-pin",
            "567890",
        ];
        run("pkcs11-tool", arguments);
    }

    /// The slot that a token is in.
    pub(crate) fn slot_of(&self, label: &str) -> u64 {
        let slots = run("softhsm2-util", ["--show-slots"]);
        let wanted = format!("Label:            {label}");
        let slot = slots
            .split("\nSlot ")
            .find(|slot| slot.contains(&wanted))
            .unwrap();
        slot.split_whitespace().next().unwrap().parse().unwrap()
    }

    /// Puts a certificate where it is seen after a login only.
    pub(crate) fn put_private_certificate(&self, token: &str, label: &str, certificate: &Certificate) {
        let file = self.write("certificate.pem", certificate.to_pem());
        let url = format!("pkcs11:token={token}");
        let arguments = [
            "--provider",
            MODULE,
            "--login",
            "--set-pin",
            PIN,
            "--write",
            "--mark-private",
            "--load-certificate",
            file.to_str().unwrap(),
            "--label",
            label,
            &url,
        ];
        run("p11tool", arguments);
    }

    /// SoftHSM behind a module of a test's own, which its C file describes.
    pub(crate) fn module(&self, name: &str, define: &str) -> PathBuf {
        let library = self.folder.join(format!("{name}{define}.so"));
        let from = format!("{}/tests/pkcs11/{name}.c", env!("CARGO_MANIFEST_DIR"));
        let define = format!("-D{define}");
        let arguments = ["-shared", "-fPIC", "-O1", "-Wall", &define, "-o"];
        let files = [library.to_str().unwrap(), &from, "-ldl"];
        run("cc", arguments.into_iter().chain(files));
        library
    }

    /// SoftHSM behind a lock, which it does not have itself.
    pub(crate) fn locking_module(&self) -> PathBuf {
        self.module("locking", "LOCKING")
    }

    pub(crate) fn tool(&self, token: &str, arguments: &[&str]) -> String {
        let mut all = vec![
            "--module",
            MODULE,
            "--token-label",
            token,
            "--login",
            "--pin",
            PIN,
        ];
        all.extend(arguments);
        run("pkcs11-tool", all)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        use std::os::unix::fs::PermissionsExt as _;
        let path = self.folder.join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path
    }

    /// The tokens' folder, as a whole.
    pub(crate) fn tokens(&self) -> PathBuf {
        self.folder.join("tokens")
    }

    /// How often a function was called through the spy.
    pub(crate) fn calls(&self, function: &str) -> usize {
        let log = fs::read_to_string(self.folder.join("calls")).unwrap_or_default();
        log.lines()
            .filter(|line| line.ends_with(&format!(": {function}")))
            .count()
    }
}

/// OpenSC's module that writes down each call that it passes on.
pub(crate) fn spy() -> PathBuf {
    let folders = fs::read_dir("/usr/lib")
        .unwrap()
        .flatten()
        .map(|entry| entry.path());
    folders
        .map(|folder| folder.join(SPY))
        .find(|path| path.exists())
        .expect("pkcs11-spy.so of opensc-pkcs11")
}

fn run<'a>(program: &str, arguments: impl IntoIterator<Item = &'a str>) -> String {
    let arguments: Vec<&str> = arguments.into_iter().collect();
    let output = Command::new(program).args(&arguments).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {text} {}",
        String::from_utf8_lossy(&output.stderr)
    );
    text
}

/// A terminal that gives these answers, the last one first, and keeps the questions.
#[derive(Default)]
pub(crate) struct Terminal {
    answers: Mutex<Vec<&'static str>>,
    pub(crate) questions: Mutex<Vec<String>>,
}

impl Terminal {
    pub(crate) fn answering(answers: &[&'static str]) -> Arc<Self> {
        Arc::new(Self {
            answers: Mutex::new(answers.to_vec()),
            questions: Mutex::default(),
        })
    }
}

impl Surroundings for Terminal {
    fn ask(&self, question: &str) -> Result<Secret<String>, AskError> {
        self.questions.lock().unwrap().push(question.into());
        let answer = self.answers.lock().unwrap().pop();
        answer
            .map(|answer| Secret::new(answer.into()))
            .ok_or(AskError::NoTerminal)
    }

    fn variable(&self, _: &str) -> Option<Secret<Vec<u8>>> {
        None
    }
}

pub(crate) fn at(place: impl AsRef<OsStr>) -> Option<Location> {
    Location::parse(place.as_ref()).unwrap()
}

/// A source of what these two places hold, with SoftHSM as the module.
pub(crate) fn source(certificate: &str, key: &str) -> IdentitySource {
    with(certificate, key, |_| {}, &Terminal::answering(&[]))
}

pub(crate) fn with(
    certificate: &str,
    key: &str,
    change: impl FnOnce(&mut SourceSpec),
    terminal: &Arc<Terminal>,
) -> IdentitySource {
    let mut spec = SourceSpec {
        certificate: at(certificate),
        private_key: at(key),
        pkcs11: Options {
            module: Some(MODULE.into()),
            reuse_pin: false,
        },
        ..SourceSpec::default()
    };
    change(&mut spec);
    let terminal: Arc<dyn Surroundings> = terminal.clone();
    IdentitySource::new(spec, terminal)
}

pub(crate) fn failure(result: Result<Loaded, KeyError>) -> String {
    match result {
        Ok(_) => panic!("it must not load"),
        Err(error) => error.to_string(),
    }
}

/// Whether a signature of the identity's key verifies with its certificate.
pub(crate) fn signs(identity: &Identity) -> bool {
    let signature = identity.sign(b"message").unwrap();
    let spki = identity.certificate().spki();
    let key = PublicKey::from_spki(identity.key_kind(), HashKind::Sha256, spki).unwrap();
    key.verify(b"message", &signature).is_ok()
}
