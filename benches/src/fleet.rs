//! Machines with certificates: made once, kept under the target folder.
//!
//! Making an RSA key takes a good part of a second, so there are some thousand keys, and several
//! certificates for each. Every certificate is a leaf of its own to a server: it has its own subject
//! and serial number, and no two share a path.

use std::fs;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::{KeyKind, OsRng};
use tegata_pki::certificate::SerialNumber;
use tegata_pki::issue::{self, CrlTemplate, Template};
use tegata_pki::{Certificate, Crl, Name};

use crate::{Result, machine, report};

/// Bits of RSA keys.
const RSA_BITS: u32 = 2048;
/// How long certificates are good for.
const VALID: SignedDuration = SignedDuration::from_hours(24 * 365 * 5);
/// Certificates that the CRL revokes; none of them is in use.
const REVOKED: u32 = 1000;

/// A CA and the machines that it issued certificates to.
pub(crate) struct Fleet {
    pub(crate) ca: Certificate,
    ca_key: PrivateKey,
    keys: Vec<PrivateKey>,
    /// In PKCS#8, for those who want files.
    encoded_keys: Vec<Vec<u8>>,
    certificates: Vec<Certificate>,
}

/// One certificate and its key.
pub(crate) struct Machine<'a> {
    pub(crate) certificate: &'a Certificate,
    pub(crate) key: &'a PrivateKey,
}

/// The name of a kind of keys in reports.
pub(crate) const fn name(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Rsa => "RSA-2048",
        KeyKind::P256 => "P-256",
        _ => "other",
    }
}

impl Fleet {
    /// The fleet of this kind and size, made now if need be.
    pub(crate) fn open(kind: KeyKind, keys: usize, certificates: usize) -> Result<Self> {
        let folder = machine::target()?
            .join("bench")
            .join(format!("fleet-{}-{keys}-{certificates}", name(kind)));
        if !folder.join("done").exists() {
            report::complain(&format!(
                "making {keys} {} keys and {certificates} certificates",
                name(kind)
            ));
            make(kind, keys, certificates, &folder)?;
        }
        let fleet = Self::read(kind, &folder)?;
        // Kept for years, but not for ever.
        if fleet.ca.not_after().duration_since(machine::now()) < SignedDuration::from_hours(24) {
            return Err(format!(
                "the certificates in {} expire: remove that folder",
                folder.display()
            )
            .into());
        }
        Ok(fleet)
    }

    fn read(kind: KeyKind, folder: &Path) -> Result<Self> {
        let ca_key = fs::read(folder.join("ca.key"))?;
        let encoded_keys = read_list(&folder.join("keys"))?;
        let keys = encoded_keys.iter().map(|der| PrivateKey::from_pkcs8(kind, der));
        let certificates = read_list(&folder.join("certificates"))?;
        let certificates = certificates.iter().map(|der| Certificate::from_der(der));
        Ok(Self {
            ca: Certificate::from_der(&fs::read(folder.join("ca.der"))?)?,
            ca_key: PrivateKey::from_pkcs8(kind, &ca_key)?,
            keys: keys.collect::<std::result::Result<_, _>>()?,
            encoded_keys,
            certificates: certificates.collect::<std::result::Result<_, _>>()?,
        })
    }

    /// Every machine.
    pub(crate) fn machines(&self) -> impl Iterator<Item = Machine<'_>> {
        let keys = self.keys.iter().cycle();
        self.certificates
            .iter()
            .zip(keys)
            .map(|(certificate, key)| Machine { certificate, key })
    }

    pub(crate) fn key_count(&self) -> usize {
        self.keys.len()
    }

    /// A machine's certificate and key as files, the key readable by its owner alone.
    pub(crate) fn write_files(&self, folder: &Path) -> Result<(PathBuf, PathBuf)> {
        let (Some(certificate), Some(key)) = (self.certificates.first(), self.encoded_keys.first()) else {
            return Err("an empty fleet".into());
        };
        let kind = self.ca_key.kind();
        let paths = (
            folder.join(format!("{}.pem", name(kind))),
            folder.join(format!("{}.key", name(kind))),
        );
        fs::write(&paths.0, certificate.to_pem())?;
        write_private(&paths.1, private_key_pem(key).as_bytes())?;
        Ok(paths)
    }

    /// A CRL of the CA that revokes other certificates than those in use.
    pub(crate) fn crl(&self) -> Result<Crl> {
        let now = machine::now();
        let revoked = (0..REVOKED).map(|number| Some((serial(0x2000_0000 + number)?, now)));
        let template = CrlTemplate {
            number: 1,
            this_update: now,
            next_update: now.checked_add(SignedDuration::from_hours(24 * 7))?,
            revoked: revoked.collect::<Option<_>>().ok_or("a serial number")?,
        };
        Ok(issue::issue_crl(&template, &self.ca, &self.ca_key)?)
    }
}

