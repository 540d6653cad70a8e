//! `CreateSession`: from a certificate to credentials.
//!
//! Authentication has proved that the caller holds the key of the certificate. `access` decides the
//! rest: anchor and profile, the certificate's path and CRLs, the profile's rules; it ends in a demand to
//! assume the role as the service principal, which the role's trust policy judges.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use tegata_api_rolesanywhere as api;
use tegata_authz::{
    Access, AssumeError, AssumeRequest, AuthzError, Caller, Identity, Issued, Permit, Possession, ServiceCall,
};
use tegata_base::time::iso_seconds;
use tegata_base::{AccountId, Arn, Secret};
use tegata_operation::{
    AcceptedPath, Ctx, Effect, EventFacts, Input, Operation, Outcome, Output, Refusal, SecondEvent,
    ServiceError, Subject, observed, session_tags,
};
use tegata_pki::Crl;
use tegata_pki::path::{self, CrlSet, PathError, Role, Warning};
use tegata_session::Origin;
use tegata_state::{Profile, TrustAnchor};
use tegata_store::{EventResource, IssuedSession, Observation, SubjectCertificate};

use crate::errors::RolesAnywhereError;
use crate::resource::{self, Resource as _, SUBJECT_TYPE};
use crate::{PRINCIPAL, anchor_source, crl_data, outcome};

pub(crate) struct CreateSession;

impl Operation for CreateSession {
    type Call = api::operations::CreateSession;
    const EFFECT: Effect = Effect::Issues;

    fn access(input: &Input<Self>, caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        let possession = possession(caller)?;
        let anchor = resource::find_by_arn::<TrustAnchor>(ctx, &input.trust_anchor_arn)?;
        let profile = resource::find_by_arn::<Profile>(ctx, &input.profile_arn)?;
        let crls = CrlSet::new(enabled_crls(anchor, ctx)?);
        let accepted = trusted_path(possession, anchor, &crls, ctx);
        // The event tells of a refusal's certificate only once the anchor vouches for its names.
        let known = |error: RolesAnywhereError, subject: &Subject| {
            ServiceError::from(error).with_event(facts(input, subject, (anchor, profile), ctx, true))
        };
        if !anchor.enabled {
            let disabled = RolesAnywhereError::AnchorDisabled;
            return Err(match accepted {
                Ok(accepted) => known(disabled, accepted.subject()),
                Err(_) => disabled.into(),
            });
        }
        let accepted = accepted.map_err(|error| {
            if is_own_revocation(&error) {
                known(error, &Subject::of(&possession.leaf, anchor))
            } else {
                error.into()
            }
        })?;
        let known = |error| known(error, accepted.subject());
        if !profile.enabled {
            return Err(known(RolesAnywhereError::ProfileDisabled));
        }
        let role_arn = listed_role(input, profile, ctx).map_err(known)?;
        let session_name = session_name(input, profile, accepted.subject()).map_err(known)?;
        let asked = input
            .duration_seconds
            .and_then(|seconds| u32::try_from(seconds).ok());
        Ok(Access::Assume(Box::new(AssumeRequest {
            role_arn,
            session_name,
            duration_seconds: Some(
                asked
                    .unwrap_or(profile.duration_seconds)
                    .min(profile.duration_seconds),
            ),
            tags: Vec::new(),
            transitive_tag_keys: Vec::new(),
            source_identity: Some(accepted.source_identity().to_owned()),
            external_id: None,
            policy: profile
                .session_policy
                .as_ref()
                .map(|policy| policy.text().to_owned()),
            policy_arns: profile.managed_policy_arns.clone(),
            mfa: None,
            service: Some(ServiceCall {
                principal: PRINCIPAL,
                source_arn: accepted.subject().trust_anchor.clone(),
                source_account: anchor.account,
                origin: Origin::Certificate(Arc::clone(accepted.origin())),
                tags: accepted.session_tags(&profile.mappings).tags,
                findings: Some(Arc::new(Found {
                    anchor: Arc::clone(anchor),
                    profile: Arc::clone(profile),
                    accepted,
                    crls,
                })),
            }),
        })))
    }

    fn account(input: &Input<Self>) -> Option<AccountId> {
        input.trust_anchor_arn.parse::<Arn>().ok()?.account_id()
    }

