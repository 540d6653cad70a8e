//! `AssumeRole`.

use serde_json::{Map, Value};
use tegata_api_sts as api;
use tegata_authz::{Access, AssumeRequest, Caller, Identity, Permit};
use tegata_base::{Arn, Tag};
use tegata_operation::{Ctx, Effect, Input, Operation, Outcome, Output, ServiceError};
use tegata_store::EventResource;

use crate::convert::{credentials, issued_facts};
use crate::errors::StsError;
use crate::second_factor;

pub(crate) struct AssumeRole;

impl Operation for AssumeRole {
    type Call = api::operations::AssumeRole;
    const EFFECT: Effect = Effect::Issues;

    fn effect(input: &Input<Self>) -> Effect {
        second_factor::effect(input.token_code.as_ref())
    }

    fn access(input: &Input<Self>, caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        let invalid = || StsError::InvalidRoleArn(input.role_arn.clone());
        let role_arn: Arn = input.role_arn.parse().map_err(|_| invalid())?;
        if role_arn.account().is_empty() {
            return Err(invalid().into());
        }
        if input
            .provided_contexts
            .as_ref()
            .is_some_and(|contexts| !contexts.is_empty())
        {
            return Err(StsError::ProvidedContexts.into());
        }
        if input
            .source_identity
            .as_ref()
            .is_some_and(|identity| identity.to_lowercase().starts_with("aws:"))
        {
            return Err(StsError::ReservedSourceIdentity.into());
        }
        // The root user is refused whatever it shows.
        let mfa = match caller.identity {
            Identity::Root(_) => None,
            _ => second_factor::shown(
                input.serial_number.as_deref(),
                input.token_code.as_deref(),
                caller,
                ctx,
            )?,
        };
        let tags = input.tags.iter().flatten();
        let policies = input.policy_arns.iter().flatten();
        Ok(Access::Assume(Box::new(AssumeRequest {
            role_arn,
            session_name: input.role_session_name.clone(),
            duration_seconds: input
                .duration_seconds
                .and_then(|seconds| u32::try_from(seconds).ok()),
            tags: tags
                .map(|tag| Tag {
                    key: tag.key.clone(),
                    value: tag.value.clone(),
                })
                .collect(),
            transitive_tag_keys: input.transitive_tag_keys.clone().unwrap_or_default(),
            source_identity: input.source_identity.clone(),
            external_id: input.external_id.clone(),
            policy: input.policy.clone(),
            policy_arns: policies.filter_map(|policy| policy.arn.clone()).collect(),
            mfa,
            service: None,
        })))
    }

    fn handle(
        permit: Permit<Self>,
        input: &Input<Self>,
        _caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let internal = || crate::REFUSAL.internal("a permit to assume a role came without its grant");
        let grant = permit.into_grant().ok_or_else(internal)?;
        let issued = grant
            .mint(ctx.ring, ctx.snapshot.revision().0, ctx.rng)
            .map_err(|e| crate::REFUSAL.refused(e.into()))?;
        let role = issued.role.as_ref().ok_or_else(internal)?;
        let arn = role.session_arn(ctx.scope.partition(), &input.role_session_name);
        let output = api::AssumeRoleResponse {
            credentials: Some(credentials(&issued)),
            assumed_role_user: Some(api::AssumedRoleUser {
                assumed_role_id: format!("{}:{}", role.id, input.role_session_name),
                arn: arn.to_string(),
            }),
            packed_policy_size: issued
                .credentials
                .packed_policy_size
                .and_then(|size| i32::try_from(size).ok()),
            source_identity: issued.claims.source_identity.clone(),
            ..api::AssumeRoleResponse::default()
        };
        let resource = EventResource {
            resource_type: "AWS::IAM::Role".into(),
            name: input.role_arn.clone(),
        };
        let mut facts = issued_facts(&issued, vec![resource]);
        facts.recipient = Some(role.account);
        // CloudTrail shows the tags of the request by their keys, too.
        let tags: Map<String, Value> = input
            .tags
            .iter()
            .flatten()
            .map(|tag| (tag.key.clone(), tag.value.clone().into()))
            .collect();
        if !tags.is_empty() {
            facts
                .request_parameters
                .insert("principalTags".into(), tags.into());
        }
        Ok(Outcome::changed(output, issued.changes).with_event(facts))
    }
}
