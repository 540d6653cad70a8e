//! What is wrong with a document, dangerous in it, or of no use in it; every place at once.
//!
//! ```text
//! text ─json─▶ tree ─Draft::read─▶ Draft ─each row of CHECKS─▶ findings ─▶ in the order of the text
//!                └── validate::read ─▶ IAM's own complaint ──────┘
//! ```
//!
//! A [`Draft`] is lenient where a [`Document`](crate::Document) is not: it holds whatever is JSON, so that
//! one mistake does not hide the next. Codes and texts are those of IAM Access Analyzer's
//! `ValidatePolicy` (IAM user guide, "IAM Access Analyzer policy check reference"); checks that need AWS's
//! catalogue of services and actions are left out, and [`OWN_CODES`] are added.

mod actions;
mod addresses;
mod checks;
mod conditions;
mod draft;
mod grants;
mod keys;
mod pattern;
mod principals;
mod resources;
mod structure;
mod variables;

use std::collections::HashMap;

use crate::json;
use crate::kind::PolicyKind;
use crate::location::{Extent, Location};
use crate::size::default_quota;
use crate::validate;
use checks::CHECKS;
use draft::{Draft, Place};

pub use draft::PathElement;

/// Findings that are told of one document.
pub const MAX_FINDINGS: usize = 1_000;

/// Findings that are collected, before they are put in order.
const MOST_COLLECTED: usize = 20_000;

/// The code of IAM's own complaint, which Access Analyzer does not have: the document would be refused
/// when it is saved.
pub const REFUSED: &str = "MALFORMED_POLICY_DOCUMENT";

/// Codes that Access Analyzer does not have.
pub const OWN_CODES: [&str; 8] = [
    REFUSED,
    "ALLOW_WITH_NOT_ACTION",
    "ALLOW_WITH_STAR_PRINCIPAL",
    "FORALLVALUES_WITHOUT_NULL_CHECK",
    "OLDER_VERSION",
    "POLICY_SIZE_EXCEEDS_TRUST_POLICY_QUOTA",
    "RESOURCE_ENDS_WITH_SEPARATOR",
    "TYPE_MISMATCH_ARN",
];

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingType {
    /// A part of the document does not work, or IAM would refuse the document.
    Error,
    /// It may allow more than is wanted.
    SecurityWarning,
    /// It may not do what is wanted.
    Warning,
    /// It says something to no purpose.
    Suggestion,
}

impl FindingType {
    /// Access Analyzer's name of the type.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "ERROR",
            Self::SecurityWarning => "SECURITY_WARNING",
            Self::Warning => "WARNING",
            Self::Suggestion => "SUGGESTION",
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub finding_type: FindingType,
    /// Access Analyzer's code, or one of [`OWN_CODES`].
    pub issue_code: &'static str,
    /// What is found and what to do, in a sentence or two.
    pub details: String,
    /// The places it is about, at least one.
    pub locations: Vec<FindingLocation>,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingLocation {
    /// The way to it from the top of the document; empty for the document.
    pub path: Vec<PathElement>,
    /// Its text.
    pub extent: Extent,
}

/// Every finding about a document that is used as `kind`, in the order of the text, [`MAX_FINDINGS`] at
/// most. The document would be accepted by IAM, its principals aside, when none of them is
/// [`REFUSED`].
///
/// ```
/// use tegata_policy::{FindingType, PolicyKind, findings};
///
/// let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
/// let found = findings(text, PolicyKind::Managed);
/// assert_eq!(found[0].finding_type, FindingType::SecurityWarning);
/// assert_eq!(found[0].issue_code, "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE");
/// ```
#[must_use]
pub fn findings(text: &str, kind: PolicyKind) -> Vec<Finding> {
    findings_within(text, kind, default_quota(kind))
}

/// [`findings`] with another quota than the kind's [`default_quota`]: `quota` characters at most, or any
/// number.
#[must_use]
pub fn findings_within(text: &str, kind: PolicyKind, quota: Option<usize>) -> Vec<Finding> {
    let mut report = Report::default();
    if let Err(refusal) = validate::read(text, kind) {
        let details = match &refusal.syntax {
            Some(fault) => format!("{refusal} ({fault})"),
            None => refusal.to_string(),
        };
        let place = Place::at(refusal.location.offset);
        report.push(FindingType::Error, REFUSED, details, vec![place]);
    }
    match json::parse(text) {
        Ok(tree) => {
            let draft = Draft::read(text, kind, quota, &tree);
            for check in CHECKS {
                report.check = Some(check);
                (check.find)(&draft, &mut report);
            }
        }
        Err((_, offset)) => {
            let at = Location::of(text, offset);
            let details = format!(
                "Fix the JSON syntax error at index {} line {} column {}.",
                at.offset, at.line, at.column
            );
            let place = Place::at(offset);
            report.push(FindingType::Error, "JSON_SYNTAX_ERROR", details, vec![place]);
        }
    }
    report.finish(text)
}

/// What to look for: the row says what is told of it, the function where it is.
struct Check {
    code: &'static str,
    finding_type: FindingType,
    /// The text, with `{}` for each word that the function fills in.
    details: &'static str,
    find: fn(&Draft<'_>, &mut Report),
}

/// Collects what checks find.
#[derive(Default)]
struct Report {
    check: Option<&'static Check>,
    found: Vec<Found>,
}

/// A finding whose places are not yet counted in lines.
struct Found {
    finding_type: FindingType,
    code: &'static str,
    details: String,
    places: Vec<Place>,
}

impl Report {
    /// Something at one place, with the words for the check's text.
    fn add(&mut self, words: &[&str], place: &Place) {
        self.add_all(words, vec![place.clone()]);
    }