    fn refused(
        error: AuthzError,
        input: &Input<Self>,
        caller: &Caller,
        ctx: &Ctx<'_>,
        refusal: &Refusal,
    ) -> ServiceError {
        let suffix = match &error {
            AuthzError::Stored(_) => return refusal.refused(error),
            AuthzError::Assume(AssumeError::Root | AssumeError::NoOrigin) | AuthzError::Denied(_) => None,
            AuthzError::Assume(error) => Some(error.to_string()),
        };
        let cause = error.to_string();
        let found = (
            possession(caller).ok(),
            resource::find_by_arn::<TrustAnchor>(ctx, &input.trust_anchor_arn).ok(),
            resource::find_by_arn::<Profile>(ctx, &input.profile_arn).ok(),
        );
        let (Some(possession), Some(anchor), Some(profile)) = found else {
            return refusal.internal("a permit was asked for without a certificate, an anchor or a profile");
        };
        let unmapped = session_tags(&possession.leaf, &profile.mappings).unmapped;
        let suffix = suffix.or_else(|| (!unmapped.is_empty()).then(|| unmapped.to_string()));
        let role = input.role_arn.clone();
        let shown = match suffix {
            None => RolesAnywhereError::CannotAssume { role, cause: None },
            Some(suffix) => RolesAnywhereError::CannotAssumeBecause(role, suffix),
        };
        let subject = Subject::of(&possession.leaf, anchor);
        let event = facts(input, &subject, (anchor, profile), ctx, true);
        let shown = ServiceError::from(shown).caused_by(cause).with_event(event);
        match error {
            AuthzError::Denied(denied) => shown.because(*denied),
            _ => shown,
        }
    }

    fn handle(
        permit: Permit<Self>,
        input: &Input<Self>,
        caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let internal = || crate::REFUSAL.internal("a permit to create a session came without its grant");
        let grant = permit.into_grant().ok_or_else(internal)?;
        let found: Arc<Found> = grant.findings().ok_or_else(internal)?;
        let seconds = grant.seconds();
        let issued = match grant.mint(ctx.ring, ctx.snapshot.revision().0, ctx.rng) {
            Ok(issued) => issued,
            Err(error) => return Err(Self::refused(error.into(), input, caller, ctx, &crate::REFUSAL)),
        };
        let subject = found.accepted.subject();
        let output = response(input, &issued, subject, ctx).ok_or_else(internal)?;
        let mut event = facts(input, subject, (&found.anchor, &found.profile), ctx, false);
        let warnings = found.warnings(ctx);
        if !warnings.is_empty() {
            event.additional.insert("warnings".to_owned(), warnings.into());
        }
        event.issued = Some(IssuedSession {
            session_id: issued.claims.id.to_string(),
            access_key_id: issued.claims.access_key_id.to_string(),
            session_name: issued.claims.name.clone(),
            expires: Some(issued.claims.expires),
        });
        event.second = Some(Box::new(assume_role_event(
            &found.profile,
            &issued,
            seconds,
            &output,
        )));
        Ok(Outcome::answer(output).with_event(event))
    }
}

/// What `access` found out, for `handle`.
struct Found {
    anchor: Arc<TrustAnchor>,
    profile: Arc<Profile>,
    accepted: Arc<AcceptedPath>,
    crls: CrlSet,
}

impl Found {
    /// What an operator should know of a session's path: CRLs that were honoured past their nextUpdate. A
    /// remembered path does not tell, since its lists may have become stale after it was found.
    fn warnings(&self, ctx: &Ctx<'_>) -> Vec<String> {
        let stale = self.crls.as_slice().iter().filter(|crl| crl.is_stale(ctx.now));
        // The anchor is trusted as it is: its own issuer's list is not consulted.
        let below = self.accepted.path().certificates.split_last();
        let below = below.map(|(_, below)| below).unwrap_or_default();
        let consulted = |crl: &&Crl| below.iter().any(|known| known.issuer().means(crl.issuer()));
        let warning = |crl: &Crl| Warning::StaleCrl {
            issuer: crl.issuer().to_string(),
            next_update: crl.next_update(),
        };
        stale
            .filter(consulted)
            .map(|crl| warning(crl).to_string())
            .collect()
    }
}

/// The certificates that the caller holds the key of.
fn possession(caller: &Caller) -> Result<&Possession, RolesAnywhereError> {
    match &caller.identity {
        Identity::Certificate(possession) => Ok(possession),
        _ => Err(RolesAnywhereError::NotACertificate),
    }
}

