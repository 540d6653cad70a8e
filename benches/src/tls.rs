//! A TLS certificate for a server on loopback, and what its callers trust.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::SignedDuration;
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::{KeyKind, OsRng};
use tegata_pki::certificate::SerialNumber;
use tegata_pki::issue::{self, AlternativeName, Extension, Template};
use tegata_pki::{Certificate, Name};

use crate::{Result, fleet, machine};

/// `id-kp-serverAuth`, RFC 5280, 4.2.1.12.
const KEY_USAGE_SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
/// Where systems keep their trusted roots as one file: Debian and Alpine, Fedora and RHEL.
const SYSTEM_ROOTS: [&str; 2] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
];

/// Files for a server and its callers.
pub(crate) struct TlsFiles {
    /// The server's certificate.
    pub(crate) certificate: PathBuf,
    /// Its key.
    pub(crate) key: PathBuf,
    /// The CA alone.
    pub(crate) ca: PathBuf,
    /// The system's roots and the CA, as where an administrator has added it.
    pub(crate) system: PathBuf,
}

impl TlsFiles {
    /// Issues a P-256 certificate for 127.0.0.1 and writes everything to the folder.
    pub(crate) fn write(folder: &Path) -> Result<Self> {
        let now = machine::now();
        let dates = (
            now.checked_sub(SignedDuration::from_hours(1))?,
            now.checked_add(SignedDuration::from_hours(24 * 7))?,
        );
        let (ca_key, _) = PrivateKey::generate(KeyKind::P256, 0)?;
        let (key, key_der) = PrivateKey::generate(KeyKind::P256, 0)?;
        let name = |common| Name::from_pairs(&[("O", "Tegata"), ("CN", common)]);
        let serial = || SerialNumber::random(&mut OsRng);
        let template = Template::ca(serial(), name("Bench TLS CA")?, dates, Some(0));
        let ca = issue::self_signed(&template, &ca_key)?;
        let template = Template {
            serial: serial(),
            subject: name("127.0.0.1")?,
            not_before: dates.0,
            not_after: dates.1,
            extensions: vec![
                Extension::basic_constraints(false, None),
                Extension::digital_signature(),
                Extension::extended_key_usage(&[KEY_USAGE_SERVER_AUTH]),
                Extension::alternative_names(&[AlternativeName::Ip([127, 0, 0, 1].into())]),
            ],
        };
        let certificate = issue::issue(&template, &key.public_spki()?, &ca, &ca_key)?;
        let files = Self {
            certificate: folder.join("server.pem"),
            key: folder.join("server.key"),
            ca: folder.join("ca.pem"),
            system: folder.join("system-roots.pem"),
        };
        files.fill(&certificate, key_der.expose(), &ca)?;
        Ok(files)
    }

    fn fill(&self, certificate: &Certificate, key: &[u8], ca: &Certificate) -> Result<()> {
        let system = SYSTEM_ROOTS.iter().find_map(|path| fs::read_to_string(path).ok());
        let system = system.ok_or("this system has no file of trusted roots; install ca-certificates")?;
        fs::write(&self.certificate, certificate.to_pem())?;
        fleet::write_private(&self.key, fleet::private_key_pem(key).as_bytes())?;
        fs::write(&self.ca, ca.to_pem())?;
        fs::write(&self.system, system + &ca.to_pem())?;
        Ok(())
    }
}