    fn add_all(&mut self, words: &[&str], places: Vec<Place>) {
        let is_full = self.found.len() >= MOST_COLLECTED;
        let Some(check) = self.check.filter(|_| !is_full) else {
            return;
        };
        let mut details = String::with_capacity(check.details.len());
        let mut words = words.iter();
        for (number, part) in check.details.split("{}").enumerate() {
            if number > 0 {
                details.push_str(words.next().copied().unwrap_or_default());
            }
            details.push_str(part);
        }
        self.push(check.finding_type, check.code, details, places);
    }

    fn push(&mut self, finding_type: FindingType, code: &'static str, details: String, places: Vec<Place>) {
        self.found.push(Found {
            finding_type,
            code,
            details,
            places,
        });
    }

    fn finish(mut self, text: &str) -> Vec<Finding> {
        let start = |found: &Found| found.places.first().map_or(0, |place| place.span.start);
        self.found.sort_by_key(start);
        self.found.truncate(MAX_FINDINGS);
        let places = self.found.iter().flat_map(|found| &found.places);
        let offsets = places
            .flat_map(|place| [place.span.start, place.span.end])
            .collect();
        let counted = locations(text, offsets);
        let end = Location::of(text, u32::try_from(text.len()).unwrap_or(u32::MAX));
        let at = |offset| counted.get(&offset).copied().unwrap_or(end);
        let location = |Place { path, span }| FindingLocation {
            path,
            extent: Extent {
                start: at(span.start),
                end: at(span.end),
            },
        };
        let finding = |found: Found| Finding {
            finding_type: found.finding_type,
            issue_code: found.code,
            details: found.details,
            locations: found.places.into_iter().map(location).collect(),
        };
        self.found.into_iter().map(finding).collect()
    }
}

/// Lines and columns of many offsets, in one walk through the text. Those past the last character are
/// left out.
fn locations(text: &str, mut offsets: Vec<u32>) -> HashMap<u32, Location> {
    offsets.sort_unstable();
    offsets.dedup();
    let mut counted = HashMap::with_capacity(offsets.len());
    let mut wanted = offsets.into_iter().peekable();
    let (mut line, mut column) = (1_u32, 1_u32);
    for (at, character) in text.char_indices() {
        let Some(offset) = wanted.peek().copied() else {
            break;
        };
        if at == offset as usize {
            counted.insert(offset, Location { offset, line, column });
            wanted.next();
        }
        if character == '\n' {
            (line, column) = (line.saturating_add(1), 1);
        } else {
            column = column.saturating_add(1);
        }
    }
    counted
}

#[cfg(test)]
mod tests;
