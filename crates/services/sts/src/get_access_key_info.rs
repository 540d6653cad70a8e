//! `GetAccessKeyInfo`: the account number that an access key id carries, whoever owns the key.

use tegata_api_sts as api;
use tegata_authz::{Access, Caller, Check, Permit};
use tegata_base::AccessKeyId;
use tegata_operation::{Ctx, Effect, Input, Operation, Outcome, Output, ServiceError};

use tegata_session::Kind;

use crate::errors::StsError;

pub(crate) struct GetAccessKeyInfo;

impl Operation for GetAccessKeyInfo {
    type Call = api::operations::GetAccessKeyInfo;
    const EFFECT: Effect = Effect::Reads;

    fn access(_input: &Input<Self>, caller: &Caller, _ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        // Credentials of GetSessionToken and GetFederationToken can call AssumeRole and GetCallerIdentity alone.
        if caller
            .session
            .as_ref()
            .is_some_and(|session| session.kind != Kind::AssumedRole)
        {
            return Err(StsError::SessionCredentials("GetAccessKeyInfo").into());
        }
        Ok(Access::Checks(vec![Check::on_any(
            "sts:GetAccessKeyInfo",
            caller.account(),
        )]))
    }

    fn handle(
        _permit: Permit<Self>,
        input: &Input<Self>,
        _caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let id: Option<AccessKeyId> = input.access_key_id.parse().ok();
        let account = id
            .as_ref()
            .and_then(|id| {
                ctx.snapshot
                    .access_key(id)
                    .map(|key| key.account)
                    .or_else(|| id.account())
            })
            .ok_or_else(|| StsError::UnknownAccessKey(input.access_key_id.clone()))?;
        Ok(Outcome::answer(api::GetAccessKeyInfoResponse {
            account: Some(account.to_string()),
        }))
    }
}
