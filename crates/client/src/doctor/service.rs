//! The service: whether it answers, what its clock says, and whether it gives a session.

use jiff::{SignedDuration, Timestamp};
use tegata_base::time::iso_seconds;
use tegata_keys::Identity;

use super::finding::{Check, Findings, Verdict};
use crate::args::SessionArgs;
use crate::http::{HttpAnswer, HttpClient, HttpError, HttpOptions, HttpRequest};
use crate::refusal::{self, Culprit};
use crate::target::Target;
use crate::{CreateSessionError, Edge, SessionRequest, create_session};

/// What a clock may be off by before it is worth a word; signatures allow five minutes.
const UNNOTICED: SignedDuration = SignedDuration::from_secs(30);
/// What signatures allow.
const ALLOWED: SignedDuration = SignedDuration::from_secs(300);

/// What proxies and load balancers answer by themselves: 407, and gateways without the service behind them.
const BETWEEN: [u16; 4] = [407, 502, 503, 504];

pub(super) fn look(
    target: &Target,
    args: &SessionArgs,
    identity: Option<&Identity>,
    edge: &mut Edge<'_>,
    findings: &mut Findings,
) {
    let options = HttpOptions::from_flags(&args.service, edge.environment, &target.endpoint);
    let client = match options.and_then(|options| HttpClient::new(&target.endpoint, &options)) {
        Ok(client) => client,
        Err(error) => return findings.add(Check::Endpoint, Verdict::Bad(error.to_string())),
    };
    match knock(&client) {
        Ok(answer) => {
            findings.add(Check::Endpoint, endpoint(target, answer.status));
            findings.add(Check::Clock, clock(&answer, (edge.clock)()));
        }
        Err(error) => return findings.add(Check::Endpoint, Verdict::Bad(error.to_string())),
    }
    if let Some(identity) = identity {
        session(&client, target, args, identity, edge, findings);
    }
}

/// Any answer shows that something answers, and its clock.
fn knock(client: &HttpClient) -> Result<HttpAnswer, HttpError> {
    let endpoint = client.endpoint();
    client.send(&HttpRequest {
        method: "GET",
        path: &endpoint.path("/"),
        query: "",
        headers: &[("Host", endpoint.host())],
        body: &[],
    })
}

fn endpoint(target: &Target, status: u16) -> Verdict {
    let endpoint = &target.endpoint;
    if BETWEEN.contains(&status) {
        Verdict::Doubtful(format!(
            "{endpoint} answers with HTTP status {status}, as what stands before a service does when it cannot reach \
             it; look at the proxy or load balancer on the way"
        ))
    } else if endpoint.is_exposed() {
        Verdict::Doubtful(format!(
            "{endpoint} answers, unencrypted: whoever is on the way can read the credentials; use https"
        ))
    } else {
        Verdict::Good(format!("{endpoint} answers"))
    }
}

fn clock(answer: &HttpAnswer, now: Timestamp) -> Verdict {
    let Some(theirs) = answer.date() else {
        return Verdict::Unseen("the service does not tell its time".into());
    };
    let behind = theirs.duration_since(now);
    if behind.abs() <= UNNOTICED {
        return Verdict::Good("agrees with the service's".into());
    }
    let told = refusal::clock_is_off(behind);
    if behind.abs() <= ALLOWED {
        Verdict::Doubtful(told)
    } else {
        Verdict::Bad(told)
    }
}

/// Asks for a session and forgets it.
fn session(
    client: &HttpClient,
    target: &Target,
    args: &SessionArgs,
    identity: &Identity,
    edge: &mut Edge<'_>,
    findings: &mut Findings,
) {
    let request = SessionRequest {
        identity,
        trust_anchor_arn: &args.trust_anchor_arn,
        profile_arn: &args.profile_arn,
        role_arn: &args.role_arn,
        duration_seconds: args.session_duration,
        role_session_name: args.role_session_name.as_deref(),
        region: &target.region,
        retries: target.retries,
    };
    match create_session(client, &request, edge) {
        Ok(response) => {
            findings.add(
                Check::TrustAnchor,
                Verdict::Good("accepts the certificate".into()),
            );
            findings.add(Check::Profile, Verdict::Good("lists the role".into()));
            findings.add(
                Check::Role,
                Verdict::Good(format!(
                    "gave a session as {} until {}",
                    response.assumed_role_user.arn,
                    iso_seconds(response.credentials.expiration)
                )),
            );
        }
        Err(error) => refused(&error, findings),
    }
}

/// Puts a refusal to the check whose fault it is; what the service must have looked at before is good.
fn refused(error: &CreateSessionError, findings: &mut Findings) {
    let bad = Verdict::Bad(error.to_string());
    let CreateSessionError::Refused { error, .. } = error else {
        return findings.add(
            match error {
                CreateSessionError::Signer(_) => Check::Key,
                _ => Check::Endpoint,
            },
            bad,
        );
    };
    match refusal::culprit(error) {
        Culprit::TrustAnchor => findings.add(Check::TrustAnchor, bad),
        Culprit::Profile => {
            findings.add(
                Check::TrustAnchor,
                Verdict::Unseen("the service looked at the profile first".into()),
            );
            findings.add(Check::Profile, bad);
        }
        Culprit::Role => {
            findings.add(
                Check::TrustAnchor,
                Verdict::Good("accepts the certificate".into()),
            );
            findings.add(Check::Profile, Verdict::Good("is enabled".into()));
            findings.add(Check::Role, bad);
        }
        Culprit::Unknown => {
            findings.add(
                Check::TrustAnchor,
                Verdict::Unseen("the service refused before it told of it".into()),
            );
            findings.add(
                Check::Profile,
                Verdict::Unseen("the service refused before it told of it".into()),
            );
            findings.add(Check::Role, bad);
        }
    }
}
