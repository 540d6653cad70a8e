//! Whether engine and naive evaluator agree, in verdict and in reason.

use tegata_policy::{PolicyType, Verdict};

use crate::case::{Answer, Case};
use crate::naive::{Judgement, judge};
use crate::tally::Tally;

/// What is wrong with the engine's answer, if anything is.
pub(crate) fn disagreement(case: &Case, tally: &mut Tally) -> Option<String> {
    let answer = case.ask_engine();
    let judgement = judge(case, tally);
    tally.answer(case, &answer);
    let complaint = if answer.verdict != judgement.verdict {
        format!(
            "the engine says {:?}, the naive evaluator {:?}",
            answer.verdict, judgement.verdict
        )
    } else if !judgement.is_exempt
        && !answer
            .matched
            .iter()
            .eq(judgement.matched.iter().map(|matched| &matched.place))
    {
        format!("the engine finds that {:?} match", answer.matched)
    } else if !is_well_founded(&answer, &judgement) {
        format!("{:?} is no reason for {:?}", answer, judgement.verdict)
    } else {
        return None;
    };
    let json = serde_json::to_string_pretty(case).unwrap();
    Some(format!("{complaint}:\n{json}"))
}

/// Whether the statement and the policy type that the engine names are what decides.
fn is_well_founded(answer: &Answer, judgement: &Judgement) -> bool {
    let statement = answer
        .deciding
        .map(|place| judgement.matched.iter().find(|matched| matched.place == place));
    match (answer.verdict, statement, answer.denied_by) {
        // Nothing decides where no policy is asked.
        (Verdict::Allowed, None, None) => true,
        (Verdict::Allowed, Some(Some(statement)), None) => {
            !statement.denies && may_grant(statement.place.policy_type)
        }
        (Verdict::ExplicitlyDenied, Some(Some(statement)), Some(by)) => {
            statement.denies && statement.place.policy_type == by
        }
        (Verdict::ImplicitlyDenied, None, Some(by)) => judgement.lacking.contains(&by),
        _ => false,
    }
}

fn may_grant(policy_type: PolicyType) -> bool {
    matches!(
        policy_type,
        PolicyType::Identity | PolicyType::Resource | PolicyType::RoleTrust
    )
}