fn make(kind: KeyKind, keys: usize, certificates: usize, folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let now = machine::now();
    let dates = (
        now.checked_sub(SignedDuration::from_hours(1))?,
        now.checked_add(VALID)?,
    );
    let (ca_key, ca_der) = PrivateKey::generate(kind, RSA_BITS)?;
    let subject = Name::from_pairs(&[("O", "Tegata"), ("CN", "Bench CA")])?;
    let template = Template::ca(SerialNumber::random(&mut OsRng), subject, dates, Some(0));
    let ca = issue::self_signed(&template, &ca_key)?;
    let keys = generate(kind, keys)?;
    let issued = issue_all(&keys, certificates, dates, &ca, &ca_key)?;
    write_private(&folder.join("ca.key"), ca_der.expose())?;
    fs::write(folder.join("ca.der"), ca.der())?;
    write_list(
        &folder.join("keys"),
        keys.iter().map(|(_, der)| der.expose().as_slice()),
    )?;
    write_list(&folder.join("certificates"), issued.iter().map(Certificate::der))?;
    fs::write(folder.join("done"), "")?;
    Ok(())
}

type MadeKey = (PrivateKey, tegata_base::Secret<Vec<u8>>);

fn generate(kind: KeyKind, count: usize) -> Result<Vec<MadeKey>> {
    let halves = in_two(count, |range| {
        let made = range.map(|_| PrivateKey::generate(kind, RSA_BITS));
        Ok(made.collect::<std::result::Result<Vec<_>, _>>()?)
    })?;
    Ok(halves)
}

fn issue_all(
    keys: &[MadeKey],
    count: usize,
    dates: (Timestamp, Timestamp),
    ca: &Certificate,
    ca_key: &PrivateKey,
) -> Result<Vec<Certificate>> {
    in_two(count, |range| {
        let issue = |number: usize| -> Result<Certificate> {
            let (key, _) = keys.get(number % keys.len().max(1)).ok_or("no keys")?;
            let name = format!("machine-{number:06}");
            let subject = Name::from_pairs(&[("O", "Tegata"), ("OU", "bench"), ("CN", &name)])?;
            let serial = serial(0x1000_0000 + u32::try_from(number)?).ok_or("a serial number")?;
            let template = Template::end_entity(serial, subject, dates, &[]);
            Ok(issue::issue(&template, &key.public_spki()?, ca, ca_key)?)
        };
        range.map(issue).collect()
    })
}

/// Does half of the work on each of two threads, and keeps the order.
pub(crate) fn in_two<T: Send>(
    count: usize,
    work: impl Fn(std::ops::Range<usize>) -> Result<Vec<T>> + Sync,
) -> Result<Vec<T>> {
    std::thread::scope(|scope| {
        let first = scope.spawn(|| work(0..count / 2));
        let second = work(count / 2..count)?;
        let mut all = first.join().unwrap_or_else(|_| Err("a thread panicked".into()))?;
        all.extend(second);
        Ok(all)
    })
}

fn serial(number: u32) -> Option<SerialNumber> {
    SerialNumber::from_bytes(&number.to_be_bytes())
}

fn split(text: &str, width: usize) -> impl Iterator<Item = &str> {
    (0..text.len())
        .step_by(width)
        .filter_map(move |at| text.get(at..text.len().min(at + width)))
}

/// PKCS#8 as PEM.
pub(crate) fn private_key_pem(der: &[u8]) -> String {
    let text = data_encoding::BASE64.encode(der);
    let lines: Vec<&str> = split(&text, 64).collect();
    format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
        lines.join("\n")
    )
}

pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    use std::io::Write as _;
    let mut file = fs::File::options()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    Ok(file.write_all(bytes)?)
}

/// A file of byte strings, each after its length.
fn write_list<'a>(path: &Path, items: impl Iterator<Item = &'a [u8]>) -> Result<()> {
    let mut bytes = Vec::new();
    for item in items {
        bytes.extend_from_slice(&u32::try_from(item.len())?.to_be_bytes());
        bytes.extend_from_slice(item);
    }
    write_private(path, &bytes)
}

fn read_list(path: &Path) -> Result<Vec<Vec<u8>>> {
    let bytes = fs::read(path)?;
    let mut rest = bytes.as_slice();
    let mut items = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length))?;
        let (item, after) = after
            .split_at_checked(length)
            .ok_or("a file of the fleet is cut off")?;
        items.push(item.to_vec());
        rest = after;
    }
    Ok(items)
}