/// The path from the leaf to the anchor: remembered, or found and checked.
fn trusted_path(
    possession: &Possession,
    anchor: &TrustAnchor,
    crls: &CrlSet,
    ctx: &Ctx<'_>,
) -> Result<Arc<AcceptedPath>, RolesAnywhereError> {
    let Possession { leaf, chain } = possession;
    let anchors = anchor_source::anchors(anchor)?;
    let key = path::cache_key(leaf, chain, (&anchor.id, &anchors), crls);
    if let Some(known) = ctx.paths.get(&key, ctx.now) {
        return Ok(known);
    }
    let found = path::verify_path(leaf, chain, &anchors, crls, ctx.now)
        .map_err(|error| RolesAnywhereError::Path(Box::new(error)))?;
    let accepted = Arc::new(AcceptedPath::new(found, leaf, anchor));
    ctx.paths.insert(key, Arc::clone(&accepted));
    Ok(accepted)
}

/// The enabled CRLs of an anchor. One that cannot be read ends the call: it would be ignored otherwise.
fn enabled_crls(anchor: &TrustAnchor, ctx: &Ctx<'_>) -> Result<Vec<Crl>, RolesAnywhereError> {
    tegata_state::Crl::all(ctx)
        .filter(|crl| crl.enabled && crl.trust_anchor == anchor.id)
        .map(|crl| crl_data::parsed(crl))
        .collect()
}

/// Whether the caller's own certificate is revoked and its path is good otherwise, so that it is known
/// whose certificate it is.
fn is_own_revocation(error: &RolesAnywhereError) -> bool {
    let RolesAnywhereError::Path(error) = error else {
        return false;
    };
    matches!(&**error, PathError::Revoked { certificate, .. } if certificate.role == Role::EndEntity)
}

/// The role asked for, if the profile lists it and means the role that bears the name now.
fn listed_role(
    input: &Input<CreateSession>,
    profile: &Profile,
    ctx: &Ctx<'_>,
) -> Result<Arn, RolesAnywhereError> {
    let refused = |cause| RolesAnywhereError::CannotAssume {
        role: input.role_arn.clone(),
        cause: Some(cause),
    };
    let arn: Arn = input
        .role_arn
        .parse()
        .map_err(|_| refused("the role's ARN is no ARN"))?;
    let listed = profile
        .roles
        .iter()
        .find(|role| role.arn == input.role_arn)
        .ok_or_else(|| refused("the profile does not list the role"))?;
    let bearer = ctx
        .snapshot
        .role_named(profile.account, arn.name())
        .map(|role| &role.id);
    match (&listed.id, bearer) {
        (Some(meant), Some(bearer)) if meant != bearer => Err(refused(
            "the profile lists an earlier role of that name; list it anew with UpdateProfile",
        )),
        _ if arn.account_id() != Some(profile.account) => Err(refused("the role is of another account")),
        _ => Ok(arn),
    }
}

/// The name asked for, where the profile lets callers choose; else the serial number
/// ([`attributes::default_session_name`](tegata_pki::attributes::default_session_name)).
fn session_name(
    input: &Input<CreateSession>,
    profile: &Profile,
    subject: &Subject,
) -> Result<String, RolesAnywhereError> {
    match &input.role_session_name {
        Some(_) if !profile.accept_role_session_name => Err(RolesAnywhereError::SessionNameNotAccepted),
        Some(name) => Ok(name.clone()),
        None => Ok(subject.shown.serial.clone()),
    }
}

fn response(
    input: &Input<CreateSession>,
    issued: &Issued,
    subject: &Subject,
    ctx: &Ctx<'_>,
) -> Option<api::CreateSessionResponse> {
    let (role, claims, minted) = (issued.role.as_ref()?, &issued.claims, &issued.credentials);
    let name = claims.name.clone()?;
    Some(api::CreateSessionResponse {
        credential_set: vec![api::CredentialResponse {
            assumed_role_user: api::AssumedRoleUser {
                arn: role.session_arn(ctx.scope.partition(), &name).to_string(),
                assumed_role_id: format!("{}:{name}", role.id),
            },
            credentials: api::Credentials {
                access_key_id: minted.access_key_id.to_string(),
                expiration: minted.expires,
                secret_access_key: Secret::new(minted.secret_access_key.expose().clone()),
                session_token: minted.session_token.expose().clone(),
            },
            packed_policy_size: minted
                .packed_policy_size
                .and_then(|size| i32::try_from(size).ok()),
            role_arn: input.role_arn.clone(),
            source_identity: claims.source_identity.clone(),
        }],
        subject_arn: subject.arn.clone(),
    })
}

