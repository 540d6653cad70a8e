//! `DecodeAuthorizationMessage`: opens the sealed reason of a denial, for the account it concerns.

use tegata_api_sts as api;
use tegata_authz::{Access, Caller, Check, Permit, open_message};
use tegata_operation::{Ctx, Effect, Input, Operation, Outcome, Output, ServiceError};
use tegata_session::Kind;

use crate::errors::StsError;

pub(crate) struct DecodeAuthorizationMessage;

impl Operation for DecodeAuthorizationMessage {
    type Call = api::operations::DecodeAuthorizationMessage;
    const EFFECT: Effect = Effect::Reads;

    fn access(_input: &Input<Self>, caller: &Caller, _ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        // Credentials of GetSessionToken and GetFederationToken can call AssumeRole and GetCallerIdentity alone.
        if caller
            .session
            .as_ref()
            .is_some_and(|session| session.kind != Kind::AssumedRole)
        {
            return Err(StsError::SessionCredentials("DecodeAuthorizationMessage").into());
        }
        Ok(Access::Checks(vec![Check::on_any(
            "sts:DecodeAuthorizationMessage",
            caller.account(),
        )]))
    }

    fn handle(
        _permit: Permit<Self>,
        input: &Input<Self>,
        caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let message = open_message(&input.encoded_message, caller.account(), ctx.kek)
            .map_err(StsError::InvalidMessage)?;
        Ok(Outcome::answer(api::DecodeAuthorizationMessageResponse {
            decoded_message: Some(message),
        }))
    }
}
