//! What a refusal leaves behind, so that *why was I denied* has an answer after the policies changed:
//! which policies were asked, in which version, and what their statements about the action had to do
//! with it.

use std::collections::BTreeMap;

use tegata_policy::{
    Document, Effect, Explained, Explanation, Location, Miss, Outcome, Request, Statement, explain,
};

use crate::{HeldPolicy, Lineup};

/// Statements that a trace keeps: those that matched or nearly did, in the order in which they were asked.
const MOST: usize = 32;

/// What was asked, and what it said.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// The policies that were asked.
    pub policies: Vec<HeldPolicy>,
    /// Statements that matched, or that speak of the action and did not match for another reason.
    pub statements: Vec<TracedStatement>,
    /// Statements like these beyond the number that is kept.
    pub omitted: usize,
    /// Condition keys, lower case, that the request lacked and a statement about it reads.
    pub missing_keys: Vec<String>,
}

/// A statement that had to do with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracedStatement {
    /// Its policy, counted from 0 in [`Trace::policies`].
    pub policy: usize,
    /// Its place in the policy, from 0.
    pub statement: usize,
    /// Its `Sid`, unless empty.
    pub sid: Option<String>,
    /// What it does when it matches.
    pub effect: Effect,
    /// What it had to do with the request.
    pub outcome: TracedOutcome,
    miss: Option<MissedAt>,
}

/// What a statement had to do with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TracedOutcome {
    /// Every element matched.
    Matched,
    /// It names the caller by its account only, whose own policies must allow too.
    Delegates,
    /// It does not speak of the caller.
    Principal,
    /// It does not speak of the resource.
    Resource,
    /// These condition keys, lower case, do not have the values it wants.
    Condition(Vec<String>),
}

/// The element that did not match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MissedAt {
    Principal,
    Resource,
    Condition(usize),
}

impl TracedOutcome {
    /// `matched`, `delegates`, or the element that did not match: `Principal`, `Resource`, `Condition`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::Delegates => "delegates",
            Self::Principal => "Principal",
            Self::Resource => "Resource",
            Self::Condition(_) => "Condition",
        }
    }
}

impl Trace {
    /// Explains a request to the policies that decided it.
    #[must_use]
    pub(crate) fn of(request: &Request<'_>, lineup: &Lineup) -> Self {
        #[cfg(test)]
        MADE.set(MADE.get() + 1);
        lineup.with_set(|set| Self::kept(&explain(request, set), lineup))
    }

    fn kept(explanation: &Explanation<'_>, lineup: &Lineup) -> Self {
        let near = explanation.statements.iter().filter_map(|explained| {
            let policy = lineup.number_at(explained.statement.place())?;
            traced(explained, policy)
        });
        let mut statements: Vec<_> = near.collect();
        let omitted = statements.len().saturating_sub(MOST);
        statements.truncate(MOST);
        Self {
            policies: lineup.policies().cloned().collect(),
            statements,
            omitted,
            missing_keys: explanation
                .missing_keys
                .iter()
                .map(|key| (*key).to_owned())
                .collect(),
        }
    }

    /// The documents of the policies, none of them parsed yet.
    #[must_use]
    pub const fn documents(&self) -> TracedDocuments<'_> {
        TracedDocuments {
            trace: self,
            parsed: BTreeMap::new(),
        }
    }
}

/// The documents behind a trace. Each is parsed when it is first asked for, and once: many statements of a
/// trace may be of one large policy.
pub struct TracedDocuments<'a> {
    trace: &'a Trace,
    parsed: BTreeMap<usize, Option<Document<'a>>>,
}

impl<'a> TracedDocuments<'a> {
    /// The document of a policy that was asked; `None` for one that cannot be read.
    pub fn document(&mut self, policy: usize) -> Option<&Document<'a>> {
        let policies = &self.trace.policies;
        let parse = || Document::parse(policies.get(policy)?.document.text()).ok();
        self.parsed.entry(policy).or_insert_with(parse).as_ref()
    }
}

impl TracedStatement {
    /// Where in its document the reason stands: what did not match, else the whole statement.
    #[must_use]
    pub fn location(&self, document: &Document<'_>) -> Option<Location> {
        let statement = document.statements.get(self.statement)?;
        let at = self.miss.and_then(|miss| miss.start(statement));
        Some(document.location(at.unwrap_or(statement.span.start)))
    }
}

impl MissedAt {
    fn start(self, statement: &Statement<'_>) -> Option<u32> {
        Some(match self {
            Self::Principal => statement.principals.as_ref()?.span.start,
            Self::Resource => statement.resources.as_ref()?.span.start,
            Self::Condition(index) => statement.conditions.get(index)?.key.span.start,
        })
    }
}

/// `None` for a statement about another action, which says nothing of this one. A statement of a
/// resource's policy that does not name the caller is kept, since its action was not looked at.
fn traced(explained: &Explained<'_>, policy: usize) -> Option<TracedStatement> {
    let (outcome, miss) = match &explained.outcome {
        // A Deny that names the account denies: only an Allow leaves the word to it.
        Outcome::Matched { delegates: true } if explained.effect == Effect::Allow => {
            (TracedOutcome::Delegates, None)
        }
        Outcome::Matched { .. } => (TracedOutcome::Matched, None),
        Outcome::Missed(Miss::Principal { .. }) => (TracedOutcome::Principal, Some(MissedAt::Principal)),
        Outcome::Missed(Miss::Action) => return None,
        Outcome::Missed(Miss::Resource { .. }) => (TracedOutcome::Resource, Some(MissedAt::Resource)),
        Outcome::Missed(Miss::Condition(unmet)) => {
            let keys = unmet.iter().map(|unmet| unmet.key.to_owned()).collect();
            let first = unmet.first().map(|unmet| MissedAt::Condition(unmet.condition));
            (TracedOutcome::Condition(keys), first)
        }
    };
    Some(TracedStatement {
        policy,
        statement: explained.statement.statement,
        sid: explained.statement.sid.map(str::to_owned),
        effect: explained.effect,
        outcome,
        miss,
    })
}

#[cfg(test)]
thread_local! {
    /// How many requests this thread has explained.
    pub(crate) static MADE: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}
