//! Why Roles Anywhere refused, as far as it can be told from here, and what to do about it.
//!
//! The service's words are few and the same for several causes; the certificate and the service's
//! clock, which are at hand, tell them apart.

use jiff::{SignedDuration, Timestamp};
use tegata_base::time::iso_seconds;
use tegata_wire::ServiceError;

use crate::SessionRequest;

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
        if let Some(advice) = validity(request, now) {
            return advice;
        }
    }
    let message = error.message.as_deref().unwrap_or_default();
    by_message(message, request).unwrap_or_else(|| by_status(error, request))
}

fn skew(behind: SignedDuration) -> Option<String> {
    if behind.abs() <= SUSPICIOUS_SKEW {
        return None;
    }
    let direction = if behind.is_negative() {
        "ahead of"
    } else {
        "behind"
    };
    Some(format!(
        "this machine's clock is {} {direction} the service's; set it right (`timedatectl set-ntp true`) and try again",
        span(behind.abs())
    ))
}

fn validity(request: &SessionRequest<'_>, now: Timestamp) -> Option<String> {
    let certificate = request.identity.certificate();
    let subject = certificate.subject();
    if now > certificate.not_after() {
        return Some(format!(
            "the certificate `{subject}` expired at {}; renew it",
            iso_seconds(certificate.not_after())
        ));
    }
    if now < certificate.not_before() {
        return Some(format!(
            "the certificate `{subject}` is not valid before {}; wait, or have it issued anew",
            iso_seconds(certificate.not_before())
        ));
    }
    None
}

fn by_message(message: &str, request: &SessionRequest<'_>) -> Option<String> {
    let certificate = request.identity.certificate();
    let anchor = request.trust_anchor_arn;
    let starts = |text: &str| message.starts_with(text);
    if starts("Untrusted certificate. Insufficient certificate") {
        return Some(insufficient(request));
    }
    if starts("Untrusted signing certificate") {
        return Some(format!(
            "no chain leads from `{}`, issued by `{}`, to the trust anchor {anchor}; give missing \
             intermediates with --intermediates, or name the trust anchor of the CA that issued it",
            certificate.subject(),
            certificate.issuer()
        ));
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
    if starts("Unable to assume role") {
        return Some(format!(
            "the profile must list {}, and its trust policy must let rolesanywhere.amazonaws.com do \
             sts:AssumeRole, sts:TagSession and sts:SetSourceIdentity for this certificate",
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

/// Which requirement on an end-entity certificate is not met.
fn insufficient(request: &SessionRequest<'_>) -> String {
    let certificate = request.identity.certificate();
    let subject = certificate.subject();
    if certificate.is_ca() {
        return format!("`{subject}` is the certificate of a CA; use one that was issued to this machine");
    }
    if certificate
        .key_usage()
        .is_some_and(|usage| !usage.digital_signature)
    {
        return format!(
            "the key usage of `{subject}` lacks digitalSignature; have a certificate issued that has it"
        );
    }
    if certificate.version() != 3 {
        return format!("`{subject}` is not a version 3 certificate; have a new one issued");
    }
    format!(
        "`{subject}` does not meet the requirements on end-entity certificates; `tegata \
         verify-certificate` tells which"
    )
}

fn by_status(error: &ServiceError, request: &SessionRequest<'_>) -> String {
    match error.status {
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

fn span(span: SignedDuration) -> String {
    let minutes = span.as_secs() / 60;
    match minutes {
        0..=119 => format!("{minutes} minutes"),
        120..=2879 => format!("{} hours", minutes / 60),
        _ => format!("{} days", minutes / 1440),
    }
}
