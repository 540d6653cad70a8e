//! Questions about permissions: the simulator, context keys, ExplainAccess.

use tegata_api_iam as api;
use tegata_authz::{Access, Caller, Check};
use tegata_operation::{Ctx, ServiceError};

use super::{checks, marked};
use crate::subject::Named;

checks! {
    simulate_custom_policy(i: SimulateCustomPolicyRequest, ctx) = {
        let check = Check::on_any("iam:SimulateCustomPolicy", ctx.scope.account);
        marked("SimulateCustomPolicy", i.marker.as_ref(), check)?
    };
    simulate_principal_policy(i: SimulatePrincipalPolicyRequest, ctx) = {
        let check = Named::parse(&i.policy_source_arn)?.check("iam:SimulatePrincipalPolicy", ctx);
        marked("SimulatePrincipalPolicy", i.marker.as_ref(), check)?
    };
    get_context_keys_for_custom_policy(_i: GetContextKeysForCustomPolicyRequest, ctx) =
        Check::on_any("iam:GetContextKeysForCustomPolicy", ctx.scope.account);
    get_context_keys_for_principal_policy(i: GetContextKeysForPrincipalPolicyRequest, ctx) =
        Named::parse(&i.policy_source_arn)?.check("iam:GetContextKeysForPrincipalPolicy", ctx);
    explain_access(i: ExplainAccessRequest, ctx) =
        Named::parse(&i.principal_arn)?.check("iam:SimulatePrincipalPolicy", ctx);
}
