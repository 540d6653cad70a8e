//! `GetFederationToken`: a session under another name, for what both the caller and the session policies allow.

use tegata_api_sts as api;
use tegata_authz::{Access, Caller, FederatedUser, FederationRequest, Permit};
use tegata_base::Tag;
use tegata_operation::{Ctx, Effect, Input, Operation, Outcome, Output, ServiceError};
use tegata_store::EventResource;

use crate::convert::{credentials, issued_facts};

pub(crate) struct GetFederationToken;

impl Operation for GetFederationToken {
    type Call = api::operations::GetFederationToken;
    const EFFECT: Effect = Effect::Issues;

    fn access(input: &Input<Self>, _caller: &Caller, _ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        let tags = input.tags.iter().flatten();
        let policies = input.policy_arns.iter().flatten();
        Ok(Access::Federation(Box::new(FederationRequest {
            name: input.name.clone(),
            duration_seconds: input
                .duration_seconds
                .and_then(|seconds| u32::try_from(seconds).ok()),
            tags: tags
                .map(|tag| Tag {
                    key: tag.key.clone(),
                    value: tag.value.clone(),
                })
                .collect(),
            policy: input.policy.clone(),
            policy_arns: policies.filter_map(|policy| policy.arn.clone()).collect(),
        })))
    }

    fn handle(
        permit: Permit<Self>,
        input: &Input<Self>,
        caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let internal = || crate::REFUSAL.internal("a permit for a federation token came without its grant");
        let issued = permit
            .into_grant()
            .ok_or_else(internal)?
            .mint(ctx.ring, ctx.snapshot.revision().0, ctx.rng)
            .map_err(|e| crate::REFUSAL.refused(e.into()))?;
        let federated = FederatedUser {
            account: caller.account(),
            issuer: None,
            name: input.name.clone(),
        };
        let arn = federated.arn(ctx.scope.partition()).to_string();
        // Unlike AssumeRole, AWS tells the size even of nothing.
        let size = issued.credentials.packed_policy_size.unwrap_or_default();
        let output = api::GetFederationTokenResponse {
            credentials: Some(credentials(&issued)),
            federated_user: Some(api::FederatedUser {
                federated_user_id: federated.id(),
                arn: arn.clone(),
            }),
            packed_policy_size: i32::try_from(size).ok(),
            ..api::GetFederationTokenResponse::default()
        };
        let resource = EventResource {
            resource_type: "AWS::STS::FederatedUser".into(),
            name: arn,
        };
        Ok(Outcome::answer(output).with_event(issued_facts(&issued, vec![resource])))
    }
}
