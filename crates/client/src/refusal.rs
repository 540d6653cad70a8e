//! Why Roles Anywhere refused, as far as it can be told from here, and what to do about it.
//!
//! The service's words are few and the same for several causes; the certificate, its chain and the service's
//! clock, which are at hand ([`preflight`]), tell them apart.

mod preflight;

use jiff::{SignedDuration, Timestamp};
use tegata_wire::ServiceError;

use crate::SessionRequest;
use preflight::untaggable;
pub(crate) use preflight::{Chain, clock_is_off, outside_validity, unfit};

/// A clock that is off by more than this is the first suspect; a signature lives five minutes.
const SUSPICIOUS_SKEW: SignedDuration = SignedDuration::from_secs(240);

/// One clause on the cause and the next step. `now` is the service's time where it is known.
pub(crate) fn advice(
    error: &ServiceError,
    request: &SessionRequest<'_>,
    clock_behind: Option<SignedDuration>,
    now: Timestamp,
) -> String {
    if error.status == 403 {
        if let Some(advice) = clock_behind.and_then(skew) {
            return advice;
        }
        if let Some(advice) = outside_validity(request.identity.certificate(), now) {
            return advice;
        }
    }
    let message = error.message.as_deref().unwrap_or_default();
    by_message(message, request, now).unwrap_or_else(|| by_status(error, request))
}

fn skew(behind: SignedDuration) -> Option<String> {
    (behind.abs() > SUSPICIOUS_SKEW).then(|| format!("{} and try again", clock_is_off(behind)))
}

fn by_message(message: &str, request: &SessionRequest<'_>, now: Timestamp) -> Option<String> {
    let certificate = request.identity.certificate();
    let anchor = request.trust_anchor_arn;
    let starts = |text: &str| message.starts_with(text);
    if starts("Untrusted certificate. Insufficient certificate") {
        return Some(insufficient(request));
    }
    if starts("Untrusted signing certificate") {
        return Some(untrusted(request, now));
    }
    if starts("Certificate revoked") {
        return Some(format!(
            "the certificate with serial number {} was revoked by its CA; have a new one issued",
            certificate.serial().to_hex()
        ));
    }
    if starts("Specified Trust Anchor is disabled") {
        return Some(format!(
            "enable it with `aws rolesanywhere enable-trust-anchor --trust-anchor-id {}`",
            anchor.rsplit('/').next().unwrap_or(anchor)
        ));
    }
    if message.contains("exceeds the MaxSessionDuration") {
        return Some(format!(
            "{} s were asked for; ask for less with --session-duration, or raise the role's maximum",
            request.duration_seconds
        ));
    }
    if starts("Role session name is not accepted") {
        let id = request.profile_arn.rsplit('/').next().unwrap_or_default();
        return Some(format!(
            "leave --role-session-name out, or let the profile accept it: `aws rolesanywhere update-profile \
             --profile-id {id} --accept-role-session-name`"
        ));
    }
    if starts("Unable to assume role") {
        let tags = untaggable(certificate).map_or_else(String::new, |tags| format!("; {tags}"));
        return Some(format!(
            "the profile must list {}, and its trust policy must let rolesanywhere.amazonaws.com do \
             sts:AssumeRole, sts:TagSession and sts:SetSourceIdentity for this certificate{tags}",
            request.role_arn
        ));
    }
    if starts("Invalid signature") {
        return Some(
            "the clock and the key are right, so something on the way changed the request; look for a proxy \
             that rewrites the path, the host or the headers"
                .into(),
        );
    }
    None
}

/// Where the chain that was sent breaks off.
fn untrusted(request: &SessionRequest<'_>, now: Timestamp) -> String {
    let leaf = request.identity.certificate();
    let anchor = request.trust_anchor_arn;
    let subject = leaf.subject();
    let mend =
        "give missing intermediates with --intermediates, or name the trust anchor of the CA that issued it";
    match Chain::of(leaf, request.identity.chain(), now) {
        Chain::Missing => {
            let issuer = leaf.issuer();
            format!(
                "no chain leads from `{subject}`, issued by `{issuer}`, to the trust anchor {anchor}; {mend}"
            )
        }
        Chain::OfAnother(issuer) => format!(
            "the certificate `{issuer}` that was sent along has the name of the CA that issued `{subject}`, and \
             another key; give the one whose key signed it with --intermediates"
        ),
        Chain::Broken(reason) => format!(
            "the chain of `{subject}` is broken below the trust anchor: {reason}; put that right in --intermediates"
        ),
        Chain::Upto { last, issuer } => format!(
            "the chain of `{subject}` ends at `{last}`, issued by `{issuer}`, and not at the trust anchor {anchor}; \
             {mend}"
        ),
    }
}

fn insufficient(request: &SessionRequest<'_>) -> String {
    let certificate = request.identity.certificate();
    unfit(certificate).unwrap_or_else(|| {
        format!(
            "`{}` does not meet the requirements on end-entity certificates; `tegata \
             verify-certificate` tells which",
            certificate.subject()
        )
    })
}

/// What a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Culprit {
    /// The trust anchor, or the certificate that it does not accept.
    TrustAnchor,
    /// The Roles Anywhere profile.
    Profile,
    /// The role, its trust policy, or what the session is asked for.
    Role,
    /// It cannot be told.
    Unknown,
}

/// How the service's messages begin, in lower case, and what they are about.
const CULPRITS: [(&str, Culprit); 10] = [
    ("untrusted", Culprit::TrustAnchor),
    ("certificate revoked", Culprit::TrustAnchor),
    ("specified trust anchor", Culprit::TrustAnchor),
    ("trust anchor", Culprit::TrustAnchor),
    ("trustanchor", Culprit::TrustAnchor),
    ("specified profile", Culprit::Profile),
    ("profile", Culprit::Profile),
    (
        "role session name is not accepted by the profile",
        Culprit::Profile,
    ),
    ("unable to assume role", Culprit::Role),
    ("the requested durationseconds", Culprit::Role),
];

/// What a refusal is about, by its message.
pub(crate) fn culprit(error: &ServiceError) -> Culprit {
    let message = error.message.as_deref().unwrap_or_default().to_lowercase();
    CULPRITS
        .iter()
        .find(|(start, _)| message.starts_with(start))
        .map_or(Culprit::Unknown, |(_, culprit)| *culprit)
}

fn by_status(error: &ServiceError, request: &SessionRequest<'_>) -> String {
    match error.status {
        404 if error
            .code
            .as_deref()
            .is_some_and(|code| code.starts_with("UnknownOperation")) =>
        {
            "check --endpoint: it is the service's base URL, without a path of its own".into()
        }
        404 => format!(
            "check --trust-anchor-arn {} and --profile-arn {}, and that they are in the region {}",
            request.trust_anchor_arn, request.profile_arn, request.region
        ),
        400 => "check the ARNs, --session-duration and --role-session-name".into(),
        429 => "too many sessions were asked for at once; try again later".into(),
        500..=599 => "the service failed; try again later".into(),
        _ => "ask whoever runs the service, with the request id".into(),
    }
}

#[cfg(test)]
mod tests;
