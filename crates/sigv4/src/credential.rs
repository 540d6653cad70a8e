//! The credential and its scope: `key-id/date/region/service/aws4_request`.

use std::borrow::Cow;
use std::fmt;

/// What ends every scope.
pub(crate) const TERMINATOR: &str = "aws4_request";

/// What a signature is good for: one day, one region, one service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scope<'a> {
    /// `YYYYMMDD`, UTC.
    pub date: &'a str,
    /// The region, such as `us-east-1`; not checked for existence.
    pub region: &'a str,
    /// The signing name of the service, such as `sts`.
    pub service: &'a str,
}

impl fmt::Display for Scope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}/{TERMINATOR}", self.date, self.region, self.service)
    }
}

/// The credential as presented. It has five parts; what they hold is the caller's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential<'a> {
    text: Cow<'a, str>,
    /// Byte offsets of its four slashes.
    slashes: [usize; 4],
}

impl<'a> Credential<'a> {
    /// Splits into exactly five parts; slashes at the end are ignored, as AWS does.
    pub(crate) fn parse(text: Cow<'a, str>) -> Option<Self> {
        let trimmed = text.trim_end_matches('/').len();
        let mut slashes = [0; 4];
        let mut found = text
            .bytes()
            .enumerate()
            .take(trimmed)
            .filter(|(_, byte)| *byte == b'/');
        for slot in &mut slashes {
            *slot = found.next()?.0;
        }
        if found.next().is_some() {
            return None;
        }
        Some(Self { text, slashes })
    }

    /// The access key id, or for X.509 the certificate's serial number in decimal.
    #[must_use]
    pub fn key_id(&self) -> &str {
        let [end, ..] = self.slashes;
        self.text.get(..end).unwrap_or_default()
    }

    /// The scope.
    #[must_use]
    pub fn scope(&self) -> Scope<'_> {
        let [a, b, c, d] = self.slashes;
        Scope {
            date: self.part(a, b),
            region: self.part(b, c),
            service: self.part(c, d),
        }
    }

    /// The last part, which must be `aws4_request`.
    pub(crate) fn terminator(&self) -> &str {
        let [.., d] = self.slashes;
        self.text.get(d + 1..).unwrap_or_default().trim_end_matches('/')
    }

    fn part(&self, before: usize, end: usize) -> &str {
        self.text.get(before + 1..end).unwrap_or_default()
    }
}