/// What the event tells of the certificate, and what the subject remembers of the attempt.
fn facts(
    input: &Input<CreateSession>,
    subject: &Subject,
    (anchor, profile): (&TrustAnchor, &Profile),
    ctx: &Ctx<'_>,
    failed: bool,
) -> EventFacts {
    let resource = |kind: &str, name: &str| EventResource {
        resource_type: kind.into(),
        name: name.into(),
    };
    let shown = &subject.shown;
    let trust_anchor = subject.trust_anchor.as_str();
    let certificate = json!({
        "subject": shown.subject,
        "issuer": shown.issuer,
        "serialNumber": shown.serial,
        "fingerprint": shown.fingerprint,
        "notAfter": shown.not_after,
        "trustAnchorArn": trust_anchor,
    });
    EventFacts {
        resources: vec![
            resource(TrustAnchor::TYPE, trust_anchor),
            outcome::event_resource(profile),
            resource(outcome::ROLE_TYPE, &input.role_arn),
            resource(SUBJECT_TYPE, &subject.arn),
        ],
        observations: vec![Observation::Subject {
            key: observed::subject(anchor.account, &anchor.region, &subject.id),
            x509_subject: shown.subject.clone(),
            certificate: SubjectCertificate {
                serial: shown.decimal_serial.clone(),
                issuer: shown.issuer.clone(),
                pem: shown.pem.clone(),
                fingerprint: shown.fingerprint.clone(),
                failed,
            },
            instance_properties: input.instance_properties.clone().unwrap_or_default(),
            at: ctx.now,
        }],
        additional: Map::from_iter([("certificate".to_owned(), certificate)]),
        ..EventFacts::default()
    }
}

/// The AssumeRole that the service made, as its own event (CloudTrail shows both).
fn assume_role_event(
    profile: &Profile,
    issued: &Issued,
    seconds: u32,
    output: &api::CreateSessionResponse,
) -> SecondEvent {
    let claims = &issued.claims;
    let tags = claims.tags.iter();
    let tags = tags.map(|tag| (tag.key.clone(), tag.value.clone().into()));
    let managed = profile.managed_policy_arns.iter();
    let set = output.credential_set.first();
    let role_arn = set.map(|set| set.role_arn.clone()).unwrap_or_default();
    let user = set.map(|set| &set.assumed_role_user);
    let text = |text: &Option<String>| text.clone().map(Value::String);
    SecondEvent {
        event_source: "sts.amazonaws.com",
        event_name: "AssumeRole",
        invoked_by: PRINCIPAL,
        request_parameters: present([
            ("roleArn", Some(role_arn.clone().into())),
            ("roleSessionName", text(&claims.name)),
            ("durationSeconds", Some(seconds.into())),
            ("sourceIdentity", text(&claims.source_identity)),
            (
                "principalTags",
                (!claims.tags.is_empty()).then(|| Value::Object(tags.collect())),
            ),
            ("policy", text(&claims.policy)),
            (
                "policyArns",
                (managed.len() > 0).then(|| managed.map(|arn| json!({"arn": arn})).collect()),
            ),
        ]),
        response_elements: present([
            (
                "credentials",
                Some(present([
                    ("accessKeyId", Some(claims.access_key_id.as_str().into())),
                    ("sessionToken", Some(tegata_wire::HIDDEN.into())),
                    ("expiration", Some(iso_seconds(claims.expires).into())),
                ])),
            ),
            (
                "assumedRoleUser",
                user.map(|user| {
                    present([
                        ("assumedRoleId", Some(user.assumed_role_id.as_str().into())),
                        ("arn", Some(user.arn.as_str().into())),
                    ])
                }),
            ),
            ("sourceIdentity", text(&claims.source_identity)),
            (
                "packedPolicySize",
                issued.credentials.packed_policy_size.map(Value::from),
            ),
        ]),
        resources: vec![EventResource {
            resource_type: outcome::ROLE_TYPE.into(),
            name: role_arn,
        }],
    }
}

/// The members that are there: an absent one has no place in an event.
fn present<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    let mut object = Map::with_capacity(N);
    for (name, value) in members {
        if let Some(value) = value {
            object.insert(name.to_owned(), value);
        }
    }
    Value::Object(object)
}
