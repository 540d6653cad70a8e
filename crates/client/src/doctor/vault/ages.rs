//! What IAM knows of the stored keys: whether they work, and how old they are; and what time it is there.

use std::collections::BTreeSet;
use std::rc::Rc;

use jiff::{SignedDuration, Timestamp};
use tegata_api_iam::operations::ListAccessKeys;
use tegata_api_iam::{ListAccessKeysRequest, SERVICE};
use tegata_profiles::catalog::Catalog;
use tegata_profiles::duration::Seconds;
use tegata_profiles::plan::{Purpose, Service};
use tegata_vault::{ItemName, LongTermKey};

use super::keystore::Held;
use super::profiles::planned;
use super::{VaultCheck, VaultFindings};
use crate::doctor::Verdict;
use crate::go_format::quoted;
use crate::refusal::clock_is_off;
use crate::{ApiClient, ApiCredentials, CallError, Edge, Endpoint, Skew};

const DAY: i64 = 24 * 60 * 60;
/// What signatures allow a clock to be off by.
const ALLOWED: SignedDuration = SignedDuration::from_mins(5);

pub(super) fn look(
    catalog: &Catalog<'_>,
    held: &Held<'_>,
    used: &BTreeSet<String>,
    oldest: Seconds,
    edge: &mut Edge<'_>,
    findings: &mut VaultFindings,
) {
    let skew = Rc::new(Skew::default());
    let mut answers = 0;
    for name in held.own_keys(used) {
        let verdict = match held.open(name) {
            Ok(key) => match created(catalog, held, name, key, &skew, edge) {
                Ok((id, Some(date))) => {
                    answers += 1;
                    age(name, &id, date, skew.service_time((edge.clock)()), oldest)
                }
                Ok((id, None)) => {
                    Verdict::Unseen(format!("IAM does not tell of {id} of {}", quoted(name.as_str())))
                }
                Err(error) => {
                    answers += usize::from(matches!(error, Failed::Call(CallError::Service { .. })));
                    refused(name, &error)
                }
            },
            Err(error) => Verdict::Bad(error),
        };
        findings.add(VaultCheck::KeyAge, verdict);
    }
    findings.good_unless_found(VaultCheck::KeyAge, "no key is kept");
    findings.add(VaultCheck::Clock, clock(answers, skew.behind()));
}

/// Why IAM did not tell.
#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Call(#[from] CallError),
    #[error("{0}")]
    Place(String),
}

/// The key's id, and when it was made. Any user's key may ask for those of its user, as far as policies let it.
fn created(
    catalog: &Catalog<'_>,
    held: &Held<'_>,
    name: &ItemName,
    key: LongTermKey,
    skew: &Rc<Skew>,
    edge: &mut Edge<'_>,
) -> Result<(String, Option<Timestamp>), Failed> {
    // The calls of a sign-in to the console go to IAM, and so tell where it is.
    let plan = planned(
        catalog,
        name.as_str(),
        Purpose::Login,
        Some(held),
        edge.environment,
    )
    .map_err(|error| Failed::Place(error.to_string()))?;
    let places = plan.calls.iter().filter_map(|step| step.endpoint.as_ref());
    let place = places
        .into_iter()
        .find(|place| place.service == Service::Iam)
        .ok_or_else(|| {
            Failed::Place("its profile has a role or another source of its own, so IAM was not asked".into())
        })?;
    let endpoint = Endpoint::of_plan(place).map_err(CallError::from)?;
    let credentials = ApiCredentials {
        access_key_id: key.access_key_id,
        secret_access_key: key.secret,
        session_token: None,
        expires: None,
    };
    let region = &place.region.value;
    let client = ApiClient::at(&SERVICE, &endpoint, region, &credentials, edge.environment)?;
    let client = client.with_skew(skew);
    let listed = client.call::<ListAccessKeys>(&ListAccessKeysRequest::default(), edge)?;
    let mut listed = listed.access_key_metadata.into_iter();
    let own = listed.find(|key| key.access_key_id.as_ref() == Some(&credentials.access_key_id));
    Ok((
        credentials.access_key_id.clone(),
        own.and_then(|key| key.create_date),
    ))
}

fn age(name: &ItemName, id: &str, created: Timestamp, now: Timestamp, oldest: Seconds) -> Verdict {
    let seconds = now.duration_since(created).as_secs().max(0);
    let name = quoted(name.as_str());
    let told = format!("{id} of {name} is {} days old", seconds / DAY);
    match seconds >= i64::from(oldest.0) {
        true => Verdict::Doubtful(format!("{told}; run: tegata rotate {name}")),
        false => Verdict::Good(told),
    }
}

fn refused(name: &ItemName, error: &Failed) -> Verdict {
    let name = quoted(name.as_str());
    match error {
        Failed::Call(call) if call.code() == Some("InvalidClientTokenId") => Verdict::Bad(format!(
            "the key that is kept for {name} was deleted or deactivated ({call}); make another, and run: tegata add \
             --force {name}"
        )),
        Failed::Call(call) if call.code() == Some("SignatureDoesNotMatch") => Verdict::Bad(format!(
            "the key that is kept for {name} is not the one that IAM knows ({call})"
        )),
        error => Verdict::Unseen(format!("the age of the key of {name} is not known: {error}")),
    }
}

fn clock(answers: usize, behind: SignedDuration) -> Verdict {
    match (answers, behind.is_zero()) {
        (0, _) => Verdict::Unseen("IAM did not answer".into()),
        (_, true) => Verdict::Good("agrees with IAM's".into()),
        _ if behind.abs() <= ALLOWED => Verdict::Doubtful(clock_is_off(behind)),
        _ => Verdict::Bad(clock_is_off(behind)),
    }
}
