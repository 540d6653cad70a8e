//! `GetCallerIdentity`: never denied.

use tegata_api_sts as api;
use tegata_authz::{Access, Caller, Permit};
use tegata_operation::{Ctx, Effect, Input, Operation, Outcome, Output, ServiceError};

pub(crate) struct GetCallerIdentity;

impl Operation for GetCallerIdentity {
    type Call = api::operations::GetCallerIdentity;
    const EFFECT: Effect = Effect::Reads;

    fn access(_input: &Input<Self>, _caller: &Caller, _ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        Ok(Access::Open)
    }

    fn handle(
        _permit: Permit<Self>,
        _input: &Input<Self>,
        caller: &Caller,
        _ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        Ok(Outcome::answer(api::GetCallerIdentityResponse {
            user_id: caller.user_id(),
            account: Some(caller.account().to_string()),
            arn: caller.arn().map(|arn| arn.to_string()),
        }))
    }
}
