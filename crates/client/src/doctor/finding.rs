//! What a check found.

use std::fmt;

/// What is looked at, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// ARNs, regions, and the endpoint that follows from them.
    Flags,
    /// The end-entity certificate by itself.
    Certificate,
    /// The private key, and that it is the certificate's.
    Key,
    /// What leads from the certificate to the trust anchor.
    Chain,
    /// Whether the service answers.
    Endpoint,
    /// This machine's clock against the service's.
    Clock,
    /// The trust anchor.
    TrustAnchor,
    /// The Roles Anywhere profile.
    Profile,
    /// The role and its trust policy.
    Role,
}

impl Check {
    /// All of them, in order.
    pub const ALL: [Self; 9] = [
        Self::Flags,
        Self::Certificate,
        Self::Key,
        Self::Chain,
        Self::Endpoint,
        Self::Clock,
        Self::TrustAnchor,
        Self::Profile,
        Self::Role,
    ];
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Flags => "flags",
            Self::Certificate => "certificate",
            Self::Key => "key",
            Self::Chain => "chain",
            Self::Endpoint => "endpoint",
            Self::Clock => "clock",
            Self::TrustAnchor => "trust anchor",
            Self::Profile => "profile",
            Self::Role => "role",
        })
    }
}

/// How it went, in one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// As it should be.
    Good(String),
    /// It works, and will not for long or not as it should.
    Doubtful(String),
    /// It does not work; the sentence says what mends it.
    Bad(String),
    /// Not seen, and why.
    Unseen(String),
}

impl Verdict {
    const fn is_bad(&self) -> bool {
        matches!(self, Self::Bad(_))
    }
}

/// One check and how it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub check: Check,
    /// How it went.
    pub verdict: Verdict,
}

/// At most one verdict for each check.
#[derive(Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    /// Notes a verdict. The first of each check counts, unless a later look shows that it fails.
    pub(super) fn add(&mut self, check: Check, verdict: Verdict) {
        match self.0.iter_mut().find(|finding| finding.check == check) {
            None => self.0.push(Finding { check, verdict }),
            Some(known) if verdict.is_bad() && !known.verdict.is_bad() => known.verdict = verdict,
            Some(_) => {}
        }
    }

    /// One finding for each check; those without a verdict name the first that failed.
    pub(super) fn in_order(mut self) -> Vec<Finding> {
        let failed = self
            .0
            .iter()
            .filter(|finding| finding.verdict.is_bad())
            .map(|finding| finding.check)
            .min();
        for check in Check::ALL {
            let reason = match failed {
                Some(failed) => format!("not looked at: first mend the {failed}"),
                None => "not looked at".into(),
            };
            self.add(check, Verdict::Unseen(reason));
        }
        self.0.sort_by_key(|finding| finding.check);
        self.0
    }
}

#[cfg(test)]
mod tests;
