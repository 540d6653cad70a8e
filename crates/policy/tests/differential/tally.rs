//! How often each outcome was seen, so that a generator which went stale is noticed.

use std::collections::BTreeMap;
use std::fmt;

use tegata_policy::{PolicyType, Verdict};

use crate::case::{Answer, Caller, Case};

/// Of a thousand cases, how many each verdict must have at least.
const LEAST_OF_A_THOUSAND: u64 = 80;

/// In so many cases every outcome of every operator, caller and reason must be seen once.
const CASES_FOR_ONE: u64 = 10_000;

/// Conditional operators, each with two outcomes: 26 in three qualified forms, with and without
/// `IfExists`; and `Null`.
const OPERATOR_OUTCOMES: usize = 2 * (26 * 3 * 2 + 1);

/// The 27 operators, `NotResource` and `NotPrincipal`, each in an Allow and in a Deny.
const UNREADABLE: usize = 2 * (27 + 2);

const CALLERS: usize = 8;

/// Allowed by the identity, the resource's or the trust policy, or by none; denied by each of the
/// seven types; for want of each of the seven.
const REASONS: usize = 4 + 7 + 7;

#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) cases: u64,
    /// Operator in lower case, and whether it held.
    conditions: BTreeMap<(String, bool), u64>,
    /// Operator in lower case, or element, and whether in an Allow: what would hold, were it not for a
    /// value that cannot be read.
    unreadable: BTreeMap<(String, bool), u64>,
    /// Verdict and caller.
    verdicts: BTreeMap<(&'static str, &'static str), u64>,
    /// Verdict and type of the deciding policy, or of the one that lacks an allow.
    reasons: BTreeMap<(&'static str, String), u64>,
}

impl Tally {
    pub(crate) fn condition(&mut self, operator: &str, holds: bool) {
        *self.conditions.entry((operator.to_owned(), holds)).or_default() += 1;
    }

    pub(crate) fn unreadable(&mut self, what: &str, is_allow: bool) {
        *self.unreadable.entry((what.to_owned(), is_allow)).or_default() += 1;
    }

    pub(crate) fn answer(&mut self, case: &Case, answer: &Answer) {
        let (verdict, reason) = match answer.verdict {
            Verdict::Allowed => ("allowed", answer.deciding.map(|place| place.policy_type)),
            Verdict::ExplicitlyDenied => ("denied", answer.denied_by),
            Verdict::ImplicitlyDenied => ("not allowed", answer.denied_by),
        };
        self.cases += 1;
        let caller = caller(&case.request.caller);
        *self.verdicts.entry((verdict, caller)).or_default() += 1;
        *self.reasons.entry((verdict, name(reason))).or_default() += 1;
    }

    pub(crate) fn absorb(&mut self, other: Self) {
        fn add<K: Ord>(into: &mut BTreeMap<K, u64>, from: BTreeMap<K, u64>) {
            for (key, count) in from {
                *into.entry(key).or_default() += count;
            }
        }
        add(&mut self.conditions, other.conditions);
        add(&mut self.unreadable, other.unreadable);
        add(&mut self.verdicts, other.verdicts);
        add(&mut self.reasons, other.reasons);
        self.cases += other.cases;
    }

    /// What was seen too seldom to have been tested.
    pub(crate) fn stale(&self) -> Vec<String> {
        let mut stale = Vec::new();
        for verdict in ["allowed", "denied", "not allowed"] {
            if self.of_a_thousand(verdict) < LEAST_OF_A_THOUSAND {
                stale.push(format!("few cases are {verdict}"));
            }
        }
        for (what, seen, wanted) in [
            ("outcomes of operators", self.conditions.len(), OPERATOR_OUTCOMES),
            (
                "operators and elements with unreadable values",
                self.unreadable.len(),
                UNREADABLE,
            ),
            ("verdicts of callers", self.verdicts.len(), 3 * CALLERS),
            ("reasons", self.reasons.len(), REASONS),
        ] {
            if seen != wanted {
                stale.push(format!("{seen} {what} were seen, not {wanted}"));
            }
        }
        let least = self.cases / CASES_FOR_ONE;
        let seldom = |count: &u64| *count < least;
        let conditions = self.conditions.iter().filter(|(_, count)| seldom(count));
        stale.extend(conditions.map(|(outcome, count)| format!("{outcome:?}: {count}")));
        let unreadable = self.unreadable.iter().filter(|(_, count)| seldom(count));
        stale.extend(unreadable.map(|(outcome, count)| format!("unreadable {outcome:?}: {count}")));
        let verdicts = self.verdicts.iter().filter(|(_, count)| seldom(count));
        stale.extend(verdicts.map(|(outcome, count)| format!("{outcome:?}: {count}")));
        let reasons = self.reasons.iter().filter(|(_, count)| seldom(count));
        stale.extend(reasons.map(|(outcome, count)| format!("{outcome:?}: {count}")));
        stale
    }

    fn of_a_thousand(&self, verdict: &str) -> u64 {
        let of_verdict = self.verdicts.iter().filter(|((word, _), _)| *word == verdict);
        let count: u64 = of_verdict.map(|(_, count)| count).sum();
        count * 1000 / self.cases.max(1)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} cases", self.cases)?;
        for ((verdict, caller), count) in &self.verdicts {
            writeln!(f, "{count:>9} {verdict}: {caller}")?;
        }
        for ((verdict, reason), count) in &self.reasons {
            writeln!(f, "{count:>9} {verdict}: {reason}")?;
        }
        for ((operator, holds), count) in &self.conditions {
            writeln!(f, "{count:>9} {operator}: {holds}")?;
        }
        for ((operator, is_allow), count) in &self.unreadable {
            let effect = if *is_allow { "Allow" } else { "Deny" };
            writeln!(f, "{count:>9} {operator} with an unreadable value, {effect}")?;
        }
        Ok(())
    }
}

fn name(policy_type: Option<PolicyType>) -> String {
    policy_type.map_or_else(
        || "no policy".to_owned(),
        |policy_type| format!("{policy_type:?}"),
    )
}

fn caller(caller: &Caller) -> &'static str {
    match caller {
        Caller::Root { .. } => "root user",
        Caller::User { .. } => "user",
        Caller::Role { .. } => "role",
        Caller::RoleSession { .. } => "role session",
        Caller::FederatedUser { .. } => "federated user",
        Caller::Federated { .. } => "bearer of a token",
        Caller::Service { .. } => "service",
        Caller::Anonymous => "anonymous",
    }
}
