//! `GetSessionToken`: needs no permission, only long-term credentials.

use tegata_api_sts as api;
use tegata_authz::{Access, Caller, Permit, TokenRequest};
use tegata_operation::{Ctx, Effect, Input, Operation, Outcome, Output, ServiceError};

use crate::convert::{credentials, issued_facts};
use crate::second_factor;

pub(crate) struct GetSessionToken;

impl Operation for GetSessionToken {
    type Call = api::operations::GetSessionToken;
    const EFFECT: Effect = Effect::Issues;

    fn effect(input: &Input<Self>) -> Effect {
        second_factor::effect(input.token_code.as_ref())
    }

    fn access(input: &Input<Self>, caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        // A session is refused whatever it shows.
        let mfa = if caller.is_temporary() {
            None
        } else {
            second_factor::shown(
                input.serial_number.as_deref(),
                input.token_code.as_deref(),
                caller,
                ctx,
            )?
        };
        let duration_seconds = input
            .duration_seconds
            .and_then(|seconds| u32::try_from(seconds).ok());
        Ok(Access::Token(TokenRequest {
            duration_seconds,
            mfa,
        }))
    }

    fn handle(
        permit: Permit<Self>,
        _input: &Input<Self>,
        _caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let internal = || crate::REFUSAL.internal("a permit for a session token came without its grant");
        let issued = permit
            .into_grant()
            .ok_or_else(internal)?
            .mint(ctx.ring, ctx.snapshot.revision().0, ctx.rng)
            .map_err(|e| crate::REFUSAL.refused(e.into()))?;
        let output = api::GetSessionTokenResponse {
            credentials: Some(credentials(&issued)),
            ..api::GetSessionTokenResponse::default()
        };
        let facts = issued_facts(&issued, Vec::new());
        Ok(Outcome::changed(output, issued.changes).with_event(facts))
    }
}
