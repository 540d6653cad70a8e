//! The machine's side: an authority, a key, a request, a certificate, and credentials by it.

use std::convert::Infallible;

use jiff::{SignedDuration, Timestamp};
use pem_rfc7468::LineEnding;
use tegata_base::Secret;
use tegata_base::time::iso_seconds;
use tegata_client::credential_process;
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::{KeyKind, OsRng};
use tegata_pki::certificate::SerialNumber;
use tegata_pki::csr::CertificateRequest;
use tegata_pki::issue::{self, AlternativeName, IssueError, Template};
use tegata_pki::path::{Anchors, CrlSet, verify_path};
use tegata_pki::{Certificate, Name};
use zeroize::Zeroizing;

use super::command::Command;
use super::outcome::{Outcome, Told, Trouble, Wrong};
use super::story::{Session, Story, now, program};

/// The common name of the authority, which the trust policy asks for.
pub(super) const AUTHORITY_NAME: &str = "Quickstart CA";
/// The common name of the machine.
pub(super) const MACHINE_NAME: &str = "web-01";
/// The organizational unit of the machine.
pub(super) const MACHINE_UNIT: &str = "Edge";

const ORGANIZATION: &str = "Example";
const DNS_NAME: &str = "web-01.edge.example.com";

/// A certificate authority.
pub(super) struct Authority {
    pub(super) certificate: Certificate,
    pub(super) key: PrivateKey,
}

pub(super) fn make_authority(story: &mut Story) -> Result<Told, Trouble> {
    let (key, pkcs8) = new_key()?;
    let name = name(&[("O", ORGANIZATION), ("CN", AUTHORITY_NAME)])?;
    let template = Template::ca(SerialNumber::random(&mut OsRng), name, days(365), Some(0));
    let certificate = issue::self_signed(&template, &key)?;
    story.place.write("ca.key", &key_pem(&pkcs8)?)?;
    let file = story.place.write("ca.pem", &certificate.to_pem())?;
    let outcome = Outcome::Done(format!(
        "{}, valid until {}",
        certificate.subject(),
        iso_seconds(certificate.not_after())
    ));
    story.made.authority = Some(Authority { certificate, key });
    Ok(Told {
        command: Command::new("openssl")
            .words(["x509", "-in"])
            .word(file.display().to_string())
            .words(["-noout", "-subject", "-enddate"]),
        outcome,
    })
}

pub(super) fn make_request(story: &mut Story) -> Result<Told, Trouble> {
    let (key, pkcs8) = new_key()?;
    let subject = name(&[("O", ORGANIZATION), ("OU", MACHINE_UNIT), ("CN", MACHINE_NAME)])?;
    let names = [AlternativeName::Dns(DNS_NAME.to_owned())];
    let request = CertificateRequest::create(&subject, &names, &key)?;
    story.place.write("machine.key", &key_pem(&pkcs8)?)?;
    let file = story.place.write("machine.csr", &request.to_pem())?;
    let outcome = Outcome::Done(format!("{}, DNS:{DNS_NAME}", request.subject()));
    story.made.request = Some(request);
    Ok(Told {
        command: Command::new("openssl")
            .words(["req", "-in"])
            .word(file.display().to_string())
            .words(["-noout", "-verify", "-subject"]),
        outcome,
    })
}

pub(super) fn issue_certificate(story: &mut Story) -> Result<Told, Trouble> {
    let request = story
        .made
        .request
        .as_ref()
        .ok_or(Trouble::Missing("certificate request"))?;
    let authority = story.authority()?;
    let names: Vec<AlternativeName> = request
        .alternative_names()
        .dns
        .iter()
        .cloned()
        .map(AlternativeName::Dns)
        .collect();
    let serial = SerialNumber::random(&mut OsRng);
    let template = Template::end_entity(serial, request.subject().clone(), days(7), &names);
    let certificate = issue::issue(&template, request.spki(), &authority.certificate, &authority.key)?;
    let anchors = Anchors::new(vec![authority.certificate.clone()]);
    let path = anchors.map_err(|error| error.to_string()).and_then(|anchors| {
        verify_path(&certificate, &[], &anchors, &CrlSet::default(), now()).map_err(|error| error.to_string())
    });
    let file = story.place.write("machine.pem", &certificate.to_pem())?;
    let outcome = Outcome::done(path, |_| {
        Ok(format!(
            "{}, serial number {}, valid until {}",
            certificate.subject(),
            certificate.serial().to_hex(),
            iso_seconds(certificate.not_after())
        ))
    });
    story.made.certificate = Some(certificate);
    Ok(Told {
        command: Command::new(program())
            .word("verify-certificate")
            .flag("--trust-anchor", story.place.file("ca.pem").display().to_string())
            .word(file.display().to_string()),
        outcome,
    })
}

pub(super) fn get_credentials(story: &mut Story) -> Result<Told, Trouble> {
    let command = Command::new(program())
        .word("credential-process")
        .words(story.credential_process_flags()?)
        .into_file(&story.place.file("session.json"));
    let outcome = match story.new_credentials()? {
        Err(error) => Outcome::done(Err::<Infallible, _>(error), |never| match never {}),
        Ok(response) => {
            let text = credential_process::render(&response);
            story.place.write("session.json", text.expose())?;
            let detail = format!(
                "{}, until {}",
                response.credentials.access_key_id,
                iso_seconds(response.credentials.expiration)
            );
            let temporary = response.credentials.access_key_id.starts_with("ASIA");
            let seen = response.credentials.access_key_id.clone();
            story.made.session = Some(Session::of(response));
            Outcome::done(Ok::<_, Infallible>(detail), |detail| match temporary {
                true => Ok(detail),
                false => Err(Wrong::new("a temporary access key, ASIA…", seen)),
            })
        }
    };
    Ok(Told { command, outcome })
}

fn new_key() -> Result<(PrivateKey, Secret<Vec<u8>>), Trouble> {
    PrivateKey::generate(KeyKind::P256, 0).map_err(|error| Trouble::Key(error.to_string()))
}

/// PKCS#8 in PEM (RFC 7468 section 10).
fn key_pem(pkcs8: &Secret<Vec<u8>>) -> Result<Zeroizing<String>, Trouble> {
    pem_rfc7468::encode_string("PRIVATE KEY", LineEnding::LF, pkcs8.expose())
        .map(Zeroizing::new)
        .map_err(|error| Trouble::Key(error.to_string()))
}

fn name(pairs: &[(&str, &str)]) -> Result<Name, Trouble> {
    Name::from_pairs(pairs).map_err(|_| IssueError::Encoding("name").into())
}

/// From a minute ago, in case a clock is a little behind, to so many days from then.
pub(super) fn days(count: i64) -> (Timestamp, Timestamp) {
    let from = after(now(), SignedDuration::from_mins(-1));
    (from, after(from, SignedDuration::from_hours(24 * count)))
}

/// An instant; one that the calendar does not have is as good as the first.
fn after(at: Timestamp, span: SignedDuration) -> Timestamp {
    at.checked_add(span).unwrap_or(at)
}
