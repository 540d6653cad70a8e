//! `tegata policy validate`: every finding about a document, a line each or as Access Analyzer's
//! `ValidatePolicy` gives them.
//!
//! ```text
//! FILE | stdin ─▶ text ─policy::findings─▶ text | JSON, exit 0 | 1
//! ```

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::{Value, json};
use tegata_policy::{
    Finding, FindingLocation, FindingType, INLINE_GROUP_CHARACTERS, INLINE_USER_CHARACTERS, Location,
    MAX_TEXT_BYTES, PathElement, PolicyKind, default_quota, findings_within,
};

use crate::paint::printable;

/// Exit code when there is nothing to check.
const TROUBLE: u8 = 2;

/// Say what AWS would refuse in a policy document, and what its author may not have meant.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit code: 0 without errors, 1 with errors, 2 when there is nothing to check.")]
pub(crate) struct Args {
    /// The document (JSON); `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What the document is used as
    #[arg(long = "type", value_enum, value_name = "TYPE", default_value_t = PolicyType::Identity)]
    policy_type: PolicyType,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Output::Text)]
    output: Output,
    /// Exit with 1 for security warnings, too
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum PolicyType {
    /// Managed policy of a user, group or role
    Identity,
    /// Policy embedded in a user, group or role, as long as a role's may be
    Inline,
    /// Policy embedded in a user
    InlineUser,
    /// Policy embedded in a group
    InlineGroup,
    /// Policy embedded in a role
    InlineRole,
    /// Permissions boundary
    Boundary,
    /// Policy passed when a session is made
    Session,
    /// Trust policy of a role
    Trust,
    /// Policy of any other resource
    Resource,
    /// Service control policy of an organization
    Scp,
    /// Resource control policy of an organization
    Rcp,
}

impl PolicyType {
    const fn kind(self) -> PolicyKind {
        match self {
            Self::Identity | Self::Boundary => PolicyKind::Managed,
            Self::Inline | Self::InlineUser | Self::InlineGroup | Self::InlineRole => PolicyKind::Inline,
            Self::Session => PolicyKind::Session,
            Self::Trust => PolicyKind::Trust,
            Self::Resource => PolicyKind::Resource,
            Self::Scp => PolicyKind::ServiceControl,
            Self::Rcp => PolicyKind::ResourceControl,
        }
    }

    /// Characters that the document may have.
    const fn quota(self) -> Option<usize> {
        match self {
            Self::InlineUser => Some(INLINE_USER_CHARACTERS),
            Self::InlineGroup => Some(INLINE_GROUP_CHARACTERS),
            other => default_quota(other.kind()),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Output {
    Text,
    Json,
}

/// Findings on stdout.
pub(crate) fn run(args: &Args) -> ExitCode {
    let text = match read(&args.file) {
        Ok(text) => text,
        Err(cause) => {
            // Where stderr itself is gone, the exit code still tells.
            let _ = writeln!(
                io::stderr(),
                "tegata policy validate: {}: cannot be read: {cause}",
                name(&args.file)
            );
            return ExitCode::from(TROUBLE);
        }
    };
    let policy_type = args.policy_type;
    let found = findings_within(&text, policy_type.kind(), policy_type.quota());
    let told = match args.output {
        Output::Text => as_text(&name(&args.file), &found),
        Output::Json => format!("{:#}\n", as_json(&found)),
    };
    if io::stdout().lock().write_all(told.as_bytes()).is_err() {
        return ExitCode::from(TROUBLE);
    }
    let worst = if args.strict {
        FindingType::SecurityWarning
    } else {
        FindingType::Error
    };
    if found.iter().any(|finding| finding.finding_type <= worst) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// Reads one byte more than a document may have, so that a longer one is found to be too long.
fn read(file: &Path) -> io::Result<String> {
    let most = u64::try_from(MAX_TEXT_BYTES)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        File::open(file)?.take(most).read_to_end(&mut bytes)?;
    }
    if bytes.len() > MAX_TEXT_BYTES {
        let told = format!("it is longer than {MAX_TEXT_BYTES} bytes");
        return Err(io::Error::new(io::ErrorKind::InvalidData, told));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8 text"))
}

fn name(file: &Path) -> String {
    if file == Path::new("-") {
        "<stdin>".to_owned()
    } else {
        file.display().to_string()
    }
}

/// A line for each finding, with the first of its places.
fn as_text(name: &str, found: &[Finding]) -> String {
    let mut text = String::new();
    for finding in found {
        let at = finding.locations.first().map(|location| location.extent.start);
        let (line, column) = at.map_or((1, 1), |at| (at.line, at.column));
        let word = match finding.finding_type {
            FindingType::Error => "error",
            FindingType::SecurityWarning => "security warning",
            FindingType::Warning => "warning",
            FindingType::Suggestion => "suggestion",
        };
        let details = printable(&finding.details);
        // Writing to a String does not fail.
        let _ = writeln!(
            text,
            "{}:{line}:{column}: {word}: {details} [{}]",
            printable(name),
            finding.issue_code
        );
    }
    text
}

/// The answer of Access Analyzer's `ValidatePolicy`, without its links.
fn as_json(found: &[Finding]) -> Value {
    let finding = |finding: &Finding| {
        json!({
            "findingDetails": finding.details,
            "findingType": finding.finding_type.name(),
            "issueCode": finding.issue_code,
            "locations": finding.locations.iter().map(location).collect::<Vec<_>>(),
        })
    };
    json!({"findings": found.iter().map(finding).collect::<Vec<_>>()})
}

fn location(location: &FindingLocation) -> Value {
    let element = |element: &PathElement| match element {
        PathElement::Value(key) => json!({"value": key}),
        PathElement::Key(key) => json!({"key": key}),
        PathElement::Index(index) => json!({"index": index}),
    };
    json!({
        "path": location.path.iter().map(element).collect::<Vec<_>>(),
        "span": {"start": position(location.extent.start), "end": position(location.extent.end)},
    })
}

/// Access Analyzer counts columns from 0 (API, `Position`).
fn position(at: Location) -> Value {
    json!({"line": at.line, "column": at.column.saturating_sub(1), "offset": at.offset})
}

#[cfg(test)]
mod tests;
