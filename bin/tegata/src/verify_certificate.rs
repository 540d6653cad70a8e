//! `tegata verify-certificate`: the server's own path validation, offline. Would a server with this trust
//! anchor accept this certificate, and as whom?
//!
//! ```text
//! files ─▶ certificates, anchors, CRLs ─▶ pki::path::verify_path ─▶ verdict ─▶ text | JSON, exit 0 | 1
//! ```

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::Timestamp;
use serde_json::{Value, json};
use tegata_base::time::iso_seconds;
use tegata_pki::attributes::{self, SessionTags};
use tegata_pki::path::{self, AnchorError, Anchors, CrlSet, PathError, VerifiedPath};
use tegata_pki::{Certificate, CertificateError, Crl, CrlError, pem};

use crate::output;

/// Certificates or CRLs in one file; more is no chain.
const MAX_IN_FILE: usize = 64;

/// Check, as a server would, whether a certificate leads to a trust anchor, and show the session it
/// would get.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The end-entity certificate (PEM); certificates after the first count as intermediates
    #[arg(value_name = "CERT.pem")]
    certificate: PathBuf,
    /// The trust anchor's CA certificates (PEM)
    #[arg(long, value_name = "FILE")]
    trust_anchor: PathBuf,
    /// Intermediate certificates (PEM), in any order
    #[arg(long, value_name = "FILE")]
    intermediates: Option<PathBuf>,
    /// Certificate revocation lists (PEM); may be repeated
    #[arg(long, value_name = "FILE")]
    crl: Vec<PathBuf>,
    /// The instant to check for, such as 2026-01-02T03:04:05Z [default: now]
    #[arg(long, value_name = "INSTANT")]
    at: Option<Timestamp>,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Output::Text)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Output {
    Text,
    Json,
}

/// Why there is nothing to check.
#[derive(Debug, thiserror::Error)]
enum InputError {
    #[error("{}: cannot be read: {cause}", file.display())]
    Read { file: PathBuf, cause: io::Error },
    #[error("{}: {cause}", file.display())]
    Certificate { file: PathBuf, cause: CertificateError },
    #[error("{}: {cause}", file.display())]
    Crl { file: PathBuf, cause: CrlError },
}

/// Why the certificate would be refused.
enum Refusal {
    /// The anchor could not even be created.
    Anchor(AnchorError),
    Path(PathError),
}

impl Refusal {
    fn reason(&self) -> String {
        match self {
            Self::Anchor(error) => format!("the trust anchor would not be accepted: {error}"),
            Self::Path(error) => error.to_string(),
        }
    }

    /// What `CreateSession` would answer.
    const fn message(&self) -> Option<&'static str> {
        match self {
            Self::Anchor(_) => None,
            Self::Path(error) => Some(error.class().message()),
        }
    }
}

/// What a session would be made from.
struct Accepted {
    path: VerifiedPath,
    session: SessionTags,
    source_identity: String,
    session_name: String,
}

type Verdict = Result<Accepted, Refusal>;

/// Answers on stdout; exit code 0 when the certificate would be accepted, else 1.
pub(crate) fn run(args: &Args) -> ExitCode {
    #[expect(clippy::disallowed_methods, reason = "the binary's edge reads the clock")]
    let now = args.at.unwrap_or_else(Timestamp::now);
    let (text, code) = match verdict(args, now) {
        Ok(verdict) => {
            let code = if verdict.is_ok() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            };
            (render(&verdict, args.output, now), code)
        }
        Err(error) => {
            output::tell(&format!("tegata: {error}"));
            return ExitCode::FAILURE;
        }
    };
    let printed = output::print(&text);
    if printed == ExitCode::SUCCESS {
        code
    } else {
        printed
    }
}

fn verdict(args: &Args, now: Timestamp) -> Result<Verdict, InputError> {
    let given = certificates(&args.certificate)?;
    let Some((leaf, rest)) = given.split_first() else {
        let file = args.certificate.clone();
        return Err(InputError::Certificate {
            file,
            cause: CertificateError::Malformed,
        });
    };
    let mut chain = rest.to_vec();
    if let Some(file) = &args.intermediates {
        chain.extend(certificates(file)?);
    }
    let anchors = certificates(&args.trust_anchor)?;
    let mut crls = Vec::new();
    for file in &args.crl {
        let found = Crl::all_from_pem(&read(file)?, MAX_IN_FILE);
        crls.extend(found.map_err(|cause| InputError::Crl {
            file: file.clone(),
            cause,
        })?);
    }
    Ok(decide(leaf, &chain, anchors, CrlSet::new(crls), now))
}

