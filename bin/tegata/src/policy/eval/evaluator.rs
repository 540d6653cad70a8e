//! A line in, its answer out.

use std::rc::Rc;

use tegata_base::AccountId;
use tegata_policy::{
    Compiled, PolicyKind, PolicySet, PolicyType, Request, ResourceMode, ResourcePolicy, decide,
    refused_by_service,
};

use super::answer;
use super::cache::{self, Documents};
use super::caller::Caller;
use super::circumstances::Circumstances;
use super::error::LineError;
use super::line::{self, Line};

/// Answers lines; what one line was asked bears on no other.
pub(super) struct Evaluator {
    documents: Documents,
    /// The trust policy of a role for which none was given.
    silent: Compiled,
    /// The compiled documents of the line at hand.
    policies: Vec<Rc<Compiled>>,
}

impl Evaluator {
    pub(super) fn new() -> Self {
        Self {
            documents: Documents::new(),
            silent: cache::silent(PolicyKind::Trust),
            policies: Vec::new(),
        }
    }

    /// Writes the answer to a line, given without its end, and an end of line; nothing for a blank line.
    pub(super) fn answer(&mut self, line: &[u8], out: &mut Vec<u8>) {
        let Ok(text) = std::str::from_utf8(line) else {
            return answer::error(None, &LineError::Encoding, out);
        };
        if text.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r')) {
            return;
        }
        let answered = line::read(text).and_then(|line| self.decide(&line, out));
        if let Err(error) = answered {
            answer::error(line::id_of(text), &error, out);
        }
    }

    /// The answer to a line that is too long to be read.
    pub(super) fn refuse_too_long(&self, out: &mut Vec<u8>) {
        answer::error(None, &LineError::TooLong, out);
    }

    fn decide(&mut self, line: &Line<'_>, out: &mut Vec<u8>) -> Result<(), LineError> {
        let asked = &line.request;
        let caller = Caller::read(&asked.principal, &asked.action, &asked.context)?;
        let mode = mode(&asked.action, &asked.resource);
        self.compile(line, mode)?;

        let policies: Vec<&Compiled> = self.policies.iter().map(Rc::as_ref).collect();
        let of = |range: &std::ops::Range<usize>| policies.get(range.clone()).unwrap_or_default();
        let given = &line.policies;
        let service_control: Vec<&[&Compiled]> = given.service_control.iter().map(of).collect();
        let resource_control: Vec<&[&Compiled]> = given.resource_control.iter().map(of).collect();
        let resource = given.resource.and_then(|at| policies.get(at).copied());
        let set = PolicySet {
            identity: of(&given.identity),
            resource: match (resource, mode) {
                (Some(policy), mode) => Some(ResourcePolicy { policy, mode }),
                // A role without a trust policy is trusted to nobody.
                (None, ResourceMode::RoleTrust) => Some(ResourcePolicy {
                    policy: &self.silent,
                    mode,
                }),
                (None, _) => None,
            },
            // No document is no boundary: an empty list says so as well as none.
            boundary: (!given.boundary.is_empty()).then(|| of(&given.boundary)),
            session: (!given.session.is_empty()).then(|| of(&given.session)),
            service_control: &service_control,
            resource_control: &resource_control,
        };

        let owner = asked.account.map(|account| account.to_string());
        let in_arn = || asked.resource.split(':').nth(4).filter(|text| is_account(text));
        let resource_account = owner.as_deref().or_else(in_arn);
        let circumstances = Circumstances {
            given: &asked.context,
            caller: &caller,
            resource_account: resource_account.or_else(|| caller.account_text()),
        };
        let request = Request {
            principal: caller.principal(),
            account: caller.account,
            canonical_user: None,
            action: &asked.action,
            resource: &asked.resource,
            resource_account: asked.account,
            context: &circumstances,
        };
        let decision = decide(&request, &set);
        match refused_by_service(&request) {
            Some(_) if decision.is_allowed() => answer::refused_by_service(line.id, out),
            _ => answer::decision(line.id, &decision, out),
        }
        Ok(())
    }

    fn compile(&mut self, line: &Line<'_>, mode: ResourceMode) -> Result<(), LineError> {
        self.policies.clear();
        for document in &line.policies.documents {
            let kind = kind(document.place.policy_type, mode);
            let policy = self.documents.compiled(kind, document.raw);
            let place = document.place;
            self.policies
                .push(policy.map_err(|fault| LineError::Malformed { place, fault })?);
        }
        Ok(())
    }
}

const fn kind(policy_type: PolicyType, mode: ResourceMode) -> PolicyKind {
    match (policy_type, mode) {
        (PolicyType::Resource, ResourceMode::RoleTrust) | (PolicyType::RoleTrust, _) => PolicyKind::Trust,
        (PolicyType::Resource, _) => PolicyKind::Resource,
        (PolicyType::Identity | PolicyType::Boundary, _) => PolicyKind::Inline,
        (PolicyType::Session, _) => PolicyKind::Session,
        (PolicyType::ServiceControl, _) => PolicyKind::ServiceControl,
        (PolicyType::ResourceControl, _) => PolicyKind::ResourceControl,
    }
}

/// Actions by which a role's session is made: the trust policy must allow them.
const ASSUME_ACTIONS: [&str; 3] = ["AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"];
/// Actions that go with them, when they are on a role.
const ASSUME_EXTRAS: [&str; 3] = ["TagSession", "SetSourceIdentity", "SetContext"];

/// What the resource's policy means (IAM user guide, "Policy evaluation logic": roles and KMS keys have
/// policies that must allow).
fn mode(action: &str, resource: &str) -> ResourceMode {
    let (service, name) = action.split_once(':').unwrap_or_default();
    let is_one = |names: &[&str]| names.iter().any(|other| name.eq_ignore_ascii_case(other));
    let (is_sts, is_kms) = (
        service.eq_ignore_ascii_case("sts"),
        service.eq_ignore_ascii_case("kms"),
    );
    if !is_sts && !is_kms {
        return ResourceMode::Ordinary;
    }
    let mut parts = resource.splitn(6, ':').skip(2);
    let owner = parts.next().unwrap_or_default();
    let path = parts.nth(2).unwrap_or_default();
    if is_sts {
        let is_role = owner == "iam" && path.starts_with("role/");
        if is_one(&ASSUME_ACTIONS) || (is_role && is_one(&ASSUME_EXTRAS)) {
            return ResourceMode::RoleTrust;
        }
    }
    if is_kms && owner == "kms" && path.starts_with("key/") {
        return ResourceMode::MustAllow;
    }
    ResourceMode::Ordinary
}

fn is_account(text: &str) -> bool {
    text.parse::<AccountId>().is_ok()
}
