mod api_client;
mod arguments;
mod credential_process;
mod endpoints;
pub(crate) mod handing_over;
pub(crate) mod server;
mod target;
pub(crate) mod transport;
pub(crate) mod vault_world;

use std::cell::RefCell;
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use tegata_base::Rng as _;
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::{KeyKind, OsRng};
use tegata_pki::certificate::SerialNumber;
use tegata_pki::issue::{Extension, Template, issue, self_signed};
use tegata_pki::{Certificate, Name};
use tempfile::TempDir;

use crate::{Edge, Environment};

/// The local clock of every test.
pub(crate) const NOW: &str = "2026-01-02T03:04:05Z";

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// What a command wrote, and how long it waited between attempts.
#[derive(Debug, Default)]
pub(crate) struct Said {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) pauses: Vec<Duration>,
}

/// Runs a command at a fixed time with these variables.
pub(crate) fn with_edge<T>(
    variables: &[(&str, &str)],
    command: impl FnOnce(&mut Edge<'_>) -> T,
) -> (T, Said) {
    let environment = Environment::new(
        variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    let pauses = RefCell::new(Vec::new());
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let result = command(&mut Edge {
        environment: &environment,
        clock: &|| at(NOW),
        sleep: &|pause| pauses.borrow_mut().push(pause),
        rng: &mut OsRng,
        stdout: &mut stdout,
        stderr: &mut stderr,
    });
    let said = Said {
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
        pauses: pauses.into_inner(),
    };
    (result, said)
}

/// A machine's certificate and key in files.
pub(crate) struct Machine {
    files: TempDir,
    certificate: Certificate,
}

impl Machine {
    pub(crate) fn new(kind: KeyKind) -> Self {
        Self::with(kind, ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"), |_| {})
    }

    fn with(kind: KeyKind, validity: (&str, &str), change: impl FnOnce(&mut Template)) -> Self {
        let (root_key, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
        let (key, pkcs8) = PrivateKey::generate(kind, 2048).unwrap();
        let validity = (at(validity.0), at(validity.1));
        let name = |cn: &str| Name::from_pairs(&[("CN", cn)]).unwrap();
        let mut bytes = [0; 8];
        OsRng.fill(&mut bytes);
        let serial = || SerialNumber::from_bytes(&bytes).unwrap();
        let root = self_signed(&Template::ca(serial(), name("root"), validity, None), &root_key).unwrap();
        let mut template = Template::end_entity(serial(), name("machine"), validity, &[]);
        change(&mut template);
        let certificate = issue(&template, &key.public_spki().unwrap(), &root, &root_key).unwrap();
        let files = tempfile::tempdir().unwrap();
        let write = |name: &str, text: String| {
            use std::os::unix::fs::PermissionsExt as _;
            let path = files.path().join(name);
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        };
        write("certificate.pem", certificate.to_pem());
        write("chain.pem", root.to_pem());
        let der = data_encoding::BASE64.encode(pkcs8.expose());
        write(
            "key.pem",
            format!("-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----\n"),
        );
        Self { files, certificate }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.files.path().join(name)
    }
}

/// Key usage keyAgreement alone.
fn without_digital_signature(template: &mut Template) {
    template.extensions = vec![Extension::raw("2.5.29.15", true, &[0x03, 0x02, 0x03, 0x08])];
}

fn basic_constraints_of_a_ca(template: &mut Template) {
    template.extensions = vec![Extension::basic_constraints(true, None)];
}