fn decide(
    leaf: &Certificate,
    chain: &[Certificate],
    anchors: Vec<Certificate>,
    crls: CrlSet,
    now: Timestamp,
) -> Verdict {
    for anchor in &anchors {
        path::check_anchor(anchor).map_err(Refusal::Anchor)?;
    }
    let anchors = Anchors::new(anchors).map_err(Refusal::Anchor)?;
    let path = path::verify_path(leaf, chain, &anchors, &crls, now).map_err(Refusal::Path)?;
    Ok(Accepted {
        session: attributes::session_tags(leaf, &attributes::default_mappings()),
        source_identity: attributes::source_identity(leaf),
        session_name: attributes::default_session_name(leaf.serial()),
        path,
    })
}

fn certificates(file: &Path) -> Result<Vec<Certificate>, InputError> {
    Certificate::all_from_pem(&read(file)?, MAX_IN_FILE).map_err(|cause| InputError::Certificate {
        file: file.to_owned(),
        cause,
    })
}

/// Reads one byte more than the PEM reader takes at most, so that a longer file is refused by it.
fn read(file: &Path) -> Result<Vec<u8>, InputError> {
    let failed = |cause| InputError::Read {
        file: file.to_owned(),
        cause,
    };
    let mut text = Vec::new();
    let limit = u64::try_from(pem::MAX_TEXT).unwrap_or(u64::MAX).saturating_add(1);
    File::open(file)
        .map_err(failed)?
        .take(limit)
        .read_to_end(&mut text)
        .map_err(failed)?;
    Ok(text)
}

fn render(verdict: &Verdict, output: Output, now: Timestamp) -> String {
    match output {
        Output::Text => text(verdict),
        Output::Json => format!("{:#}\n", as_json(verdict, now)),
    }
}

fn text(verdict: &Verdict) -> String {
    let accepted = match verdict {
        Ok(accepted) => accepted,
        Err(refusal) => return format!("refused: {}\n", refusal.reason()),
    };
    let mut text = String::from("accepted\npath:\n");
    for (certificate, place) in places(&accepted.path) {
        // Writing to a String does not fail.
        let _ = writeln!(
            text,
            "  {}  ({place}, serial {}, valid until {})",
            certificate.subject(),
            certificate.serial(),
            iso_seconds(certificate.not_after())
        );
    }
    text.push_str("session tags:\n");
    for tag in &accepted.session.tags {
        let _ = writeln!(text, "  {} = {}", tag.key, tag.value);
    }
    let _ = writeln!(text, "source identity: {}", accepted.source_identity);
    let _ = writeln!(text, "session name: {}", accepted.session_name);
    for warning in warnings(accepted) {
        let _ = writeln!(text, "warning: {warning}");
    }
    text
}

fn as_json(verdict: &Verdict, now: Timestamp) -> Value {
    let accepted = match verdict {
        Ok(accepted) => accepted,
        Err(refusal) => {
            return json!({
                "accepted": false,
                "at": iso_seconds(now),
                "reason": refusal.reason(),
                "message": refusal.message(),
            });
        }
    };
    let path: Vec<Value> = places(&accepted.path)
        .map(|(certificate, place)| {
            json!({
                "role": place,
                "subject": certificate.subject().to_string(),
                "issuer": certificate.issuer().to_string(),
                "serial": certificate.serial().to_hex(),
                "notBefore": iso_seconds(certificate.not_before()),
                "notAfter": iso_seconds(certificate.not_after()),
                "fingerprint": certificate.fingerprint_hex(),
            })
        })
        .collect();
    let tags: serde_json::Map<String, Value> = accepted
        .session
        .tags
        .iter()
        .map(|tag| (tag.key.clone(), Value::from(tag.value.as_str())))
        .collect();
    json!({
        "accepted": true,
        "at": iso_seconds(now),
        "path": path,
        "tags": tags,
        "sourceIdentity": accepted.source_identity,
        "sessionName": accepted.session_name,
        "warnings": warnings(accepted),
    })
}

/// The certificates of a path and what each is in it.
fn places(path: &VerifiedPath) -> impl Iterator<Item = (&Certificate, &'static str)> {
    let last = path.certificates.len().saturating_sub(1);
    path.certificates
        .iter()
        .enumerate()
        .map(move |(position, certificate)| {
            let place = match position {
                0 => "end entity",
                _ if position == last => "trust anchor",
                _ => "intermediate",
            };
            (certificate, place)
        })
}

fn warnings(accepted: &Accepted) -> Vec<String> {
    let mut warnings: Vec<String> = accepted.path.warnings.iter().map(ToString::to_string).collect();
    if !accepted.session.unmapped.is_empty() {
        warnings.push(accepted.session.unmapped.to_string());
    }
    warnings
}

#[cfg(test)]
mod tests;
