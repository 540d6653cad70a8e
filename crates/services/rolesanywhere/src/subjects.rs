//! `ListSubjects`, `GetSubject`: who asked for sessions, by the certificates that were shown. Nothing is
//! configured here: a subject is what the event trail tells of it.

use tegata_api_rolesanywhere as api;
use tegata_authz::{Access, Caller, Check, Permit};
use tegata_base::Arn;
use tegata_operation::{
    Ctx, Effect, EventFacts, Fetch, Fetched, Input, Operation, Outcome, Output, Scope, ServiceError, observed,
};
use tegata_state::rolesanywhere_arn;
use tegata_store::{
    CertificateSeen, EventResource, InstancePropertiesSeen, ObservationQuery, Observed, SubjectSeen,
};

use crate::access;
use crate::errors::RolesAnywhereError;
use crate::page::Page;
use crate::resource::{SUBJECT_TYPE, SUBJECT_WORD, own_resource};

pub(crate) struct ListSubjects;

impl Operation for ListSubjects {
    type Call = api::operations::ListSubjects;
    const EFFECT: Effect = Effect::Reads;

    fn access(_input: &Input<Self>, _caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        Ok(access::one(access::on_any::<Self::Call>(ctx)))
    }

    fn fetch(input: &Input<Self>, caller: &Caller) -> Result<Option<Fetch>, ServiceError> {
        let page = Page::of(SUBJECT_WORD, input)?;
        Ok(Some(Fetch::Observations(ObservationQuery {
            account: caller.account(),
            region: Some(caller.request.region.clone()),
            kind: observed::SUBJECT,
            after: page.after,
            // One more tells whether there is a next page.
            limit: page.size + 1,
        })))
    }

    fn handle(
        _permit: Permit<Self>,
        input: &Input<Self>,
        _caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let Fetched::Observations(found) = ctx.fetched else {
            return Err(crate::REFUSAL.internal("no subjects were fetched"));
        };
        let (page, next_token) = Page::of(SUBJECT_WORD, input)?.cut(found.iter(), |(key, _)| &key.id);
        let summary = |(key, observed): &(tegata_store::Key, Observed)| {
            Some(summary(&key.id, observed.subject.as_ref()?, ctx.scope))
        };
        let subjects = page.into_iter().filter_map(summary).collect();
        Ok(Outcome::answer(api::ListSubjectsResponse {
            subjects: Some(subjects),
            next_token,
        }))
    }
}

pub(crate) struct GetSubject;

impl Operation for GetSubject {
    type Call = api::operations::GetSubject;
    const EFFECT: Effect = Effect::Reads;

    fn access(input: &Input<Self>, _caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        let account = ctx.scope.account;
        let check = Check::on(
            access::action::<Self::Call>(),
            &arn(&input.subject_id, ctx.scope),
            account,
        );
        let tags = ctx
            .snapshot
            .subject_tags(account, &ctx.scope.region, &input.subject_id);
        Ok(access::one(match tags {
            Some(tags) => check.with_resource_tags(&access::condition_tags(&tags.tags)),
            None => check,
        }))
    }

    fn fetch(input: &Input<Self>, caller: &Caller) -> Result<Option<Fetch>, ServiceError> {
        let region = &caller.request.region;
        let key = observed::subject(caller.account(), region, &input.subject_id);
        Ok(Some(Fetch::Observed(vec![key])))
    }

    fn handle(
        _permit: Permit<Self>,
        input: &Input<Self>,
        _caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let Fetched::Observed(found) = ctx.fetched else {
            return Err(crate::REFUSAL.internal("no subject was fetched"));
        };
        let seen = found
            .iter()
            .flatten()
            .find_map(|observed| observed.subject.as_ref());
        let seen = seen.ok_or(RolesAnywhereError::NotFound("Subject"))?;
        let event = EventFacts {
            resources: vec![EventResource {
                resource_type: SUBJECT_TYPE.into(),
                name: arn(&input.subject_id, ctx.scope).to_string(),
            }],
            ..EventFacts::default()
        };
        let subject = detail(&input.subject_id, seen, ctx.scope);
        Ok(Outcome::answer(api::SubjectDetailResponse {
            subject: Some(subject),
        })
        .with_event(event))
    }
}

/// What to read of the subject that an ARN names, if it is one of the caller's account and region.
pub(crate) fn fetch_by_arn(arn: &str, caller: &Caller) -> Option<Fetch> {
    let scope = Scope {
        account: caller.account(),
        region: caller.request.region.clone(),
    };
    let resource = own_resource(&scope, arn)?;
    let id = resource.strip_prefix(SUBJECT_WORD)?.strip_prefix('/')?;
    Some(Fetch::Observed(vec![observed::subject(
        scope.account,
        &scope.region,
        id,
    )]))
}

fn arn(id: &str, scope: &Scope) -> Arn {
    rolesanywhere_arn(&scope.region, scope.account, SUBJECT_WORD, id)
}

fn summary(id: &str, seen: &SubjectSeen, scope: &Scope) -> api::SubjectSummary {
    api::SubjectSummary {
        subject_arn: Some(arn(id, scope).to_string()),
        subject_id: Some(id.to_owned()),
        // No operation turns a subject off.
        enabled: Some(true),
        x509_subject: Some(seen.x509_subject.clone()),
        last_seen_at: Some(seen.last_seen),
        created_at: Some(seen.first_seen),
        updated_at: Some(seen.last_seen),
    }
}

fn detail(id: &str, seen: &SubjectSeen, scope: &Scope) -> api::SubjectDetail {
    let summary = summary(id, seen, scope);
    api::SubjectDetail {
        subject_arn: summary.subject_arn,
        subject_id: summary.subject_id,
        enabled: summary.enabled,
        x509_subject: summary.x509_subject,
        last_seen_at: summary.last_seen_at,
        created_at: summary.created_at,
        updated_at: summary.updated_at,
        credentials: Some(seen.certificates.iter().map(credential).collect()),
        instance_properties: Some(seen.instance_properties.iter().map(instance_property).collect()),
    }
}

/// `failed` says that the last request with the certificate was refused.
fn credential(seen: &CertificateSeen) -> api::CredentialSummary {
    let certificate = &seen.certificate;
    api::CredentialSummary {
        seen_at: Some(seen.seen_at),
        serial_number: Some(certificate.serial.clone()),
        issuer: Some(certificate.issuer.clone()),
        enabled: Some(true),
        x509_certificate_data: Some(certificate.pem.clone()),
        failed: Some(certificate.failed),
    }
}

fn instance_property(seen: &InstancePropertiesSeen) -> api::InstanceProperty {
    api::InstanceProperty {
        seen_at: Some(seen.seen_at),
        properties: Some(seen.properties.clone()),
        failed: Some(seen.failed),
    }
}
