//! The story, step by step.

use super::outcome::{Told, Trouble};
use super::story::Story;
use super::{calls, grant, machine, trace, withdrawal};

/// One step: what it says, and what does it.
pub(super) struct Step {
    /// What was done, in one line.
    pub(super) title: &'static str,
    /// Does it, and tells the command and the outcome.
    pub(super) tell: fn(&mut Story) -> Result<Told, Trouble>,
}

const fn step(title: &'static str, tell: fn(&mut Story) -> Result<Told, Trouble>) -> Step {
    Step { title, tell }
}

/// Every step, in the order in which it is told.
pub(super) const STEPS: &[Step] = &[
    step(
        "started an identity server; its operator is the root user of a new account",
        calls::operator_identity,
    ),
    step("made a certificate authority", machine::make_authority),
    step(
        "made the machine's key and certificate request",
        machine::make_request,
    ),
    step(
        "issued the machine a certificate for 7 days",
        machine::issue_certificate,
    ),
    step(
        "made the authority a trust anchor of Roles Anywhere",
        grant::create_trust_anchor,
    ),
    step(
        "created a role that trusts only this subject of this issuer by this anchor",
        grant::create_role,
    ),
    step(
        "let the role read roles and trust anchors, by its permissions policy",
        grant::put_permissions,
    ),
    step(
        "created a Roles Anywhere profile for the role",
        grant::create_profile,
    ),
    step(
        "narrowed sessions of the profile to reading IAM, by its session policy",
        grant::put_session_policy,
    ),
    step(
        "got credentials for the machine by its certificate",
        machine::get_credentials,
    ),
    step(
        "asked who they are for: the session's name is the certificate's serial number",
        calls::session_identity,
    ),
    step("read the role, which both policies allow", calls::allowed),
    step(
        "listed users, which the permissions policy does not allow",
        calls::denied,
    ),
    step(
        "listed trust anchors, which the session policy does not allow",
        calls::narrowed,
    ),
    step(
        "changed the trust policy to another organizational unit",
        withdrawal::change_trust_policy,
    ),
    step(
        "asked for new credentials: the role does not trust the machine",
        withdrawal::not_trusted,
    ),
    step("put the trust policy back", withdrawal::restore_trust_policy),
    step(
        "imported a CRL that revokes the certificate",
        withdrawal::import_crl,
    ),
    step("enabled the CRL", withdrawal::enable_crl),
    step(
        "asked for new credentials: the certificate is revoked",
        withdrawal::revoked,
    ),
    step("disabled the CRL", withdrawal::disable_crl),
    step("disabled the trust anchor", withdrawal::disable_anchor),
    step(
        "asked for new credentials: the anchor is disabled",
        withdrawal::anchor_disabled,
    ),
    step("enabled the trust anchor", withdrawal::enable_anchor),
    step(
        "asked for new credentials: the machine gets them again",
        withdrawal::trusted_again,
    ),
    step(
        "revoked the role's older sessions",
        withdrawal::revoke_older_sessions,
    ),
    step(
        "read the role again with the older session: it has stopped",
        withdrawal::session_stopped,
    ),
    step("asked who made that last call", trace::who),
];
